"""Did the level or the trend change when something began: interrupted time series, and the same asked of other dates."""

from dataclasses import dataclass
from math import exp

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, tail
from wardmote.methods.intervals import Interval
from wardmote.methods.quasi_poisson import fit_quasi_poisson

FEWEST_EACH_SIDE = 6
LEVEL_TERM, TREND_TERM = 2, 3


@dataclass(frozen=True)
class Interruption:
    """The step at the start as a ratio, the change in trend as a ratio a period, each with interval and p."""

    level: float
    level_interval: Interval
    level_p: float
    trend: float
    trend_interval: Interval
    trend_p: float
    scale: float
    df: int


@dataclass(frozen=True)
class Placebos:
    """How the step at the real date ranks among steps at dates when nothing began; p = rank / all dates."""

    level: float
    dates: int
    as_large: int
    p: float


def interrupted_series(
    counts: ArrayLike,
    start: int,
    lag: int = 0,
    season: int | None = None,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
) -> Interruption:
    """ln(mean) = a + b t + c D + d D (t - start), D = 1 from period `start` + `lag` on; periods count from 0.

    `lag` lets the effect begin later; `season` (12, say) adds a level for each period of the cycle, which needs two
    whole cycles each side. Scatter is quasi-Poisson, never taken below 1: then normal limits, else t. Months that
    follow each other alike make it too sure: ask `placebo_dates` as well, and a comparison series. ValueError for
    fewer than 6 periods on a side, or no events on one. Source: Bernal and others 2017; R `glm(family = quasipoisson)` (domain C5).
    """
    row, begin = counts_in_a_row(counts, "counts"), start + lag
    least = max(FEWEST_EACH_SIDE, 2 * season if season else 0)
    if min(begin, row.size - begin) < least:
        raise ValueError(f"At least {least} periods are needed on each side; {begin} before, {row.size - begin} after.")
    if row[:begin].sum() == 0 or row[begin:].sum() == 0:
        raise ValueError("There were no events on one side of the start: no ratio exists.")
    model = fit_quasi_poisson(row, _columns(row.size, begin, season), exposure=exposure)
    known = model.scale <= 1
    spread = scipy.stats.norm if known else scipy.stats.t(model.df)
    name = "quasi-poisson, " + ("normal, dispersion 1" if known else f"t on {model.df}")

    def told(term: int) -> tuple[float, Interval, float]:
        effect, error = float(model.coefficients[term]), model.standard_error(term)
        reach = float(spread.isf(tail(level))) * error
        interval = Interval(exp(effect - reach), exp(effect + reach), level, name)
        return exp(effect), interval, float(2 * spread.sf(abs(effect) / error))

    return Interruption(*told(LEVEL_TERM), *told(TREND_TERM), model.scale, model.df)


def placebo_dates(counts: ArrayLike, start: int, season: int | None = None, window: int | None = None) -> Placebos:
    """The step at `start` against the steps at every other date that leaves enough periods on both sides.

    Only dates at least `window` periods (default 6) from the real one are asked, since those beside it share its
    data. `p` can be no smaller than one over the number of dates: with few dates it says little, and says so.
    ValueError if fewer than 5 other dates can be asked. Source: placebo tests in time (domain C5).
    """
    row = counts_in_a_row(counts, "counts")
    least, apart = max(FEWEST_EACH_SIDE, 2 * season if season else 0), window or FEWEST_EACH_SIDE
    others = [d for d in range(least, row.size - least + 1) if abs(d - start) >= apart]
    if len(others) < 5:
        raise ValueError(f"Only {len(others)} other dates can be asked: too few to say whether this one stands out.")
    real = interrupted_series(row, start, season=season).level
    steps = [interrupted_series(row, date, season=season).level for date in others]
    as_large = sum(abs(np.log(step)) >= abs(np.log(real)) - 1e-12 for step in steps)
    return Placebos(real, len(others), as_large, (as_large + 1) / (len(others) + 1))


def _columns(periods: int, begin: int, season: int | None) -> Array:
    t = np.arange(periods, dtype=np.float64)
    after = (t >= begin).astype(np.float64)
    columns = [np.ones(periods), t, after, after * (t - begin)]
    if season:
        columns += [(t % season == month).astype(np.float64) for month in range(1, season)]
    return np.column_stack(columns)
