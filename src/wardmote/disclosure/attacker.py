"""The attacker: who has every table of a release, every earlier release and the totals known outside, and subtracts.

For each cell that must stay hidden, the smallest and largest value it could have is found by linear programming
(HiGHS, through scipy) over everything said and every sum; where a program's answer is not in whole numbers, by integer
programming. A range narrower than the policy's is an exposure, named with the tables that together give it.

Cells fall into groups that no sum joins, and each group is a program of its own. One answer serves many cells: two
whole-number answers that differ enough at a cell prove that it is hidden, without a program for it.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wardmote.disclosure.cells import Exposed, Said, Sum, bounds

TOGETHER = 3  # with more hidden cells in a program, answers that serve all of them are sought first
WHOLE = 1e-6  # how far from a whole number an answer may lie by arithmetic alone


class Contradiction(Exception):
    """What was said cannot all be true: a figure was revised between releases, or a sum does not hold."""


def attack(said: Iterable[Said], sums: Iterable[Sum], hidden: Collection[str], narrowest: float) -> list[Exposed]:
    """Every hidden cell whose feasible range is narrower than `narrowest`, by name. Raises Contradiction."""
    said, sums = list(said), list(sums)
    found = [
        exposed
        for group in _groups(said, sums, set(hidden))
        for exposed in _attack_group(group, set(hidden), narrowest)
    ]
    return sorted(found, key=lambda exposed: exposed.cell)


def feasible_range(said: Iterable[Said], sums: Iterable[Sum], cell: str) -> tuple[float, float]:
    """The least and most a cell could be, in whole numbers. Raises Contradiction."""
    for group in _groups(list(said), list(sums), {cell}):
        if cell in group.index:
            return group.range_of(cell)
    return bounds(word for word in said if word.cell == cell).get(cell, (0.0, math.inf))


@dataclass
class _Group:
    """One program: cells, their bounds, and rows total - parts = constant. Fixed cells are constants in the rows."""

    cells: list[str]
    lower: np.ndarray
    upper: np.ndarray
    matrix: Any
    constants: np.ndarray
    row_tables: list[set[str]]  # the table that shows the sum, and those that give its constants
    bound_tables: dict[str, set[str]]
    index: dict[str, int] = field(init=False)
    answers: list[np.ndarray] = field(default_factory=list)  # whole-number answers, each possible in truth

    def __post_init__(self) -> None:
        self.index = {cell: number for number, cell in enumerate(self.cells)}

    def proves_hidden(self, cell: str, narrowest: float) -> bool:
        values = [answer[self.index[cell]] for answer in self.answers]
        return bool(values) and max(values) - min(values) >= narrowest - WHOLE

    def range_of(self, cell: str) -> tuple[float, float]:
        return self.extreme(cell, 1)[0], self.extreme(cell, -1)[0]

    def extreme(self, cell: str, sign: int) -> tuple[float, set[str]]:
        """The least (sign 1) or most (-1) a cell could be, and the tables that stop it there."""
        from scipy.optimize import linprog

        goal = np.zeros(len(self.cells))
        goal[self.index[cell]] = sign
        limits = np.column_stack([self.lower, self.upper])
        result = linprog(goal, A_eq=self.matrix, b_eq=self.constants, bounds=limits, method="highs")
        if result.status == 3:
            return -sign * math.inf, set()
        if not result.success:
            raise Contradiction(f"what is said of {cell} and its sums cannot all be true")
        value, answer = float(result.x[self.index[cell]]), result.x
        if not _is_whole(answer):
            value, answer = self._whole_extreme(goal, cell, limits)
        self.answers.append(np.round(answer))
        return float(round(value)), self._binding(result, cell)

    def answer_together(self, cells: Sequence[str]) -> None:
        """Two whole-number answers that make these cells few and many all at once: most are proved hidden by them.

        Where there is no such answer nothing is learnt, and each cell is looked at by itself.
        """
        limits = np.column_stack([self.lower, self.upper])
        goal = np.zeros(len(self.cells))
        goal[[self.index[cell] for cell in cells]] = 1
        for sign in (1, -1):
            answer = self._whole_answer(sign * goal, limits)
            if answer is not None:
                self.answers.append(np.round(answer))

    def _whole_extreme(self, goal: np.ndarray, cell: str, limits: np.ndarray) -> tuple[float, np.ndarray]:
        answer = self._whole_answer(goal, limits)
        if answer is None:
            raise Contradiction(f"no whole numbers fit what is said of {cell} and its sums")
        return float(answer[self.index[cell]]), answer

    def _whole_answer(self, goal: np.ndarray, limits: np.ndarray) -> np.ndarray | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        result = milp(
            goal,
            constraints=LinearConstraint(self.matrix, self.constants, self.constants),
            bounds=Bounds(limits[:, 0], limits[:, 1]),
            integrality=np.ones(len(goal)),
        )
        return np.array(result.x) if result.success else None

    def _binding(self, result: Any, cell: str) -> set[str]:
        """Tables whose sums or bounds hold the answer where it is: those with a price in the program."""
        tables: set[str] = set()
        for row in np.flatnonzero(np.abs(result.eqlin.marginals) > WHOLE):
            tables |= self.row_tables[row]
        priced = np.abs(result.lower.marginals) + np.abs(result.upper.marginals) > WHOLE
        for number in np.flatnonzero(priced):
            tables |= self.bound_tables.get(self.cells[number], set())
        return tables


def _is_whole(answer: np.ndarray) -> bool:
    return bool(np.all(np.abs(answer - np.round(answer)) < WHOLE))


def _attack_group(group: _Group, hidden: set[str], narrowest: float) -> Iterator[Exposed]:
    wanted = [cell for cell in group.cells if cell in hidden]
    if len(wanted) > TOGETHER:
        group.answer_together(wanted)
    for cell in wanted:
        if group.proves_hidden(cell, narrowest):
            continue
        lower, low_tables = group.extreme(cell, 1)
        if group.proves_hidden(cell, narrowest):
            continue
        upper, high_tables = group.extreme(cell, -1)
        if upper - lower < narrowest - WHOLE:
            yield Exposed(cell, lower, upper, tuple(sorted(low_tables | high_tables)))


def _groups(said: Sequence[Said], sums: Sequence[Sum], wanted: set[str]) -> Iterator[_Group]:
    """The programs that hold a wanted cell; a wanted cell in no sum is a program by itself."""
    known = bounds(said)
    tables: dict[str, set[str]] = defaultdict(set)
    for word in said:
        if word.lower > 0 or word.upper < math.inf:
            tables[word.cell].add(word.table)
    for members, rows in _joined(known, sums, wanted):
        yield _program(members, rows, known, tables)


def _is_fixed(known: dict[str, tuple[float, float]], cell: str) -> bool:
    lower, upper = known.get(cell, (0.0, math.inf))
    return lower == upper


def _joined(
    known: dict[str, tuple[float, float]], sums: Sequence[Sum], wanted: set[str]
) -> Iterator[tuple[list[str], list[Sum]]]:
    """Cells joined by sums, reached from each wanted cell; a cell that is known exactly joins nothing."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(sums):
        for cell in (row.total, *row.parts):
            rows_of[cell].append(number)
    seen: set[str] = set()
    for start in sorted(wanted):
        if start in seen:
            continue
        members, rows, waiting = [], set(), [start]
        seen.add(start)
        while waiting:
            cell = waiting.pop()
            members.append(cell)
            for number in rows_of[cell]:
                if number in rows:
                    continue
                rows.add(number)
                for other in (sums[number].total, *sums[number].parts):
                    if other not in seen and not _is_fixed(known, other):
                        seen.add(other)
                        waiting.append(other)
        yield sorted(members), [sums[number] for number in sorted(rows)]


def _program(
    members: list[str], rows: list[Sum], known: dict[str, tuple[float, float]], tables: dict[str, set[str]]
) -> _Group:
    from scipy.sparse import csr_array

    index = {cell: number for number, cell in enumerate(members)}
    entries: dict[tuple[int, int], float] = defaultdict(float)
    constants = np.zeros(len(rows))
    row_tables = []
    for number, row in enumerate(rows):
        for cell, sign in ((row.total, 1.0), *((part, -1.0) for part in row.parts)):
            if cell in index:
                entries[number, index[cell]] += sign
            else:
                constants[number] -= sign * known[cell][0]
        fixed = [cell for cell in (row.total, *row.parts) if cell not in index]
        row_tables.append({row.table}.union(*(tables[cell] for cell in fixed)))
    places = list(entries)
    matrix = csr_array(
        (list(entries.values()), ([r for r, _ in places], [c for _, c in places])), shape=(len(rows), len(members))
    )
    limits = [known.get(cell, (0.0, math.inf)) for cell in members]
    if any(lower > upper for lower, upper in limits):
        raise Contradiction("two tables give different numbers for one cell")
    lower, upper = (np.array([limit[end] for limit in limits]) for end in (0, 1))
    named = {cell: tables[cell] for cell in members if cell in tables}
    return _Group(members, lower, upper, matrix, constants, row_tables, named)
