"""Events known only to lie between two times: each shared out over the hours it may have happened in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import Array, numbers_in_a_row, same_length


@dataclass(frozen=True, eq=False)
class AoristicHours:
    """Events by hour of the cycle (summing to `used`), and the events that were set aside, each kind counted."""

    weights: Array
    used: int
    set_aside_too_long: int
    set_aside_backwards: int


def aoristic_hours(start: ArrayLike, end: ArrayLike, cycle: int = 24, longest: float = 24) -> AoristicHours:
    """Each event's weight of 1 shared over the hours between its earliest and latest time, by overlap.

    `start` and `end` are hours from any midnight (from a Monday's for `cycle` 168). An event known to the minute goes
    to its hour. Those that may have happened over more than `longest` hours say nothing of the hour and are set aside,
    as are those that end before they start; both are counted. ValueError if `cycle` is below 2, or nothing is left.
    Source: Ratcliffe 2000 (domain C6).
    """
    first, last = numbers_in_a_row(start, "start"), numbers_in_a_row(end, "end")
    same_length(start=first, end=last)
    if cycle < 2:
        raise ValueError(f"cycle must be 2 hours or more; got {cycle}.")
    backwards, too_long = last < first, last - first > longest
    kept = ~backwards & ~too_long
    if not kept.any():
        raise ValueError("No event is known closely enough to say anything of the hour.")
    weights = _overlap(first[kept], last[kept], cycle).sum(axis=0)
    return AoristicHours(weights, int(kept.sum()), int(too_long.sum()), int(backwards.sum()))


def _overlap(first: Array, last: Array, cycle: int) -> Array:
    """Events x hours: the share of each event's span that lies in each hour of the cycle."""
    span = last - first
    inside = _hours_up_to(last, cycle) - _hours_up_to(first, cycle)
    moment = span == 0
    inside[moment] = np.floor(first[moment] % cycle)[:, None] == np.arange(cycle)
    span[moment] = 1.0
    return inside / span[:, None]


def _hours_up_to(time: Array, cycle: int) -> Array:
    """For each time and each hour of the cycle, how long that hour has lasted in all since time 0."""
    within = (time % cycle)[:, None] - np.arange(cycle)
    return np.floor(time / cycle)[:, None] + np.clip(within, 0.0, 1.0)
