"""Many areas against what was expected of each: funnel limits, and allowance for areas differing as areas do."""

from dataclasses import dataclass

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero_in_a_row, counts_in_a_row, same_length, tail

WARNING, ALARM = 0.95, 0.998


@dataclass(frozen=True, eq=False)
class FunnelLimits:
    """Limits of observed over expected, one per area, at one level."""

    lower: Array
    upper: Array
    level: float


@dataclass(frozen=True, eq=False)
class Overdispersion:
    """How much more the areas differ than chance explains, and each area's z before and after allowing for it."""

    dispersion: float
    between_variance: float
    z: Array
    z_adjusted: Array


def funnel_limits(expected: ArrayLike, level: float = WARNING, smooth: bool = False) -> FunnelLimits:
    """Exact Poisson limits for observed / expected, one pair per area; by custom at levels 0.95 and 0.998.

    A count strictly beyond a limit has a tail probability of at most (1 - level) / 2. `smooth=True` interpolates
    between whole counts, for drawing a curve; judge points by the steps. ValueError if an expected number is not above
    zero. Source: Spiegelhalter 2005 (domain C3).
    """
    e, alpha = above_zero_in_a_row(expected, "expected"), tail(level)
    quantile = _interpolated_quantile if smooth else scipy.stats.poisson.ppf
    return FunnelLimits(quantile(alpha, e) / e, quantile(1 - alpha, e) / e, level)


def funnel_positions(observed: ArrayLike, expected: ArrayLike) -> tuple[str, ...]:
    """Where each area lies: "within", or "above"/"below" the "95%" or "99.8%" limits (the further one named).

    ValueError if the rows differ in length, or as for `funnel_limits`. Source: Spiegelhalter 2005 (domain C3).
    """
    o, e = counts_in_a_row(observed, "observed"), above_zero_in_a_row(expected, "expected")
    same_length(observed=o, expected=e)
    where = np.full(o.shape, "within", dtype=object)
    for name, level in (("95%", WARNING), ("99.8%", ALARM)):
        limits = funnel_limits(e, level)
        where[o / e > limits.upper] = f"above {name}"
        where[o / e < limits.lower] = f"below {name}"
    return tuple(str(place) for place in where)


def overdispersion(observed: ArrayLike, expected: ArrayLike, winsorise: float = 0.1) -> Overdispersion:
    """Additive (random-effects) overdispersion of ln(observed / expected), and z allowing for it.

    y = ln(O/E), s squared = 1/E, z = y/s; the z are winsorised at the `winsorise` and 1 - `winsorise` quantiles
    (linear) to give `dispersion` = mean z squared; `between_variance` is the method of moments on it, never below 0;
    `z_adjusted` = y / sqrt(s squared + between_variance), from the unwinsorised y. This is the log variant, with
    winsorising and not truncation. Winsorising guards the variance from the few areas truly apart, and where none is it
    makes it too small: about one area in ten then lies beyond 1.96 by chance (see the calibration), so take such an
    area for a question and not for a test; `winsorise=0` holds 5 %. ValueError if there are fewer than 2 areas, an observed count is zero (it has no
    logarithm: combine areas), an expected number is not above zero, or `winsorise` is not in [0, 0.5).
    Source: Spiegelhalter 2005 and 2012 (domain C3).
    """
    o, e = counts_in_a_row(observed, "observed"), above_zero_in_a_row(expected, "expected")
    same_length(observed=o, expected=e)
    _refuse_for_overdispersion(o, winsorise)
    y = np.log(o / e)
    z = y * np.sqrt(e)
    tamed = np.clip(z, *np.quantile(z, [winsorise, 1 - winsorise]))
    phi = float((tamed**2).mean())
    between = max(0.0, float((o.size * phi - (o.size - 1)) / (e.sum() - (e**2).sum() / e.sum())))
    return Overdispersion(phi, between, z, y / np.sqrt(1 / e + between))


def overdispersed_limits(expected: ArrayLike, between_variance: float, level: float = WARNING) -> FunnelLimits:
    """Limits of observed / expected that allow for `between_variance`: exp(-+ z sqrt(1/E + between_variance)).

    ValueError if an expected number is not above zero, or `between_variance` is negative.
    Source: Spiegelhalter 2012 (domain C3).
    """
    e, z = above_zero_in_a_row(expected, "expected"), float(scipy.stats.norm.isf(tail(level)))
    if not between_variance >= 0:
        raise ValueError(f"between_variance must be zero or more; got {between_variance}.")
    upper = np.exp(z * np.sqrt(1 / e + between_variance))
    return FunnelLimits(1 / upper, upper, level)


def _refuse_for_overdispersion(observed: Array, winsorise: float) -> None:
    if observed.size < 2:
        raise ValueError("Overdispersion needs at least 2 areas.")
    if (observed == 0).any():
        raise ValueError("An area with no incidents has no logarithm: combine it with a neighbour, or leave it out.")
    if not 0 <= winsorise < 0.5:
        raise ValueError(f"winsorise must be at least 0 and below 0.5; got {winsorise}.")


def _interpolated_quantile(probability: float, expected: Array) -> Array:
    """Spiegelhalter's appendix: slide back from the exact quantile by the share of its mass beyond `probability`."""
    r = scipy.stats.poisson.ppf(probability, expected)
    back = (scipy.stats.poisson.cdf(r, expected) - probability) / scipy.stats.poisson.pmf(r, expected)
    smooth: Array = np.maximum(0.0, r - back)
    return smooth
