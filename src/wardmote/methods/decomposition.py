"""Why a total moved: by its factors, or by its categories. Arithmetic, with no chance in it and no cause proved."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from wardmote.methods.given import Array, counts_in_a_row, numbers_in_a_row, same_length


@dataclass(frozen=True)
class TwoFactorChange:
    """The part of a change that goes with population, the part that goes with the rate, and their sum."""

    population_part: float
    rate_part: float
    total: float


def two_factor_change(
    population_before: float, population_after: float, rate_before: float, rate_after: float
) -> TwoFactorChange:
    """Split the change in population x rate into a population part and a rate part that sum to it exactly.

    In the unit of population x rate. ValueError if any figure is missing, infinite or negative.
    Source: Das Gupta 1993, two factors (domain C2).
    """
    given = [population_before, population_after, rate_before, rate_after]
    if (numbers_in_a_row(given, "populations and rates") < 0).any():
        raise ValueError("Populations and rates must be zero or more.")
    by_population = (population_after - population_before) * (rate_before + rate_after) / 2
    by_rate = (rate_after - rate_before) * (population_before + population_after) / 2
    return TwoFactorChange(by_population, by_rate, by_population + by_rate)


def category_contributions(before: ArrayLike, after: ArrayLike) -> Array:
    """How many percentage points each category adds to the percentage change of the whole; they sum to it.

    Counts by category, in the same order in both rows. ValueError if the rows differ in length, hold anything but
    whole numbers of zero or more, or sum to zero before. Source: arithmetic (domain C2).
    """
    x0, x1 = counts_in_a_row(before, "before"), counts_in_a_row(after, "after")
    same_length(before=x0, after=x1)
    if x0.sum() == 0:
        raise ValueError("There was nothing before: a percentage change has no base.")
    points: Array = 100 * (x1 - x0) / x0.sum()
    return points
