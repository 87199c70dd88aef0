"""What every part of the in-memory store stands on: transactions, ids, and the filter over plain records."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Same, Term, Value, Within

Pairing = Mapping[str, Any]
"""One row of a working table: a record for each noun met so far."""


class Held:
    """Records in plain lists and dictionaries. Keys are ids; insertion order is history."""

    def __init__(self) -> None:
        self._ids = 0
        self._references: dict[int, int] = {}
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = {name: copy(value) for name, value in vars(self).items()}
        self._depth += 1
        try:
            yield
        except BaseException:
            vars(self).update(before)
            raise
        self._depth -= 1

    def new_id(self) -> str:
        self._ids += 1
        return f"i{self._ids}"

    def new_reference(self, year: int) -> str:
        self._references[year] = self._references.get(year, 0) + 1
        return f"CSP-{year % 100:02d}-{self._references[year]:04d}"

    # The filter

    def _passing(self, condition: Condition, pairings: list[Pairing]) -> list[Pairing]:
        """The pairings a condition holds for, in their order."""
        if isinstance(condition, All):
            for part in condition.parts:
                pairings = self._passing(part, pairings) if pairings else []
            return pairings
        if isinstance(condition, AnyOf):
            passed = {id(pairing) for part in condition.parts for pairing in self._passing(part, pairings)}
            return [pairing for pairing in pairings if id(pairing) in passed]
        if isinstance(condition, Not):
            out = {id(pairing) for pairing in self._passing(condition.part, pairings)}
            return [pairing for pairing in pairings if id(pairing) not in out]
        if isinstance(condition, Exists):
            return self._with_a_match(condition, pairings)
        passes = _leaf(condition)
        return [pairing for pairing in pairings if passes(pairing)]

    def _with_a_match(self, condition: Exists, pairings: list[Pairing]) -> list[Pairing]:
        joined = [
            {**pairing, condition.noun: row, "number": number}
            for number, pairing in enumerate(pairings)
            for row in self._all(f"_{condition.noun}s")
        ]
        matched = {pairing["number"] for pairing in self._passing(condition.where, list(joined))}
        return [pairing for number, pairing in enumerate(pairings) if number in matched]

    def _seen(self, sees: Condition, among: Collection[str] | None = None) -> list[Any]:
        """The cases a filter lets through, of all or among these references."""
        asked = [pairing for pairing in self._cases_alone() if among is None or pairing["case"].reference in among]
        return [pairing["case"] for pairing in self._passing(sees, asked)]

    def _seen_one(self, reference: str, sees: Condition) -> Any | None:
        return next(iter(self._seen(sees, (reference,))), None)

    def _cases_alone(self) -> list[Pairing]:
        """Every case, before anything is joined to it."""
        return [{"case": case} for case in self._all("_cases")]

    def _all(self, table: str) -> list[Any]:
        """Every record of a table: `_grants` holds the grants that a rule calls "grant"."""
        records = getattr(self, table)
        return list(records.values() if isinstance(records, dict) else records)

    def _of(self, table: dict[str, Any], reference: str) -> tuple[Any, ...]:
        return tuple(row for row in table.values() if row.case == reference)


def _leaf(leaf: Same | Within | NotAfter) -> Callable[[Pairing], bool]:
    if isinstance(leaf, Same):
        left, right = _reading(leaf.left), _reading(leaf.right)
        return lambda pairing: bool(left(pairing) == right(pairing))
    if isinstance(leaf, Within):
        item, group = _reading(leaf.item), _reading(leaf.group)
        return lambda pairing: item(pairing) in group(pairing)
    earlier, later = _reading(leaf.earlier), _reading(leaf.later)
    return lambda pairing: bool(earlier(pairing) <= later(pairing))


def _reading(term: Term) -> Callable[[Pairing], Any]:
    if isinstance(term, Value):
        return lambda _: term.value
    return lambda pairing: getattr(pairing[term.noun], term.field)
