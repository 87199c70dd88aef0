"""Street-level crime and anti-social behaviour as data.police.uk publishes it (the README beside this says what it is)."""

from wardmote.sources.contracts import Column, Contract, Remark, RowRule, whole_point

_PLACE = "degrees, WGS84, of a published anonymous map point, never of the address"
_LSOA = r"[EW]01\d{6}"

CONTRACT = Contract(
    name="police_uk_street",
    title="Street-level crime and anti-social behaviour (data.police.uk)",
    columns=(
        Column("crime_id", blank=True, meaning="64 hexadecimal characters; blank for anti-social behaviour"),
        Column("month", "month", meaning="the month of the record; no day is published"),
        Column("reported_by", blank=True, meaning="a force; wrong in some months, so never used to tell the force"),
        Column("falls_within", meaning="the force in whose area the record falls; this one tells the force"),
        Column("longitude", "number", _PLACE, blank=True, minimum=-9, maximum=2.1),
        Column("latitude", "number", _PLACE, blank=True, minimum=49.5, maximum=61),
        Column("location", blank=True, meaning='"On or near" a named place; "No Location" where none is published'),
        Column(
            "lsoa_code", blank=True, pattern=_LSOA, says="is not an LSOA code such as E01016016", meaning="of the point"
        ),
        Column("lsoa_name", blank=True, meaning="its name, the authority's name first"),
        Column(
            "crime_type",
            vocabulary="police_uk_categories",
            in_use="month",
            meaning="the publisher's category, which must have been in use in that month",
        ),
        Column("last_outcome_category", blank=True, meaning="as at the snapshot, so recent months look unresolved"),
        Column("context", blank=True, meaning="always empty"),
    ),
    rules=(
        RowRule(
            "longitude",
            "exchanged",
            '"longitude:typed" BETWEEN 49 AND 61 AND "latitude:typed" BETWEEN -9 AND 3',
            "and the latitude are exchanged",
            early=True,
        ),
        whole_point("longitude", "latitude"),
    ),
    remarks=(
        Remark("longitude IS NULL", "{n} without a location: kept, and counted in the total but in no place."),
        Remark(
            "reported_by <> falls_within",
            "{n} naming another force in Reported by than in Falls within: Falls within is used.",
        ),
    ),
    period="month",
    month_column="month",
    month_in_name=r"^(\d{4}-\d{2})-.*street",
    members=r"-street\.csv$",
    unit=r"^(\d{4}-\d{2}-.*street)\.",
    identity="crime_id",
    identity_name="Crime ID",
)
