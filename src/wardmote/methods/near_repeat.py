"""Repeats and near repeats: are events close in place also close in time more often than chance has it (Knox)?"""

from dataclasses import dataclass

import numpy as np
import scipy  # its spatial trees load when first asked for
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, numbers_in_a_row, same_length

AT_ONCE = 1_000  # shuffles of the dates held side by side; a multiple of 8
PAIRS_AT_ONCE = 255  # as many as a byte can count
METRICS = {"manhattan": 1, "straight line": 2}
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NearRepeat:
    """Tables of space bands (rows) by time bands (columns); see `near_repeat`."""

    observed: Counts
    expected: Array
    ratio: Array
    p: Array
    permutations: int


def near_repeat(
    x: ArrayLike,
    y: ArrayLike,
    days: ArrayLike,
    space_bands: ArrayLike,
    time_bands: ArrayLike,
    permutations: int = 999,
    seed: int = 1,
    metric: str = "manhattan",
    known_to_metres: float = 0,
    known_to_days: float = 1,
) -> NearRepeat:
    """Pairs of events in each band of distance and of days apart, against the dates falling anywhere.

    `x`, `y` in metres, `days` in days; bands are edges, closed on the left and open on the right, so (0, 1, 100) is
    "same place" and "within 100 m". `expected` is the exact mean over all permutations, N_S N_T / (n (n - 1) / 2);
    `ratio` is observed over it; p is one-sided (more than chance), (permutations at or above + 1) / (permutations +
    1), from seeded shuffles of the dates. All bands come from one pass. Say nothing of one band alone when many were
    looked at: adjust p over the table.

    ValueError if there are fewer than 3 events, bands do not rise, `metric` is unknown, or the data cannot support
    the narrowest band: places are only `known_to_metres`, dates only `known_to_days`, or the dates present lie further
    apart than it (months, say). Source: Knox 1964; Johnson and others 2007; Ratcliffe's near repeat calculator
    (domain C6).
    """
    points = np.column_stack([numbers_in_a_row(x, "x"), numbers_in_a_row(y, "y")])
    when = numbers_in_a_row(days, "days")
    same_length(x=points[:, 0], days=when)
    near, soon = _bands(space_bands, "space_bands"), _bands(time_bands, "time_bands")
    _refuse_near_repeat(when, near, soon, known_to_metres, known_to_days)
    pairs, starts = _pairs_by_band(points, near, metric)
    dates, edges = _as_small_numbers(when, soon)
    observed = _tables(pairs, starts, dates[:, None], edges)[0]
    random, beyond = np.random.default_rng(seed), np.ones(observed.shape)
    for first in range(0, permutations, AT_ONCE):
        shuffled = np.column_stack([random.permutation(dates) for _ in range(min(AT_ONCE, permutations - first))])
        beyond += (_tables(pairs, starts, shuffled, edges) >= observed).sum(axis=0)
    expected = np.outer(np.diff(starts), _pairs_in_time(when, soon)) / (when.size * (when.size - 1) / 2)
    ratio = np.divide(observed, expected, out=np.full(observed.shape, np.nan), where=expected > 0)
    return NearRepeat(observed, expected, ratio, beyond / (permutations + 1), permutations)


def _bands(edges: ArrayLike, name: str) -> Array:
    row = numbers_in_a_row(edges, name)
    if row.size < 2 or (np.diff(row) <= 0).any() or row[0] < 0:
        raise ValueError(f"{name} must be two or more rising edges from 0 up.")
    return row


def _refuse_near_repeat(when: Array, near: Array, soon: Array, metres: float, known_days: float) -> None:
    if when.size < 3:
        raise ValueError(f"Near repeats need at least 3 events; there are {when.size}.")
    if metres > np.diff(near).min():
        raise ValueError(f"Places are known to {metres:g} m only, wider than the narrowest band of distance.")
    narrowest = float(np.diff(soon).min())
    if known_days > narrowest:
        raise ValueError(f"Dates are known to {known_days:g} days only, longer than the narrowest band of time.")
    apart = np.diff(np.unique(when))
    if apart.size and apart.min() > narrowest:
        raise ValueError(
            f"The dates lie {apart.min():g} days apart or more: they look like months or weeks, "
            "and cannot be put in bands narrower than that."
        )


def _pairs_by_band(points: Array, near: Array, metric: str) -> tuple[Counts, Counts]:
    """All pairs within the widest band, sorted by band, and where each band starts."""
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}; got {metric}.")
    tree = scipy.spatial.cKDTree(points)
    pairs = tree.query_pairs(near[-1], p=METRICS[metric], output_type="ndarray")
    apart = np.abs(points[pairs[:, 0]] - points[pairs[:, 1]])
    distance = apart.sum(axis=1) if metric == "manhattan" else np.hypot(apart[:, 0], apart[:, 1])
    band = np.searchsorted(near, distance, side="right") - 1
    order = np.argsort(band, kind="stable")
    starts = np.searchsorted(band[order], np.arange(near.size))
    return pairs[order], starts


def _tables(pairs: Counts, starts: Counts, dates: np.ndarray, edges: np.ndarray) -> Counts:
    """One table for each column of `dates` (as they are, or shuffled): columns x space bands x time bands."""
    columns, rows = dates.shape[1], PAIRS_AT_ONCE
    dates = np.pad(dates, ((0, 0), (0, -columns % 8)))
    wide = dates.shape[1]
    closer = np.zeros((starts.size - 1, edges.size, wide), dtype=np.int64)
    # Room kept for every chunk: making it anew each time would cost more than the arithmetic.
    first, second = np.empty((rows, wide), dates.dtype), np.empty((rows, wide), dates.dtype)
    marks, chunk = np.empty((rows, wide), dtype=np.bool_), np.zeros((edges.size, wide // 8), dtype=np.uint64)
    for band in range(starts.size - 1):
        for begin in range(starts[band], starts[band + 1], rows):
            here = pairs[begin : min(begin + rows, starts[band + 1])]
            some = slice(0, len(here))
            dates.take(here[:, 0], axis=0, out=first[some], mode="clip")
            dates.take(here[:, 1], axis=0, out=second[some], mode="clip")
            np.abs(np.subtract(first[some], second[some], out=first[some]), out=first[some])
            for edge, limit in enumerate(edges):
                if limit > 0:
                    np.less(first[some], limit, out=marks[some])
                    # Eight columns are added at a time, as bytes of one number: 255 rows cannot overflow a byte.
                    np.add.reduce(marks[some].view(np.uint64), axis=0, out=chunk[edge])
            closer[band] += chunk.view(np.uint8)
    return np.diff(closer, axis=1)[:, :, :columns].transpose(2, 0, 1)


def _as_small_numbers(when: Array, soon: Array) -> tuple[np.ndarray, np.ndarray]:
    """Dates and edges as two-byte whole numbers where that loses nothing: the comparisons then run side by side."""
    whole = (when == np.floor(when)).all() and (soon == np.floor(soon)).all()
    if whole and np.ptp(when) < 2**15 and soon[-1] < 2**15:
        return (when - when.min()).astype(np.int16), soon.astype(np.int16)
    return when, soon


def _pairs_in_time(when: Array, soon: Array) -> Counts:
    """How many pairs of all events lie in each band of time."""
    ordered = np.sort(when)
    at = np.arange(ordered.size)
    closer = [int((np.searchsorted(ordered, ordered + edge, side="left") - at - 1).clip(min=0).sum()) for edge in soon]
    return np.asarray(np.diff(closer), dtype=np.int64)
