"""Did the pattern move: two sets of events over the same areas, compared area by area (SPPT)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, counts_in_a_row, same_length

RESAMPLES, SAMPLED, LEVEL = 200, 0.85, 0.95
FEWEST_EVENTS = 20


@dataclass(frozen=True, eq=False)
class PatternMoved:
    """`similar` areas, their share S, the share among areas with any event, and each area's limits as shares."""

    similar: NDArray[np.bool_]
    s: float
    robust_s: float
    direction: tuple[str, ...]
    lower: Array
    upper: Array


def pattern_moved(base: ArrayLike, test: ArrayLike, seed: int = 1) -> PatternMoved:
    """Andresen's spatial point pattern test, on counts of both sets in the same areas.

    85 % of the test events are drawn 200 times without replacement; an area is similar if its share of the base
    events lies within the central 95 % of its drawn shares. `s` is the share of areas similar; `robust_s` leaves out
    areas empty in both, which are similar for want of anything. `direction` says "more", "less" or "alike" of the test
    against the base. S says how alike the *shares* are, not the totals; with few events the limits are narrow and
    areas look different, so compare S with that of two halves of one set. ValueError if either set has fewer than 20
    events. Source: Andresen 2009; Wheeler and others 2018 (domain C6).
    """
    before, after = counts_in_a_row(base, "base"), counts_in_a_row(test, "test")
    same_length(base=before, test=after)
    if min(before.sum(), after.sum()) < FEWEST_EVENTS:
        raise ValueError(f"Each pattern needs at least {FEWEST_EVENTS} events; {before.sum():g} and {after.sum():g}.")
    sample = round(SAMPLED * after.sum())
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(after.astype(np.int64), sample, size=RESAMPLES)
    shares, out = np.sort(drawn, axis=0) / sample, round(RESAMPLES * (1 - LEVEL) / 2)
    lower, upper = shares[out], shares[-out - 1]
    share = before / before.sum()
    similar = (lower <= share) & (share <= upper)
    anything = before + after > 0
    direction = np.where(similar, "alike", np.where(share < lower, "more", "less"))
    return PatternMoved(
        similar, float(similar.mean()), float(similar[anything].mean()), tuple(map(str, direction)), lower, upper
    )
