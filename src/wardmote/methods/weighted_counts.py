"""Counts made comparable by what each kind weighs (harm, cost), from a table somebody else published."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import scipy  # its statistics load when first asked for

from wardmote.methods.given import above_zero, tail, whole_count
from wardmote.methods.intervals import Interval


@dataclass(frozen=True)
class WeightedCount:
    """The sum of counts x weights, per head or in all, with its interval and each kind's share of it."""

    value: float
    interval: Interval
    shares: dict[str, float]
    effective_count: float


def weighted_count(
    counts: Mapping[str, float], weights: Mapping[str, float], per: float = 1, level: float = 0.95
) -> WeightedCount:
    """Sum of count x weight over kinds, divided by `per` (a population); the interval is Dobson's, normal form.

    No weight is ever invented: a kind with events and no weight is refused, by name. `effective_count` is how many
    equal events would be as uncertain: when it is small one grave event moves the whole, so say so. Negative weights
    and counts are refused. Source: ONS Crime Severity Score; Dobson and others 1991 (domain C7).
    """
    tallied = {kind: whole_count(count, f"count of {kind}") for kind, count in counts.items()}
    lacking = sorted(kind for kind, count in tallied.items() if count and kind not in weights)
    if lacking:
        raise ValueError(f"There is no weight for {', '.join(lacking)}: supply one, or leave these out and say so.")
    if any(weights[kind] < 0 for kind in tallied if kind in weights):
        raise ValueError("A weight is below zero.")
    parts = {kind: count * weights.get(kind, 0.0) for kind, count in tallied.items()}
    total, people = sum(parts.values()), above_zero(per, "per")
    variance = sum(count * weights.get(kind, 0.0) ** 2 for kind, count in tallied.items())
    if total == 0:
        raise ValueError("Nothing that has a weight happened: there is no sum to interpret.")
    reach = float(scipy.stats.norm.isf(tail(level))) * sqrt(variance)
    interval = Interval(max(0.0, total - reach) / people, (total + reach) / people, level, "weighted Poisson, normal")
    return WeightedCount(total / people, interval, {k: v / total for k, v in parts.items()}, total**2 / variance)
