"""A crude rate: events over a population, times a round number."""

from dataclasses import dataclass

from wardmote.methods.given import above_zero, whole_count
from wardmote.methods.intervals import Interval, poisson_phe


@dataclass(frozen=True)
class Rate:
    """`value` events per `per` of the population, its interval, and both sides of the fraction."""

    value: float
    interval: Interval
    count: int
    population: float
    per: float


def crude_rate(count: float, population: float, per: float = 1_000, level: float = 0.95) -> Rate:
    """Events per `per` of population, with limits by the Public Health England rule (exact below 10, else Byar).

    `population` may be person-years. ValueError if `count` is not a whole number of zero or more, or if `population`
    or `per` is not above zero. Source: Public Health England technical guide (domain C1).
    """
    x, n, k = whole_count(count, "count"), above_zero(population, "population"), above_zero(per, "per")
    return Rate(k * x / n, poisson_phe(x, level).scaled(k / n), x, n, k)
