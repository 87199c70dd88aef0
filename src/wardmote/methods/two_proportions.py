"""Two proportions compared."""

from dataclasses import dataclass
from math import hypot

import scipy  # its statistics load when first asked for

from wardmote.methods.given import successes_of
from wardmote.methods.intervals import Interval, wilson


@dataclass(frozen=True)
class TwoProportions:
    """Both proportions, their difference (after less before, -1 to 1) with its interval, and Fisher's exact p."""

    before: float
    after: float
    difference: float
    interval: Interval
    p: float


def compare_two_proportions(
    before_successes: float, before_total: float, after_successes: float, after_total: float, level: float = 0.95
) -> TwoProportions:
    """Difference of two independent proportions: Newcombe's interval and Fisher's two-sided exact p.

    p and interval come from different methods and can disagree near the edge. ValueError unless each pair is whole
    numbers with 0 <= successes <= total and total > 0. Source: Newcombe 1998, method 10; Fisher 1934 (domain C2).
    """
    x0, n0 = successes_of(before_successes, before_total)
    x1, n1 = successes_of(after_successes, after_total)
    interval = newcombe_difference(x0, n0, x1, n1, level)
    return TwoProportions(x0 / n0, x1 / n1, x1 / n1 - x0 / n0, interval, fisher_exact_p(x0, n0, x1, n1))


def newcombe_difference(
    before_successes: float, before_total: float, after_successes: float, after_total: float, level: float = 0.95
) -> Interval:
    """Newcombe's hybrid score limits for the proportion after less the proportion before, method "newcombe".

    ValueError as for `compare_two_proportions`. Source: Newcombe 1998, method 10 (no continuity correction).
    """
    w0, w1 = wilson(before_successes, before_total, level), wilson(after_successes, after_total, level)
    p0, p1 = before_successes / before_total, after_successes / after_total
    lower = p1 - p0 - hypot(p1 - w1.lower, w0.upper - p0)
    upper = p1 - p0 + hypot(w1.upper - p1, p0 - w0.lower)
    return Interval(max(-1.0, lower), min(1.0, upper), level, "newcombe")


def fisher_exact_p(before_successes: float, before_total: float, after_successes: float, after_total: float) -> float:
    """Fisher's exact two-sided p (all tables no likelier than this one).

    ValueError as for `compare_two_proportions`. Source: Fisher 1934, as `scipy.stats.fisher_exact`.
    """
    x0, n0 = successes_of(before_successes, before_total)
    x1, n1 = successes_of(after_successes, after_total)
    return float(scipy.stats.fisher_exact([[x0, n0 - x0], [x1, n1 - x1]]).pvalue)
