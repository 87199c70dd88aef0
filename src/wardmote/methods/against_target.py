"""A figure against a fixed number: a target for a proportion, or a reference for a count."""

from dataclasses import dataclass
from math import floor
from typing import Literal

import scipy  # its statistics load when first asked for

from wardmote.methods.given import above_zero, share, successes_of, tail, whole_count, z_of
from wardmote.methods.intervals import Interval, wilson

Verdict = Literal["better than target", "worse than target", "cannot be told from chance"]


@dataclass(frozen=True)
class TargetComparison:
    """A proportion, its Wilson interval, the target it is held against (both from 0 to 1), and what may be said."""

    proportion: float
    interval: Interval
    target: float
    verdict: Verdict


@dataclass(frozen=True)
class ReferenceComparison:
    """A count against the number a reference rate would give, with exact Poisson p one-sided and doubled."""

    count: int
    expected: float
    ratio: float
    p_one_sided: float
    p_two_sided: float


def proportion_against_target(
    successes: float, total: float, target: float, higher_is_better: bool, level: float = 0.95
) -> TargetComparison:
    """Say better or worse than a fixed target only when the whole Wilson interval is beyond it.

    `target` is a proportion from 0 to 1. ValueError if it is not, or unless 0 <= successes <= total, whole numbers,
    total > 0. Source: Wilson 1927, as an interval (domain C1, F).
    """
    x, n = successes_of(successes, total)
    goal, interval = share(target, "target"), wilson(x, n, level)
    return TargetComparison(x / n, interval, goal, _verdict(interval, goal, higher_is_better))


def _verdict(interval: Interval, target: float, higher_is_better: bool) -> Verdict:
    if interval.contains(target):
        return "cannot be told from chance"
    above = interval.lower > target
    return "better than target" if above == higher_is_better else "worse than target"


def smallest_total_to_tell(proportion: float, target: float, level: float = 0.95) -> int:
    """The smallest total at which this proportion's Wilson interval lies wholly beyond the target.

    The proportion is taken exactly as printed, so total x proportion need not be whole. Both are from 0 to 1;
    ValueError if either is not, or if they are equal. Source: Wilson's limits solved for the total,
    n > z^2 target (1 - target) / (proportion - target)^2 (domain F).
    """
    p, goal = share(proportion, "proportion"), share(target, "target")
    if p == goal:
        raise ValueError("The proportion equals the target: no total can tell them apart.")
    z = z_of(level)
    return floor(goal * (1 - goal) * (z / (p - goal)) ** 2) + 1


def rate_against_reference(count: float, expected: float) -> ReferenceComparison:
    """A count against the number expected at a reference rate taken as known: exact Poisson.

    `p_one_sided` is the tail in the direction the count departs; `p_two_sided` doubles it, at most 1. ValueError if
    `count` is not a whole number of zero or more, or `expected` not above zero. Source: exact Poisson test (domain F).
    """
    x, e = whole_count(count, "count"), above_zero(expected, "expected")
    one_sided = float(scipy.stats.poisson.sf(x - 1, e) if x >= e else scipy.stats.poisson.cdf(x, e))
    return ReferenceComparison(x, e, x / e, one_sided, min(1.0, 2 * one_sided))


def smallest_count_to_tell(expected: float, level: float = 0.95) -> int:
    """The smallest count that would be higher than `expected` beyond chance (two-sided p below 1 - level).

    ValueError if `expected` is not above zero. Source: exact Poisson test (domain F).
    """
    e, alpha = above_zero(expected, "expected"), tail(level)
    count = int(scipy.stats.poisson.isf(alpha, e)) + 1
    while scipy.stats.poisson.sf(count - 1, e) >= alpha:
        count += 1
    return count
