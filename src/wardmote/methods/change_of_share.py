"""A change of a share between two periods, with the scatter of the periods' own parts deciding what is chance."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, same_length, tail
from wardmote.methods.intervals import Interval
from wardmote.methods.two_proportions import fisher_exact_p

FEWEST_PARTS = 3
METHOD = "quasi-binomial, scatter within periods, t"


@dataclass(frozen=True)
class ShareChange:
    """Share after over share before; see `change_of_share` for each field."""

    before: float
    after: float
    ratio: float
    interval: Interval
    p: float
    dispersion: float
    df: int
    exact_p: float
    smallest_detectable: float
    smallest_detectable_rise: float


def change_of_share(
    before: tuple[ArrayLike, ArrayLike],
    after: tuple[ArrayLike, ArrayLike],
    totals: tuple[tuple[float, float], tuple[float, float]] | None = None,
    level: float = 0.95,
) -> ShareChange:
    """The ratio of two shares (0 to 1), each period given as (parts, wholes): counts for each of its months or quarters.

    `dispersion` is Pearson chi-squared of the parts about their own period's share, over `df` = months of both periods
    less two, never below 1. With x of n in a period, SE(ln ratio) = sqrt(dispersion ((1 - x0/n0)/x0 + (1 - x1/n1)/x1));
    `interval` (of the ratio) and `p` use t on `df`. `totals` gives (x, n) of each period where the wholes overlap, as people
    who stay over several quarters do; else they are the sums. `exact_p` is Fisher's, which supposes dispersion 1: for
    comparison, never to decide. `smallest_detectable` is the smallest proportional fall of the share that such data would
    show 80 % of the time at two-sided 5 %; `smallest_detectable_rise` its counterpart.

    ValueError, in a sentence a caller can print after "cannot say", if a period has fewer than 3 parts with anybody in
    them, or nobody or everybody in its share. Source: McCullagh and Nelder 1989, section 4.5; Katz and others 1978.
    """
    (x0, n0), (x1, n1) = (_parts(*period) for period in (before, after))
    (s0, w0), (s1, w1) = totals or ((float(x0.sum()), float(n0.sum())), (float(x1.sum()), float(n1.sum())))
    if min(s0, s1, w0 - s0, w1 - s1) <= 0:
        raise ValueError(
            "There is nobody, or everybody, in the share of one of the periods, so no ratio can be judged."
        )
    df = x0.size + x1.size - 2
    spread = max(1.0, (_pearson(x0, n0) + _pearson(x1, n1)) / df)
    step = log((s1 / w1) / (s0 / w0))
    se = sqrt(spread * ((1 - s0 / w0) / s0 + (1 - s1 / w1) / s1))
    reach = float(scipy.stats.t.isf(tail(level), df)) * se
    detectable = float(scipy.stats.t.ppf(0.975, df) + scipy.stats.t.ppf(0.80, df)) * se
    return ShareChange(
        before=s0 / w0,
        after=s1 / w1,
        ratio=exp(step),
        interval=Interval(exp(step - reach), exp(step + reach), level, METHOD),
        p=float(2 * scipy.stats.t.sf(abs(step) / se, df)),
        dispersion=spread,
        df=df,
        exact_p=fisher_exact_p(s0, w0, s1, w1),
        smallest_detectable=1 - exp(-detectable),
        smallest_detectable_rise=exp(detectable) - 1,
    )


def _parts(parts: ArrayLike, wholes: ArrayLike) -> tuple[Array, Array]:
    """Both rows without the months that hold nobody; ValueError if fewer than 3 remain or a part exceeds its whole."""
    x, n = counts_in_a_row(parts, "parts"), counts_in_a_row(wholes, "wholes")
    same_length(parts=x, wholes=n)
    if (x > n).any():
        raise ValueError("A part is larger than its whole.")
    anybody = n > 0
    if anybody.sum() < FEWEST_PARTS:
        raise ValueError(
            f"At least {FEWEST_PARTS} months or quarters with anybody in them are needed in each period; there are {int(anybody.sum())}."
        )
    return x[anybody], n[anybody]


def _pearson(x: Array, n: Array) -> float:
    """Pearson chi-squared of counts about their common share; 0 where the share is 0 or 1."""
    share = x.sum() / n.sum()
    if share in (0.0, 1.0):
        return 0.0
    return float(np.sum((x - n * share) ** 2 / (n * share * (1 - share))))
