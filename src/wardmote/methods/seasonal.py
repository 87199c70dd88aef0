"""A series as season, trend and the rest (STL), many series at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array

FEWEST_YEARS = 3


@dataclass(frozen=True, eq=False)
class Seasonal:
    """Three parts of the shape given, summing to it; the seasonally adjusted series is trend + rest."""

    season: Array
    trend: Array
    rest: Array


def seasonal_parts(
    values: ArrayLike, period: int = 12, season_window: int = 13, trend_window: int = 21, low_window: int = 13
) -> Seasonal:
    """Split each series (the last axis) by STL: loess of degree 0 for seasons and 1 for trend, two passes.

    No jumps and no robustness passes, so each smoothing is one matrix and many series cost little more than one; a
    single wild month is therefore spread over its neighbours. Windows are odd counts of periods (season_window: of
    years). ValueError if there are fewer than 3 whole periods, a gap, or a window is even.
    Source: Cleveland and others 1990, as statsmodels `STL` and R `stl` with all jumps 1 (domain C4).
    """
    y = np.asarray(values, dtype=np.float64)
    if y.ndim == 0 or y.shape[-1] < FEWEST_YEARS * period:
        raise ValueError(f"A season needs at least {FEWEST_YEARS} whole years ({FEWEST_YEARS * period} values).")
    if not np.isfinite(y).all():
        raise ValueError("values must have no missing or infinite entries.")
    if any(window % 2 == 0 or window < 3 for window in (season_window, trend_window, low_window)):
        raise ValueError("Windows must be odd, 3 or more.")
    n, trend = y.shape[-1], np.zeros_like(y)
    low, high = _loess(n, low_window, 1), _loess(n, trend_window, 1)
    for _ in range(2):
        cycle = _by_season(y - trend, period, season_window)
        season = cycle[..., period : period + n] - _moving_averages(cycle, period) @ low.T
        trend = (y - season) @ high.T
    return Seasonal(season, trend, y - season - trend)


def _by_season(detrended: Array, period: int, window: int) -> Array:
    """Each month's values through the years, smoothed and reaching one year further at both ends."""
    n = detrended.shape[-1]
    cycle = np.empty((*detrended.shape[:-1], n + 2 * period))
    for month in range(period):
        same = detrended[..., month::period]
        cycle[..., month::period] = same @ _loess(same.shape[-1], window, 0, beyond=1).T
    return cycle


def _moving_averages(cycle: Array, period: int) -> Array:
    for length in (period, period, 3):
        run = np.cumsum(cycle, axis=-1)
        run = np.concatenate([np.zeros((*run.shape[:-1], 1)), run], axis=-1)
        cycle = (run[..., length:] - run[..., :-length]) / length
    return cycle


@lru_cache(maxsize=64)
def _loess(n: int, window: int, degree: int, beyond: int = 0) -> Array:
    """The matrix that smooths n values in a row by local regression, at each of them and `beyond` either end."""
    at, rows = np.arange(n, dtype=np.float64), []
    for x in range(-beyond, n + beyond):
        first = min(max(0, x - window // 2), max(0, n - window))
        last = min(n, first + window) - 1
        reach = max(x - first, last - x) + max(0, (window - n) // 2)
        far = np.abs(at - x)
        weight = np.where(far <= 0.999 * reach, (1 - np.minimum(1.0, far / reach) ** 3) ** 3, 0.0)
        weight[far <= 0.001 * reach] = 1.0
        weight[:first] = weight[last + 1 :] = 0.0
        rows.append(_local_weights(weight / weight.sum(), at, x, degree, n))
    return np.array(rows)


def _local_weights(weight: Array, at: Array, x: float, degree: int, n: int) -> Array:
    middle = (weight * at).sum()
    spread = (weight * (at - middle) ** 2).sum()
    if degree == 0 or np.sqrt(spread) <= 0.001 * (n - 1):
        return weight
    return weight * (1 + (x - middle) * (at - middle) / spread)
