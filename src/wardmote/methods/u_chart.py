"""Rates in a row when what they are counted over varies: the u chart, and Laney's allowance for restlessness."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, above_zero_in_a_row, counts_in_a_row, same_length

UNBIASED = 1.128  # mean range of two normal values, in standard deviations


@dataclass(frozen=True, eq=False)
class UChart:
    """Centre (events per unit), limits for each point, Laney's sigma of z (1 for a plain chart), points outside."""

    centre: float
    lower: Array
    upper: Array
    sigma_z: float
    outside: NDArray[np.bool_]


def u_chart(counts: ArrayLike, units: ArrayLike, laney: bool = False) -> UChart:
    """Limits u -+ 3 sqrt(u / n), the lower never below 0; `laney` widens (or narrows) them by sigma of z.

    sigma of z = mean moving range of z / 1.128, z = (rate - u) / sqrt(u / n): use it for large counts, where plain
    limits call everything unusual. ValueError if rows differ in length, there are no events, fewer than 2 points, or a
    unit is not above zero. Source: Shewhart charts; Laney 2002 (domain C4).
    """
    c, n = counts_in_a_row(counts, "counts"), above_zero_in_a_row(units, "units")
    same_length(counts=c, units=n)
    if c.size < 2 or c.sum() == 0:
        raise ValueError("A u chart needs at least 2 points and some events.")
    centre = float(c.sum() / n.sum())
    sigma = np.sqrt(centre / n)
    spread = float(np.abs(np.diff((c / n - centre) / sigma)).mean() / UNBIASED) if laney else 1.0
    lower, upper = np.maximum(0.0, centre - 3 * spread * sigma), centre + 3 * spread * sigma
    return UChart(centre, lower, upper, spread, (c / n < lower) | (c / n > upper))
