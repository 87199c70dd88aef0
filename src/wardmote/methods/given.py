"""The checks a method makes on what it is given: each returns the plain number or array, or refuses in a sentence."""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def whole_count(value: float, name: str) -> int:
    """Return `value` as an int; ValueError unless it is a whole number, zero or more."""
    if not math.isfinite(value) or value < 0 or value != math.floor(value):
        raise ValueError(f"{name} must be a whole number, zero or more; got {value}.")
    return int(value)


def above_zero(value: float, name: str) -> float:
    """Return `value` as a float; ValueError unless it is finite and above zero."""
    if not math.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a number above zero; got {value}.")
    return float(value)


def share(value: float, name: str) -> float:
    """Return `value` as a float; ValueError unless it lies from 0 to 1 (a proportion, not a percentage)."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be a proportion from 0 to 1 (write 0.75, not 75); got {value}.")
    return float(value)


def tail(level: float) -> float:
    """Return the probability left in each tail, (1 - level) / 2; ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1 (write 0.95, not 95); got {level}.")
    return (1 - level) / 2


def z_of(level: float) -> float:
    """Return the standard normal deviate that leaves (1 - level) / 2 above it; ValueError as for `tail`.

    From the standard library, so that a closed-form interval does not wait seconds for scipy's statistics to load.
    """
    return NormalDist().inv_cdf(1 - tail(level))


def successes_of(successes: float, total: float) -> tuple[int, int]:
    """Return both as ints; ValueError unless total is above zero and successes is a count no larger than it."""
    x, n = whole_count(successes, "successes"), whole_count(total, "total")
    if n == 0:
        raise ValueError("total is 0: there is no proportion of nothing.")
    if x > n:
        raise ValueError(f"successes ({x}) cannot exceed total ({n}).")
    return x, n


def counts_in_a_row(values: ArrayLike, name: str) -> Array:
    """Return a one-dimensional float array; ValueError unless every entry is a whole number, zero or more."""
    row = numbers_in_a_row(values, name)
    if np.any(row < 0) or np.any(row != np.floor(row)):
        raise ValueError(f"{name} must hold whole numbers, zero or more.")
    return row


def counts_with_gaps(values: ArrayLike, name: str) -> Array:
    """As `counts_in_a_row`, but None or NaN may stand for a period that is not known; ValueError if none is known."""
    row = np.asarray(values, dtype=np.float64)
    known = np.isfinite(row)
    if row.ndim != 1 or np.any(np.isinf(row)):
        raise ValueError(f"{name} must be a single row of numbers, none infinite.")
    counts_in_a_row(row[known], name)
    return row


def above_zero_in_a_row(values: ArrayLike, name: str) -> Array:
    """Return a one-dimensional float array; ValueError unless every entry is above zero."""
    row = numbers_in_a_row(values, name)
    if np.any(row <= 0):
        raise ValueError(f"{name} must hold numbers above zero.")
    return row


def numbers_in_a_row(values: ArrayLike, name: str) -> Array:
    """Return a one-dimensional float array; ValueError if it is empty, not one-dimensional, or holds a gap."""
    row = np.asarray(values, dtype=np.float64)
    if row.ndim != 1 or row.size == 0:
        raise ValueError(f"{name} must be a single row of numbers, at least one of them.")
    if not np.all(np.isfinite(row)):
        raise ValueError(f"{name} must have no missing or infinite entries.")
    return row


def same_length(**rows: Array) -> None:
    """ValueError, naming each length, unless all the rows are equally long."""
    lengths = {name: row.size for name, row in rows.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"These must be equally long: {told}.")
