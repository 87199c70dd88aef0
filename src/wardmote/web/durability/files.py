"""Files that are whole or not there, also after the power failed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def appearing(file: Path) -> Iterator[BinaryIO]:
    """Write a file that appears under its name, in the place of any earlier one, only when all of it is on the disk."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
        settle(file.parent)
    finally:
        part.unlink(missing_ok=True)


def write_for_good(file: Path, data: bytes) -> None:
    """Write a small file so that it is there whole, or not at all."""
    with appearing(file) as opened:
        opened.write(data)


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_all(folder: Path) -> None:
    """Bring every file below a folder, and every name, to the disk."""
    for where, _, names in os.walk(folder):
        for name in names:
            with (Path(where) / name).open("rb") as opened:
                os.fsync(opened.fileno())
        settle(Path(where))
