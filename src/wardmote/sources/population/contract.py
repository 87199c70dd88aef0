"""Residents by area and age (ONS mid-year estimates), from one column per age or age band to one row per area and age."""

from wardmote.sources.contracts import Column, Contract
from wardmote.sources.population.reader import AGE_COLUMNS, long_table, total_equals_its_ages

CONTRACT = Contract(
    name="population",
    title="Mid-year population estimates by age (ONS)",
    columns=(
        Column("area_code", pattern=r"[EWSNK]\d{8}", says="is not an area code such as E01016016"),
        Column("area_name", blank=True),
        Column("all_ages", "integer", "residents of every age", minimum=0, thousands=True),
        *(Column(name, "integer", "residents", required=False, minimum=0, thousands=True) for name in AGE_COLUMNS),
    ),
    identity="area_code",
    more_rules=total_equals_its_ages,
    reshape=long_table,
    reshaped={
        "area_code": "string",
        "area_name": "string",
        "age": "string",
        "age_from": "int64",
        "age_to": "int64",
        "sex": "string",
        "people": "int64",
    },
)
