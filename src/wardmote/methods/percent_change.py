"""A percentage change between two counts, when how much the counts scatter is known or assumed."""

from dataclasses import dataclass
from math import erfc, exp, floor, log, sqrt

from wardmote.methods.given import above_zero, whole_count, z_of
from wardmote.methods.intervals import Interval


@dataclass(frozen=True)
class PercentChange:
    """The change and its limits in per cent of the count before (-21.0 is a fall of 21%), and a two-sided p."""

    before: int
    after: int
    percent: float
    interval: Interval
    p: float
    dispersion: float


def percent_change(before: float, after: float, dispersion: float = 1, level: float = 0.95) -> PercentChange:
    """Percentage change with limits exp(ln ratio -+ z sqrt(dispersion (1/before + 1/after))) - 1, in per cent.

    `dispersion` is the variance over the mean, taken as known. ValueError if a count is not a whole number above zero
    or if `dispersion` is below 1 (regularity must not manufacture significance: floor it at 1).
    Source: delta method on the log ratio, quasi-Poisson (domain C2).
    """
    x0, x1 = whole_count(before, "before"), whole_count(after, "after")
    if x0 == 0 or x1 == 0:
        raise ValueError(f"A percentage change needs something in both periods; got {x0} before, {x1} after.")
    step, se = log(x1 / x0), sqrt(_floored(dispersion) * (1 / x0 + 1 / x1))
    reach = z_of(level) * se
    limits = Interval(_percent(step - reach), _percent(step + reach), level, "quasi-poisson, z")
    return PercentChange(x0, x1, 100 * (x1 / x0 - 1), limits, erfc(abs(step) / se / sqrt(2)), dispersion)


def smallest_base_to_tell(ratio: float, dispersion: float = 1, level: float = 0.95) -> int:
    """The smallest count before at which a change to `ratio` times it has an interval that leaves out "no change".

    The count after is taken as `ratio` x before, whole or not. ValueError if `ratio` is 1 or not above zero, or
    `dispersion` is below 1. Source: the interval of `percent_change`, solved for the base (domain F).
    """
    r, phi = above_zero(ratio, "ratio"), _floored(dispersion)
    if r == 1:
        raise ValueError("A ratio of 1 is no change: no base can tell it from no change.")
    z = z_of(level)
    return floor(phi * (1 + 1 / r) * (z / log(r)) ** 2) + 1


def _floored(dispersion: float) -> float:
    if not dispersion >= 1:
        raise ValueError(f"dispersion must be 1 or more (floor it at 1); got {dispersion}.")
    return float(dispersion)


def _percent(log_ratio: float) -> float:
    return 100 * (exp(log_ratio) - 1)
