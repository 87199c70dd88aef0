"""Two Poisson counts compared: did the rate change, if nothing but chance of that kind is at work?"""

from dataclasses import dataclass
from math import inf

import scipy  # its statistics load when first asked for

from wardmote.methods.given import above_zero, whole_count
from wardmote.methods.intervals import Interval


@dataclass(frozen=True)
class TwoCounts:
    """The ratio of the rate after to the rate before, its exact interval, and the exact two-sided p."""

    before: int
    after: int
    exposure_before: float
    exposure_after: float
    ratio: float
    interval: Interval
    p: float


def compare_two_counts(
    before: float, after: float, exposure_before: float = 1, exposure_after: float = 1, level: float = 0.95
) -> TwoCounts:
    """Ratio of two Poisson rates, after over before, by the exact test conditional on the total.

    Exposures are in any one unit (days, person-years). p is two-sided by minimum likelihood: all splits no likelier
    than this one, as R's `poisson.test`; the limits map Clopper-Pearson's. So p and limits can disagree near the edge.
    With nothing before, ratio and upper limit are infinite. ValueError if a count is not a whole number of zero or
    more, an exposure is not above zero, or both counts are zero. Source: Przyborowski and Wilenski 1940; Clopper and
    Pearson 1934; R `poisson.test` (domain C2).
    """
    x0, x1, expected_share = _conditional(before, after, exposure_before, exposure_after)
    test = scipy.stats.binomtest(x1, x0 + x1, expected_share)
    limits = test.proportion_ci(confidence_level=level, method="exact")
    rescale = exposure_before / exposure_after
    interval = Interval(_odds(limits.low) * rescale, _odds(limits.high) * rescale, level, "conditional exact")
    ratio = _odds(x1 / (x0 + x1)) * rescale if x0 else inf
    return TwoCounts(x0, x1, float(exposure_before), float(exposure_after), ratio, interval, float(test.pvalue))


def e_test(before: float, after: float, exposure_before: float = 1, exposure_after: float = 1) -> float:
    """Two-sided p of the E-test, unconditional and usually a little sharper than the exact test.

    Arguments and errors as for `compare_two_counts`. Source: Krishnamoorthy and Thomson 2004, as
    `scipy.stats.poisson_means_test` (domain C2).
    """
    x0, x1, _ = _conditional(before, after, exposure_before, exposure_after)
    return float(scipy.stats.poisson_means_test(x0, exposure_before, x1, exposure_after).pvalue)


def mid_p(before: float, after: float, exposure_before: float = 1, exposure_after: float = 1) -> float:
    """Doubled mid-p of the conditional test: twice the smaller of P(beyond) + half P(this split).

    This is the *doubled* variant. statsmodels' `cond-midp` instead takes half the point mass, once, off the
    minimum-likelihood p: a different number. Arguments and errors as for `compare_two_counts`.
    Source: Lancaster 1961 (domain C2).
    """
    x0, x1, expected_share = _conditional(before, after, exposure_before, exposure_after)
    split = scipy.stats.binom(x0 + x1, expected_share)
    half_here = split.pmf(x1) / 2
    return float(2 * min(split.cdf(x1 - 1) + half_here, split.sf(x1) + half_here))


def _conditional(before: float, after: float, exposure_before: float, exposure_after: float) -> tuple[int, int, float]:
    """Both counts, and the share of their total expected after if the rate did not change."""
    x0, x1 = whole_count(before, "before"), whole_count(after, "after")
    t0, t1 = above_zero(exposure_before, "exposure_before"), above_zero(exposure_after, "exposure_after")
    if x0 + x1 == 0:
        raise ValueError("Both counts are zero: there is nothing to compare.")
    return x0, x1, t1 / (t0 + t1)


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else inf
