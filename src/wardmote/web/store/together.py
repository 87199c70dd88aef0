"""Reading rows of many tables by one statement. What hangs on a case lies in fifteen tables: asked for one by one, by
fifteen queries of Django's, they took more time than everything else on its page.

Each row comes as a list in JSON, which both databases make, and becomes the model it would have been.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connections
from django.db.models import BooleanField, DateField, DateTimeField, Field, Model

from wardmote.web.store.conditions import Said
from wardmote.web.store.models import Case

Found = Mapping[str, list[Any]]
"""The rows of each part, in its order."""


@dataclass(frozen=True)
class Part:
    """Of a table, the rows for which this SQL holds, in the order of these fields and then of their key.

    The SQL calls the table by `alias`, and the case it belongs to, where `beside_case` says so, "case".
    """

    model: type[Model]
    where: str
    values: tuple[Any, ...]
    order: tuple[str, ...] = ()
    alias: str = "thing"
    beside_case: bool = False


def of_case(model: type[Model], reference: str, *order: str) -> Part:
    """Everything of this kind that belongs to a case."""
    return Part(model, "case_id = %s", (reference,), order)


def on_case(model: type[Model], reference: str, seen: Said, *order: str) -> Part:
    """What agencies wrote on a case, as far as the rule for notes shows it."""
    rule, values = seen
    return Part(model, f"note.case_id = %s AND {rule}", (reference, *values), order, alias="note", beside_case=True)


def cases_seen(where: str, values: tuple[object, ...], seen: Said) -> Part:
    """Of these cases those that the rule shows."""
    rule, known = seen
    return Part(Case, f"reference {where} AND {rule}", (*values, *known), alias="case")


def read_together(using: str, parts: Mapping[str, Part]) -> Found:
    """The rows of every part, by one statement."""
    connection = connections[using]
    list_of = "json_build_array" if connection.vendor == "postgresql" else "json_array"
    sql = " UNION ALL ".join(_select(name, part, list_of) for name, part in parts.items())
    found: dict[str, list[Any]] = {name: [] for name in parts}
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for part in parts.values() for value in part.values])
        for name, told in cursor:
            found[name].append(_row(parts[name].model, json.loads(told)))
    for name, part in parts.items():
        found[name].sort(key=attrgetter(*part.order, "pk"))
    return found


def _select(name: str, part: Part, list_of: str) -> str:
    columns = ", ".join(f'"{part.alias}"."{column}"' for column, _ in _columns(part.model))
    tables = f'"{part.model._meta.db_table}" AS "{part.alias}"'
    if part.beside_case:
        tables += f' JOIN "{Case._meta.db_table}" AS "case" ON "case".reference = "{part.alias}".case_id'
    return f"SELECT '{name}', CAST({list_of}({columns}) AS text) FROM {tables} WHERE {part.where}"


def _row(model: type[Model], told: list[Any]) -> Model:
    return model(
        *(None if value is None else read(value) for value, (_, read) in zip(told, _columns(model), strict=True))
    )


@cache
def _columns(model: type[Model]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Each column of a table, with what makes a value of what JSON has."""
    return tuple((field.column, _reader(field)) for field in model._meta.concrete_fields)  # type: ignore[misc]


def _reader(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    match field:
        case DateTimeField():
            return _instant
        case DateField():
            return date.fromisoformat
        case BooleanField():
            return bool
        case _ if hasattr(field, "from_db_value"):
            return field.from_db_value
        case _:
            return _as_it_is


def _instant(text: str) -> datetime:
    """Both databases tell instants in UTC; SQLite does not say so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _as_it_is(value: Any) -> Any:
    return value
