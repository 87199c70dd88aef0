"""Rates made comparable between populations: the directly standardised rate and the standardised ratio."""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from wardmote.methods.given import (
    above_zero,
    above_zero_in_a_row,
    counts_in_a_row,
    numbers_in_a_row,
    same_length,
    whole_count,
)
from wardmote.methods.intervals import Interval, byar, poisson_phe

SMALLEST_TOTAL = 10


@dataclass(frozen=True)
class StandardisedRate:
    """`value` per `per` of the standard population, Dobson limits, and the total count behind it."""

    value: float
    interval: Interval
    count: int
    per: float


@dataclass(frozen=True)
class StandardisedRatio:
    """Observed over expected, with its interval; 1 means as many as expected."""

    value: float
    interval: Interval
    observed: int
    expected: float


def directly_standardised_rate(
    counts: ArrayLike, populations: ArrayLike, weights: ArrayLike, per: float = 100_000, level: float = 0.95
) -> StandardisedRate:
    """The rate this area would have if its population had the standard's make-up, with Dobson limits.

    One entry per group in each row: events, people, and the standard population's weight (any scale). ValueError if
    the rows differ in length, a population is not above zero, a weight is negative, all weights are zero, or there are
    fewer than 10 events in all (the limits are not trustworthy). Source: Dobson and others 1991, with Byar's limits,
    as in the Public Health England technical guide (domain C1).
    """
    events, people = counts_in_a_row(counts, "counts"), above_zero_in_a_row(populations, "populations")
    standard, k = numbers_in_a_row(weights, "weights"), above_zero(per, "per")
    same_length(counts=events, populations=people, weights=standard)
    if (standard < 0).any() or standard.sum() == 0:
        raise ValueError("weights must be zero or more, and not all zero.")
    total = int(events.sum())
    if total < SMALLEST_TOTAL:
        raise ValueError(f"A standardised rate needs at least {SMALLEST_TOTAL} events; there are {total}.")
    share = standard / standard.sum()
    value, variance = float((share * events / people).sum()), float((share**2 * events / people**2).sum())
    return StandardisedRate(k * value, _dobson(value, variance, total, level).scaled(k), total, k)


def _dobson(value: float, variance: float, total: int, level: float) -> Interval:
    """Byar's limits for the total count, carried over to the weighted rate."""
    around, stretch = byar(total, level), math.sqrt(variance / total)
    lower, upper = value + stretch * (around.lower - total), value + stretch * (around.upper - total)
    return Interval(max(0.0, lower), upper, level, "dobson-byar")


def standardised_ratio(observed: float, expected: float, level: float = 0.95) -> StandardisedRatio:
    """Observed over expected (an SMR), with limits for the observed count (exact below 10, else Byar) over expected.

    The expected number is taken as known. ValueError if `observed` is not a whole number of zero or more, or
    `expected` not above zero. Source: Breslow and Day 1987; Public Health England technical guide (domain C1).
    """
    x, e = whole_count(observed, "observed"), above_zero(expected, "expected")
    return StandardisedRatio(x / e, poisson_phe(x, level).scaled(1 / e), x, e)
