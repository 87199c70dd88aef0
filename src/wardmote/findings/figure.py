"""A figure: one published number with everything needed to believe it.

Crosses the walls as the JSON of `figures.json`. A figure is never a bare number: it carries numerator, denominator,
period, area vintage, interval, and its lineage back to counted rows of named files.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from wardmote.partnership import SourceClass
from wardmote.periods import Period
from wardmote.places.area import Area

DisclosureState = Literal["exact", "rounded", "suppressed"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    start: str
    end: str

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Limits(Frozen):
    """An interval around a value, in the value's unit."""

    lower: float
    upper: float
    level: float = 0.95
    method: str


class Coverage(Frozen):
    months_expected: int
    months_present: int


class Disclosure(Frozen):
    """How a number may be shown: the class of its strictest source, and what the gate did to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, populate_by_name=True)

    source_class: SourceClass = Field(alias="class")
    state: DisclosureState = "exact"


class SourceRows(Frozen):
    """How many rows of one file a figure rests on; None once the gate withheld the number."""

    source: str
    file: str
    sha256: str
    rows: int | None


class Figure(Frozen):
    """One number. `value` is None only when it was withheld or could not be computed; `caveats` then say why."""

    id: str
    measure: str
    label: str
    area: Area
    period: Span
    value: float | None
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    denominator_label: str | None = None
    interval: Limits | None = None
    coverage: Coverage | None = None
    assignment: str | None = None
    caveats: tuple[str, ...] = ()
    disclosure: Disclosure
    lineage: tuple[SourceRows, ...] = ()

    @property
    def rows(self) -> int:
        return sum(entry.rows or 0 for entry in self.lineage)


def figure_id(measure: str, area: Area, period: Period, assignment: str | None = None) -> str:
    """The id of `design`: measure/area[@vintage]/start..end[;by=polygon]."""
    return f"{measure}/{area.key}/{period}" + (f";by={assignment}" if assignment else "")
