"""Where an area could stand: the range of ranks that its count allows, and its chance of being the highest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, above_zero_in_a_row, counts_in_a_row, same_length, tail
from wardmote.methods.shrinkage import empirical_bayes

DRAWS = 10_000


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """For each area its median rank (1 is the highest rate), the limits of it, and P(among the top `top`)."""

    median: Array
    lower: Array
    upper: Array
    in_top: Array
    top: int


def rank_intervals(
    counts: ArrayLike, populations: ArrayLike, top: int = 5, level: float = 0.95, seed: int = 1
) -> RankIntervals:
    """Ranks of the rates over 10,000 seeded draws from what each area's rate could be.

    Rates are drawn from the gamma posterior with the areas' own mean and spread as prior (empirical Bayes), so a small
    area cannot lead by luck alone. When the areas differ no more than by chance every rank is possible, and every
    interval wide. ValueError for fewer than 2 areas, `top` outside 1 to the number of areas, or as for
    `empirical_bayes`. Source: Goldstein and Spiegelhalter 1996; Marshall 1991.
    """
    o, n = counts_in_a_row(counts, "counts"), above_zero_in_a_row(populations, "populations")
    same_length(counts=o, populations=n)
    alpha = tail(level)
    if o.size < 2 or not 1 <= top <= o.size:
        raise ValueError(f"Ranks need at least 2 areas, and top from 1 to {o.size}; got {top}.")
    prior, random = empirical_bayes(o, n), np.random.default_rng(seed)
    between = max(prior.between_variance, 1e-6 * prior.mean**2)
    shape, rate = prior.mean**2 / between, prior.mean / between
    drawn = random.gamma(shape + o, 1 / (rate + n), size=(DRAWS, o.size))
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1.0
    lower, median, upper = np.quantile(ranks, [alpha, 0.5, 1 - alpha], axis=0, method="nearest")
    return RankIntervals(median, lower, upper, (ranks <= top).mean(axis=0), top)
