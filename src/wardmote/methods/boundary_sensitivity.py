"""Would the order of two neighbouring areas survive booking their boundary incidents to the other side?"""

from dataclasses import dataclass

from wardmote.methods.given import whole_count
from wardmote.methods.two_counts import compare_two_counts


@dataclass(frozen=True)
class BoundarySensitivity:
    """Two areas whose shared-boundary incidents were all booked to the first; see `boundary_sensitivity`."""

    first: int
    second: int
    boundary: int
    flip_share: float | None
    flips: bool
    probability_first_stays_top: float
    naive_p: float


@dataclass(frozen=True)
class Swing:
    """How far the difference first less second can move, and whether the order holds throughout; see `swing`."""

    lowest: int
    highest: int
    stable: bool
    flip_share: float | None


def boundary_sensitivity(first: float, second: float, boundary: float) -> BoundarySensitivity:
    """Two areas' counts when all `boundary` incidents on the line between them were booked to the first.

    Moving a share q of them to the second levels the two at `flip_share` q = (first - second) / (2 boundary);
    `flips` if that lies from 0 to 1. `flip_share` is None with no boundary incidents, and negative if the first is
    behind already. `probability_first_stays_top` takes the true q to be anywhere from 0 to 1, all alike. `naive_p` is
    the exact test of equal rates, which takes every booking as true. ValueError if a count is not a whole number of
    zero or more, both areas are empty, or `boundary` exceeds `first`. Source: domain C3.
    """
    n, s, b = whole_count(first, "first"), whole_count(second, "second"), whole_count(boundary, "boundary")
    if b > n:
        raise ValueError(f"boundary incidents ({b}) are booked to the first area, so cannot exceed its count ({n}).")
    naive = compare_two_counts(s, n).p
    if b == 0:
        return BoundarySensitivity(n, s, b, None, n == s, float(n > s), naive)
    q = (n - s) / (2 * b)
    return BoundarySensitivity(n, s, b, q, 0 <= q <= 1, min(1.0, max(0.0, q)), naive)


def swing(first: float, second: float, first_near: float, second_near: float) -> Swing:
    """The whole range of first - second if any share of each side's near-boundary incidents belongs to the other.

    `first_near` and `second_near` are the counts within the buffer on each side, included in `first` and `second`.
    `lowest` moves all of the first's to the second, `highest` the reverse. `stable` only if the leader leads
    throughout: a tie anywhere in the range, or at the outset, is not stable. `flip_share` is the share of the
    *leader's* near-boundary incidents that would draw level (0 if they start level), None if all of them would not.
    ValueError if a count is not a whole number of zero or more, or a near count exceeds its area's.
    Source: domain C3, both sides.
    """
    n, s = whole_count(first, "first"), whole_count(second, "second")
    near_n, near_s = whole_count(first_near, "first_near"), whole_count(second_near, "second_near")
    if near_n > n or near_s > s:
        raise ValueError("An area's incidents near the boundary cannot outnumber all its incidents.")
    lowest, highest = n - s - 2 * near_n, n - s + 2 * near_s
    stable = lowest > 0 or highest < 0
    return Swing(lowest, highest, stable, None if stable else _share_to_draw_level(n - s, near_n, near_s))


def _share_to_draw_level(difference: int, first_near: int, second_near: int) -> float:
    if difference == 0:
        return 0.0
    return abs(difference) / (2 * (first_near if difference > 0 else second_near))
