"""A digest of the SQLite file while nobody has it open: what changed on the disk meanwhile is found before it is served.

SQLite has no checksums on its pages, so a flipped byte inside a text passes its own checks. The digest is written when
the last command that used the file ends in good order, and taken away when the next one begins; after a crash there is
none, and only the structure and the trail can be checked.
"""

import atexit
import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.web.durability.files import settle, write_for_good
from wardmote.web.folder import Casebook

WHAT_TO_DO = (
    "Nothing was started. Keep the folder as it is, and bring the last backup back into a new one: "
    "wardmote restore FILE NEW_DIR"
)


def digest_of(casebook: Casebook) -> Path:
    """The file that holds the digest."""
    return casebook.database.with_suffix(".digest")


def wake(casebook: Casebook) -> int:
    """Refuse a file that changed while it rested; until `rest`, or the end of the process, it counts as in use."""
    handle = os.open(casebook.root / ".in-use", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    if digest_of(casebook).is_file():
        fcntl.flock(handle, fcntl.LOCK_EX)
        refuse_changed(casebook)
        digest_of(casebook).unlink(missing_ok=True)
        settle(casebook.root)
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def rest(casebook: Casebook, handle: int) -> None:
    """Write the digest, if nobody else has the file open."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    if casebook.database.is_file() and not Path(f"{casebook.database}-wal").exists():
        write_for_good(digest_of(casebook), _digest(casebook.database).encode())
    os.close(handle)


def rest_at_end(casebook: Casebook, handle: int) -> None:
    """Rest when this process ends in good order."""

    def end() -> None:
        from django.db import connections

        connections.close_all()
        if casebook.root.is_dir():
            rest(casebook, handle)

    atexit.register(end)


def has_changed(casebook: Casebook) -> bool:
    """Whether the file is not, byte for byte, the one that was left."""
    try:
        left = digest_of(casebook).read_text("ascii")
    except FileNotFoundError:
        return False
    return _digest(casebook.database) != left


def refuse_changed(casebook: Casebook) -> None:
    """Raises WrongUse when the file is not, byte for byte, the one that was left."""
    if has_changed(casebook):
        raise WrongUse(
            f"{casebook.database} was changed or damaged while nobody had it open. {WHAT_TO_DO}. "
            f"If you changed it yourself, delete {digest_of(casebook).name} and start again"
        )


def refuse_damaged(casebook: Casebook) -> None:
    """Raises WrongUse when SQLite finds a page of the file damaged."""
    if not casebook.database.is_file():
        return
    try:
        with closing(sqlite3.connect(casebook.database, timeout=20)) as opened:
            told = [row[0] for row in opened.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        told = [str(error)]
    except UnicodeDecodeError:
        told = ["a name of one of its tables cannot be read"]
    if told != ["ok"]:
        raise WrongUse(f"{casebook.database} is damaged: {'; '.join(told)}. {WHAT_TO_DO}")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()
