"""Which cells are withheld: small ones first, then as little else as keeps each of them uncertain.

Secondary suppression by the classic sequence of small programs (Kelly 1990; Castro 2012): for each small cell, the
cheapest change of the table that moves it by the width the policy asks, keeps every sum and every number known from
elsewhere, and leaves no count negative. The cells that change are withheld. Since the changed table is as possible as
the true one, a reader cannot tell them apart: each small cell has a range at least that wide. The attacker proves it.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from wardmote.disclosure.cells import Said, Sum, bounds

Publish = Callable[[str, float], Said]
"""How a cell that is not withheld would be said: exactly, or rounded."""


@dataclass(frozen=True)
class Table:
    """The true counts of a release, the sums among them, and which of the cells would be printed at all.

    A cell in a sum that is not `printed` is one nobody publishes (a small area of which only the larger one is shown).
    """

    counts: Mapping[str, float]
    sums: tuple[Sum, ...]
    printed: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """The cells to withhold, and the small ones that this does not hide because what is known elsewhere gives them away."""

    withheld: frozenset[str]
    given_away: frozenset[str]


def small_cells(table: Table, least: Callable[[str], int]) -> set[str]:
    """Printed counts from 1 to one less than the policy's least."""
    return {cell for cell in table.printed if 0 < table.counts[cell] < least(cell)}


def choose(
    table: Table,
    small: Collection[str],
    publish: Publish,
    elsewhere: Iterable[Said] = (),
    width: float = 5,
    zeros_stay: bool = True,
) -> Choice:
    """The cells to withhold: `small`, and what protects them.

    `elsewhere` is what earlier releases and outside totals say. With `zeros_stay` a true zero is never withheld.
    """
    if not small:
        return Choice(frozenset(), frozenset())
    known = bounds(elsewhere)
    hidden, given_away = set(small), set()
    for part in _apart(table, small):
        program = _Program(part, publish, known, zeros_stay)
        for cell in sorted(part.counts.keys() & set(small), key=lambda name: (table.counts[name], name)):
            more = program.protectors(cell, hidden, width)
            if more is None:
                given_away.add(cell)
            else:
                hidden |= more
    return Choice(frozenset(hidden), frozenset(given_away))


def _apart(table: Table, small: Collection[str]) -> Iterator[Table]:
    """The parts of a release that no sum joins and that hold a small cell: each is a program of its own."""
    rows_of: dict[str, list[Sum]] = defaultdict(list)
    for row in table.sums:
        for cell in (row.total, *row.parts):
            rows_of[cell].append(row)
    seen: set[str] = set()
    for start in sorted(small):
        if start in seen:
            continue
        members, waiting = {start}, [start]
        while waiting:
            for row in rows_of[waiting.pop()]:
                new = {row.total, *row.parts} - members
                members |= new
                waiting += new
        seen |= members
        sums = tuple(row for row in table.sums if row.total in members)
        yield Table({cell: table.counts[cell] for cell in sorted(members)}, sums, table.printed & members)


class _Program:
    """The program of the cheapest change, built once; only its costs and limits differ from cell to cell."""

    def __init__(self, table: Table, publish: Publish, known: dict[str, tuple[float, float]], zeros_stay: bool) -> None:
        from scipy.sparse import csr_array, hstack

        self.cells = sorted({cell for row in table.sums for cell in (row.total, *row.parts)} | set(table.counts))
        self.index = {cell: number for number, cell in enumerate(self.cells)}
        self.counts = np.array([float(table.counts[cell]) for cell in self.cells])
        self.printed = np.array([cell in table.printed for cell in self.cells], dtype=bool)
        self.said = [publish(cell, table.counts[cell]) if cell in table.printed else None for cell in self.cells]
        entries = [
            (row, self.index[cell], sign)
            for row, total in enumerate(table.sums)
            for cell, sign in ((total.total, 1.0), *((part, -1.0) for part in total.parts))
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csr_array((signs, (rows, columns)), shape=(len(table.sums), len(self.cells)))
        self.matrix = hstack([matrix, -matrix], format="csr")
        self.most_up, self.most_down = self._limits(known, zeros_stay)

    def _limits(self, known: dict[str, tuple[float, float]], zeros_stay: bool) -> tuple[np.ndarray, np.ndarray]:
        """How far each cell could move at all: not below zero, not outside what is known from elsewhere."""
        up, down = np.full(len(self.cells), math.inf), self.counts.copy()
        for cell, (lower, upper) in known.items():
            if cell in self.index:
                number = self.index[cell]
                up[number] = max(0.0, upper - self.counts[number])
                down[number] = min(down[number], max(0.0, self.counts[number] - lower))
        if zeros_stay:
            up[(self.counts == 0) & self.printed] = 0.0
            down[self.printed] = np.maximum(0.0, np.minimum(down, self.counts - 1))[self.printed]
        return up, down

    def _free(self, hidden: set[str]) -> tuple[np.ndarray, np.ndarray]:
        """How far each cell moves without being withheld: within its rounding, or any way if nobody prints it."""
        up, down = np.zeros(len(self.cells)), np.zeros(len(self.cells))
        for number, (cell, said) in enumerate(zip(self.cells, self.said, strict=True)):
            if said is None or cell in hidden:
                up[number], down[number] = math.inf, math.inf
            else:
                up[number], down[number] = said.upper - self.counts[number], self.counts[number] - said.lower
        return np.minimum(up, self.most_up), np.minimum(down, self.most_down)

    def protectors(self, cell: str, hidden: set[str], width: float) -> set[str] | None:
        """The further cells that must be withheld so that this one's range is `width` wide; None where nothing helps."""
        at = self.index[cell]
        for up in (width, *range(int(width) - 1, -1, -1)):
            down = width - up
            if up > self.most_up[at] or down > self.most_down[at]:
                continue
            added: set[str] | None = set()
            for step, sign in ((up, 1), (down, -1)):
                found = self._cheapest(at, sign, step, hidden | (added or set())) if step else set()
                added = None if found is None or added is None else added | found
            if added is not None:
                return added
        return None

    def _cheapest(self, at: int, sign: int, step: float, hidden: set[str]) -> set[str] | None:
        """Cells that change beyond what is free, in the cheapest change that moves one cell by `step`."""
        from scipy.optimize import linprog
        from scipy.sparse import hstack

        size = len(self.cells)
        free_up, free_down = self._free(hidden)
        # Each way a cell can move is two variables: what is free, and what has the price of its count.
        free = np.concatenate([free_up, free_down])
        most = np.concatenate([self.most_up, self.most_down])
        priced = np.where(np.isinf(free), 0.0, most - np.where(np.isinf(free), 0.0, free))
        price = np.tile(1.0 + self.counts, 2)
        upper = np.concatenate([free, priced])
        lower = np.zeros(4 * size)
        forwards, backwards = (at, size + at) if sign > 0 else (size + at, at)
        for number, value in ((forwards, step), (backwards, 0.0), (2 * size + at, 0.0), (3 * size + at, 0.0)):
            lower[number] = upper[number] = value
        result = linprog(
            np.concatenate([np.full(2 * size, 1e-6), price]),
            A_eq=hstack([self.matrix, self.matrix], format="csr"),
            b_eq=np.zeros(self.matrix.shape[0]),
            bounds=np.column_stack([lower, upper]),
            method="highs",
        )
        if not result.success:
            return None
        moved = result.x[2 * size : 3 * size] + result.x[3 * size :] > 1e-7
        return {self.cells[number] for number in np.flatnonzero(moved)}
