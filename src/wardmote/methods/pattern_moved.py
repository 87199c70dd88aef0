"""Did the pattern move: two sets of events over the same areas, compared area by area (SPPT)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, counts_in_a_row, same_length

SWAPS = 4_999
FEWEST_MONTHS = 6
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


@dataclass(frozen=True)
class ShareMoved:
    """The share of events (0 to 1) that would have to lie elsewhere for the patterns to match, chance's own, and p."""

    share: float
    by_chance: float
    p: float


def share_moved(before: ArrayLike, after: ArrayLike, seed: int = 1) -> ShareMoved:
    """Half the summed difference of the areas' shares (the index of dissimilarity), against swapping paired months.

    `before[m, a]` and `after[m, a]` are counts of the same calendar month m in area a. By chance: each month and its
    pair are swapped or not, 4,999 seeded times, which keeps how events of a month cluster in place and asks only
    whether the periods differ more than their months do. One-sided p, (as large + 1) / (swaps + 1); with k months it
    can be no smaller than about 1 / 2^(k - 1). ValueError for fewer than 6 paired months, or a period with no events.
    Source: Duncan and Duncan 1955; paired permutation test (Fisher 1935).
    """
    x0, x1 = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if x0.shape != x1.shape or x0.ndim != 2 or len(x0) < FEWEST_MONTHS:
        raise ValueError(f"Give months x areas for both periods, {FEWEST_MONTHS} paired months or more.")
    if x0.sum() == 0 or x1.sum() == 0:
        raise ValueError("A period has no events: there is no pattern to compare.")
    swapped = np.random.default_rng(seed).random((SWAPS, len(x0))) < 0.5
    kept = ~swapped
    first, second = kept @ x0 + swapped @ x1, swapped @ x0 + kept @ x1
    by_chance = _dissimilarity(first, second)
    observed = float(_dissimilarity(x0.sum(axis=0)[None], x1.sum(axis=0)[None])[0])
    beyond = int((by_chance >= observed - 1e-12).sum())
    return ShareMoved(observed, float(by_chance.mean()), (beyond + 1) / (SWAPS + 1))


def _dissimilarity(first: Array, second: Array) -> Array:
    """Row by row; 0 for a row in which one side happens to be empty."""
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(first / first.sum(axis=1, keepdims=True) - second / second.sum(axis=1, keepdims=True))
    return np.asarray(np.nan_to_num(apart).sum(axis=1) / 2, dtype=np.float64)


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
