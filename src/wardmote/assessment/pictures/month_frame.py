"""The frame of a picture of months: what is drawn, its scales, its runs of neighbouring months, how months are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wardmote.assessment.formats.fonts import text_width
from wardmote.assessment.pictures.drawing import LINE, TEXT, WIDTH, Scale, nice_ticks, plain_number
from wardmote.periods import month_number

HEIGHT = 340
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Limit = tuple[float, tuple[str, ...]]


@dataclass(frozen=True)
class MonthPoint:
    """One month's value. `signal` says on which side of usual variation it lies, if it signals at all."""

    month: str
    value: float
    signal: Literal["above", "below", "none"] = "none"
    incomplete: bool = False


@dataclass(frozen=True)
class MonthGap:
    """Months without data, first and last included, and the words that say so."""

    start: str
    end: str
    words: str


@dataclass(frozen=True)
class MonthAhead:
    """A month not yet counted: what is expected, and the range it is likely to lie in."""

    month: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Frame:
    """The plot: its scales and the runs of neighbouring months, each drawn as one line."""

    x: Scale
    y: Scale
    runs: tuple[tuple[MonthPoint, ...], ...]
    ticks: tuple[float, ...]

    def at(self, point: MonthPoint) -> tuple[float, float]:
        return self.x.at(month_number(point.month)), self.y.at(point.value)


def limit_labels(centre: float | None, lower: float | None, upper: float | None) -> list[Limit]:
    """The height of each limit line and what is written at its end, from the top down."""
    named = ((upper, "Upper limit"), (centre, "Average"), (lower, "Lower limit"))
    return [(value, (f"{name} {plain_number(round(value))}",)) for value, name in named if value is not None]


def frame_of(
    points: Sequence[MonthPoint],
    gaps: Sequence[MonthGap],
    limits: Sequence[float],
    labels: Sequence[Limit],
    ahead: Sequence[MonthAhead] = (),
) -> Frame:
    highest = max([point.value for point in points] + list(limits) + [step.upper for step in ahead] + [1.0])
    ticks = nice_ticks(0, highest * 1.08)
    left = max(text_width(plain_number(tick), TEXT) for tick in ticks) + 12
    column = max((text_width(line, TEXT) for _, lines in labels for line in lines), default=0.0)
    months = [
        month_number(text)
        for text in [point.month for point in points]
        + [edge for gap in gaps for edge in (gap.start, gap.end)]
        + [step.month for step in ahead]
    ]
    first, last = min(months), max(months)
    x = Scale((first - 0.5, max(last, first + 1) + 0.5), (left, WIDTH - column - (14 if column else 20)))
    return Frame(x, Scale((0, ticks[-1]), (HEIGHT, 1.6 * LINE)), runs_of(points), tuple(ticks))


def runs_of(points: Sequence[MonthPoint]) -> tuple[tuple[MonthPoint, ...], ...]:
    """Split where a month is missing, so that no line is drawn across what is not known."""
    runs: list[list[MonthPoint]] = [[points[0]]]
    for before, point in pairwise(points):
        if month_number(point.month) - month_number(before.month) > 1:
            runs.append([])
        runs[-1].append(point)
    return tuple(tuple(run) for run in runs)


def month_label(month: int) -> str:
    return f"{_SHORT[month % 12]} {month // 12}"


def gap_sides(frame: Frame, gaps: Sequence[MonthGap]) -> list[float]:
    edges = [edge for gap in gaps for edge in (month_number(gap.start) - 0.5, month_number(gap.end) + 0.5)]
    return [frame.x.at(edge) for edge in edges]


def month_span(start: str, end: str) -> str:
    """Months as a picture names them: "Nov 2016", "Nov to Dec 2016", "Dec 2014 to Feb 2015"."""
    first, last = (month_label(month_number(text)) for text in (start, end))
    if first == last:
        return first
    return f"{first[:3]} to {last}" if first[4:] == last[4:] else f"{first} to {last}"
