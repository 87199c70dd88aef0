"""One sealed file with everything a casebook needs but its keys: the database, the documents, the heads."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from wardmote import __version__
from wardmote.casework.audit import append, operator_event
from wardmote.errors import WrongUse
from wardmote.web.durability.archive import DATABASE, FOLDERS, contents, seal
from wardmote.web.durability.copies import Say, State, copy_postgresql, copy_sqlite
from wardmote.web.durability.files import appearing
from wardmote.web.durability.operator import account
from wardmote.web.folder import Casebook
from wardmote.web.keys import backup_keys
from wardmote.web.store.django_store import DjangoStore

ENDING = ".wardmote-backup"
BACKED_UP = "backed-up"
COPYING = ".backing-up-"


@dataclass(frozen=True)
class Backup:
    """A backup that was written and read back."""

    file: Path
    size: int
    state: State


def back_up(store: DjangoStore, casebook: Casebook, now: datetime, target: Path | None, say: Say) -> Backup:
    """Copy, seal, read back, and only then name the file and write the deed in the trail."""
    file = _named(casebook, now, target)
    key = backup_keys(casebook.keys, make=True)[0]
    with copying_place(casebook.root) as place:
        held = _copy(casebook, place / DATABASE, say)
        with appearing(file) as opened:
            say("Sealing")
            wrote = seal(opened, key, _manifest(casebook, now, held), _members(casebook, place / DATABASE))
            say("Reading it back")
            opened.flush()
            opened.seek(0)
            if contents(opened, [key]) != wrote:
                raise WrongUse(f"{file} did not read back as it was written: the disk may be failing. Use another one")
    append(store, operator_event(now, BACKED_UP, "casebook", "backup", source=account()))
    return Backup(file, file.stat().st_size, held)


def old_backups(casebook: Casebook, place: Path, before: datetime) -> list[Path]:
    """The backups of this casebook in a folder, by the moment in their names, but never the newest one."""
    named = sorted(place.glob(f"{casebook.folder.name}-*{ENDING}"))
    return [file for file in named[:-1] if file.name < _name(casebook, before)]


def _name(casebook: Casebook, at: datetime) -> str:
    return f"{casebook.folder.name}-{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}{ENDING}"


@contextmanager
def copying_place(root: Path) -> Iterator[Path]:
    """A folder beside the database for the unsealed copy, gone afterwards; so are those of runs that were killed."""
    for left in root.glob(f"{COPYING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=COPYING, dir=root) as place:
        yield Path(place)


def _named(casebook: Casebook, now: datetime, target: Path | None) -> Path:
    file = target or casebook.backups
    if target is None or target.is_dir():
        file.mkdir(exist_ok=True, mode=0o700)
        file = file / _name(casebook, now)
    if file.exists():
        raise WrongUse(f"{file} is there already. Name another file, or a folder")
    if not file.parent.is_dir():
        raise WrongUse(f"there is no folder {file.parent}. Make it first")
    if file.resolve().is_relative_to(casebook.keys):
        raise WrongUse(f"{file} lies among the keys: a backup and its key must not be lost together")
    return file


def _copy(casebook: Casebook, to: Path, say: Say) -> State:
    say("Copying the database")
    if connection.vendor == "postgresql":
        return copy_postgresql(connection.settings_dict, to, say)
    return copy_sqlite(casebook.database, to, say)


def _manifest(casebook: Casebook, now: datetime, held: State) -> bytes:
    made = {"wardmote": __version__, "partnership": casebook.folder.name, "made_at": now.astimezone(UTC).isoformat()}
    return json.dumps({**made, "kind": connection.vendor, **held.as_json()}).encode()


def _members(casebook: Casebook, database: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, database
    for folder in FOLDERS:
        for file in sorted((casebook.root / folder).rglob("*")):
            if file.is_file() and not file.is_symlink() and not file.name.endswith(".part"):
                yield file.relative_to(casebook.root).as_posix(), file
