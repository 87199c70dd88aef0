"""Days of the week and hours of the day as parts of a count, of the measures whose senders say when."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["days", "hours"]

TIMED = ("council-asb", "fires", "collisions")
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
HOURS = {
    0: "in the small hours",
    4: "in the early morning",
    8: "in the morning",
    12: "in the afternoon",
    16: "in the evening",
    20: "late in the evening",
}
"""Bands of four hours by their first hour: fewer would be too small to print, more would hide the evening."""
BAND = 4


@dataclass(frozen=True)
class TimePart:
    """Incidents of a measure on one day of the week (Monday is 0), or in the band of hours that begins at `at`."""

    measure: str
    kind: Kind
    at: int

    @property
    def slug(self) -> str:
        return f"{self.measure}-{self.kind}-{self.at:02d}"

    @property
    def label(self) -> str:
        return DAYS[self.at] if self.kind == "days" else f"{self.at:02d}:00 to {self.at + BAND - 1:02d}:59"

    @property
    def words(self) -> str:
        return f"on {DAYS[self.at]}" if self.kind == "days" else HOURS[self.at]

    def holds(self, weekday: int, hour: int) -> bool:
        return weekday == self.at if self.kind == "days" else self.at <= hour < self.at + BAND


def parts_of(measure: str, kind: Kind) -> tuple[TimePart, ...]:
    """Every day of the week, or every band of hours."""
    return tuple(TimePart(measure, kind, at) for at in (range(len(DAYS)) if kind == "days" else HOURS))


PARTS = {part.slug: part for slug in TIMED for kind in ("days", "hours") for part in parts_of(slug, kind)}
TIME_SUMS = {slug: tuple(tuple(p.slug for p in parts_of(slug, kind)) for kind in ("days", "hours")) for slug in TIMED}
"""For each measure, the sets of parts that add up to it."""
