"""Which places lie beside which, as a method needs it: for each place, the numbers of its neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy  # its spatial trees load when first asked for
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, numbers_in_a_row, same_length

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Place i's neighbours are `of[start[i]:start[i + 1]]`, all of equal weight; no place neighbours itself."""

    start: Places
    of: Places

    @property
    def size(self) -> int:
        """How many places there are."""
        return self.start.size - 1

    @property
    def number(self) -> Places:
        """How many neighbours each place has."""
        return np.diff(self.start)

    def sums(self, values: Array) -> Array:
        """For each place, the sum of `values` over its neighbours (0 where there are none)."""
        owner = np.repeat(np.arange(self.size), self.number)
        return np.asarray(np.bincount(owner, weights=values[self.of], minlength=self.size), dtype=np.float64)


def from_pairs(pairs: Iterable[tuple[int, int]] | Places, places: int) -> Neighbours:
    """Neighbours from pairs of place numbers, each pair working both ways; repeated pairs count once.

    ValueError if a pair names a place outside 0 to `places` - 1, or a place and itself.
    """
    ends = np.asarray(pairs if isinstance(pairs, np.ndarray) else list(pairs), dtype=np.int64).reshape(-1, 2)
    if ends.size and (ends.min() < 0 or ends.max() >= places):
        raise ValueError(f"A pair names a place outside 0 to {places - 1}.")
    if (ends[:, 0] == ends[:, 1]).any():
        raise ValueError("A place cannot be its own neighbour.")
    return _from_ends(np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]]), places)


def on_a_grid(rows: int, columns: int) -> Neighbours:
    """The cells of a grid, row by row, each beside the up to eight cells that touch it (queen contiguity)."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    touching = [
        (cells[:, :-1], cells[:, 1:]),
        (cells[:-1], cells[1:]),
        (cells[:-1, :-1], cells[1:, 1:]),
        (cells[:-1, 1:], cells[1:, :-1]),
    ]
    return from_pairs(np.vstack([np.column_stack([a.ravel(), b.ravel()]) for a, b in touching]), cells.size)


def nearest(x: ArrayLike, y: ArrayLike, k: int) -> Neighbours:
    """Each place's `k` nearest others in a straight line; one-sided (A may be near B and B nearer to others).

    Coordinates in metres. ValueError unless 1 <= k < number of places. Ties are broken by the order of places.
    """
    points = np.column_stack(_coordinates(x, y))
    if not 1 <= k < len(points):
        raise ValueError(f"k must be from 1 to one less than the number of places ({len(points)}); got {k}.")
    _, found = scipy.spatial.cKDTree(points).query(points, k=k + 1)
    itself = found == np.arange(len(points))[:, None]
    itself[~itself.any(axis=1), -1] = True  # more than k others at the very same point
    return Neighbours(np.arange(len(points) + 1) * k, found[~itself])


def within(x: ArrayLike, y: ArrayLike, metres: float) -> Neighbours:
    """All others no further than `metres` in a straight line; some places may have none."""
    points = np.column_stack(_coordinates(x, y))
    return from_pairs(scipy.spatial.cKDTree(points).query_pairs(metres, output_type="ndarray"), len(points))


def _coordinates(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    east, north = numbers_in_a_row(x, "x"), numbers_in_a_row(y, "y")
    same_length(x=east, y=north)
    return east, north


def _from_ends(owner: Places, other: Places, places: int) -> Neighbours:
    once = np.unique(owner * places + other)
    start = np.searchsorted(once // places, np.arange(places + 1))
    return Neighbours(start.astype(np.int64), once % places)
