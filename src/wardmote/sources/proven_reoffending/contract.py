"""Proven reoffending by area, as the Ministry of Justice publishes it: the data sheet of its geographical data tool."""

from wardmote.sources.contracts import Column, Contract, Remark, RowRule
from wardmote.sources.proven_reoffending.reader import COHORT, with_months

CONTRACT = Contract(
    name="proven_reoffending",
    title="Proven reoffending",
    columns=(
        Column("area_name", meaning="as published; areas have no codes here"),
        Column(
            "age_group",
            meaning="Adult or Juvenile",
            pattern="(?i)(adult|juvenile|all).*",
            says="is not Adult, Juvenile or All",
        ),
        Column("category", meaning="the group of offenders; rows of a total are read, others passed over", blank=True),
        Column(
            "cohort",
            meaning="first and last month: Jan 2019 - Mar 2019",
            pattern=COHORT,
            says="is not a span such as Jan 2019 - Mar 2019",
        ),
        Column(
            "offenders", "integer", "cautioned, convicted or released in the cohort's months", minimum=0, thousands=True
        ),
        Column("reoffenders", "integer", "of them, proven to reoffend within a year", minimum=0, thousands=True),
        Column(
            "reoffences",
            "integer",
            "offences they were proven to commit",
            blank=True,
            required=False,
            minimum=0,
            thousands=True,
        ),
    ),
    rules=(
        RowRule(
            "reoffenders",
            "more than all",
            '"reoffenders:typed" > "offenders:typed"',
            "is more than the offenders of the cohort",
        ),
    ),
    remarks=(
        Remark(
            "lower(coalesce(category, 'total')) NOT LIKE '%total%'",
            "{n} about one group of offenders: counted as kept and not used, since only totals are.",
        ),
    ),
    reshape=with_months,
    reshaped={
        "area_name": "string",
        "age_group": "string",
        "cohort_start": "string",
        "cohort_end": "string",
        "offenders": "int64",
        "reoffenders": "int64",
        "reoffences": "int64",
    },
)
