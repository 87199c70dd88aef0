"""Residents and households by LSOA from Census 2011: the denominator of burglary per 1,000 households."""

from wardmote.sources.contracts import Column, Contract, RowRule
from wardmote.sources.households.reader import headings_by_position

CONTRACT = Contract(
    name="households",
    title="Residents and households, Census 2011 (ONS)",
    columns=(
        Column("lsoa_code", pattern=r"[EW]01\d{6}", says="is not an LSOA code such as E01016016"),
        Column("lsoa_name", blank=True),
        Column("lad_code", blank=True),
        Column("lad_name", blank=True),
        Column("people", "integer", "usual residents", minimum=0, thousands=True),
        Column("people_in_households", "integer", "of them, living in households", minimum=0, thousands=True),
        Column("people_in_communal", "integer", "of them, in communal establishments", minimum=0, thousands=True),
        Column("hectares", "number", "area in hectares", minimum=0, thousands=True),
        Column("households", "integer", "households with at least one usual resident", minimum=0, thousands=True),
    ),
    rules=(
        RowRule(
            "people",
            "total",
            '"people:typed" <> "people_in_households:typed" + "people_in_communal:typed"',
            "does not equal those in households and those in communal establishments together",
        ),
    ),
    identity="lsoa_code",
    headings=headings_by_position,
)
