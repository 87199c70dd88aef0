"""From rows to the nouns of casework and back: the names are the same, so the walk over them is one."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.models import Model

from wardmote.casework.audit import AuditEvent, AuditRecord

Noun = TypeVar("Noun")


def noun_of(kind: type[Noun], row: Model, **given: Any) -> Noun:
    """The noun a row keeps; `given` replaces or adds what the row does not keep under that name."""
    kept = {column.name: column.attname for column in row._meta.concrete_fields}
    values = {
        field.name: _plain(getattr(row, kept[field.name]))
        for field in fields(kind)  # type: ignore[arg-type]
        if field.name in kept and field.name not in given
    }
    return kind(**values, **given)


def columns_of(noun: object, model: type[Model], *without: str) -> dict[str, Any]:
    """What of a noun its model keeps, by the names of the columns."""
    kept = {column.name: column.attname for column in model._meta.concrete_fields}
    return {
        kept[field.name]: getattr(noun, field.name)
        for field in fields(noun)  # type: ignore[arg-type]
        if field.name in kept and field.name not in without
    }


def record_of(row: Model) -> AuditRecord:
    """The audit record a row keeps."""
    return noun_of(AuditRecord, row, event=noun_of(AuditEvent, row))


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
