"""What is unusual now: the latest count against the same season of earlier years (Farrington, Noufaily)."""

from dataclasses import dataclass

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_with_gaps, tail
from wardmote.methods.quasi_poisson import QuasiPoisson, fit_quasi_poisson

UNUSUAL_RESIDUAL = 2.58
FEWEST_YEARS = 3


@dataclass(frozen=True)
class Exceedance:
    """The latest `count` against what was `expected`; `score` above 1 is beyond the `upper` bound."""

    count: int
    expected: float
    upper: float
    dispersion: float
    score: float
    alarm: bool
    trend: bool


def exceedance(
    counts: ArrayLike,
    year: int = 52,
    years: int = 3,
    half_window: int = 3,
    seasons: int = 10,
    left_out: int = 26,
    alpha: float = 0.05,
    least: tuple[int, int] = (5, 4),
    unsure: bool = False,
) -> Exceedance:
    """Judge the last of `counts` (one a period, oldest first, `year` periods to a year) by the `years` before it.

    A quasi-Poisson trend with `seasons` levels: one for the periods within `half_window` of this one in each year,
    the rest shared among the others. The last `left_out` periods are kept out, so that what is beginning now does not
    hide itself; past outbreaks (Anscombe residual above 2.58) count for less. `upper` is the 1 - `alpha` quantile of
    the negative binomial with that mean and dispersion; score = (count - expected) / (upper - expected). Alarm only
    above 1 and with `least` events in the last periods (5 in 4). Without the trend where it would carry the expected
    count beyond all those fitted. `unsure` widens the bound by how unsure the expected count itself is, which the
    published method leaves out and a few years of months need. `alpha` is one-sided. For months use year 12, half_window 1, seasons 4, left_out 6.

    None or NaN is a period that is not known: it takes no part. ValueError if fewer than 3 `years` are asked for, the
    last period is not known, or the counts do not reach back that far.
    Source: Farrington and others 1996; Noufaily and others 2013; R `surveillance::farringtonFlexible` with its
    Noufaily settings, whose `score` in version 1.20.3 is at fault (domain C4).
    """
    row = counts_with_gaps(counts, "counts")
    tail(1 - 2 * alpha)
    now = row.size - 1
    if not np.isfinite(row[now]):
        raise ValueError("The last period is not known, so it cannot be judged.")
    if years < FEWEST_YEARS:
        raise ValueError(f"At least {FEWEST_YEARS} years are needed to know the season; got {years}.")
    if now - years * year - half_window < 0:
        raise ValueError(f"{years} years before the last count need {years * year + half_window + 1} counts; "
                         f"there are {row.size}.")  # fmt: skip
    level = season_levels(now, year, years, half_window, seasons)
    used = np.flatnonzero((level[: now - left_out] > 0) & np.isfinite(row[: now - left_out]))
    y, columns = row[used], _columns(used, level[used], seasons)
    here = _columns(np.array([now]), np.array([seasons]), seasons)[0]
    model, trend = _reweighted(y, columns), True
    expected = float(np.exp(here @ model.coefficients))
    if expected > y.max():
        columns, here, trend = np.delete(columns, 1, axis=1), np.delete(here, 1), False
        model = _reweighted(y, columns)
        expected = float(np.exp(here @ model.coefficients))
    spread = expected * model.dispersion * float(here @ model.covariance @ here) if unsure else 0.0
    upper = _upper(expected, model.dispersion + spread, alpha)
    score = (row[now] - expected) / (upper - expected) if upper > expected else 0.0
    enough = np.nansum(row[now - least[1] + 1 :]) >= least[0]
    return Exceedance(int(row[now]), expected, upper, model.dispersion, float(score), bool(enough and score > 1), trend)


def season_levels(now: int, year: int, years: int, half_window: int, seasons: int) -> np.ndarray:
    """Level 1 to `seasons` for every period up to `now`, 0 for those before the first window.

    Level `seasons` is the window round this time of each year; the periods between two windows are shared evenly, in
    order, among the other levels, the first of them taking what is left over.
    """
    level = np.zeros(now + 1, dtype=np.int64)
    for back in range(years, -1, -1):
        middle = now - back * year
        level[middle - half_window : middle + half_window + 1] = seasons
        if back and seasons > 1:
            between = np.array_split(np.arange(middle + half_window + 1, middle + year - half_window), seasons - 1)
            for number, periods in enumerate(between, start=1):
                level[periods] = number
    return level


def _columns(periods: np.ndarray, level: np.ndarray, seasons: int) -> Array:
    """Ones, the period's number, and a mark for each level but the last."""
    marks = level[:, None] == np.arange(1, seasons)
    return np.column_stack([np.ones(periods.size), periods, marks]).astype(np.float64)


def _reweighted(y: Array, columns: Array) -> QuasiPoisson:
    first = fit_quasi_poisson(y, columns)
    m = first.fitted
    residual = 1.5 * (y ** (2 / 3) * m ** (-1 / 6) - np.sqrt(m))
    residual /= np.sqrt(first.dispersion * np.maximum(1e-9, 1 - first.leverage))
    weight = np.where(residual > UNUSUAL_RESIDUAL, 1 / np.maximum(residual, 1e-9) ** 2, 1.0)
    return fit_quasi_poisson(y, columns, weight * y.size / weight.sum())


def _upper(expected: float, dispersion: float, alpha: float) -> float:
    if dispersion > 1:
        return float(scipy.stats.nbinom.ppf(1 - alpha, expected / (dispersion - 1), 1 / dispersion))
    return float(scipy.stats.poisson.ppf(1 - alpha, expected))
