"""How soon something happens again to the same place or person, among those watched long enough to know."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wardmote.methods.given import above_zero, numbers_in_a_row, same_length
from wardmote.methods.intervals import Interval, wilson


@dataclass(frozen=True)
class RepeatWithin:
    """Of those watched, how many had a second event within `days`, as a count and a share with its interval."""

    days: float
    repeated: int
    share: float
    interval: Interval


@dataclass(frozen=True)
class TimeToRepeat:
    """`watched` had their first event early enough to be followed to the end; `not_watched` did not."""

    watched: int
    not_watched: int
    within: tuple[RepeatWithin, ...]


def time_to_repeat(
    ids: ArrayLike,
    days: ArrayLike,
    last_day: float,
    follow_up: float = 365,
    marks: tuple[float, ...] = (7, 30, 90, 180, 365),
) -> TimeToRepeat:
    """The share with a second event within so many days of their first, each followed for `follow_up` days.

    `ids` names the place or person of each event, `days` when; `last_day` is the last day the data covers. Only those
    whose first event leaves the full follow-up are counted, so nobody is called free of repeats for want of time. What
    happened before the data began is unknown: a first event may be a repeat. ValueError if no one can be followed.
    Source: closed follow-up; Wilson 1927 for the intervals (domain C6).
    """
    who, when = np.asarray(ids), numbers_in_a_row(days, "days")
    same_length(ids=who, days=when)
    above_zero(follow_up, "follow_up")
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    first = np.r_[True, who[1:] != who[:-1]]
    following = np.r_[when[1:], np.inf]
    gap = np.where(np.r_[who[1:] == who[:-1], False], following - when, np.inf)
    watched = first & (when + follow_up <= last_day)
    n = int(watched.sum())
    if n == 0:
        raise ValueError(f"Nobody's first event leaves {follow_up:g} days before the data ends: nothing can be said.")
    within = []
    for mark in (m for m in marks if m <= follow_up):
        repeated = int((gap[watched] <= mark).sum())
        within.append(RepeatWithin(mark, repeated, repeated / n, wilson(repeated, n)))
    return TimeToRepeat(n, int(first.sum()) - n, tuple(within))
