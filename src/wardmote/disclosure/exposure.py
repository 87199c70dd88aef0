"""What a leaked board edition would tell: each count withheld from the public, and how near a reader of both comes to it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from wardmote.disclosure.attacker import Contradiction, attack
from wardmote.disclosure.cells import Said, Sum, bounds
from wardmote.disclosure.gate import Release, hidden_cells
from wardmote.disclosure.layout import guarded, said_by, sums_of
from wardmote.partnership import DisclosurePolicy

Range = tuple[float, float]


@dataclass(frozen=True)
class Exposure:
    """One count withheld from the public: the least and most it can be to its readers, and to who has both editions."""

    cell: str
    public: Range
    leaked: Range

    @property
    def is_known(self) -> bool:
        return self.leaked[0] == self.leaked[1]

    def is_narrow(self, policy: DisclosurePolicy) -> bool:
        """Whether the range left is narrower than the public may ever come to."""
        return self.leaked[1] - self.leaked[0] < policy.narrowest


def exposure(
    public: Release, board: Release, public_policy: DisclosurePolicy, board_policy: DisclosurePolicy
) -> tuple[Exposure, ...]:
    """Every count that the public edition withholds, by name, attacked without and with the board edition."""
    figures = guarded(public.figures.values(), public_policy)
    hidden = set(hidden_cells(figures))
    sums = sums_of(figures)
    printed = [*said_by(figures, public_policy, "public edition"), *public.earlier]
    leaked = [*printed, *said_by(board.figures.values(), board_policy, "board edition"), *board.earlier]
    without, together = _ranges(printed, sums, hidden), _ranges(leaked, sums, hidden)
    return tuple(Exposure(cell, without[cell], together[cell]) for cell in sorted(hidden))


def _ranges(said: Iterable[Said], sums: Iterable[Sum], hidden: set[str]) -> dict[str, Range]:
    """The range of each hidden cell; where the sums do not hold (not everything lies in a ward), by what is said alone."""
    said = list(said)
    try:
        found = attack(said, sums, hidden, math.inf)
    except Contradiction:
        found = attack(said, (), hidden, math.inf)
    endless = bounds(word for word in said if word.cell in hidden)
    ranges = {cell: endless.get(cell, (0.0, math.inf)) for cell in hidden}
    return ranges | {cell.cell: (cell.lower, cell.upper) for cell in found}
