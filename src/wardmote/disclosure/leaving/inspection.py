"""Open a file that is to leave and say everything in it that should not be there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wardmote.disclosure.leaving import opendocument, word, workbook
from wardmote.disclosure.leaving.archive import (
    NotReadable,
    about_archive,
    open_parts,
    outward_links,
    properties,
    unlisted,
)
from wardmote.disclosure.leaving.leak import Expected, Leak
from wardmote.disclosure.leaving.pdf import hidden_in_pdf

_ONE = r"[+\-−]?\d[\d,.]*%?"
_NUMBER = re.compile(rf"{_ONE}(?: to {_ONE})?(?: \({_ONE}(?: to {_ONE})?\))?")
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, the full-width forms too."""
OFFICE = (".xlsx", ".docx", ".ods", ".odt")


def inspect(name: str, content: bytes, expected: Expected) -> list[Leak]:
    """Every leak in one file, by part. A file that cannot be opened as what its name says is a leak itself."""
    try:
        return sorted({Leak(name, part, what) for part, what in _found(Path(name).suffix.lower(), content, expected)})
    except NotReadable as error:
        return [Leak(name, "file", str(error))]


def inspect_folder(folder: Path, expected: Expected) -> list[Leak]:
    """Every leak in the files of a published folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [leak for path in files for leak in inspect(str(path.relative_to(folder)), path.read_bytes(), expected)]


def _found(kind: str, content: bytes, expected: Expected) -> Iterator[tuple[str, str]]:
    if kind == ".pdf":
        yield from hidden_in_pdf(content, expected)
    elif kind in OFFICE:
        yield from _office(kind, content, expected)
    elif kind == ".csv":
        yield from _csv(content)
    elif kind == ".html":
        yield from _html(content)
    elif kind not in (".json", ".txt", ".jsonl"):
        yield "file", "a file of a kind that is not published"


def _office(kind: str, content: bytes, expected: Expected) -> Iterator[tuple[str, str]]:
    parts = open_parts(content)
    yield from about_archive(content)
    rules = {".xlsx": workbook, ".docx": word}.get(kind, opendocument)
    yield from unlisted(parts, rules.ALLOWED, rules.KNOWN)
    yield from outward_links(parts)
    for name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        if name in parts:
            yield from properties(parts[name], name, expected.author)
    if kind == ".xlsx":
        yield from workbook.hidden_in_workbook(parts)
    elif kind == ".docx":
        yield from word.hidden_in_word(parts, expected)
    else:
        yield from opendocument.hidden_in_opendocument(parts)


def _csv(content: bytes) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig"))), 1):
        if any(is_live(cell) for cell in row):
            yield f"row {number}", "text that a spreadsheet would run as a formula"


def is_live(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula; -7, +3% and +3% (-1% to +7%) are numbers."""
    return text.startswith(RUNS) and not _NUMBER.fullmatch(text)


def _html(content: bytes) -> Iterator[tuple[str, str]]:
    text = content.decode("utf-8")
    for pattern, what in (
        (r"<!--(?!\[if)", "a comment"),
        (r"<input[^>]+type=[\"']?hidden", "a hidden field"),
        (r"<meta[^>]+name=[\"']?(?:author|generator)", "who or what made it"),
        (r"style=[\"'][^\"']*(?:display:\s*none|visibility:\s*hidden)", "text that cannot be seen"),
    ):
        if re.search(pattern, text, re.IGNORECASE):
            yield "page", what


def searched(folder: Path, needles: Iterable[str]) -> list[Leak]:
    """Files of a folder whose bytes, or whose parts' bytes where they are archives, hold one of the needles."""
    wanted = [needle.encode() for needle in needles]
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        parts = {"file": content, **(open_parts(content) if path.suffix.lower() in OFFICE else {})}
        found += [
            Leak(str(path.relative_to(folder)), part, f"holds “{needle.decode()}”")
            for part, data in parts.items() for needle in wanted if needle in data
        ]  # fmt: skip
    return found
