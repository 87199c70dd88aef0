"""What every part of the in-memory store stands on: transactions, ids, and the filter over plain records."""

from collections.abc import Iterator, Mapping
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
                pairings = self._passing(part, pairings)
            return pairings
        if isinstance(condition, AnyOf):
            passed = [id(pairing) for part in condition.parts for pairing in self._passing(part, pairings)]
            return [pairing for pairing in pairings if id(pairing) in passed]
        if isinstance(condition, Not):
            out = [id(pairing) for pairing in self._passing(condition.part, pairings)]
            return [pairing for pairing in pairings if id(pairing) not in out]
        if isinstance(condition, Exists):
            return self._with_a_match(condition, pairings)
        return [pairing for pairing in pairings if _leaf_passes(condition, pairing)]

    def _with_a_match(self, condition: Exists, pairings: list[Pairing]) -> list[Pairing]:
        joined = [
            {**pairing, condition.noun: row, "number": number}
            for number, pairing in enumerate(pairings)
            for row in self._all(f"_{condition.noun}s")
        ]
        matched = {pairing["number"] for pairing in self._passing(condition.where, list(joined))}
        return [pairing for number, pairing in enumerate(pairings) if number in matched]

    def _seen(self, sees: Condition) -> list[Any]:
        """The cases a filter lets through."""
        kept = self._passing(sees, self._cases_alone())
        return [pairing["case"] for pairing in kept]

    def _cases_alone(self) -> list[Pairing]:
        """Every case, before anything is joined to it."""
        return [{"case": case} for case in self._all("_cases")]

    def _all(self, table: str) -> list[Any]:
        """Every record of a table: `_grants` holds the grants that a rule calls "grant"."""
        records = getattr(self, table)
        return list(records.values() if isinstance(records, dict) else records)

    def _of(self, table: dict[str, Any], reference: str) -> tuple[Any, ...]:
        return tuple(row for row in table.values() if row.case == reference)


def _leaf_passes(leaf: Same | Within | NotAfter, pairing: Pairing) -> bool:
    def of(term: Term) -> Any:
        return term.value if isinstance(term, Value) else getattr(pairing[term.noun], term.field)

    if isinstance(leaf, Same):
        return bool(of(leaf.left) == of(leaf.right))
    if isinstance(leaf, Within):
        return of(leaf.item) in of(leaf.group)
    return bool(of(leaf.earlier) <= of(leaf.later))
