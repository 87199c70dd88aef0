"""The registers: small tables that people keep by hand in the partnership folder, as CSV or XLSX.

Their columns are fixed. A register with a bad row is refused as a whole, naming file, row and column, because whoever
keeps it can put it right at once. A register that is not there is empty.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wardmote.errors import FileRefused
from wardmote.periods import month_number
from wardmote.provenance.digests import file_digest
from wardmote.sources.load_report import Refusal
from wardmote.sources.masking import masked, safe_heading

SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True)
class Entry:
    """One column of a register. `read` turns its text into a value, or raises ValueError saying what it must be."""

    name: str
    read: Callable[[str], Any] = str
    needed: bool = True


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("is not a number; write it as 8.9 or 1250, without separators") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("is not a number; write it as 8.9 or 1250, without separators")
    return value


def _whole(text: str) -> int:
    value = _number(text)
    if not value.is_integer():
        raise ValueError("is not a whole number")
    return int(value)


def _date(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError("is not a date; write it as 2016-10-31 or 31/10/2016")


def _month(text: str) -> str:
    try:
        month_number(text)
    except ValueError:
        raise ValueError("is not a month; write it as 2016-10") from None
    return text


def _month_or_date(text: str) -> str:
    """Kept as text: "2015-04", or a date as "2015-04-01"."""
    return _month(text) if re.fullmatch(r"\d{4}-\d{2}", text) else _date(text).isoformat()


def _yes_no(text: str) -> bool:
    answers = {"yes": True, "no": False, "true": True, "false": False}
    if text.casefold() not in answers:
        raise ValueError("must be yes or no")
    return answers[text.casefold()]


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
        raise ValueError("is not an id; use letters, digits and hyphens, without spaces")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.casefold() not in choices:
            raise ValueError(f"must be one of: {', '.join(choices)}")
        return text.casefold()

    return read


def _optional(name: str, read: Callable[[str], Any] = str) -> Entry:
    return Entry(name, read, needed=False)


REGISTERS: dict[str, tuple[Entry, ...]] = {
    "series_breaks": (
        Entry("measure"), _optional("area"), Entry("from", _month_or_date), _optional("until", _month_or_date),
        Entry("reason"), _optional("source"),
    ),
    "beat_code_notes": (Entry("ward_a"), Entry("ward_b"), Entry("note"), _optional("owner")),
    "causes": (
        Entry("measure"), Entry("explanation"), _optional("evidence_for"), _optional("evidence_against"),
        _optional("judgement"), _optional("judged_by"), _optional("judged_on", _date),
    ),
    "priorities": (
        Entry("id", _slug), Entry("priority"), _optional("theme"),
        Entry("status", _one_of("kept", "added", "moved", "dropped")), _optional("reason"), _optional("since"),
        _optional("evidence"),
    ),
    "indicators": (
        Entry("id", _slug), Entry("label"), Entry("priority"), _optional("measure"), _optional("received"),
        _optional("target", _number), _optional("unit"), Entry("better", _one_of("higher", "lower")), Entry("owner"),
        _optional("review_date", _date),
    ),
    "plan_actions": (
        Entry("id", _slug), Entry("priority"), Entry("action"), Entry("owner"),
        Entry("status", _one_of("done", "partly", "not done")), _optional("evidence"),
    ),
    "engagement": (
        Entry("date", _date), Entry("event"), Entry("kind", _one_of("public meeting", "consultation", "engagement")),
        Entry("public", _yes_no), Entry("senior_persons", _yes_no), _optional("people", _whole), _optional("asked"),
        _optional("heard"), _optional("led_to"),
    ),
    "received_figures": (
        Entry("id", _slug), Entry("label"), Entry("sender"), _optional("start", _month), _optional("end", _month),
        Entry("value", _number), Entry("unit"), _optional("numerator", _number), _optional("denominator", _number),
        _optional("received", _date), _optional("evidence_file"),
        Entry("class", _one_of("already-public", "partner", "sensitive", "health", "deaths")), _optional("note"),
    ),
    "facts": (
        Entry("id", _slug), Entry("label"), Entry("value"), _optional("unit"), _optional("area"),
        _optional("period"), Entry("source"), _optional("note"),
    ),
    "operations": (
        Entry("id", _slug), Entry("operation"), Entry("measure"), _optional("started", _month), _optional("ended", _month),
        _optional("chosen_in", _month), _optional("treated"), _optional("compared_with"), _optional("empty_days", _whole),
        _optional("note"),
    ),
    "harm_weights": (
        Entry("scale", _slug), Entry("measure"), Entry("weight", _number), Entry("unit"), Entry("source"),
    ),
    "similar_areas": (
        Entry("area", _slug), _optional("name"), _optional("reason"), _optional("chosen_by"), _optional("chosen_on", _date),
    ),
    "holidays": (Entry("date", _date), Entry("name")),
}  # fmt: skip


def headings(name: str) -> str:
    """The first line of a register as CSV."""
    return ",".join(entry.name for entry in REGISTERS[name])


@dataclass(frozen=True)
class Registers:
    """Every register read: typed rows, digests of the files (column maps included), and what was refused."""

    rows: dict[str, tuple[dict[str, Any], ...]]
    digests: dict[str, str]
    refusals: tuple[Refusal, ...]


def read_registers(folder: Path) -> Registers:
    """Read every known register in a folder. A file that is not a known register is refused, so that a slip in a
    name is not silence. Nothing is raised for what the files hold."""
    rows: dict[str, tuple[dict[str, Any], ...]] = {}
    digests, refusals = {}, []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            digests[name] = file_digest(path)
            if path.parent == folder:
                rows[path.stem] = _read_register(path, path.stem in rows)
        except FileRefused as refusal:
            refusals.append(Refusal(source="registers", file=f"registers/{name}", message=str(refusal)))
        except OSError as error:
            message = f"it cannot be read ({error.strerror}). Check the file and its permissions."
            refusals.append(Refusal(source="registers", file=f"registers/{name}", message=message))
    return Registers(rows, digests, tuple(refusals))


def _files(folder: Path) -> list[Path]:
    found = [*folder.glob("*.csv"), *folder.glob("*.xlsx"), *folder.glob("column_maps/*.csv")]
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def _read_register(path: Path, taken: bool) -> tuple[dict[str, Any], ...]:
    if path.stem not in REGISTERS:
        raise FileRefused(f"there is no register of this name. Known: {', '.join(sorted(REGISTERS))}.")
    if taken:
        raise FileRefused(f"there is a {path.stem}.csv as well. Keep one of the two.")
    entries = REGISTERS[path.stem]
    lines = _csv_lines(path) if path.suffix == ".csv" else _xlsx_lines(path)
    lines = [(at, cells) for at, cells in lines if any(cell.strip() for cell in cells)]
    while lines and lines[0][1][0].lstrip().startswith("#"):
        lines = lines[1:]
    if not lines:
        return ()
    (_, header), *rest = lines
    names = _headings(header, entries)
    return tuple(_row(at, cells, names, entries) for at, cells in rest)


def _headings(header: list[str], entries: tuple[Entry, ...]) -> list[str]:
    names = [heading.strip().casefold() for heading in header]
    while names and not names[-1]:
        names.pop()
    known = [entry.name for entry in entries]
    expected = f"Its columns are: {', '.join(known)}."
    unknown = [safe_heading(name) for name in names if name not in known]
    missing = [entry.name for entry in entries if entry.needed and entry.name not in names]
    if unknown:
        raise FileRefused(f"column '{unknown[0]}' is not one of this register's. {expected}")
    if missing:
        raise FileRefused(f"column '{missing[0]}' is missing. {expected}")
    if len(set(names)) != len(names):
        raise FileRefused(f"a column stands twice. {expected}")
    return names


def _row(at: int, cells: list[str], names: list[str], entries: tuple[Entry, ...]) -> dict[str, Any]:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise FileRefused(f"line {at}: it has more cells than there are columns; put text with commas in quotes.")
    texts = dict(zip(names, [cell.strip() for cell in cells], strict=False))
    row: dict[str, Any] = {}
    for entry in entries:
        text = texts.get(entry.name, "")
        if not text:
            if entry.needed:
                raise FileRefused(f"line {at}, column {entry.name}: it is blank; fill it in.")
            row[entry.name] = None
            continue
        try:
            row[entry.name] = entry.read(text)
        except ValueError as problem:
            raise FileRefused(f"line {at}, column {entry.name}: {masked(text)} {problem}.") from None
    return row


def _csv_lines(path: Path) -> list[tuple[int, list[str]]]:
    """Records with the number of the line each starts on."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("it is not UTF-8 text. Save it as CSV UTF-8.") from None
    if "\0" in text:
        raise FileRefused("it holds NUL bytes, so it is not a CSV. Save it as CSV UTF-8.")
    lines = text.splitlines(keepends=True)
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].lstrip().startswith("#")):
        skipped += 1
    reader = csv.reader(lines[skipped:], strict=True)
    records, start = [], skipped + 1
    try:
        for record in reader:
            if record:
                records.append((start, record))
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(f"line {skipped + reader.line_num}: the quotation marks do not match ({error}).") from None
    return records


def _xlsx_lines(path: Path) -> list[tuple[int, list[str]]]:
    """Rows of the first visible sheet with a value in them, checked as any partner's workbook is."""
    from wardmote.sources.workbook import checked_cells

    return [(at, [cell or "" for cell in cells]) for at, cells in checked_cells(path)]
