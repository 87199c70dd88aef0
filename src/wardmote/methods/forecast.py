"""What to expect next, with intervals, after proving on the past that it beats saying "as last year"."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, numbers_in_a_row, same_length, tail
from wardmote.methods.smoothing import damped_smoothing, seasonal_naive

FEWEST_YEARS = 4
MOST_UNKNOWN = 0.05


@dataclass(frozen=True)
class Backtest:
    """One way of forecasting on the past: scaled error (below 1 beats last year's in-sample), coverage, sharpness."""

    name: str
    mase: float
    coverage: float
    interval_score: float
    forecasts: int


@dataclass(frozen=True, eq=False)
class Forecast:
    """Mean and limits for each period ahead, or `withheld` saying why there is none; the backtests in either case."""

    mean: Array
    lower: Array
    upper: Array
    level: float
    withheld: str
    backtests: tuple[Backtest, Backtest]


def forecast(values: ArrayLike, horizon: int = 12, season: int = 12, level: float = 0.95) -> Forecast:
    """Damped exponential smoothing for `horizon` periods ahead, shown only if better than seasonal-naive.

    Both are backtested from a rolling origin over the last year: from each period of it, forecasts of all that
    follow, compared by mean absolute scaled error and by interval score. Unless smoothing is better on both, mean and
    limits are empty and `withheld` says so. Limits are never below 0. None or NaN is a period that is not known: it is
    neither learnt from nor scored. ValueError for less than 4 years, more than one period in twenty not known, or a
    negative value. Source: Hyndman and Koehler 2006 (scaled error); Gneiting and Raftery 2007 (interval
    score); Hyndman and others 2008 (domain C4).
    """
    row = np.asarray(values, dtype=np.float64)
    numbers_in_a_row(row[np.isfinite(row)], "values")
    if np.isnan(row).sum() > MOST_UNKNOWN * row.size:
        raise ValueError("More than one period in twenty is not known.")
    if row.size < FEWEST_YEARS * season:
        raise ValueError(f"A forecast needs {FEWEST_YEARS} years ({FEWEST_YEARS * season} values); there are {row.size}.")  # fmt: skip
    if (row < 0).any() or horizon < 1:
        raise ValueError("values must be zero or more, and the horizon at least one period.")
    naive, smooth = _backtest("seasonal-naive", row, season, level), _backtest("smoothing", row, season, level)
    if smooth.mase >= naive.mase or smooth.interval_score >= naive.interval_score:
        none = np.array([])
        withheld = "Nothing tried forecasts better than saying it will be as in the same month last year."
        return Forecast(none, none, none, level, withheld, (naive, smooth))
    ahead = damped_smoothing(row, season, horizon, level)
    return Forecast(ahead.mean, ahead.lower, ahead.upper, level, "", (naive, smooth))


def interval_score(lower: ArrayLike, upper: ArrayLike, actual: ArrayLike, level: float = 0.95) -> Array:
    """Width, plus 2 / (1 - level) for each unit by which the actual value is missed: smaller is better.

    Source: Gneiting and Raftery 2007 (domain C4).
    """
    low, high = numbers_in_a_row(lower, "lower"), numbers_in_a_row(upper, "upper")
    y, alpha = numbers_in_a_row(actual, "actual"), 2 * tail(level)
    same_length(lower=low, upper=high, actual=y)
    missed = np.maximum(0.0, low - y) + np.maximum(0.0, y - high)
    score: Array = high - low + 2 / alpha * missed
    return score


def _backtest(name: str, row: Array, season: int, level: float) -> Backtest:
    way = seasonal_naive if name == "seasonal-naive" else damped_smoothing
    errors, inside, scores = [], [], []
    for origin in range(row.size - season, row.size):
        ahead, known = way(row[:origin], season, row.size - origin, level), np.isfinite(row[origin:])
        actual, mean, lower, upper = (part[known] for part in (row[origin:], ahead.mean, ahead.lower, ahead.upper))
        if actual.size:
            errors.append(np.abs(actual - mean))
            inside.append((lower <= actual) & (actual <= upper))
            scores.append(interval_score(lower, upper, actual, level))
    scale = np.nanmean(np.abs(row[season:-season] - row[: -2 * season])) or 1.0
    together = [np.concatenate(parts) for parts in (errors, inside, scores)]
    return Backtest(name, float(together[0].mean() / scale), float(together[1].mean()), float(together[2].mean()),
                    together[0].size)  # fmt: skip
