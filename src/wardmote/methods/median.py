"""The middle of a set of measurements, with the range it could lie in by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import scipy  # its statistics load when first asked for

from wardmote.methods.given import tail
from wardmote.methods.intervals import Interval


@dataclass(frozen=True)
class Median:
    """The lower median (at least half of the values are no more than it), in their unit; `interval` None where too few."""

    value: float
    interval: Interval | None
    number: int


def median(values: Sequence[float], level: float = 0.95) -> Median:
    """The lower median with limits that are two of the values, whatever their distribution.

    No limits where even the smallest and the largest do not reach the level (five values or fewer at 95 %).
    ValueError if there is no value or `level` is not in (0, 1). Source: order statistics and the binomial (Conover 1999,
    Practical Nonparametric Statistics, 3.2), by scipy's quantile_test.
    """
    tail(level)
    if not len(values):
        raise ValueError("A median needs at least one value.")
    ordered = sorted(values)
    found = scipy.stats.quantile_test(ordered, p=0.5).confidence_interval(level)
    told = not (isnan(found.low) or isnan(found.high))
    interval = Interval(float(found.low), float(found.high), level, "order statistics") if told else None
    return Median(float(ordered[(len(ordered) - 1) // 2]), interval, len(ordered))
