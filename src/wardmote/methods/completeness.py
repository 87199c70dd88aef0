"""Months that are implausibly low beside their neighbours: probably part of a month's records never arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from wardmote.methods.given import share, whole_count

NEIGHBOURS_EACH_SIDE = 3
FEWEST_NEIGHBOURS = 3
LONGEST_GAP = 1
BEYOND_CHANCE = 4.0
MEDIAN_OF_CHI_SQUARED_1 = 0.454936

Months = list[int | None]


@dataclass(frozen=True)
class IncompleteMonth:
    """A month too low to believe: its place in the row, its count, what neighbours suggest, and count over that."""

    index: int
    count: int
    expected: float
    share: float


def incomplete_months(counts: Sequence[float | None], low_share: float = 0.6) -> list[IncompleteMonth]:
    """The months whose count is implausibly low beside the nearest present months.

    `counts` are consecutive months, None for a month that is missing altogether (missing is not flagged: it is known).
    `expected` is the median of up to 3 present months each side, never reaching across two missing months running; a
    month with fewer than 3 such neighbours is not judged. Flagged when count < `low_share` x expected *and*
    count < expected - 4 sqrt(dispersion x expected): so small series and restless series are left alone. The
    dispersion is robust (median of squared, scaled departures of the other months from the mean of the months either
    side, over chi-squared's median) and never below 1, so a season does not pass for restlessness. A real fall of that
    size, lasting one or two months, is flagged too: a person must ask the sender. A shortfall of more than half the
    window becomes the norm and is not seen. ValueError if a count is not a whole number of zero or more, or
    `low_share` not from 0 to 1. Source: project rule; in 840 months of 40 real series it flags one, of 722 beside
    1,554 and 1,613.
    """
    months = [None if c is None else whole_count(c, "counts") for c in counts]
    limit = share(low_share, "low_share")
    judged = (_judge(months, i, limit) for i, count in enumerate(months) if count is not None)
    return [low for low in judged if low is not None]


def _judge(months: Months, i: int, low_share: float) -> IncompleteMonth | None:
    """The month as incomplete, or None if it is plausible or cannot be judged."""
    beside = _neighbours(months, i, NEIGHBOURS_EACH_SIDE)
    count, expected = months[i], float(median(beside)) if len(beside) >= FEWEST_NEIGHBOURS else 0.0
    if count is None or count >= low_share * expected:
        return None
    if count >= expected - BEYOND_CHANCE * sqrt(_dispersion(months, i) * expected):
        return None
    return IncompleteMonth(i, count, expected, count / expected)


def _neighbours(months: Months, i: int, each_side: int) -> list[int]:
    return _walk(months, i, -1, each_side) + _walk(months, i, 1, each_side)


def _walk(months: Months, i: int, step: int, most: int) -> list[int]:
    """Up to `most` present months on one side of `i`, nearest first, stopping at a gap of two or more."""
    found: list[int] = []
    gap, j = 0, i + step
    while 0 <= j < len(months) and len(found) < most and gap <= LONGEST_GAP:
        here = months[j]
        gap = gap + 1 if here is None else 0
        if here is not None:
            found.append(here)
        j += step
    return found


def _dispersion(months: Months, leaving_out: int) -> float:
    """Variance over mean of the other months from one to the next, robustly, floored at 1."""
    others = [None if j == leaving_out else count for j, count in enumerate(months)]
    departures = [d for j in range(len(others)) if (d := _squared_departure(others, j)) is not None]
    return max(1.0, median(departures) / MEDIAN_OF_CHI_SQUARED_1) if departures else 1.0


def _squared_departure(months: Months, j: int) -> float | None:
    """(count - mean of the month each side)^2 over its variance per unit of dispersion; None if one is lacking."""
    count, sides = months[j], _walk(months, j, -1, 1) + _walk(months, j, 1, 1)
    if count is None or len(sides) < 2 or count + sum(sides) == 0:
        return None
    return (count - sum(sides) / 2) ** 2 / (1.5 * (count + sum(sides)) / 3)
