"""Confidence intervals for one count and for one proportion."""

import math
from dataclasses import dataclass

import scipy  # its statistics load when first asked for

from wardmote.methods.given import successes_of, tail, whole_count, z_of


@dataclass(frozen=True)
class Interval:
    """Two limits, the confidence level they hold at, and the name of the method that gave them."""

    lower: float
    upper: float
    level: float
    method: str

    def scaled(self, k: float) -> "Interval":
        """Both limits multiplied by `k` (a multiplier such as 1000 / population); ValueError if `k` is not above 0."""
        if not k > 0:
            raise ValueError(f"An interval can only be scaled by a number above zero; got {k}.")
        return Interval(self.lower * k, self.upper * k, self.level, self.method)

    def contains(self, value: float) -> bool:
        """Whether `value` lies within the limits, ends included."""
        return self.lower <= value <= self.upper


def poisson_exact(count: float, level: float = 0.95) -> Interval:
    """Exact limits for the mean of a Poisson count, method "exact".

    In the units of the count. ValueError if `count` is not a whole number of zero or more, or `level` not in (0, 1).
    Source: Garwood 1936, by the chi-squared link (domain C1).
    """
    x, alpha = whole_count(count, "count"), tail(level)
    lower = float(scipy.stats.chi2.ppf(alpha, 2 * x)) / 2 if x else 0.0
    return Interval(lower, float(scipy.stats.chi2.isf(alpha, 2 * x + 2)) / 2, level, "exact")


def byar(count: float, level: float = 0.95) -> Interval:
    """Byar's approximate limits for the mean of a Poisson count, method "byar"; the lower limit is never below 0.

    In the units of the count. ValueError if `count` is not a whole number of zero or more, or `level` not in (0, 1).
    Source: Breslow and Day 1987; Public Health England technical guide (domain C1).
    """
    x, z = whole_count(count, "count"), z_of(level)
    y = x + 1
    lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3 if x else 0.0
    upper = y * (1 - 1 / (9 * y) + z / (3 * math.sqrt(y))) ** 3
    return Interval(max(0.0, lower), upper, level, "byar")


def poisson_phe(count: float, level: float = 0.95) -> Interval:
    """Limits for a count by the Public Health England rule: exact below 10, Byar from 10 up.

    In the units of the count; `method` says which was used. ValueError as for `poisson_exact`.
    Source: Public Health England technical guide (domain C1).
    """
    return poisson_exact(count, level) if count < 10 else byar(count, level)


def wilson(successes: float, total: float, level: float = 0.95) -> Interval:
    """Wilson score limits for a proportion, method "wilson".

    Limits are proportions from 0 to 1. ValueError unless both are whole numbers, 0 <= successes <= total, total > 0.
    Source: Wilson 1927 (domain C1).
    """
    x, n = successes_of(successes, total)
    z = z_of(level)
    middle, half = 2 * x + z * z, z * math.sqrt(z * z + 4 * x * (1 - x / n))
    lower = (middle - half) / (2 * (n + z * z)) if x else 0.0
    upper = (middle + half) / (2 * (n + z * z)) if x < n else 1.0
    return Interval(lower, upper, level, "wilson")
