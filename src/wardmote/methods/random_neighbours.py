"""What neighbours sum to by chance: every place keeps its own value, and the others' values fall anywhere.

One set of random draws serves all places with as many neighbours, sorted once; a place leaves out the draws that hold
its own value. So the work grows with places + draws, not with places x draws, and the answer is that of a conditional
permutation made for each place.
"""

import numpy as np

from wardmote.methods.given import Array
from wardmote.methods.neighbours import Neighbours, Places

FEWEST_PERMUTATIONS = 9_999
USUAL_PERMUTATIONS = 99_999
NUMBERS_AT_ONCE = 2_000_000


def chance_of_sums(values: Array, neighbours: Neighbours, permutations: int, seed: int) -> Array:
    """Two-sided p of each place's sum over its neighbours: twice the smaller tail, (beyond + 1) / (draws + 1).

    1 where a place has no neighbours. ValueError below 9,999 permutations: fewer move the hot areas with the seed.
    Source: Anselin 1995 (conditional permutation); Phipson and Smyth 2010 (the added ones).
    """
    if permutations < FEWEST_PERMUTATIONS:
        raise ValueError(f"At least {FEWEST_PERMUTATIONS:,} permutations are needed; got {permutations:,}.")
    random, sums = np.random.default_rng(seed), neighbours.sums(values)
    p = np.ones(values.size)
    for k in np.unique(neighbours.number[neighbours.number > 0]):
        places = np.flatnonzero(neighbours.number == k)
        drawn = draw_places(random, permutations, int(k), values.size)
        p[places] = _two_sided(values, places, sums[places], drawn)
    return p


def closed_form_z(values: Array, neighbours: Neighbours) -> Array:
    """z of each place's neighbour sum against drawing without replacement from all other values (0 if none).

    Source: Sokal, Oden and Thomson 1998, conditional moments.
    """
    others, k = values.size - 1, neighbours.number.astype(float)
    mean = (values.sum() - values) / others
    variance = ((values**2).sum() - values**2) / others - mean**2
    spread = np.sqrt(np.maximum(0.0, k * variance * (others - k) / (others - 1)))
    apart = neighbours.sums(values) - k * mean
    return np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0)


def draw_places(random: np.random.Generator, draws: int, k: int, places: int) -> Places:
    """`draws` rows of `k` different place numbers, every set equally likely."""
    if k * k > places:
        rows = max(1, NUMBERS_AT_ONCE // places)
        sizes = [min(rows, draws - first) for first in range(0, draws, rows)]
        return np.vstack([random.random((size, places)).argsort(axis=1)[:, :k] for size in sizes])
    drawn = random.integers(0, places, size=(draws, k))
    while (again := np.flatnonzero(_repeats_a_place(drawn))).size:
        drawn[again] = random.integers(0, places, size=(again.size, k))
    return drawn


def _repeats_a_place(drawn: Places) -> np.ndarray:
    row = np.sort(drawn, axis=1)
    return np.asarray((row[:, 1:] == row[:, :-1]).any(axis=1))


def _two_sided(values: Array, places: Places, observed: Array, drawn: Places) -> Array:
    """p for places that all have as many neighbours as a row of `drawn`."""
    by_chance = values[drawn].sum(axis=1)
    slack = 1e-9 * max(1.0, float(np.abs(by_chance).max()))  # equal sums added in another order are equal
    ordered = np.sort(by_chance)
    above = ordered.size - np.searchsorted(ordered, observed - slack, side="left")
    below = np.searchsorted(ordered, observed + slack, side="right")
    own_above, own_below, own = _draws_with_itself(values.size, places, observed, drawn, by_chance, slack)
    fewer = np.minimum(above - own_above, below - own_below)
    return np.minimum(1.0, 2 * (fewer + 1) / (len(drawn) - own + 1))


def _draws_with_itself(
    size: int, places: Places, observed: Array, drawn: Places, by_chance: Array, slack: float
) -> tuple[Places, Places, Places]:
    """For each place, the draws that hold it: those at or above its observed sum, at or below it, and all."""
    held, total = drawn.ravel(), np.repeat(by_chance, drawn.shape[1])
    mark = np.full(size, np.nan)
    mark[places] = observed
    above = np.bincount(held[total >= mark[held] - slack], minlength=size)
    below = np.bincount(held[total <= mark[held] + slack], minlength=size)
    return above[places], below[places], np.bincount(held, minlength=size)[places]
