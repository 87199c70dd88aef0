"""Food compliance: food businesses rated 3 or better for hygiene, which is what "broadly compliant" means.

Two questions, kept apart: of all rated businesses on the day of the download, and of those inspected in the period. Only the
second can be judged, since the first is one count for each period. Businesses are inspected sooner when they did badly, so
neither is a sample of all.
"""

from collections.abc import Sequence

from wardmote.measures.themes.share import Choose, Row, Share
from wardmote.periods import Period, month_number

SOURCE = "food_hygiene"
COMPLIANT = ("3", "4", "5")
RATED = ("0", "1", "2", *COMPLIANT)
AS_OF = 2  # months: a download made further from the end of a period does not speak for it


def nearest_download(rows: Sequence[Row], period: Period) -> list[Row]:
    """The download made nearest the end of the period; nothing where none was made within two months of it."""
    days = {row["extracted"] for row in rows if _months_from(row, period) <= AS_OF}
    if not days:
        return []
    nearest = min(sorted(days), key=lambda day: abs((day - period.last_day).days))
    return [row for row in rows if row["extracted"] == nearest]


def _months_from(row: Row, period: Period) -> int:
    return abs(month_number(f"{row['extracted']:%Y-%m}") - month_number(period.end))


def rated(ratings: tuple[str, ...], inspected_within: bool) -> Choose:
    """Businesses of a download with one of these ratings."""

    def choose(rows: Sequence[Row], period: Period) -> list[Row]:
        return [row for row in rows if row["rating"] in ratings and (not inspected_within or _inspected(row, period))]

    return choose


def _inspected(row: Row, period: Period) -> bool:
    return row["rated"] is not None and f"{row['rated']:%Y-%m}" in period


def _share(slug: str, label: str, words: str, within: bool) -> Share:
    return Share(
        slug=slug, label=label, does="were rated 3 or better for hygiene", theme="food", source=SOURCE,
        part=rated(COMPLIANT, within), whole=rated(RATED, within),
        whole_slug=f"{slug}-of", whole_label=f"{words[0].upper()}{words[1:]}", whole_noun=words,
        rest_slug=f"{slug}-not", rest_label="Rated 2 or worse", better="higher", judged=within, speaking=nearest_download,
    )  # fmt: skip


SHARES = (
    _share("food-compliant", "Food businesses rated 3 or better", "rated food businesses", within=False),
    _share("food-inspected-compliant", "Inspected and rated 3 or better", "food businesses inspected", within=True),
)
