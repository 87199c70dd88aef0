"""A change over paired calendar months, with the scatter of the months themselves deciding what is chance."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, same_length, tail
from wardmote.methods.intervals import Interval
from wardmote.methods.two_counts import compare_two_counts

FEWEST_MONTHS = 3
METHOD = "quasi-poisson, calendar-month effects, t"


@dataclass(frozen=True)
class PairedChange:
    """After over before across the paired months; see `change_over_paired_months` for each field."""

    before_total: int
    after_total: int
    ratio: float
    interval: Interval
    p: float
    dispersion: float
    df: int
    exact_p: float
    smallest_detectable: float
    smallest_detectable_rise: float


def change_over_paired_months(before: ArrayLike, after: ArrayLike, level: float = 0.95) -> PairedChange:
    """The ratio of two periods' totals, judged by a quasi-Poisson model with calendar-month and period effects.

    `before[i]` and `after[i]` are counts for the same calendar month of each period. A month with nothing in either
    is left out and its degree of freedom with it; k months remain. `dispersion` is Pearson chi-squared over
    `df` = k - 1, never below 1; `interval` (of the ratio) and `p` use t on `df` with
    SE(ln ratio) = sqrt(dispersion (1/before_total + 1/after_total)). `exact_p` is the conditional exact test that
    supposes dispersion 1: for comparison, never to decide. `smallest_detectable` is the smallest proportional *fall*
    that data as scattered as this would show 80% of the time at two-sided 5%, 1 - exp(-(t.975 + t.80) SE);
    `smallest_detectable_rise` is its (larger) counterpart for a rise.

    ValueError, in a sentence a caller can print after "cannot say", if fewer than 3 months have any incident or if a
    period has none at all. Source: McCullagh and Nelder 1989, with the closed form of the balanced two-way table:
    fitted = row total x column total / grand total (domain C2; design section 2).
    """
    x0, x1 = _months_with_any(before, after)
    total0, total1 = int(x0.sum()), int(x1.sum())
    if total0 == 0 or total1 == 0:
        raise ValueError(f"There was nothing in one of the periods ({total0} before, {total1} after): no ratio exists.")
    df, spread = x0.size - 1, max(1.0, _pearson(x0, x1) / (x0.size - 1))
    step, se = log(total1 / total0), sqrt(spread * (1 / total0 + 1 / total1))
    reach = float(scipy.stats.t.isf(tail(level), df)) * se
    detectable = float(scipy.stats.t.ppf(0.975, df) + scipy.stats.t.ppf(0.80, df)) * se
    return PairedChange(
        before_total=total0,
        after_total=total1,
        ratio=total1 / total0,
        interval=Interval(exp(step - reach), exp(step + reach), level, METHOD),
        p=float(2 * scipy.stats.t.sf(abs(step) / se, df)),
        dispersion=spread,
        df=df,
        exact_p=compare_two_counts(total0, total1).p,
        smallest_detectable=1 - exp(-detectable),
        smallest_detectable_rise=exp(detectable) - 1,
    )


def _months_with_any(before: ArrayLike, after: ArrayLike) -> tuple[Array, Array]:
    """Both rows without the months that are zero in both; ValueError if fewer than 3 remain."""
    x0, x1 = counts_in_a_row(before, "before"), counts_in_a_row(after, "after")
    same_length(before=x0, after=x1)
    any_at_all = x0 + x1 > 0
    months = int(any_at_all.sum())
    if months < FEWEST_MONTHS:
        raise ValueError(f"At least {FEWEST_MONTHS} paired months with any incident are needed; there are {months}.")
    return x0[any_at_all], x1[any_at_all]


def _pearson(x0: Array, x1: Array) -> float:
    """Pearson chi-squared of the two-way table of months by periods."""
    table = np.vstack([x0, x1])
    fitted = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    return float(((table - fitted) ** 2 / fitted).sum())
