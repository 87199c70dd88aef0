"""Reoffending: of those cautioned, convicted or released in a cohort, how many were proven to reoffend within a year.

A cohort is followed for a year and courts are given half a year more, so the period counted ends eighteen months before the one
assessed. Three-month cohorts are used where they are published, since their scatter is what a change is judged by.
"""

from collections.abc import Sequence

from wardmote.measures.themes.share import Row, Share
from wardmote.periods import Period

SOURCE = "proven_reoffending"
LAG = 18  # months


def cohorts(rows: Sequence[Row], period: Period) -> list[Row]:
    """The shortest cohorts inside the period, each age group once."""
    inside = [row for row in rows if row["cohort_start"] in period and row["cohort_end"] in period]
    if not inside:
        return []
    shortest = min(_months(row) for row in inside)
    each = {(row["age_group"], row["cohort_start"]): row for row in inside if _months(row) == shortest}
    return list(each.values())


def _months(row: Row) -> int:
    return len(Period(row["cohort_start"], row["cohort_end"]).months)


SHARES = (
    Share(
        slug="reoffended", label="Proven to reoffend within a year", does="were proven to reoffend within a year",
        theme="reoffending", source=SOURCE, part=cohorts, whole=cohorts, part_of="reoffenders", whole_of="offenders",
        whole_slug="offenders-followed", whole_label="Offenders followed", whole_noun="offenders followed for a year",
        rest_slug="not-reoffended", rest_label="Not proven to reoffend", better="lower", lag=LAG,
    ),
)  # fmt: skip
