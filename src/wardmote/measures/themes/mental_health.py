"""Mental health: published counts, each tied to the one population that it is a share of.

Four counts of one subject can have four bases (`domain` F), and a count whose base is not said reads as a share of residents.
So only indicators in this table become shares, the base is named here, and a row whose value does not follow from its own
count and denominator is left out.
"""

from collections.abc import Sequence

from wardmote.measures.themes.share import Choose, Row, Share
from wardmote.periods import Period

SOURCE = "health_indicators"
LAG = 12  # months: the published year ends in the spring before, at the latest
AGREES = 0.01  # a value is rounded where it is published

# Fingertips' number of the indicator: slug, label, what its people have, the population counted over.
INDICATORS = {
    "848": ("depression-recorded", "Depression recorded by a GP", "had depression recorded", "adults on GP lists"),
    "90581": (
        "severe-mental-illness",
        "Severe mental illness recorded by a GP",
        "had a severe mental illness recorded",
        "people of all ages on GP lists",
    ),
}


def published(indicator: str) -> Choose:
    """The rows of one indicator about everybody in the area, for years inside the period."""

    def choose(rows: Sequence[Row], period: Period) -> list[Row]:
        mine = (row for row in rows if row["indicator_id"] == indicator and _is_whole(row) and _is_within(row, period))
        # A unitary authority stands in the file once for each tier it belongs to, with the same numbers.
        return list({row["period"]: row for row in mine}.values())

    return choose


def _is_whole(row: Row) -> bool:
    if row["sex"] not in (None, "Persons") or row["category"] is not None or not row["count"] or not row["denominator"]:
        return False
    per = (row["value"] or 0) * row["denominator"] / row["count"]
    return any(abs(per / scale - 1) < AGREES for scale in (100, 1_000, 100_000))


def _is_within(row: Row, period: Period) -> bool:
    start, end = ("04", "03") if "/" in row["period"] else ("01", "12")
    return (
        row["start_year"] is not None
        and f"{row['start_year']}-{start}" in period
        and f"{row['end_year']}-{end}" in period
    )


SHARES = tuple(
    Share(
        slug=slug, label=label, does=does, theme="mental-health", source=SOURCE,
        part=published(indicator), whole=published(indicator), part_of="count", whole_of="denominator",
        whole_slug=f"{slug}-base", whole_label=f"{base[0].upper()}{base[1:]}", whole_noun=base,
        rest_slug=f"{slug}-rest", rest_label=f"{label}: the rest of {base}", better="neither", lag=LAG, judged=False,
    )
    for indicator, (slug, label, does, base) in INDICATORS.items()
)  # fmt: skip
