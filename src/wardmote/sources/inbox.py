"""The inbox: which files a source's patterns name, what lies inside an archive, and a safe way to unpack one.

Nothing in the inbox is ever written to. A member of a zip is copied out under a name of our own, never its own, and no
more of it is unpacked than the limits below allow.
"""

import errno
import gzip
import lzma
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from wardmote.errors import FileRefused, WrongUse
from wardmote.provenance.digests import file_digest

LARGEST_MEMBER = 4_000_000_000  # bytes unpacked
LARGEST_RATIO = 200  # unpacked to packed; text packs 5 to 20 times
RATIO_MATTERS_FROM = 10_000_000  # bytes; below this no ratio is dangerous
MOST_MEMBERS = 10_000
CHUNK = 1 << 17  # bytes; small enough to stay in the processor's cache while it is looked at

TABLES = (".csv", ".tab", ".tsv", ".txt")
PROSE = ".txt"  # a table when it stands in the inbox, most often a covering note when in a zip
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SHAPES = (".geojson", ".json", ".gpkg", ".shp")
READABLE = (*TABLES, *WORKBOOKS, *SHAPES, ".parquet")
SIDECARS = (".shx", ".dbf", ".prj", ".cpg", ".qmd", ".sbn", ".sbx", ".qix")
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip file or a spreadsheet"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old or a password-protected Office file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database or GeoPackage"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a word-processor document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)

_DAMAGE = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, KeyError, IndexError,
)  # fmt: skip


@dataclass(frozen=True)
class Arrived:
    """A file in the inbox: its place there and the digest of its bytes (with a shapefile's, its companions')."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Member:
    """One table to read: a file as it lies in the inbox, or a member of an archive there."""

    name: str  # inbox-relative; zip!member
    arrived: Arrived
    inside: str | None = None  # the member's name in the zip

    @property
    def base(self) -> str:
        """The file's own name without folders, and without .gz."""
        name = PurePosixPath(self.inside or self.arrived.name).name
        return name[:-3] if name.lower().endswith(".gz") else name

    @property
    def kind(self) -> str:
        return PurePosixPath(self.base).suffix.lower()


def named_files(inbox: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Every file that the patterns name, sorted by its place in the inbox. A folder stands for the files in it.

    A dangling link counts as a file, so that it can be refused aloud. Hidden files and a shapefile's companions are
    passed over. Raises WrongUse when a pattern leaves the inbox.
    """
    found: set[Path] = set()
    for pattern in patterns:
        if PurePosixPath(pattern).is_absolute() or ".." in PurePosixPath(pattern).parts or not pattern:
            raise WrongUse(f'files = "{pattern}": a pattern is relative to the inbox and stays inside it')
        for path in inbox.glob(pattern):
            found.update(_files_in(path) if path.is_dir() and not _looks_like_a_table(path) else [path])
    visible = [path for path in found if not path.name.startswith(".") and path.suffix.lower() not in SIDECARS]
    return sorted(visible, key=lambda path: path.relative_to(inbox).as_posix())


def place_of(path: Path, inbox: Path) -> str:
    """Where a file lies in the inbox, as text that can be written anywhere, whatever bytes its name holds."""
    return path.relative_to(inbox).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _files_in(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if not path.is_dir() and path.suffix.lower() in (*READABLE, ".zip", ".gz")
    ]


def _looks_like_a_table(path: Path) -> bool:
    return path.suffix.lower() in (*READABLE, ".zip", ".gz")


def arrive(inbox: Path, path: Path) -> Arrived:
    """Identify a file by its content. Raises FileRefused when there is nothing there to read."""
    name = place_of(path, inbox)
    if path.is_symlink() and not path.exists():
        raise FileRefused("this is a link to a file that is not there. Put the file itself in the inbox.")
    if path.is_dir():
        raise FileRefused("this is a folder with a file's name. Move the file out of it into the inbox.")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileRefused("this is not an ordinary file. Put a copy of the file itself in the inbox.")
        if path.stat().st_size == 0:
            raise FileRefused("the file is empty (0 bytes). Ask the sender to send it again.")
        digest = file_digest(path)
        for sidecar in companions(path):
            digest = file_digest_of_pair(digest, sidecar)
    except PermissionError:
        raise FileRefused("this account may not read the file. Change its permissions, then load again.") from None
    except OSError as error:
        raise FileRefused(f"the file cannot be read ({error.strerror}). Copy it to the inbox again.") from None
    return Arrived(name, path, digest)


def companions(path: Path) -> list[Path]:
    """The files that make up a shapefile beside its .shp."""
    if path.suffix.lower() != ".shp":
        return []
    beside = sorted(path.parent.glob(path.stem + ".*"))
    return [other for other in beside if other.suffix.lower() in (".dbf", ".shx", ".prj", ".cpg")]


def file_digest_of_pair(digest: str, other: Path) -> str:
    """The digest of a file together with a companion."""
    from wardmote.provenance.digests import text_digest

    return text_digest(digest + other.suffix.lower() + file_digest(other))


def members(arrived: Arrived, wanted: str | None = None) -> list[Member]:
    """The tables in a file: itself, or the members of a zip whose base name matches `wanted`.

    Raises FileRefused when there is none or the zip is unsafe.
    """
    if arrived.path.suffix.lower() != ".zip":
        return [Member(arrived.name, arrived)]
    infos = _contents(arrived)
    if len(infos) > MOST_MEMBERS:
        raise FileRefused(f"the zip holds {len(infos):,} files; the limit is {MOST_MEMBERS:,}. Send it in parts.")
    for info in infos:
        _refuse_unsafe(info)
    names = [info.filename for info in infos if _is_wanted(info.filename, wanted)]
    if not names:
        raise FileRefused("the zip holds no table of this source. Ask the sender for the tables themselves.")
    if len(set(names)) != len(names):
        raise FileRefused("the zip holds two files of one name. Ask the sender to zip them again.")
    return [Member(f"{arrived.name}!{name}", arrived, name) for name in sorted(names)]


def other_members(arrived: Arrived, wanted: str | None = None) -> list[str]:
    """What else a zip holds, to be said aloud."""
    if arrived.path.suffix.lower() != ".zip":
        return []
    return sorted(info.filename for info in _contents(arrived) if not _is_wanted(info.filename, wanted))


def _contents(arrived: Arrived) -> list[zipfile.ZipInfo]:
    with _opened_zip(arrived.path) as archive:
        return [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]


def _is_wanted(name: str, wanted: str | None) -> bool:
    base = PurePosixPath(name)
    if base.suffix.lower() not in READABLE or base.suffix.lower() == PROSE:
        return False
    return wanted is None or re.search(wanted, base.name, re.IGNORECASE) is not None


def _is_litter(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")


def _refuse_unsafe(info: zipfile.ZipInfo) -> None:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.flag_bits & 0x1:
        raise FileRefused("the zip is protected by a password. Ask the sender for it unprotected, by a safe route.")
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename:
        raise FileRefused(
            "the zip names a file outside itself, which no honest tool does. Do not open it; ask the sender."
        )
    if info.filename.lower().endswith((".zip", ".7z", ".rar")):
        raise FileRefused("the zip holds another zip. Unpack it once and put what is inside in the inbox.")
    if info.file_size > LARGEST_MEMBER or _suspicious(info.file_size, info.compress_size):
        raise FileRefused(
            f"the zip unpacks to {info.file_size:,} bytes from {info.compress_size:,}, more than the limits allow "
            f"({LARGEST_RATIO} times, {LARGEST_MEMBER:,} bytes). Ask the sender what it is before opening it."
        )


def _suspicious(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_MATTERS_FROM and unpacked > LARGEST_RATIO * max(packed, 1)


@contextmanager
def _refusing_damage(what: str) -> Iterator[None]:
    """Whatever an archive with bytes of its own can make the libraries raise is a refusal, and never a crash."""
    try:
        yield
    except _DAMAGE as error:
        raise FileRefused(f"{what} is damaged or cut short ({error}). Ask the sender to send it again.") from None
    except PermissionError:
        raise FileRefused("this account may not read the file. Change its permissions, then load again.") from None
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # a full disk, say, is no fault of the file's
            raise
        raise FileRefused(f"{what} is damaged or cut short ({error}). Ask the sender to send it again.") from None


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with _refusing_damage("the zip"), zipfile.ZipFile(path) as archive:
        yield archive


def copy_out(member: Member, folder: Path, look: Callable[[bytes], None] = lambda chunk: None) -> Path:
    """A plain file holding the member's bytes, unpacked into `folder` if need be; `look` sees every chunk once.

    Raises FileRefused when the archive is damaged, or unpacks to more than the limits.
    """
    if member.inside is None and not member.arrived.path.name.lower().endswith(".gz"):
        _read_through(member.arrived.path, look)
        return member.arrived.path
    target = folder / f"unpacked{member.kind}"
    packed = member.arrived.path.stat().st_size
    with _refusing_damage("the file"), _opened_member(member) as source, target.open("wb") as out:
        done = 0
        while chunk := source.read(CHUNK):
            done += len(chunk)
            if done > LARGEST_MEMBER or _suspicious(done, packed):
                raise FileRefused(
                    f"it unpacks to more than the limits allow ({LARGEST_RATIO} times its size, "
                    f"{LARGEST_MEMBER:,} bytes). Ask the sender what it is before opening it."
                )
            look(chunk)
            out.write(chunk)
    if done == 0:
        raise FileRefused("the file is empty (0 bytes). Ask the sender to send it again.")
    return target


@contextmanager
def _opened_member(member: Member) -> Iterator[IO[bytes] | gzip.GzipFile]:
    if member.inside is None:
        with gzip.open(member.arrived.path) as unpacked:
            yield unpacked
        return
    with zipfile.ZipFile(member.arrived.path) as archive, archive.open(member.inside) as source:
        yield source


def _read_through(path: Path, look: Callable[[bytes], None]) -> None:
    try:
        with path.open("rb") as source:
            while chunk := source.read(CHUNK):
                look(chunk)
    except PermissionError:
        raise FileRefused("this account may not read the file. Change its permissions, then load again.") from None


def refuse_disguise(path: Path, kind: str) -> None:
    """Refuse a file whose content is plainly not what its name says. Raises FileRefused."""
    with path.open("rb") as handle:
        start = handle.read(512)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind in TABLES:
        for magic, what in _MAGIC:
            if start.startswith(magic):
                raise FileRefused(f"its name says {kind} but it is {what}. Ask the sender for the table as CSV.")
        if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
            raise FileRefused("this is a web page, not a table: often an error page saved by mistake. Fetch it again.")
        if text.startswith((b'{"', b"[{")):
            raise FileRefused(f"its name says {kind} but it is JSON. Ask the sender for the table as CSV.")
    if kind == ".parquet" and not start.startswith(b"PAR1"):
        raise FileRefused("its name says .parquet but it is not a Parquet file. Ask the sender to send it again.")
    if kind in WORKBOOKS:
        _refuse_disguised_workbook(start, kind)


def _refuse_disguised_workbook(start: bytes, kind: str) -> None:
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            "this is a password-protected workbook or an old .xls. Save it as .xlsx without a password, then load again."
        )
    if not start.startswith(b"PK\x03\x04"):
        raise FileRefused(f"its name says {kind} but it is not a workbook; if it is text, rename it to .csv.")


def archive_copy(arrived: Arrived, archive: Path) -> None:
    """Keep the file as it came, once, under its digest, readable by this account only."""
    archive.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (arrived.path, *companions(arrived.path)):
        target = archive / (arrived.sha256 if path == arrived.path else arrived.sha256 + path.suffix.lower())
        if not target.exists():
            part = target.with_name(target.name + ".part")
            shutil.copyfile(path, part)
            part.chmod(0o600)
            part.replace(target)
