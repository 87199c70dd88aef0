"""Damped exponential smoothing with an additive season, and the seasonal-naive forecast it has to beat."""

from dataclasses import dataclass

import numpy as np
import scipy  # its optimisers load when first asked for

from wardmote.methods.given import Array, tail
from wardmote.methods.seasonal import seasonal_parts

START = (0.2, 0.02, 0.05, 0.9)
BOUNDS = ((1e-3, 0.9), (1e-4, 0.3), (1e-4, 0.5), (0.8, 0.98))


@dataclass(frozen=True, eq=False)
class Ahead:
    """The mean and the limits of each period ahead, in the units of the series, never below 0."""

    mean: Array
    lower: Array
    upper: Array


def seasonal_naive(values: Array, season: int, horizon: int, level: float) -> Ahead:
    """Each period ahead as the same period of the last year that is known; limits from past year-on-year differences."""
    last = [values[values.size - season + h :: -season] for h in range(season)]
    mean = np.array([last[h % season][np.isfinite(last[h % season])][0] for h in range(horizon)])
    each = np.sqrt(np.nanmean((values[season:] - values[:-season]) ** 2))
    reach = _t(level, int(np.isfinite(values).sum()) - season) * each * np.sqrt(1 + np.arange(horizon) // season)
    return Ahead(mean, np.maximum(0.0, mean - reach), mean + reach)


def damped_smoothing(values: Array, season: int, horizon: int, level: float) -> Ahead:
    """Level, damped trend and season by exponential smoothing of the square roots, parameters by least squares.

    Roots, because the scatter of counts grows with them. Level, trend and season begin from the STL parts of the first
    three years. Limits are the model's on the root scale, t on the errors less all that was estimated. NaN is a period
    that is not known: nothing is learnt from it, and to begin with it stands at the mean of its season.
    Source: Hyndman and others 2008, ETS(A,Ad,A).
    """
    roots = np.sqrt(values)
    begin = _begin(roots, season)

    def squares(parameters: Array) -> float:
        return float((run_smoothing(roots, parameters, *begin)[0] ** 2).sum())

    best = scipy.optimize.minimize(squares, START, method="L-BFGS-B", bounds=BOUNDS).x
    errors, height, trend, seasons = run_smoothing(roots, best, *begin)
    alpha, beta, gamma, phi = best
    damped = np.cumsum(phi ** np.arange(1, horizon + 1))
    middle = np.maximum(0.0, height + trend * damped + seasons[np.arange(horizon) % season])
    carried = alpha + beta * damped[:-1] + gamma * (np.arange(1, horizon) % season == 0)
    df = max(1, int(np.isfinite(values).sum()) - len(START) - 2 - season)
    spread = (errors**2).sum() / df
    variance = spread * np.concatenate([[1.0], 1 + np.cumsum(carried**2)])
    reach = _t(level, df) * np.sqrt(variance)
    return Ahead(middle**2 + variance, np.maximum(0.0, middle - reach) ** 2, (middle + reach) ** 2)


def run_smoothing(
    values: Array, parameters: Array, level: float, trend: float, seasons: Array
) -> tuple[Array, float, float, Array]:
    """One-step errors, and the level, trend and seasons (the next first) that the series ends with.

    `parameters` are alpha, beta, gamma, phi; `seasons` the season's values, the first period's first.
    """
    alpha, beta, gamma, phi = (float(p) for p in parameters)
    cycle, errors, period = seasons.tolist(), np.empty(values.size), seasons.size
    for i, value in enumerate(values.tolist()):
        onward = level + phi * trend
        errors[i] = error = value - onward - cycle[i % period] if value == value else 0.0
        level, trend = onward + alpha * error, phi * trend + beta * error
        cycle[i % period] += gamma * error
    return errors, level, trend, np.roll(np.array(cycle), -(values.size % period))


def _t(level: float, df: int) -> float:
    return float(scipy.stats.t.isf(tail(level), df))


def _begin(values: Array, season: int) -> tuple[float, float, Array]:
    begin = values[: 3 * season].reshape(3, season)
    known = np.where(np.isfinite(begin), begin, np.nanmean(begin, axis=0))
    first = seasonal_parts(known.ravel(), period=season)
    slope = float(np.polyfit(np.arange(first.trend.size), first.trend, 1)[0])
    seasons = first.season.reshape(3, season).mean(axis=0)
    return float(first.trend[0]) - slope, slope, seasons - seasons.mean()
