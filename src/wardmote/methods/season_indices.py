"""How far each month of the year usually stands above or below an average month, and whether there is a season at all."""

from dataclasses import dataclass

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_with_gaps, tail
from wardmote.methods.quasi_poisson import fit_quasi_poisson

FEWEST_YEARS = 3


@dataclass(frozen=True, eq=False)
class SeasonIndices:
    """Ratios to an average month, the first period's first, with limits; p that there is no season at all."""

    index: Array
    lower: Array
    upper: Array
    p: float
    dispersion: float


def season_indices(counts: ArrayLike, period: int = 12, level: float = 0.95) -> SeasonIndices:
    """The season as ratios whose geometric mean is 1, from counts in a row (None or NaN: not known).

    Quasi-Poisson with a level for each run of `period` counts and one for each place in the year, so that a step
    between the years is not taken for a season; t on the residual df, dispersion never below 1. p is Wald's F for all
    seasons alike. ValueError for fewer than 3 whole years, or a place in the year that is known in fewer than two of
    them. Source: McCullagh and Nelder 1989; ratio-to-average indices as in Hyndman and Athanasopoulos 2021, 3.
    """
    row = counts_with_gaps(counts, "counts")
    if row.size < FEWEST_YEARS * period:
        raise ValueError(f"A season needs at least {FEWEST_YEARS} whole years ({FEWEST_YEARS * period} counts); there are {row.size}.")  # fmt: skip
    known = np.flatnonzero(np.isfinite(row))
    if (np.bincount(known % period, minlength=period) < 2).any():
        raise ValueError("A time of the year is known in fewer than two years.")
    years = known // period
    levels = years[:, None] == np.unique(years)
    places = _sum_to_zero(period)
    model = fit_quasi_poisson(row[known], np.hstack([levels.astype(np.float64), places[known % period]]))
    at = slice(levels.shape[1], None)
    beta, covariance = model.coefficients[at], model.dispersion * model.covariance[at, at]
    effects = places @ beta
    errors = np.sqrt(np.einsum("ij,jk,ik->i", places, covariance, places))
    reach = float(scipy.stats.t.isf(tail(level), model.df)) * errors
    f = float(beta @ np.linalg.solve(covariance, beta)) / beta.size
    p = float(scipy.stats.f.sf(f, beta.size, model.df))
    return SeasonIndices(np.exp(effects), np.exp(effects - reach), np.exp(effects + reach), p, model.dispersion)


def _sum_to_zero(period: int) -> Array:
    """A column for each place in the year but the last, which is minus the sum of the others."""
    return np.vstack([np.eye(period - 1), -np.ones(period - 1)])
