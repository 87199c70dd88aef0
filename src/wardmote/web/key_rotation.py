"""Changing the key that protected values are sealed with, while people go on reading and writing.

A new key is put first, behind the lock every write takes: from then on nothing is sealed with an older one. Then each
table is gone through in small transactions, and each document; when nothing is left that needs an older key, the older
ones go to `seals.retired`. Interrupted at any point, the next run goes on: where more than one key stands in `seals.key`
there is something left to do. A retired key opens only backups made before the change.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from wardmote.casework.audit import AuditEvent
from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook
from wardmote.web.keys import RETIRED, SEALS
from wardmote.web.store.django_store import DjangoStore
from wardmote.web.store.models.fields import Sealed

BATCH = 100
STILL_BEING_WRITTEN = 60
"""Seconds a document is left alone after it was last written to."""


@dataclass(frozen=True)
class Step:
    """What one small step did: in which table or folder, and how many values were sealed again."""

    where: str
    resealed: int


def rotate(store: DjangoStore, casebook: Casebook, now: datetime) -> Iterator[Step]:
    """Every step of a rotation, each done when it is yielded. Whoever stops asking has interrupted it."""
    file = casebook.keys / SEALS
    with store.transaction():
        store.append(_event(now, "key-change-begun"))
        keys = file.read_text().split()
        if len(keys) == 1:
            keys = [Fernet.generate_key().decode(), *keys]
            write_keys(file, keys)
    yield Step("a new key", 0)
    for model, columns in sealed_columns():
        yield from _tables(store, model, columns, keys)
    yield _documents(casebook.root / "documents", keys)
    with store.transaction():
        store.append(_event(now, "key-change-finished"))
        retired = casebook.keys / RETIRED
        before = retired.read_text().split() if retired.exists() else []
        write_keys(retired, [*before, *(key for key in keys[1:] if key not in before)])
        write_keys(file, keys[:1])
    yield Step("the old key", 0)


def under_change(casebook: Casebook) -> bool:
    """Whether a change of keys was interrupted."""
    file = casebook.keys / SEALS
    return file.exists() and len(file.read_text().split()) > 1


def sealed_columns() -> list[tuple[type[Any], list[str]]]:
    """Each table with sealed columns, whichever part of the application it belongs to."""
    found = [
        (model, [column.name for column in model._meta.local_concrete_fields if isinstance(column, Sealed)])
        for model in apps.get_models()
    ]
    return [(model, columns) for model, columns in found if columns]


def write_keys(file: Path, keys: list[str]) -> None:
    """A key file replaced whole, so that no reader ever finds half of one."""
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write("\n".join(keys) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _tables(store: DjangoStore, model: type[Any], columns: list[str], keys: list[str]) -> Iterator[Step]:
    """One table, a few rows to a transaction, by its key."""
    after: Any = None
    while True:
        with store.transaction():
            store.one_writer()
            rows = model._default_manager.using(store.using).order_by("pk")
            rows = rows.annotate(**{f"raw_{name}": Cast(name, TextField()) for name in columns})
            raw = (rows if after is None else rows.filter(pk__gt=after)).values_list(
                "pk", *(f"raw_{name}" for name in columns)
            )
            batch = list(raw[:BATCH])
            resealed = sum(_row(store, model, columns, row, keys) for row in batch)
        if not batch:
            return
        after = batch[-1][0]
        yield Step(model.__name__, resealed)


def _row(store: DjangoStore, model: type[Any], columns: list[str], row: tuple[Any, ...], keys: list[str]) -> int:
    """Seal the values of one row again that need an older key; returns how many did."""
    now = {name: _resealed(token, keys) for name, token in zip(columns, row[1:], strict=True) if token}
    old = {name: Value(token, output_field=TextField()) for name, token in now.items() if token is not None}
    if old:
        model._default_manager.using(store.using).filter(pk=row[0]).update(**old)
    return len(old)


def _resealed(token: str, keys: list[str]) -> str | None:
    """The token under the first key; None where it is already."""
    try:
        Fernet(keys[0]).decrypt(token)
    except InvalidToken:
        return _with_all(keys).rotate(token).decode()
    return None


def _with_all(keys: list[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _documents(folder: Path, keys: list[str]) -> Step:
    """Sealed files are lines of tokens; each is replaced whole."""
    resealed = 0
    for file in sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ():
        lines = file.read_bytes().decode("ascii").split()
        now = [_resealed(line, keys) for line in lines]
        if not any(now):
            continue
        if time.time() - file.stat().st_mtime < STILL_BEING_WRITTEN:
            raise WrongUse(
                f"{file.name} is just being written. Run this again in a minute; it goes on where it stopped."
            )
        write_keys(file, [new or line for new, line in zip(now, lines, strict=True)])
        resealed += 1
    return Step("documents", resealed)


def _event(now: datetime, deed: str) -> AuditEvent:
    return AuditEvent(
        at=now,
        actor="",
        agency="",
        roles=(),
        session="",
        source="",
        action="operator",
        deed=deed,
        object_type="key",
        object_id=SEALS,
    )
