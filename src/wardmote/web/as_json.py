"""Nouns as JSON, and the schema of that JSON, both from the same dataclasses: a noun added tomorrow is in both."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from wardmote.casework.audit import instant

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def plain(value: Any) -> Any:
    """A noun, or anything a noun holds, as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def schema_of(noun: type, title: str) -> dict[str, Any]:
    """The JSON schema of a noun."""
    return {"$schema": SCHEMA, "title": title, **_schema(noun)}


def _schema(kind: Any) -> dict[str, Any]:
    simple = {str: "string", int: "integer", bool: "boolean"}
    if kind in simple:
        return {"type": simple[kind]}
    if kind is datetime:
        return {"type": "string", "format": "date-time"}
    if kind is date:
        return {"type": "string", "format": "date"}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        about = {"description": (kind.__doc__ or "").partition("\n")[0]} if kind.__doc__ else {}
        named = [field.name for field in fields(kind)]
        properties = {name: _schema(hints[name]) for name in named}
        return {"type": "object", **about, "properties": properties, "required": named, "additionalProperties": False}
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (tuple, frozenset):
        return {"type": "array", "items": _schema(inside[0])}
    if origin in (Union, UnionType):
        return {"anyOf": [{"type": "null"} if part is type(None) else _schema(part) for part in inside]}
    raise TypeError(f"no schema for {kind}")
