"""Turns an access rule (`casework.conditions`) into the WHERE of a query, with EXISTS for the records around a case.

The agreements are written into the rule first: there are few, and looking them up for each of 20,000 cases took longer
than all the rest. The SQL is written here and not built of Django's parts, which took as long as everything else on a page.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Expression, F, Model, Q

from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Of, Same, Term, Value, Within
from wardmote.casework.folding import written_in
from wardmote.casework.nouns import SharingAgreement
from wardmote.web.store.agreements import agreements_in
from wardmote.web.store.models import CaseGrant, Conflict, EmergencyOpening

NOUNS: Mapping[str, type[Model]] = {
    "grant": CaseGrant,
    "conflict": Conflict,
    "emergency_opening": EmergencyOpening,
}


def over_cases(condition: Condition, using: str, path: str = "") -> Q:
    """The rule as a condition on a query of cases, or of what leads to a case by this path."""
    return Q(Rule(in_words(condition, using), {"case": f"{path}kind"}))


def over_notes(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of notes, or of anything else an agency wrote on a case."""
    return Q(Rule(in_words(condition, using), {"note": "kind", "case": "case__kind"}))


def over_call_lines(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of lines of the daily call."""
    return Q(Rule(in_words(condition, using), {"line": "version"}))


def over_meetings(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of meetings of the operational group."""
    return Q(Rule(in_words(condition, using), {"meeting": "version"}))


def over_things_of_cases(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of things that belong to a case."""
    return over_cases(condition, using, "case__")


Said = tuple[str, tuple[object, ...]]
"""SQL, and the values to bind to it."""
NOW = Of("viewer", "now")
Piece = str | Value | Of
"""Of the text of a condition: SQL, a value to bind, a column of the query it stands in."""


class Rule(Expression):
    """A rule as one condition of a query of Django's, which says by what name it calls the table of each of these columns."""

    conditional = True

    def __init__(self, said: Said, columns: Mapping[str, str]) -> None:
        super().__init__(output_field=BooleanField())
        self.said = said
        self.fields: dict[str, Any] = {noun: F(column) for noun, column in columns.items() if f'"{noun}".' in said[0]}

    def get_source_expressions(self) -> list[Any]:
        return list(self.fields.values())

    def set_source_expressions(self, exprs: Any) -> None:
        self.fields = dict(zip(self.fields, exprs, strict=True))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, values = self.said
        for noun, field in self.fields.items():
            table, dot, _ = compiler.compile(field)[0].rpartition(".")
            sql = sql.replace(f'"{noun}".', table + dot)
        return sql, values


def in_words(condition: Condition, using: str) -> Said:
    """The rule as SQL in which each noun is the name of its table."""
    return _in_words(condition, agreements_in(using), using)


@lru_cache(maxsize=64)
def _in_words(condition: Condition, agreements: tuple[SharingAgreement, ...], using: str) -> Said:
    """An instant is new on each page and is put in last, so that the text stays the same all day."""
    instants: set[datetime] = set()
    sql, values = _said_of_day(_without_instants(condition, instants), agreements, using)
    now = [_bound(instant, connections[using]) for instant in instants]
    return sql, tuple(now[0] if value == NOW else value for value in values)


@lru_cache(maxsize=256)
def _said_of_day(condition: Condition, agreements: tuple[SharingAgreement, ...], using: str) -> Said:
    """With the agreements written in; remembered, as a day's pages ask the same again and again."""
    connection = connections[using]
    sql, values = "", []
    for piece in _pieces(written_in(condition, {}, {"agreement": agreements}), {}):
        if isinstance(piece, str):
            sql += piece
        elif piece == NOW or isinstance(piece, Value):
            sql += "%s"
            values.append(piece if isinstance(piece, Of) else _bound(piece.value, connection))
        else:
            sql += f'"{piece.noun}"."{piece.field}"'
    return sql, tuple(values)


def _bound(value: object, connection: Any) -> object:
    """A value as the database takes it: days and instants in its own form."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if isinstance(value, str | bool) else connection.ops.adapt_datefield_value(value)


def _without_instants(condition: Condition, taken: set[datetime]) -> Condition:
    """The condition with `viewer.now` where the instant was. A rule asks about one, the present."""
    match condition:
        case All(parts) | AnyOf(parts):
            return type(condition)(*[_without_instants(part, taken) for part in parts])
        case Exists(noun, where):
            return Exists(noun, _without_instants(where, taken))
        case NotAfter(Value(datetime() as now), later):
            taken.add(now)
            return NotAfter(NOW, later)
        case NotAfter(earlier, Value(datetime() as now)):
            taken.add(now)
            return NotAfter(earlier, NOW)
        case _:
            return condition


def _pieces(condition: Condition, inside: Mapping[str, str]) -> Iterator[Piece]:
    """The text of a condition; `inside` are the aliases of the inner queries around it."""
    match condition:
        case All(parts):
            yield from _joined(" AND ", parts, "1 = 1", inside)
        case AnyOf(parts):
            yield from _joined(" OR ", parts, "1 = 0", inside)
        case Not(part):
            yield "NOT "
            yield from _pieces(part, inside)
        case Exists(noun, All((Same(Of() as key, Of() as outer), *rest))) if _only_about(noun, key, rest):
            alone = {noun: f'"{_table(noun)}"'}
            yield from ("(", _piece(outer, inside), f" IN (SELECT {_piece(key, alone)} FROM {alone[noun]} WHERE ")
            yield from _pieces(All(*rest), alone)
            yield "))"
        case Exists(noun, where):
            alias = f"{noun}{len(inside)}"
            yield f'(EXISTS (SELECT 1 FROM "{_table(noun)}" {alias} WHERE '
            yield from _pieces(where, {**inside, noun: alias})
            yield "))"
        case Same(left, right):
            yield from ("(", _piece(left, inside), " = ", _piece(right, inside), ")")
        case NotAfter(earlier, later):
            yield from ("(", _piece(earlier, inside), " <= ", _piece(later, inside), ")")
        case Within(item, Value(words)):
            yield from ("(", _piece(item, inside), " IN (")
            for number, word in enumerate(sorted(words)):  # type: ignore[call-overload]
                yield from (", " * bool(number), Value(word))
            yield "))"
        case _:
            raise ValueError(f"{condition} must have its set written in before it is SQL")


def _table(noun: str) -> str:
    return NOUNS[noun]._meta.db_table


def _only_about(noun: str, key: Of, rest: Sequence[Condition]) -> bool:
    """Whether nothing but the key ties the record to the case: the database then looks once, and not for each case."""
    leaves = [vars(part).values() for part in rest if isinstance(part, Same | Within | NotAfter)]
    nouns = {term.noun for leaf in leaves for term in leaf if isinstance(term, Of)}
    return len(leaves) == len(rest) and key.noun == noun and nouns <= {noun}


def _joined(word: str, parts: tuple[Condition, ...], empty: str, inside: Mapping[str, str]) -> Iterator[Piece]:
    yield "("
    for number, part in enumerate(parts):
        yield word * bool(number)
        yield from _pieces(part, inside)
    yield ")" if parts else f"{empty})"


def _piece(term: Term, inside: Mapping[str, str]) -> Piece:
    if isinstance(term, Of) and term.noun in inside:
        column = NOUNS[term.noun]._meta.get_field(term.field).column  # type: ignore[union-attr]
        return f'{inside[term.noun]}."{column}"'
    return term
