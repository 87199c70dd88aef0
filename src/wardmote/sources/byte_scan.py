"""Text files seen as bytes: how they are encoded, what is odd about them, and how many records they hold.

The count of records here is the independent one: it knows newlines and quotation marks, nothing of any parser.
"""

import codecs
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wardmote.errors import FileRefused

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass
class Scan:
    """What one pass over a file's bytes saw. Feed it chunks in order with `look`."""

    size: int = 0
    newlines: int = 0
    returns: int = 0
    lone_returns: int = 0
    has_quotes: bool = False
    has_nul: bool = False
    has_blank_lines: bool = False
    has_control: bool = False
    has_loose_spaces: bool = False
    ascii_only: bool = True
    utf8: bool = True
    start: bytes = b""
    _last: bytes = b""
    _sha: Any = field(default_factory=hashlib.sha256)
    _decoder: Any = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def look(self, chunk: bytes) -> None:
        """Take in the next chunk."""
        import numpy

        self._sha.update(chunk)
        if len(self.start) < 4:
            self.start = (self.start + chunk)[:64]
        joined = self._last + chunk if self._last else b"\n" + chunk
        values = numpy.frombuffer(chunk, dtype=numpy.uint8)
        newlines = int(numpy.count_nonzero(values == 10))
        returns = int(numpy.count_nonzero(values == 13))
        if returns:
            pairs = numpy.frombuffer(joined, dtype=numpy.uint8)
            paired = int(numpy.count_nonzero((pairs[:-1] == 13) & (pairs[1:] == 10)))
            self.lone_returns += returns - paired + self._last.count(b"\r\n")
        self.has_quotes = self.has_quotes or b'"' in chunk
        self._look_at_neighbours(numpy.frombuffer(joined, dtype=numpy.uint8))
        self.has_blank_lines = self.has_blank_lines or (returns > 0 and b"\n\r\n" in joined)
        self._look_for_control(chunk, int(numpy.count_nonzero(values < 32)) - newlines - returns)
        self._look_at_encoding(chunk)
        self.size += len(chunk)
        self.newlines += newlines
        self.returns += returns
        self._last = chunk[-2:]

    def _look_at_neighbours(self, values: Any) -> None:
        """Blank lines, and spaces beside a comma, a quotation mark or a line break."""
        newlines, spaces = values == 10, values == 32
        self.has_blank_lines = self.has_blank_lines or bool((newlines[1:] & newlines[:-1]).any())
        if not self.has_loose_spaces:
            edges = newlines | (values == 44) | (values == 13) | (values == 34)
            self.has_loose_spaces = bool((spaces[1:] & edges[:-1]).any() or (spaces[:-1] & edges[1:]).any())

    def _look_for_control(self, chunk: bytes, others: int) -> None:
        """`others` counts bytes below 0x20 that are no line breaks: tabs, or control characters (as 0x7f is)."""
        if others:
            self.has_nul = self.has_nul or b"\0" in chunk
            self.has_control = self.has_control or others != chunk.count(b"\t")
        self.has_control = self.has_control or b"\x7f" in chunk

    def _look_at_encoding(self, chunk: bytes) -> None:
        if chunk.isascii() and self.utf8 and not self._decoder.getstate()[0]:
            return
        self.ascii_only = False
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError:
            self.utf8 = False

    @property
    def sha256(self) -> str:
        return self._sha.hexdigest()

    @property
    def ends_mid_line(self) -> bool:
        return not self._last.endswith(b"\n")

    @property
    def is_plain(self) -> bool:
        """No quotes, no blank lines, only \\n or \\r\\n: every newline ends a record."""
        return not (self.has_quotes or self.has_blank_lines or self.has_nul)

    def encoding(self) -> str:
        """utf-8, utf-8-sig, utf-16 or windows-1252. Raises FileRefused for NULs outside UTF-16."""
        for mark, name in _BYTE_ORDER_MARKS:
            if self.start.startswith(mark):
                return name
        if self.has_nul:
            raise FileRefused(
                "the file holds NUL bytes: it is damaged, not a text file, or UTF-16 without its mark. "
                "Save it again as CSV UTF-8, or ask the sender to."
            )
        return "utf-8" if self.utf8 and not self._decoder.getstate()[0] else "windows-1252"


def count_records(path: Path, scan: Scan) -> int:
    """Non-blank records of a UTF-8 text file, its heading line included.

    Raises FileRefused when a quotation mark is opened and never closed.
    """
    if scan.is_plain:
        return scan.newlines + (1 if scan.ends_mid_line else 0)
    count, open_at = _count_by_parity(path)
    if open_at is not None:
        count, open_at = count_strictly(path)
    if open_at is not None:
        raise FileRefused(
            f"row {max(open_at - 1, 0)}: a quotation mark is opened and never closed, so where rows end is unknown. "
            f"Close it, or ask the sender to export the file again."
        )
    return count


def _count_by_parity(path: Path) -> tuple[int, int | None]:
    """Records, taking every quotation mark to open or close; and the record left open at the end, if any."""
    records, inside = 0, False
    with path.open("rb") as handle:
        for line in handle:
            if not inside and not line.strip(b"\r\n"):
                continue
            records += not inside
            inside ^= line.count(b'"') % 2 == 1
    return records, records if inside else None


def count_strictly(path: Path, delimiter: bytes = b",") -> tuple[int, int | None]:
    """As above, but a quotation mark opens only at the start of a field: `6" pipe` is text. Slower."""
    records, inside = 0, False
    with path.open("rb") as handle:
        for line in handle:
            if not inside and not line.strip(b"\r\n"):
                continue
            records += not inside
            inside = _inside_after(line, inside, delimiter)
    return records, records if inside else None


def _inside_after(line: bytes, inside: bool, delimiter: bytes) -> bool:
    """Whether a quoted field is still open at the end of a line."""
    field_starts = not inside
    skip = False
    for at in range(len(line)):
        letter = line[at : at + 1]
        if skip:
            skip = False
        elif inside and letter == b'"':
            if line[at + 1 : at + 2] == b'"':
                skip = True
            else:
                inside = False
        elif not inside and field_starts and letter == b'"':
            inside = True
        field_starts = not inside and letter == delimiter
    return inside


def to_utf8(path: Path, scan: Scan, target: Path) -> tuple[Path, str]:
    """The file as UTF-8 without a mark, one kind of line break, and the encoding it came in.

    Raises FileRefused when no encoding explains every byte, or two different ones are mixed.
    """
    encoding = scan.encoding()
    if encoding == "windows-1252":
        _refuse_mixture(path)
    bare_returns = encoding != "utf-16" and scan.returns > 0 and scan.newlines == 0
    if encoding == "utf-8" and not bare_returns:
        return path, encoding
    codec = {"windows-1252": "cp1252", "utf-16": "utf-16", "utf-8-sig": "utf-8-sig"}.get(encoding, "utf-8")
    rescan = Scan()
    try:
        with path.open(encoding=codec, newline=None if bare_returns else "") as source, target.open("wb") as out:
            while text := source.read(1 << 20):
                chunk = text.encode("utf-8")
                rescan.look(chunk)
                out.write(chunk)
    except (UnicodeDecodeError, UnicodeEncodeError, UnicodeError):
        raise FileRefused(
            f"some of its bytes are not {encoding} text, nor UTF-8. Save it again as CSV UTF-8, or ask the sender to."
        ) from None
    _take_over(scan, rescan)
    return target, encoding


def _take_over(scan: Scan, rescan: Scan) -> None:
    """Replace what was seen of the original bytes by what was seen after decoding; the digest stays the original's."""
    digest = scan._sha
    scan.__dict__.update(rescan.__dict__)
    scan._sha = digest
    if scan.has_nul:
        raise FileRefused("the file holds NUL characters: it is damaged. Ask the sender to export it again.")


def _refuse_mixture(path: Path) -> None:
    """A file with a line that is UTF-8 and another that is not cannot be read either way without spoiling some."""
    utf8_line = other_line = None
    with path.open("rb") as handle:
        for number, line in enumerate(handle):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8_line = number if utf8_line is None else utf8_line
            except UnicodeDecodeError:
                other_line = number if other_line is None else other_line
                if b"\xed\xa0" <= (line[line.find(b"\xed") :])[:2] <= b"\xed\xbf" and b"\xed" in line:
                    raise FileRefused(
                        f"row {number}: it holds half a character (a lone surrogate), so the text is damaged. "
                        f"Ask the sender to export it again as UTF-8."
                    ) from None
            if utf8_line is not None and other_line is not None:
                raise FileRefused(
                    f"rows {utf8_line} and {other_line} are in different encodings (UTF-8 and another). "
                    f"Ask the sender to export the whole file as UTF-8."
                )
