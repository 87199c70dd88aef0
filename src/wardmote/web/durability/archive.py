"""What is inside a backup: files in a tar, sealed as they are written, checked as they are read."""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from wardmote.web.durability.sealed_file import Sealing, Unsealable, Unsealing

DATABASE, MANIFEST = "database", "manifest.json"
FOLDERS = ("documents", "heads")


def seal(opened: BinaryIO, key: bytes, manifest: bytes, files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Write the manifest and the files; the digest of each, as it was read."""
    sealing, wrote = Sealing(opened, key), {}
    with tarfile.open(fileobj=cast(BinaryIO, sealing), mode="w|", format=tarfile.PAX_FORMAT) as archive:
        wrote[MANIFEST] = _add(archive, MANIFEST, BytesIO(manifest), len(manifest))
        for name, file in files:
            with file.open("rb") as source:
                wrote[name] = _add(archive, name, source, os.fstat(source.fileno()).st_size)
    sealing.close()
    return wrote


def members(file: BinaryIO, keys: Sequence[bytes]) -> Iterator[tuple[str, BinaryIO]]:
    """What is in a backup, in its order, checked as it is read and to the very end."""
    opened = Unsealing(file, keys)
    try:
        with tarfile.open(fileobj=cast(BinaryIO, opened), mode="r|") as archive:
            for member in archive:
                data = archive.extractfile(member)
                if data is None:
                    raise Unsealable(f"it holds {member.name}, which is not a file")
                yield member.name, cast(BinaryIO, data)
    except tarfile.TarError as error:
        raise Unsealable(f"what it holds cannot be read: {error}") from error
    opened.finish()


def contents(file: BinaryIO, keys: Sequence[bytes]) -> dict[str, str]:
    """The digest of everything in a backup. Raises Unsealable when any of it cannot be trusted."""
    return {name: hashlib.file_digest(data, "sha256").hexdigest() for name, data in members(file, keys)}  # type: ignore[arg-type]


class _Reading:
    """A file that is digested while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, file: BinaryIO, size: int) -> str:
    member, reading = tarfile.TarInfo(name), _Reading(file)
    member.size, member.mode = size, 0o600
    archive.addfile(member, cast(BinaryIO, reading))
    return reading.digest.hexdigest()
