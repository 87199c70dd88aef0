"""Series breaks: when the way of counting changed, so that two periods no longer count the same thing.

The register `series_breaks` is kept by people; a break that touches a comparison turns its verdict into "cannot say".
"""

from dataclasses import dataclass
from typing import Any

from wardmote.periods import Period


@dataclass(frozen=True)
class SeriesBreak:
    """`measure` is a slug, or "*" for every measure; `area` a code, or "*"; the change ran from `start` to `end`."""

    measure: str
    area: str
    start: str
    end: str
    reason: str
    source: str

    def touches(self, measure: str, area: str, before: Period, after: Period) -> bool:
        """Whether the change falls after the first month compared and not after the last."""
        applies = self.measure in (measure, "*") and self.area in (area, "*")
        return applies and before.start < self.end and self.start <= after.end


def series_breaks(rows: tuple[dict[str, Any], ...]) -> tuple[SeriesBreak, ...]:
    """From the register's rows; `until` blank means the rules changed in one month."""
    return tuple(
        SeriesBreak(
            row["measure"],
            row["area"] or "*",
            row["from"],
            row["until"] or row["from"],
            row["reason"],
            row["source"] or "",
        )
        for row in rows
    )
