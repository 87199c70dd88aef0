"""A change between paired months once something that varies with them, as the weather, is allowed for."""

from dataclasses import dataclass
from math import exp

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import counts_in_a_row, numbers_in_a_row, same_length, tail
from wardmote.methods.intervals import Interval
from wardmote.methods.quasi_poisson import fit_quasi_poisson

METHOD = "quasi-poisson, calendar-month effects, allowing for"


@dataclass(frozen=True)
class AllowingFor:
    """`ratio` is after over before with the other held equal; `per_unit` what one unit more of it goes with, as a ratio."""

    ratio: float
    interval: Interval
    per_unit: float
    p: float
    dispersion: float
    df: int


def change_allowing_for(
    before: ArrayLike, after: ArrayLike, other_before: ArrayLike, other_after: ArrayLike, level: float = 0.95
) -> AllowingFor:
    """The change of `paired_months` with a third thing in the model, in its own unit, month by month.

    ln mean = calendar month + period + b x other. `per_unit` = e^b and `p` says whether b differs from 0; both, and the
    `interval` of the ratio, use t on `df` = months - 2 and the dispersion, never below 1. Months are compared with the same
    calendar month of the other period, so summer being warmer explains nothing: a warmer summer may.

    ValueError if fewer than 4 months are paired, a period has none at all, or the other is the same in both periods.
    Source: McCullagh and Nelder 1989, as R `glm(y ~ month + period + other, family = quasipoisson)`.
    """
    y0, y1 = counts_in_a_row(before, "before"), counts_in_a_row(after, "after")
    z0, z1 = numbers_in_a_row(other_before, "other_before"), numbers_in_a_row(other_after, "other_after")
    same_length(before=y0, after=y1, other_before=z0, other_after=z1)
    kept = y0 + y1 > 0
    months = int(kept.sum())
    if months < 4 or y0.sum() == 0 or y1.sum() == 0:
        raise ValueError("At least 4 paired months with any incident are needed, and some in each period.")
    y, z = np.concatenate([y0[kept], y1[kept]]), np.concatenate([z0[kept], z1[kept]])
    month = np.tile(np.eye(months)[:, 1:], (2, 1))
    period = np.repeat([0.0, 1.0], months)
    fitted = fit_quasi_poisson(y, np.column_stack([np.ones(2 * months), month, period, z - z.mean()]))
    step, slope = float(fitted.coefficients[-2]), float(fitted.coefficients[-1])
    reach = float(scipy.stats.t.isf(tail(level), fitted.df)) * fitted.standard_error(-2)
    return AllowingFor(
        ratio=exp(step),
        interval=Interval(exp(step - reach), exp(step + reach), level, METHOD),
        per_unit=exp(slope),
        p=float(2 * scipy.stats.t.sf(abs(slope) / fitted.standard_error(-1), fitted.df)),
        dispersion=fitted.dispersion,
        df=fitted.df,
    )
