"""The XmR chart: a row of single values, limits from how much neighbours differ, and signals worth a question."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wardmote.methods.given import Array, numbers_in_a_row

Marks = NDArray[np.bool_]
LIMIT_FACTOR, CUT_FACTOR = 2.66, 3.267
RUN = 7
OUTSIDE, ONE_SIDE = "outside limits", "seven on one side"
TREND, NEAR_LIMIT = "seven-point trend", "two of three near a limit"


@dataclass(frozen=True)
class XmrChart:
    """Centre line and limits, the mean moving range behind them, and for each point the names of its signals."""

    centre: float
    lower: float
    upper: float
    mean_moving_range: float
    signals: tuple[tuple[str, ...], ...]
    baseline: int


def xmr_chart(values: ArrayLike, baseline: int | None = None) -> XmrChart:
    """An XmR chart by the Making Data Count rules, limits in the units of `values` (the lower may be negative).

    Limits are mean -+ 2.66 x mean moving range; moving ranges of 3.267 x their mean or more are dropped once. With
    `baseline` they come from the first so many points and are held against all (`baseline` in the result says how
    many). Signals, on every point that takes part: "outside limits"; "seven on one side" of the centre running;
    "seven-point trend", strictly up or down; "two of three near a limit", beyond two thirds of the way to it with all
    three on that side (the far ones are marked). ValueError if there is a gap in the values, or if `baseline` is below
    2 or above the number of points. Source: NHS England Making Data Count; code of NHSRplotthedots (domain C4).
    """
    row = numbers_in_a_row(values, "values")
    first = row.size if baseline is None else baseline
    if not 2 <= first <= row.size:
        raise ValueError(f"Limits need from 2 points to all {row.size}; got {first}.")
    centre, mean_range = float(row[:first].mean()), _mean_moving_range(row[:first])
    reach = LIMIT_FACTOR * mean_range
    signals = _signals(row, centre, reach)
    return XmrChart(centre, centre - reach, centre + reach, mean_range, signals, first)


def _mean_moving_range(row: Array) -> float:
    """Mean absolute step from point to point, steps of 3.267 times it or more dropped once."""
    steps = np.abs(np.diff(row))
    kept = steps[steps < CUT_FACTOR * steps.mean()]
    return float(kept.mean()) if kept.size else 0.0


def _signals(row: Array, centre: float, reach: float) -> tuple[tuple[str, ...], ...]:
    side = np.sign(row - centre)
    found = {
        OUTSIDE: np.abs(row - centre) > reach,
        ONE_SIDE: _in_a_run(side, RUN),
        TREND: _in_a_trend(row),
        NEAR_LIMIT: _two_of_three(side, np.abs(row - centre) > 2 * reach / 3),
    }
    return tuple(tuple(name for name, marked in found.items() if marked[i]) for i in range(row.size))


def _in_a_run(signs: Array, length: int) -> Marks:
    """Which entries lie in `length` or more of the same sign running (zero is no sign)."""
    return _within(np.abs(_windows(signs, length).sum(axis=1)) == length, length, signs.size)


def _windows(row: NDArray[Any], length: int) -> NDArray[Any]:
    """Every `length` entries running, one a line; no line where there are fewer entries."""
    if row.size < length:
        return np.empty((0, length), row.dtype)
    return np.lib.stride_tricks.sliding_window_view(row, length)


def _within(found: Marks, length: int, size: int) -> Marks:
    """Which of `size` entries lie in a window of `length` that was found."""
    marked = np.zeros(size, dtype=bool)
    for offset in range(length):
        marked[offset : offset + found.size] |= found
    return marked


def _in_a_trend(row: Array) -> Marks:
    """Which points lie in seven or more running strictly up or strictly down: six or more steps of one sign."""
    steps = _in_a_run(np.sign(np.diff(row)), RUN - 1)
    marked = np.zeros(row.size, dtype=bool)
    marked[:-1] |= steps
    marked[1:] |= steps
    return marked


def _two_of_three(side: Array, far: Marks) -> Marks:
    """Which far points lie in three running on one side of the centre of which at least two are far."""
    found = (np.abs(_windows(side, 3).sum(axis=1)) == 3) & (_windows(far, 3).sum(axis=1) >= 2)
    return _within(found, 3, side.size) & far
