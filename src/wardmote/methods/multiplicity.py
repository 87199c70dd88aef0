"""Many tests at once: the false discovery rate."""

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array


def benjamini_hochberg(p_values: ArrayLike) -> Array:
    """Benjamini-Hochberg q for each p, in the order given.

    A NaN means the test was not made ("cannot say"): it stays NaN and does not count towards the size of the family.
    ValueError if the p values are not a single row, or one lies outside 0 to 1.
    Source: Benjamini and Hochberg 1995, as `scipy.stats.false_discovery_control` (domain C2).
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1:
        raise ValueError("p_values must be a single row.")
    made = ~np.isnan(p)
    if np.any((p[made] < 0) | (p[made] > 1)):
        raise ValueError("Every p must lie from 0 to 1 (NaN for a test that was not made).")
    q = np.full(p.shape, np.nan)
    if made.any():
        q[made] = scipy.stats.false_discovery_control(p[made], method="bh")
    return q
