"""A steady rise or fall over the years, the season taken out: so much a year."""

from dataclasses import dataclass
from math import exp

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import counts_with_gaps, tail
from wardmote.methods.intervals import Interval
from wardmote.methods.quasi_poisson import fit_quasi_poisson

FEWEST_YEARS = 3


@dataclass(frozen=True)
class Trend:
    """The ratio of one year to the year before, were the change steady; `bent` if the years do not lie on a line."""

    a_year: float
    interval: Interval
    p: float
    dispersion: float
    bent: bool


def trend(counts: ArrayLike, period: int = 12, level: float = 0.95) -> Trend:
    """The yearly change of counts in a row (None or NaN: not known), allowing for season and scatter.

    Quasi-Poisson with a level for each place in the year and a straight line in time; t on the residual df,
    dispersion never below 1. `bent` says that a level for each year fits better than the line (F at 5 %): then no one
    number says how the years went, and the step or turn should be looked for. Months that follow each other alike make
    it too sure. ValueError for fewer than 3 whole years. Source: McCullagh and Nelder 1989.
    """
    row = counts_with_gaps(counts, "counts")
    if row.size < FEWEST_YEARS * period:
        raise ValueError(f"A trend needs at least {FEWEST_YEARS} whole years ({FEWEST_YEARS * period} counts); there are {row.size}.")  # fmt: skip
    known = np.flatnonzero(np.isfinite(row))
    season = (known % period)[:, None] == np.arange(period)
    line = np.column_stack([season.astype(np.float64), known / period])
    model = fit_quasi_poisson(row[known], line)
    step, error = float(model.coefficients[-1]), model.standard_error(-1)
    reach = float(scipy.stats.t.isf(tail(level), model.df)) * error
    interval = Interval(exp(step - reach), exp(step + reach), level, f"quasi-poisson, t on {model.df}")
    p = float(2 * scipy.stats.t.sf(abs(step) / error, model.df))
    years = (known // period)[:, None] == np.unique(known // period)[2:]
    fuller = fit_quasi_poisson(row[known], np.column_stack([line, years.astype(np.float64)]))
    added = (_deviance(row[known], model.fitted) - _deviance(row[known], fuller.fitted)) / years.shape[1]
    bent = float(scipy.stats.f.sf(max(0.0, added) / fuller.dispersion, years.shape[1], fuller.df)) < 0.05
    return Trend(exp(step), interval, p, model.dispersion, bent)


def _deviance(y: np.ndarray, mean: np.ndarray) -> float:
    """Twice the log likelihood lost against fitting every count exactly."""
    return float(2 * (scipy.special.xlogy(y, y / mean) - (y - mean)).sum())
