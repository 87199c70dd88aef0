"""Everything a casebook holds, in open formats, for a partnership that leaves or wants its own copy.

Tables are found by walking the store's models, so that a table added tomorrow is taken out tomorrow. What is sealed is
opened: the copy is for whoever answers for it, and has to be guarded as the casebook was.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from wardmote.casework import verifier
from wardmote.casework.audit import AuditEvent
from wardmote.casework.nouns import Document
from wardmote.errors import WrongUse
from wardmote.web.accounts.models import Account
from wardmote.web.as_json import SCHEMA, plain
from wardmote.web.folder import Casebook
from wardmote.web.keeping import content_of
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.django_store import DjangoStore
from wardmote.web.store.models import Document as DocumentRow

NOT_TAKEN_OUT: dict[type[models.Model], set[str]] = {Account: {"password", "last_login"}}
"""What lets somebody sign in stays where it is."""
README = """\
Everything that was in the casebook of {partnership}, taken out on {at}.

THIS COPY IS NOT ENCRYPTED. It holds what could put a life at risk. Keep it as the casebook was kept.

  tables/NAME.jsonl      one line of JSON for each row of a table; tables/NAME.schema.json says what each part is
  documents/ID.KIND      the files on cases, as they were kept; tables/document.jsonl says what and whose each is
  trail.jsonl            the audit trail, a record a line, as the verifier reads it
  heads.jsonl            the signed heads of the trail, one a line
  counts.json            how many rows each table had, counted by the database, and how many were written

To check the trail without Wardmote, with Python and the package "cryptography":

  python verifier.py trail.jsonl heads.jsonl

Passwords, second factors and sessions are not here.
"""


@dataclass(frozen=True)
class TakenOut:
    """What was written, by table."""

    rows: dict[str, int]
    documents: int
    records: int


def tables() -> dict[str, type[models.Model]]:
    """Every table of nouns under its name: all of the store's, and the people."""
    return {"account": Account} | {
        model._meta.model_name or "": model for model in apps.get_app_config("store").get_models()
    }


def export_all(store: DjangoStore, casebook: Casebook, folder: Path, at: datetime) -> TakenOut:
    """Write all of it to a new folder, from one moment of the database; the trail says so first. Raises WrongUse."""
    _make_folder(folder, casebook)
    with store.transaction():
        store.append(_event(at))
    with transaction.atomic(using=store.using):
        if connections[store.using].vendor == "postgresql":
            with connections[store.using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        rows = {name: _write_table(store, folder / "tables", name, model) for name, model in tables().items()}
        counted = {name: model._default_manager.using(store.using).count() for name, model in tables().items()}
        documents = [_write_document(store, casebook, folder / "documents", row) for row in _documents(store)]
        records = _write_lines(folder / "trail.jsonl", (record.line() for record in store.records_until()))
        _write_lines(folder / "heads.jsonl", (head.text() for head in store.heads()))
    _write(folder / "verifier.py", Path(verifier.__file__).read_text(encoding="utf-8"))
    _write(folder / "counts.json", json.dumps({"counted": counted, "written": rows}, indent=1) + "\n")
    if counted != rows:
        raise WrongUse(
            f"some rows were not written: {folder}/counts.json says of which table. Do not rely on this copy."
        )
    _write(folder / "README.txt", README.format(partnership=casebook.folder.name, at=at.isoformat(timespec="minutes")))
    return TakenOut(rows, len(documents), records)


def _make_folder(folder: Path, casebook: Casebook) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"{folder} is not empty: name a folder that is not there yet")
    if folder.resolve().is_relative_to(casebook.root):
        raise WrongUse(f"{folder} lies inside the casebook: name a folder elsewhere")
    for made in (folder, *(folder / name for name in ("tables", "documents"))):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        made.chmod(0o700)


def _event(at: datetime) -> AuditEvent:
    """Done by whoever runs the machine, who is nobody in the casebook."""
    return AuditEvent(
        at=at,
        actor="",
        agency="",
        roles=(),
        session="",
        source="",
        action="operator",
        deed="casebook-exported",
        object_type="casebook",
        object_id="",
        fields=tuple(sorted(tables())),
    )


def columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """What is taken out of a table."""
    left_out = NOT_TAKEN_OUT.get(model, set())
    return [column for column in model._meta.concrete_fields if column.name not in left_out]


def _write_table(store: DjangoStore, folder: Path, name: str, model: type[models.Model]) -> int:
    _write(folder / f"{name}.schema.json", json.dumps(_schema(name, model), indent=1) + "\n")
    rows = model._default_manager.using(store.using).order_by("pk").iterator(chunk_size=2000)
    named = columns(model)
    return _write_lines(
        folder / f"{name}.jsonl",
        (json.dumps({c.name: plain(getattr(row, c.attname)) for c in named}, ensure_ascii=False) for row in rows),
    )


def _schema(name: str, model: type[models.Model]) -> dict[str, Any]:
    properties = {column.name: _schema_of(column) for column in columns(model)}
    about = (model.__doc__ or "").partition("\n")[0]
    return {"$schema": SCHEMA, "title": name, "description": about, "type": "object", "properties": properties,
            "required": list(properties), "additionalProperties": False}  # fmt: skip


def _schema_of(column: "models.Field[Any, Any]") -> dict[str, Any]:
    """By what its values are in Python, so that a column of a new kind needs nothing here."""
    value = plain(_example(column))
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array"}
    kind: Any = next((word for python, word in kinds.items() if type(value) is python), "string")
    return {"type": [kind, "null"] if column.null else kind}


def _example(column: "models.Field[Any, Any]") -> Any:
    if isinstance(column, models.ForeignKey):
        return _example(column.target_field)
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.IntegerField):
        return 1
    if isinstance(column, models.DateTimeField | models.DateField):
        return date.min
    return column.to_python(column.get_default()) if column.has_default() else ""


def _documents(store: DjangoStore) -> Iterator[Document]:
    rows = DocumentRow._default_manager.using(store.using).order_by("pk")
    return (noun_of(Document, row) for row in rows.iterator(chunk_size=2000))


def _write_document(store: DjangoStore, casebook: Casebook, folder: Path, document: Document) -> str:
    name = f"{document.id}.{document.media}"
    with _new(folder / name) as file:
        file.write(content_of(casebook, document))
    return name


def _write_lines(file: Path, lines: Iterator[str]) -> int:
    written = 0
    with _new(file) as out:
        for line in lines:
            out.write(line.encode("utf-8") + b"\n")
            written += 1
    return written


def _write(file: Path, text: str) -> None:
    with _new(file) as out:
        out.write(text.encode("utf-8"))


def _new(file: Path) -> Any:
    """A new file for its owner's eyes alone."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
