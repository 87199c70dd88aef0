"""From rows to the nouns of casework and back: the names are the same, so the walk over them is one."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from wardmote.casework.audit import AuditEvent, AuditRecord
from wardmote.web.store.models import TrailRecord

Noun = TypeVar("Noun")


def noun_of(kind: type[Noun], row: Model, **given: Any) -> Noun:
    """The noun a row keeps; `given` replaces or adds what the row does not keep under that name."""
    kept = _columns(kind, type(row))  # type: ignore[arg-type]
    values = {name: _plain(getattr(row, column)) for name, column in kept if name not in given}
    return kind(**values, **given)


def nouns_of(kind: type[Noun], rows: Iterable[Model]) -> tuple[Noun, ...]:
    """The nouns of several rows."""
    return tuple(noun_of(kind, row) for row in rows)


def columns_of(noun: object, model: type[Model], *without: str) -> dict[str, Any]:
    """What of a noun its model keeps, by the names of the columns."""
    kept = _columns(type(noun), model)  # type: ignore[arg-type]
    return {column: getattr(noun, name) for name, column in kept if name not in without}


@cache
def _columns(noun: type[Any], model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Each field of a noun that its model keeps, with the name of the column."""
    kept = {column.name: column.attname for column in model._meta.concrete_fields}
    return tuple((field.name, kept[field.name]) for field in fields(noun) if field.name in kept)


def records_of(rows: QuerySet[Any]) -> Iterator[AuditRecord]:
    """The audit records of a query, read as plain columns without a model each: a trail is long."""
    said, placed = [name for name, _ in _columns(AuditEvent, TrailRecord)], ["seq", "monotonic", "previous", "hash"]
    for values in rows.values_list(*said, *placed).iterator(chunk_size=2_000):
        event = AuditEvent(**dict(zip(said, values, strict=False)))
        yield AuditRecord(event=event, **dict(zip(placed, values[len(said) :], strict=True)))


def row_of(record: AuditRecord) -> TrailRecord:
    """The row that keeps an audit record."""
    return TrailRecord(**columns_of(record, TrailRecord), **columns_of(record.event, TrailRecord))


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if type(value) is datetime else value
