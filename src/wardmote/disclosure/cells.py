"""What a reader knows of the counts behind a release: what tables say of cells, and which cells add up to which.

A cell is one count, named by text ("council-asb/E05000001/2024"). A table says of a cell that it lies between two
numbers: both the same where it is printed exactly, two apart on each side where it was rounded to five, nothing but
zero and upward where it was withheld. That cells add up follows from how a table is laid out, and everybody knows it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A table says that a cell lies from `lower` to `upper`, ends included."""

    cell: str
    lower: float
    upper: float
    table: str


@dataclass(frozen=True)
class Sum:
    """The parts add up to the total, as the layout of a table shows."""

    total: str
    parts: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Exposed:
    """A cell that should be hidden and is not: the narrowest range a reader can reach, and the tables they need."""

    cell: str
    lower: float
    upper: float
    tables: tuple[str, ...]

    @property
    def width(self) -> float:
        return self.upper - self.lower

    def __str__(self) -> str:
        found = f"{self.lower:g}" if self.width < 0.5 else f"between {self.lower:g} and {self.upper:g}"
        return f"{self.cell} is {found}, from {' with '.join(self.tables) or 'the layout alone'}"


def exactly(cell: str, value: float, table: str) -> Said:
    return Said(cell, value, value, table)


def withheld(cell: str, table: str, least: float = 0) -> Said:
    """Where a true zero is always shown, a reader knows that a withheld cell is not one: `least` is then 1."""
    return Said(cell, least, math.inf, table)


def rounded(cell: str, count: float, base: int, table: str, least: float = 0) -> Said:
    """A count printed as the nearest multiple of `base`; a reader also knows that a smaller one than `least` is withheld.

    A true zero is printed as zero and known to be one: counts too small to round away from it are withheld.
    """
    if count == 0:
        return exactly(cell, 0, table)
    value = to_base(count, base)
    return Said(cell, max(least, value - base // 2), value + (base - 1) // 2, table)


def to_base(count: float, base: int) -> int:
    """The nearest multiple of `base`."""
    return int(base * ((count + base / 2) // base))


def bounds(said: Iterable[Said]) -> dict[str, tuple[float, float]]:
    """The narrowest range each cell is said to lie in, over all that was said."""
    known: dict[str, tuple[float, float]] = {}
    for word in said:
        lower, upper = known.get(word.cell, (0.0, math.inf))
        known[word.cell] = (max(lower, word.lower), min(upper, word.upper))
    return known
