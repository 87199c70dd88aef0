"""Files that lie encrypted: one line for each piece, numbered, so that none can be swapped, doubled or left off.

They are written piece by piece as they arrive, so that nothing readable ever touches the disk.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.fernet import InvalidToken, MultiFernet

from wardmote.errors import WrongUse

PIECE = 1 << 20
LAST = b"last"


class SealedWriter:
    """A new file, readable by its owner alone, that takes pieces until it is finished."""

    def __init__(self, file: Path, seal: MultiFernet) -> None:
        self.file, self.size = file, 0
        self._seal, self._pieces = seal, 0
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle: IO[bytes] = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def write(self, content: bytes) -> None:
        for start in range(0, len(content), PIECE):
            self._put(b"", content[start : start + PIECE])
        self.size += len(content)

    def finish(self) -> None:
        """Mark the end and make sure that it is on the disk."""
        self._put(LAST, b"")
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()

    def abandon(self) -> None:
        self._handle.close()
        self.file.unlink(missing_ok=True)

    def _put(self, mark: bytes, content: bytes) -> None:
        self._handle.write(self._seal.encrypt(b"%d %s\n" % (self._pieces, mark) + content) + b"\n")
        self._pieces += 1


def seal_file(file: Path, content: bytes, seal: MultiFernet) -> None:
    """Write a sealed file whole; a name that is taken is never written over."""
    writer = SealedWriter(file, seal)
    try:
        writer.write(content)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def opened(file: Path, seal: MultiFernet) -> Iterator[bytes]:
    """The pieces of a sealed file. Raises WrongUse where one is missing, doubled, changed, or of another key."""
    ended = False
    with file.open("rb") as lines:
        for number, line in enumerate(lines):
            try:
                head, _, content = seal.decrypt(line.rstrip(b"\n")).partition(b"\n")
            except InvalidToken:
                raise WrongUse(f"{file.name} was changed, or sealed with a key that is not in seals.key") from None
            said, _, mark = head.partition(b" ")
            if int(said) != number or ended:
                raise WrongUse(f"{file.name} was changed: its pieces are not in their order")
            ended = mark == LAST
            if content:
                yield content
    if not ended:
        raise WrongUse(f"{file.name} was cut short")


def opened_whole(file: Path, seal: MultiFernet) -> bytes:
    """A sealed file as it was."""
    return b"".join(opened(file, seal))
