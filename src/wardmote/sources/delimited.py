"""CSV and its relatives: the strict fast path, and the careful one that names each odd record.

Everything is text here. The fast path is one scan by the engine; when the engine objects, or its rows do not number
what the bytes say, Python's csv module reads the file record by record.
"""

import csv
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from wardmote.engine import Workspace, csv_rows
from wardmote.errors import FileRefused
from wardmote.sources.byte_scan import Scan, count_records, count_strictly, to_utf8
from wardmote.sources.contracts import ColumnMap, Contract
from wardmote.sources.reading import Layout, Reading, SetAside, lay_out

LONGEST_FIELD = 1_000_000  # characters
BATCH = 20_000
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs", "|": "bars"}


def read_delimited(
    path: Path, scan: Scan, contract: Contract, mapping: ColumnMap, workspace: Workspace, folder: Path
) -> Reading:
    """Lay a text file out for the workspace. Raises FileRefused for what no row can be blamed for."""
    path, encoding = to_utf8(_plainly_named(path, folder), scan, folder / "decoded.csv")
    if scan.lone_returns and scan.newlines and not scan.has_quotes:
        raise FileRefused(
            "it has line breaks of two kinds (some rows end in a bare carriage return), so where rows end is unclear. "
            "Ask the sender to export it again."
        )
    header, delimiter = read_header(path)
    layout = lay_out(header, contract, mapping)
    reading = Reading("arrived", layout.read, 0, encoding, layout.ignored)
    reading.trim, reading.control = scan.has_loose_spaces or delimiter != ",", scan.has_control
    reading.counted = count_records(path, scan) - 1
    if reading.counted == 0:
        raise FileRefused("it has headings and no rows. Ask the sender whether there was nothing to report.")
    if delimiter != ",":
        reading.notes.append(f"Columns are separated by {_DELIMITER_NAMES[delimiter]}, not commas.")
    if encoding == "windows-1252":
        reading.notes.append("Read as Windows-1252: the file is not UTF-8. Check accented names and pound signs.")
    if encoding == "utf-16":
        reading.notes.append("Read as UTF-16.")
    reading.careful = lambda: _read_carefully(path, layout, delimiter, reading, workspace)
    if scan.has_blank_lines or scan.lone_returns:
        reading.careful()
    else:
        reading.table = f"({csv_rows(path, layout.columns, delimiter)})"
    return reading


def _plainly_named(path: Path, folder: Path) -> Path:
    """The path, or a link to it where its name is bytes that are no text, which the engine cannot be given."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        link = folder / "plainly-named.csv"
        link.unlink(missing_ok=True)
        link.symlink_to(path.resolve())
        return link
    return path


def read_header(path: Path) -> tuple[list[str], str]:
    """The headings of a UTF-8 text file and what separates its columns: comma, else semicolon, tab or bar."""
    with path.open(encoding="utf-8", newline="") as handle:
        start = "".join(islice(handle, 20))[:LONGEST_FIELD]
    if not start.strip():
        raise FileRefused("the file holds nothing but blank space. Ask the sender to send it again.")
    best: tuple[list[str], str] = ([], ",")
    for delimiter in (",", ";", "\t", "|"):
        header = _first_record(start, delimiter)
        if len(header) > len(best[0]):
            best = (header, delimiter)
    return best


def _first_record(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(sys.maxsize)
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    return next((record for record in csv.reader(lines, delimiter=delimiter) if record), [])


def _read_carefully(path: Path, layout: Layout, delimiter: str, reading: Reading, workspace: Workspace) -> None:
    """Record by record into the table "arrived"; what is not a record of the right width is set aside."""
    reading.table, reading.careful = "arrived", None
    workspace.make_table("arrived", layout.columns, _batches(path, layout, delimiter, reading))
    _check_count(path, delimiter, reading, workspace)


def _batches(path: Path, layout: Layout, delimiter: str, reading: Reading) -> Iterator[Any]:
    """Arrow batches of well-formed records; the others go to `reading.set_aside`."""
    good: list[tuple[Any, ...]] = []
    for number, record in _records(path, delimiter):
        record = _without_surplus_blanks(record, len(layout.columns))
        problem = _malformed(record, len(layout.columns))
        if problem:
            rule, says = problem
            cells = tuple(cell[:LONGEST_FIELD] for cell in record)
            reading.set_aside.append(SetAside(number, "row", rule, says, cells))
        else:
            good.append((number, *(cell or None for cell in record)))
        if len(good) == BATCH:
            yield text_batch(layout.columns, good)
            good = []
    if good:
        yield text_batch(layout.columns, good)


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Data records with their numbers from 1; blank lines are not records."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as handle:
        records = (record for record in csv.reader(handle, delimiter=delimiter) if record)
        next(records)
        yield from enumerate(records, start=1)


def _without_surplus_blanks(record: list[str], width: int) -> list[str]:
    """The record without blank cells to the right of the last heading: spreadsheets write them; the engine does so too."""
    return record[:width] if len(record) > width and not any(record[width:]) else record


def _malformed(record: list[str], width: int) -> tuple[str, str] | None:
    if len(record) != width:
        return "ragged", f"has {len(record)} cells where the headings number {width}"
    longest = max(len(cell) for cell in record)
    if longest > LONGEST_FIELD:
        return "too long", f"has a cell of {longest:,} characters; the limit is {LONGEST_FIELD:,}"
    return None


def text_batch(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Any:
    """Rows (number first) as an Arrow table: int64 row_number, every other column text."""
    import pyarrow

    fields = [("row_number", pyarrow.int64()), *((name, pyarrow.string()) for name in columns)]
    values = zip(*rows, strict=True)
    arrays = [pyarrow.array(column, type=kind) for column, (_, kind) in zip(values, fields, strict=True)]
    return pyarrow.Table.from_arrays(arrays, names=[name for name, _ in fields])


def _check_count(path: Path, delimiter: str, reading: Reading, workspace: Workspace) -> None:
    """The reader's rows must number what the bytes say. Raises FileRefused when they do not: nothing is written."""
    laid_out = int(workspace.rows("SELECT count(*) FROM arrived")[0][0])
    found = laid_out + len(reading.set_aside)
    if found != reading.counted:
        reading.counted = count_strictly(path, delimiter.encode())[0] - 1
    if found != reading.counted:
        raise FileRefused(
            f"reading it gave {found:,} rows but its bytes hold {reading.counted:,}, so some row is not what it seems "
            f"(stray quotation marks or line breaks). Ask the sender to export it again."
        )
