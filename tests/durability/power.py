"""A disk that remembers what it was told, so that the power can be cut at any moment of it afterwards.

SQLite is given files in memory through apsw. Every write, sync, truncation and deletion is kept in order. An image is what
might be on the disk after a cut: all that was synced, and of the rest, for each write by itself: all, nothing or some
sectors of it, in any order.
"""

from dataclasses import dataclass, field
from random import Random

import apsw

SECTOR = 512


@dataclass
class Tape:
    """What the disk was told, in order: (what, file, where, data)."""

    told: list[tuple[str, str, int, bytes]] = field(default_factory=list)

    def tell(self, what: str, file: str, where: int = 0, data: bytes = b"") -> None:
        self.told.append((what, file, where, data))


class Disk(apsw.VFS):
    """Files in memory, everything about them on the tape."""

    def __init__(self, name: str, tape: Tape, files: dict[str, bytearray]) -> None:
        self.tape, self.files = tape, files
        super().__init__(name, "")

    def xFullPathname(self, name: str) -> str:
        return name

    def xOpen(self, name, flags):
        name = name.filename() if isinstance(name, apsw.URIFilename) else name
        name = name or f"temporary-{len(self.files)}"
        if name not in self.files:
            self.files[name] = bytearray()
            self.tape.tell("made", name)
        return File(self, name)

    def xDelete(self, name: str, syncdir: bool) -> None:
        self.files.pop(name, None)
        self.tape.tell("deleted and synced" if syncdir else "deleted", name)

    def xAccess(self, name: str, flags: int) -> bool:
        return name in self.files


class File:
    """One file; there is one connection, so its locks are always free."""

    def __init__(self, disk: Disk, name: str) -> None:
        self.disk, self.name = disk, name

    @property
    def held(self) -> bytearray:
        return self.disk.files.setdefault(self.name, bytearray())

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.held[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        put(self.held, offset, bytes(data))
        self.disk.tape.tell("wrote", self.name, offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        del self.held[size:]
        self.disk.tape.tell("cut", self.name, size)

    def xSync(self, flags: int) -> None:
        self.disk.tape.tell("synced", self.name)

    def xFileSize(self) -> int:
        return len(self.held)

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xLock(self, level: int) -> None: ...
    def xUnlock(self, level: int) -> None: ...
    def xClose(self) -> None: ...
    def xCheckReservedLock(self) -> bool:
        return False


def put(held: bytearray, offset: int, data: bytes) -> None:
    if len(held) < offset:
        held.extend(bytes(offset - len(held)))
    held[offset : offset + len(data)] = data


class Image:
    """What is on the disk for certain, and what only may be."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.sure = {name: bytearray(data) for name, data in files.items()}
        self.maybe: dict[str, list[tuple[str, int, bytes]]] = {}

    def take(self, what: str, file: str, where: int, data: bytes) -> None:
        """One line of the tape."""
        match what:
            case "synced":
                held = self.sure.setdefault(file, bytearray())
                for pending in self.maybe.pop(file, []):
                    _do(held, *pending)
            case "deleted and synced":
                self.sure.pop(file, None)
                self.maybe.pop(file, None)
            case _:
                self.maybe.setdefault(file, []).append((what, where, data))

    def cut(self, chance: Random) -> dict[str, bytes]:
        """The power goes: each thing that was not synced happened, or not, or partly."""
        left = {name: bytearray(data) for name, data in self.sure.items()}
        for file, pending in self.maybe.items():
            for what, where, data in pending:
                fate = chance.choice(("kept", "lost", "torn"))
                if fate == "lost":
                    continue
                if what == "deleted":
                    left.pop(file, None)
                    continue
                held = left.setdefault(file, bytearray())
                if what == "wrote" and fate == "torn":
                    for start in range(0, len(data), SECTOR):
                        if chance.random() < 0.5:
                            put(held, where + start, data[start : start + SECTOR])
                else:
                    _do(held, what, where, data)
        return {name: bytes(data) for name, data in left.items()}


def _do(held: bytearray, what: str, where: int, data: bytes) -> None:
    if what == "wrote":
        put(held, where, data)
    elif what == "cut":
        del held[where:]
