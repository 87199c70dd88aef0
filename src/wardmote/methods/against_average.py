"""A count against what an average would give it, allowing for more scatter than chance alone."""

from dataclasses import dataclass
from math import log, sqrt

import scipy  # its statistics load when first asked for

from wardmote.methods.given import whole_count


@dataclass(frozen=True)
class AgainstAverage:
    """Observed over expected, and the two-sided p of a difference that large."""

    ratio: float
    p: float


def against_average(observed: int, expected: float, dispersion: float = 1.0) -> AgainstAverage:
    """Compare a count with a fixed expectation; `dispersion` (1 or more) widens chance as in a quasi-Poisson model.

    z = ln(observed / expected) sqrt(observed / dispersion); with nothing observed the exact Poisson probability of
    nothing, at the dispersed expectation, doubled. ValueError unless expected > 0 and dispersion >= 1.
    Source: quasi-likelihood (McCullagh and Nelder 1989), as `percent_change` with one side fixed (domain C2).
    """
    count = whole_count(observed, "observed")
    if expected <= 0 or dispersion < 1:
        raise ValueError("The expected count must be above 0 and the dispersion at least 1.")
    if count == 0:
        return AgainstAverage(0.0, min(1.0, 2 * float(scipy.stats.poisson.pmf(0, expected / dispersion))))
    z = log(count / expected) * sqrt(count / dispersion)
    return AgainstAverage(count / expected, 2 * float(scipy.stats.norm.sf(abs(z))))
