"""Did it change here more than elsewhere: difference in differences of counts, as a ratio of ratios."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero, counts_in_a_row, same_length, tail, whole_count
from wardmote.methods.intervals import Interval
from wardmote.methods.quasi_poisson import fit_quasi_poisson

FEWEST_MONTHS = 3


@dataclass(frozen=True)
class RatioOfRatios:
    """After over before here, over after over before there; 1 means both moved alike."""

    ratio: float
    interval: Interval
    p: float
    dispersion: float


def ratio_of_ratios(
    here: tuple[float, float], there: tuple[float, float], dispersion: float = 1, level: float = 0.95
) -> RatioOfRatios:
    """(after / before here) / (after / before there) from four totals, each pair (before, after).

    SE of the logarithm is sqrt(dispersion x sum of 1 / count). With totals alone the dispersion cannot be known: give
    one, or use `ratio_of_ratios_over_months`. Supposes both would have moved alike. ValueError if a count is zero or
    not whole. Source: difference in differences on the log scale (domain C5).
    """
    counts = [whole_count(v, "count") for v in (*here, *there)]
    if min(counts) == 0:
        raise ValueError("A count is zero: no ratio of ratios exists.")
    phi = above_zero(dispersion, "dispersion")
    step = log(counts[1] / counts[0]) - log(counts[3] / counts[2])
    error = sqrt(phi * sum(1 / c for c in counts))
    reach = float(scipy.stats.norm.isf(tail(level))) * error
    interval = Interval(exp(step - reach), exp(step + reach), level, "ratio of ratios, normal")
    return RatioOfRatios(exp(step), interval, float(2 * scipy.stats.norm.sf(abs(step) / error)), phi)


def ratio_of_ratios_over_months(
    here_before: ArrayLike, here_after: ArrayLike, there_before: ArrayLike, there_after: ArrayLike, level: float = 0.95
) -> RatioOfRatios:
    """The same from paired calendar months, with the scatter of the months themselves deciding what is chance.

    Quasi-Poisson with a level for each calendar month of each series, the period, and the period here; t on the
    residual df, dispersion never below 1. A busy comparison hides its own restlessness behind ours: both share one
    dispersion. Months empty in both periods of a series are left out. ValueError if fewer than 3 months of either
    series have any event, or a period has none. Source: as `paired_months`, with a comparison (domain C5).
    """
    ours, theirs = _pairs(here_before, here_after), _pairs(there_before, there_after)
    counts = np.concatenate([ours.ravel(), theirs.ravel()])
    months, period, mine = [], [], []
    for series, (pairs, first) in enumerate(((ours, 0), (theirs, len(ours)))):
        months += [first + i for i in range(len(pairs)) for _ in range(2)]
        period += [0.0, 1.0] * len(pairs)
        mine += [0.0, 1.0 - series] * len(pairs)
    levels = np.asarray(months)[:, None] == np.arange(len(ours) + len(theirs))
    model = fit_quasi_poisson(counts, np.column_stack([levels.astype(float), period, mine]))
    step, error = float(model.coefficients[-1]), model.standard_error(-1)
    reach = float(scipy.stats.t.isf(tail(level), model.df)) * error
    interval = Interval(exp(step - reach), exp(step + reach), level, "quasi-poisson ratio of ratios, t")
    return RatioOfRatios(
        exp(step), interval, float(2 * scipy.stats.t.sf(abs(step) / error, model.df)), model.dispersion
    )


def _pairs(before: ArrayLike, after: ArrayLike) -> Array:
    """Months x (before, after), without the months empty in both."""
    x0, x1 = counts_in_a_row(before, "before"), counts_in_a_row(after, "after")
    same_length(before=x0, after=x1)
    pairs = np.column_stack([x0, x1])[x0 + x1 > 0]
    if len(pairs) < FEWEST_MONTHS or (pairs.sum(axis=0) == 0).any():
        raise ValueError(f"Each series needs at least {FEWEST_MONTHS} paired months with events, in both periods.")
    return pairs
