"""Bring a casebook back from a backup: into an empty place, whole and checked, or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from wardmote.errors import WrongUse
from wardmote.web.durability.archive import DATABASE, FOLDERS, MANIFEST, members
from wardmote.web.durability.copies import (
    Say,
    State,
    empty_postgresql,
    refuse_used,
    restore_postgresql,
    sqlite_state,
)
from wardmote.web.durability.files import settle, settle_all
from wardmote.web.durability.operator import account
from wardmote.web.durability.sealed_file import Unsealable
from wardmote.web.folder import Casebook, casebook_at
from wardmote.web.keys import backup_keys
from wardmote.web.settings.database import owner_settings
from wardmote.web.start import start

RESTORED = "restored-from-backup"


@dataclass(frozen=True)
class Restored:
    """What came back: up to which record, and the record that says so."""

    made_at: str
    records: int
    resumes_at: int


def restore(file: Path, folder: Path, now: datetime, say: Say) -> Restored:
    """Open beside the target, check everything, write the epoch into the trail, then move in as one."""
    casebook = Casebook(folder.resolve())
    _refuse_used(casebook)
    if not file.is_file():
        raise WrongUse(f"there is no file {file}")
    keys = backup_keys(casebook.keys)
    os.environ["WARDMOTE_KEY_DIR"] = str(casebook.keys)
    os.umask(0o077)
    casebook.folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=casebook.folder))
    try:
        beside = casebook_at(aside / casebook.folder.name)
        say("Opening the backup")
        manifest = _open(file, keys, beside.root)
        _refuse_newer(manifest)
        return _bring_back(beside, casebook.root, manifest, now, say)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_used(casebook: Casebook) -> None:
    if any(path.is_file() for path in casebook.root.rglob("*")):
        raise WrongUse(
            f"{casebook.root} is not empty. Restore into a new folder: nothing is ever restored over something"
        )
    if settings := owner_settings():
        refuse_used(settings)


def _open(file: Path, keys: list[bytes], root: Path) -> dict[str, Any]:
    """Everything in the backup, laid out in an empty casebook folder; what it says of itself."""
    manifest: dict[str, Any] = {}
    try:
        with file.open("rb") as sealed:
            for name, data in members(sealed, keys):
                if name == MANIFEST:
                    manifest = json.loads(data.read())
                    continue
                place = root / _safe(name)
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with place.open("xb") as opened:
                    shutil.copyfileobj(data, opened, 1024 * 1024)
    except Unsealable as error:
        raise WrongUse(f"{file} was not restored: {error}. Nothing was changed; try another backup") from error
    if not manifest or not (root / DATABASE).is_file():
        raise WrongUse(f"{file} was not restored: it holds no casebook")
    return manifest


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if name != DATABASE and (path.parts[0] not in FOLDERS or ".." in path.parts or path.is_absolute()):
        raise Unsealable(f"it holds {name}, which has no place in a casebook")
    return path


def _refuse_newer(manifest: dict[str, Any]) -> None:
    """A backup made by a later Wardmote has tables this one does not know."""
    package = Path(__file__).resolve().parents[1]
    for name in manifest["migrations"]:
        app, _, migration = name.partition(".")
        known = package / app / "migrations"
        if known.is_dir() and not (known / f"{migration}.py").is_file():
            raise WrongUse(f"the backup was made by Wardmote {manifest['wardmote']}, newer than this one. Update first")


def _bring_back(beside: Casebook, root: Path, manifest: dict[str, Any], now: datetime, say: Say) -> Restored:
    """The database in its place, checked, with the epoch in its trail, and everything moved in; or nothing of it left."""
    settings = owner_settings()
    if (manifest["kind"] == "postgresql") != bool(settings):
        raise WrongUse(f"the backup is of {manifest['kind']}: {_HOW[manifest['kind']]}")
    say("Checking the database")
    held = _put_back(beside, settings)
    try:
        _refuse_other(manifest, held)
        restored = _resume(beside, manifest, now, say)
        settle_all(beside.root)
        _move_in(beside.root, root)
        return restored
    except BaseException:
        if settings:
            empty_postgresql(settings)
        raise


def _put_back(beside: Casebook, settings: Mapping[str, Any] | None) -> State:
    """Into PostgreSQL whole or not at all; or the file where SQLite looks for it."""
    if not settings:
        (beside.root / DATABASE).rename(beside.database)
        return sqlite_state(beside.database)
    held = restore_postgresql(settings, beside.root / DATABASE)
    (beside.root / DATABASE).unlink()
    return held


_HOW = {
    "postgresql": "set WARDMOTE_DATABASE_URL to an empty database",
    "sqlite": "unset WARDMOTE_DATABASE_URL",
}


def _refuse_other(manifest: dict[str, Any], held: State) -> None:
    wanted = State(manifest["rows"], manifest["last_seq"], manifest["last_hash"], manifest["migrations"])
    if wanted != held:
        raise WrongUse(
            "the database in the backup is not the one that was copied. Nothing was changed; try another backup"
        )


def _resume(beside: Casebook, manifest: dict[str, Any], now: datetime, say: Say) -> Restored:
    start(beside.folder)
    from django.db import connections

    from wardmote.casework.audit import append, operator_event, verify_chain
    from wardmote.web.heads import read_heads, sign_today
    from wardmote.web.store.django_store import DjangoStore

    store = DjangoStore()
    say("Checking the trail")
    verdict = verify_chain(store.records_until(), [*read_heads(beside.heads), *store.heads()])
    if not verdict.holds:
        raise WrongUse(f"the trail in the backup does not hold at record {verdict.first_bad}: {verdict.reason}")
    resumes_at = manifest["last_seq"] + 1
    append(store, operator_event(now, RESTORED, "epoch", str(resumes_at), source=account()))
    sign_today(store, beside, now)
    connections.close_all()
    return Restored(manifest["made_at"], manifest["last_seq"], resumes_at)


def _move_in(found: Path, root: Path) -> None:
    root.mkdir(exist_ok=True, mode=0o700)
    for left in sorted(root.rglob("*"), reverse=True):
        left.rmdir()
    found.rename(root)
    settle(root.parent)
