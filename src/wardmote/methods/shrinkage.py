"""Rates of small areas drawn towards the rate of all of them, the more so the smaller the area."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero_in_a_row, counts_in_a_row, same_length


@dataclass(frozen=True, eq=False)
class EmpiricalBayes:
    """Shrunken rates (events per head); `all_shrunk_to_mean` is True when chance alone explains how areas differ."""

    estimates: Array
    mean: float
    between_variance: float
    all_shrunk_to_mean: bool


def empirical_bayes(counts: ArrayLike, populations: ArrayLike) -> EmpiricalBayes:
    """Marshall's global empirical Bayes rates, in events per head of `populations`.

    When the areas differ no more than chance would have them differ, `between_variance` is 0 and every estimate is the
    mean: say so rather than rank them. ValueError if the rows differ in length, a count is not a whole number of zero
    or more, or a population is not above zero. Source: Marshall 1991, as R `spdep::EBest` (domain C3).
    """
    o, n = counts_in_a_row(counts, "counts"), above_zero_in_a_row(populations, "populations")
    same_length(counts=o, populations=n)
    rate, mean = o / n, float(o.sum() / n.sum())
    scatter = float((n * (rate - mean) ** 2).sum() / n.sum())
    between = scatter - mean / float(n.mean())
    if between <= 0:
        return EmpiricalBayes(np.full(o.shape, mean), mean, 0.0, True)
    return EmpiricalBayes(mean + between * (rate - mean) / (between + mean / n), mean, between, False)
