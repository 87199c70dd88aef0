"""What a number printed by somebody else could have been, and whether chance explains it: for text not made from data.

Only what is printed is known: a percentage and its decimals, a count, a rate. Percentages are in per cent.
"""

from dataclasses import dataclass

from wardmote.methods.against_target import smallest_total_to_tell
from wardmote.methods.intervals import poisson_phe, wilson
from wardmote.methods.percent_change import percent_change


@dataclass(frozen=True)
class ImpliedBase:
    """The number of people a count and its percentage imply, with the least and most that rounding allows."""

    base: float
    least: float
    most: float

    def agrees(self, other: "ImpliedBase") -> bool:
        """Whether one number could be both bases."""
        return self.least <= other.most and other.least <= self.most

    def holds(self, number: float) -> bool:
        return self.least <= number <= self.most


def implied_base(count: float, percent: float, half_step: float, count_half_step: float = 0.0) -> ImpliedBase | None:
    """Count over share, both ends of the rounding tried (`domain` F); None when the percentage could be zero."""
    low, high = percent - half_step, percent + half_step
    if low <= 0 or count <= 0:
        return None
    return ImpliedBase(
        100 * count / percent, 100 * (count - count_half_step) / high, 100 * (count + count_half_step) / low
    )


def rate_range(rate: float, cases: int) -> tuple[float, float]:
    """The 95% limits of a printed rate that rests on so many cases: the count's own limits, scaled (`domain` C1)."""
    limits = poisson_phe(cases).scaled(rate / cases)
    return limits.lower, limits.upper


def share_range(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95% limits of a share, in per cent."""
    limits = wilson(count, total)
    return 100 * limits.lower, 100 * limits.upper


def total_needed(percent: float, target: float) -> int:
    """The smallest number of cases at which this percentage could be told from the target (`domain` F)."""
    return smallest_total_to_tell(percent / 100, target / 100)


def smallest_reduction(count: int) -> float:
    """The smallest fall, in per cent, that a later count could show against this one beyond chance alone."""
    later = count
    while later > 1 and percent_change(count, later - 1).interval.upper >= 0:
        later -= 1
    return 100 * (1 - (later - 1) / count)


def chance_explains_change(before: int, after: int) -> bool:
    """Whether two counts differ by no more than chance of the plainest kind (Poisson) would make them."""
    return percent_change(before, after).interval.contains(0)
