"""A stretch with no events at all: how surprising is it, if the days were chosen beforehand, and if they were not?"""

from dataclasses import dataclass
from math import exp, lgamma, log

from wardmote.methods.given import above_zero


@dataclass(frozen=True)
class EmptySpell:
    """Chances of an empty spell of `days`; `needed` is the expected events for 5 % in a spell chosen beforehand."""

    expected: float
    chosen_beforehand: float
    somewhere: float
    needed: float


def empty_spell(a_year: float, days: float, clustering: float = 0, year: float = 365) -> EmptySpell:
    """Chances of `days` without an event where `a_year` are usual.

    `chosen_beforehand` is for one stretch fixed in advance, exp(-expected), or with `clustering` c (negative binomial,
    variance = mean + c mean^2) (1 + c expected)^(-1/c). `somewhere` is the chance that some stretch of the year is
    that empty though nothing was done: pick the days afterwards and this is what counts (Poisson; clustering makes it
    likelier still). ValueError if a number is not above zero, `clustering` is negative, or the spell as long as the
    year. Source: gaps of a Poisson process, inclusion and exclusion (domain C5).
    """
    rate, spell = above_zero(a_year, "a_year") / above_zero(year, "year"), above_zero(days, "days")
    if clustering < 0 or spell >= year:
        raise ValueError("clustering must be zero or more, and the spell shorter than the year.")
    expected = rate * spell
    beforehand = (1 + clustering * expected) ** (-1 / clustering) if clustering else exp(-expected)
    return EmptySpell(expected, beforehand, _some_gap(rate, spell, year), -log(0.05))


def _some_gap(rate: float, spell: float, year: float) -> float:
    """P(some gap of `spell` or more in a year), by inclusion and exclusion over how many such gaps."""
    none, j = 1.0, 1
    while j * spell < year:
        left = rate * (year - j * spell)
        none += (-1) ** j * (
            exp(-j * rate * spell + j * log(left) - lgamma(j + 1))
            + exp(-j * rate * spell + (j - 1) * log(left) - lgamma(j))
        )
        j += 1
    return min(1.0, max(0.0, 1 - none))
