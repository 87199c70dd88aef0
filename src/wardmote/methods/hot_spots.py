"""Where high values lie together: Getis and Ord's Gi*, local Moran, and Moran's I over all."""

from dataclasses import dataclass

import numpy as np
import scipy  # its statistics load when first asked for
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, numbers_in_a_row
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.neighbours import Neighbours
from wardmote.methods.random_neighbours import USUAL_PERMUTATIONS, chance_of_sums, closed_form_z

FEWEST_PLACES = 8
HOT, COLD, APART, NONE = "high among high", "low among low", "unlike its neighbours", "no clear pattern"


@dataclass(frozen=True, eq=False)
class HotSpots:
    """One entry per place: Gi* as z, its two-sided p, and q over all places (false discovery rate)."""

    z: Array
    p: Array
    q: Array


@dataclass(frozen=True, eq=False)
class LocalMoran:
    """One entry per place: local I, two-sided p and q, and what kind of place it is at q below 0.05."""

    statistic: Array
    p: Array
    q: Array
    kind: tuple[str, ...]


@dataclass(frozen=True)
class MoransI:
    """I over the whole map, what chance would give on average, and the two-sided p."""

    value: float
    expected: float
    p: float


def getis_ord_star(
    values: ArrayLike, neighbours: Neighbours, permutations: int | None = None, seed: int = 1
) -> HotSpots:
    """Gi* of each place, itself included, all weights 1: a z that is high where high values lie together.

    (sum - k mean) / (S sqrt((n k - k^2) / (n - 1))), k counting the place itself and S the population SD. p is
    normal (closed form) or, given 9,999 `permutations` or more, from the neighbours' values falling anywhere, which
    small or very skewed counts need. q is Benjamini-Hochberg's over all places. ValueError if there are fewer than 8
    places, all values are alike, or the numbers of places differ.
    Source: Ord and Getis 1995, as R `spdep::localG` (domain C6).
    """
    row = _given(values, neighbours)
    n, k = row.size, neighbours.number + 1.0
    spread = row.std() * np.sqrt((n * k - k**2) / (n - 1))
    apart = neighbours.sums(row) + row - k * row.mean()
    z = np.divide(apart, spread, out=np.zeros_like(row), where=spread > 0)
    p = 2 * scipy.stats.norm.sf(np.abs(z)) if permutations is None else _permuted(row, neighbours, permutations, seed)
    return HotSpots(z, p, benjamini_hochberg(p))


def local_moran(
    values: ArrayLike, neighbours: Neighbours, permutations: int | None = USUAL_PERMUTATIONS, seed: int = 1
) -> LocalMoran:
    """Local Moran of each place: its departure from the mean times the mean departure of its neighbours.

    In variances (population SD squared), so its mean over places is Moran's I. p is two-sided: conditional
    permutation, or closed form when `permutations` is None (Sokal's conditional moments, normal: too shy of low
    places among low where counts are skewed). A place without neighbours has I = 0, p = 1. ValueError as for `getis_ord_star`.
    Source: Anselin 1995; Sokal, Oden and Thomson 1998 (domain C6).
    """
    row = _given(values, neighbours)
    z = (row - row.mean()) / row.std()
    lag = neighbours.sums(z) / np.maximum(neighbours.number, 1)
    p = _permuted(z, neighbours, permutations, seed)
    q = benjamini_hochberg(p)
    return LocalMoran(z * lag, p, q, tuple(_kind(*place) for place in zip(z, lag, q, strict=True)))


def morans_i(values: ArrayLike, neighbours: Neighbours, permutations: int = 9_999, seed: int = 1) -> MoransI:
    """Moran's I over the whole map, neighbours' weights summing to 1 for each place, with a permutation p.

    p is two-sided by the distance from the mean of the permutations. ValueError as for `getis_ord_star`.
    Source: Moran 1950; Cliff and Ord 1981 (domain C6).
    """
    row = _given(values, neighbours)
    z, random = (row - row.mean()) / row.std(), np.random.default_rng(seed)
    value = _whole_map(z, neighbours)
    by_chance = np.array([_whole_map(random.permutation(z), neighbours) for _ in range(permutations)])
    middle = by_chance.mean()
    beyond = int((np.abs(by_chance - middle) >= abs(value - middle) - 1e-12).sum())
    return MoransI(value, -1 / (row.size - 1), (beyond + 1) / (permutations + 1))


def _whole_map(z: Array, neighbours: Neighbours) -> float:
    lag = neighbours.sums(z) / np.maximum(neighbours.number, 1)
    return float((z * lag).sum() / (neighbours.number > 0).sum())


def _given(values: ArrayLike, neighbours: Neighbours) -> Array:
    row = numbers_in_a_row(values, "values")
    if row.size != neighbours.size:
        raise ValueError(f"There are {row.size} values for {neighbours.size} places.")
    if row.size < FEWEST_PLACES:
        raise ValueError(f"A pattern needs at least {FEWEST_PLACES} places; there are {row.size}.")
    if row.std() == 0:
        raise ValueError("Every place has the same value: there is no pattern to look for.")
    return row


def _permuted(row: Array, neighbours: Neighbours, permutations: int | None, seed: int) -> Array:
    if permutations is not None:
        return chance_of_sums(row, neighbours, permutations, seed)
    p: Array = 2 * scipy.stats.norm.sf(np.abs(closed_form_z(row, neighbours)))
    return p


def _kind(z: float, lag: float, q: float) -> str:
    if q >= 0.05:
        return NONE
    if z * lag < 0:
        return APART
    return HOT if z > 0 else COLD
