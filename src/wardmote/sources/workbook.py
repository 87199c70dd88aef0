"""Spreadsheets: read with calamine, counted and inspected through their XML.

A workbook says things a CSV cannot: hidden sheets, rows and columns, formulas, macros, links to other files. Each is
either refused or said aloud; nothing hidden is read silently.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from wardmote.engine import Workspace
from wardmote.errors import FileRefused
from wardmote.sources.contracts import ColumnMap, Contract
from wardmote.sources.delimited import text_batch
from wardmote.sources.inbox import LARGEST_RATIO
from wardmote.sources.reading import Layout, Reading, SetAside, lay_out

LARGEST_PART = 500_000_000  # bytes of one XML part, unpacked
LARGEST_WHOLE = 1_000_000_000
MOST_CELLS = 10_000_000  # in the rectangle that holds every value
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, KeyError, ValueError, EOFError, OSError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass
class SheetFacts:
    """What the XML of a sheet says, independently of the reader."""

    filled_rows: list[int] = field(default_factory=list)  # 1-based sheet rows with a value in them
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[str] = field(default_factory=list)
    first_formula: str | None = None
    last_row: int = 0
    last_column: int = 0


def read_workbook(path: Path, kind: str, contract: Contract, mapping: ColumnMap, workspace: Workspace) -> Reading:
    """Lay the one visible sheet of a workbook out in the workspace table "arrived". Raises FileRefused."""
    if kind not in (".xlsx", ".ods"):
        raise FileRefused(f"a {kind} workbook can carry macros or cannot be checked. Save it as .xlsx and load again.")
    sheet, hidden, facts = _checked_sheet(path, kind)
    if len(facts.filled_rows) == 1:
        raise FileRefused("it has headings and no rows. Ask the sender whether there was nothing to report.")
    return _laid_out(_cells(path, sheet), facts, hidden, contract, mapping, workspace)


def checked_cells(path: Path) -> list[tuple[int, list[str | None]]]:
    """The filled rows of an .xlsx, with their number in the sheet, under the same checks. Raises FileRefused."""
    sheet, _, facts = _checked_sheet(path, ".xlsx")
    if facts.hidden_rows:
        raise FileRefused(f"row {min(facts.hidden_rows)} of sheet '{sheet}' is hidden. Unhide it or delete it.")
    return _cells(path, sheet)


def _checked_sheet(path: Path, kind: str) -> tuple[str, list[str], SheetFacts]:
    """The visible sheet, the hidden ones' names, and what the XML says. Raises FileRefused for what is not read."""
    _refuse_unsafe_package(path)
    if kind == ".ods":
        _refuse_endless_repeats(path)
    sheet, hidden = _the_visible_sheet(path)
    facts = _xlsx_facts(path, sheet) if kind == ".xlsx" else _ods_facts(path, sheet)
    if facts.first_formula:
        raise FileRefused(
            f"cell {facts.first_formula} of sheet '{sheet}' holds a formula, whose result may be stale. "
            f"Copy the sheet, paste it as values, and send that."
        )
    if facts.hidden_columns:
        raise FileRefused(
            f"column {', '.join(facts.hidden_columns)} of sheet '{sheet}' is hidden. Unhide it if it was meant to be "
            f"sent, delete it if not, and send the file again."
        )
    if facts.last_row * facts.last_column > MOST_CELLS:
        raise FileRefused(
            f"sheet '{sheet}' reaches to row {facts.last_row:,} and column {_letters(facts.last_column)}: a stray value "
            f"far from the table? Delete the rows and columns outside it and send the file again."
        )
    if not facts.filled_rows:
        raise FileRefused(f"sheet '{sheet}' is empty. Ask the sender to send it again.")
    return sheet, hidden, facts


def _laid_out(
    rows: list[tuple[int, list[str | None]]],
    facts: SheetFacts,
    hidden: list[str],
    contract: Contract,
    mapping: ColumnMap,
    workspace: Workspace,
) -> Reading:
    header = [cell or "" for cell in rows[0][1]]
    while header and not header[-1].strip():
        header.pop()
    layout = lay_out(header, contract, mapping)
    reading = Reading("arrived", layout.read, len(facts.filled_rows) - 1, None, layout.ignored, trim=True)
    for name in hidden:
        reading.notes.append(f"Sheet '{name}' is hidden and was not read. Tell the sender: it was sent nonetheless.")
    good = list(_good_rows(rows[1:], layout, facts, reading))
    reading.control = True
    workspace.make_table("arrived", layout.columns, [text_batch(layout.columns, good)] if good else [])
    found = len(good) + len(reading.set_aside)
    if found != reading.counted:
        raise FileRefused(
            f"reading it gave {found:,} rows but its XML holds {reading.counted:,}. Save it as CSV and send that."
        )
    return reading


def _good_rows(
    rows: list[tuple[int, list[str | None]]], layout: Layout, facts: SheetFacts, reading: Reading
) -> Iterator[tuple[Any, ...]]:
    width = len(layout.columns)
    for number, (sheet_row, cells) in enumerate(rows, start=1):
        if sheet_row in facts.hidden_rows:
            says = (
                f"(row {sheet_row} of the sheet) is hidden in the workbook; unhide it if it was meant, else delete it"
            )
            reading.set_aside.append(SetAside(number, "row", "hidden", says, _texts(cells)))
        elif any(cells[width:]):
            says = f"(row {sheet_row} of the sheet) has values to the right of the last heading"
            reading.set_aside.append(SetAside(number, "row", "ragged", says, _texts(cells)))
        else:
            padded = [*cells[:width], *[None] * (width - len(cells))]
            yield (number, *padded)


def _texts(cells: list[str | None]) -> tuple[str, ...]:
    return tuple(cell or "" for cell in cells)


def _cells(path: Path, sheet: str) -> list[tuple[int, list[str | None]]]:
    """Rows that hold a value, with their 1-based number in the sheet, every cell as text."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        reader = workbook.get_sheet_by_name(sheet)
        values = reader.to_python(skip_empty_area=False)
        workbook.close()
    except Exception as error:  # calamine's own kinds and, on damage, a Rust panic
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None
    rows = ((number, [_text(value) for value in row]) for number, row in enumerate(values, start=1))
    return [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]


def _text(value: object) -> str | None:
    """A cell as text: dates as ISO, whole numbers without a decimal point."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != time() else value.strftime("%Y-%m-%d")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


# what the package says


def _refuse_unsafe_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
            for info in infos:
                _refuse_unsafe_part(package, info)
    except _BROKEN as error:
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None
    if sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise FileRefused(f"the workbook unpacks to more than {LARGEST_WHOLE:,} bytes. Ask the sender for a CSV.")


def _refuse_unsafe_part(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    name = info.filename.lower()
    if info.flag_bits & 0x1:
        raise FileRefused("the workbook is protected by a password. Save it without one and load again.")
    if info.file_size > LARGEST_PART or info.file_size > max(10_000_000, LARGEST_RATIO * max(info.compress_size, 1)):
        raise FileRefused(
            f"part of the workbook unpacks to {info.file_size:,} bytes from {info.compress_size:,}, more than the "
            f"limits allow. Ask the sender for a CSV."
        )
    if name.endswith("vbaproject.bin"):
        raise FileRefused("the workbook holds macros. Save it as .xlsx without them and load again.")
    if "/externallinks/" in name:
        raise FileRefused("the workbook takes values from another workbook. Paste them as values and send that.")
    if name.endswith((".xml", ".rels")):
        with package.open(info) as part:
            head = part.read(65_536)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise FileRefused(
                "the workbook's XML declares entities, which no spreadsheet does. Do not open it; ask the sender."
            )


def _the_visible_sheet(path: Path) -> tuple[str, list[str]]:
    """The one visible sheet's name, and the hidden ones'. Raises FileRefused when there is not exactly one."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [(sheet.name, sheet.visible) for sheet in workbook.sheets_metadata]
        workbook.close()
    except Exception as error:
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None
    visible = [name for name, state in sheets if state == python_calamine.SheetVisibleEnum.Visible]
    if len(visible) != 1:
        listed = ", ".join(f"'{name}'" for name in visible) or "none"
        raise FileRefused(f"it has {len(visible)} visible sheets ({listed}); one is expected. Send one sheet per file.")
    return visible[0], [name for name, _ in sheets if name not in visible]


def _xlsx_facts(path: Path, sheet: str) -> SheetFacts:
    facts = SheetFacts()
    try:
        with zipfile.ZipFile(path) as package, package.open(_sheet_part(package, sheet)) as part:
            for _, element in ElementTree.iterparse(part):
                _note_element(element, facts)
    except _BROKEN as error:
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None
    return facts


def _note_element(element: Any, facts: SheetFacts) -> None:
    if element.tag == _MAIN + "row":
        number = int(element.get("r", len(facts.filled_rows) + 1))
        filled = [cell for cell in element if _has_value(cell)]
        if filled:
            facts.filled_rows.append(number)
            facts.last_row = max(facts.last_row, number)
            facts.last_column = max(facts.last_column, _column_of(filled[-1].get("r", "A")))
        if element.get("hidden") in ("1", "true"):
            facts.hidden_rows.add(number)
        formula = next((cell for cell in element if cell.find(_MAIN + "f") is not None), None)
        if formula is not None and facts.first_formula is None:
            facts.first_formula = formula.get("r", f"in row {number}")
        element.clear()
    elif element.tag == _MAIN + "col" and element.get("hidden") in ("1", "true"):
        first, last = int(element.get("min", 0)), int(element.get("max", 0))
        facts.hidden_columns.append(_letters(first) + (f" to {_letters(last)}" if last != first else ""))


def _has_value(cell: Any) -> bool:
    value = cell.find(_MAIN + "v")
    if value is not None and value.text:
        return True
    return any(text.text for text in cell.iter(_MAIN + "t"))


def _column_of(reference: str) -> int:
    """The column's number in a cell reference: AA7 is in column 27."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _letters(number: int) -> str:
    """A column's number as its letters: 1 is A, 27 is AA."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the XML part that holds a sheet. Raises KeyError when the workbook does not say."""
    root = ElementTree.fromstring(package.read("xl/workbook.xml"))
    ids = {entry.get("name"): entry.get(_RELATION) for entry in root.iter(_MAIN + "sheet")}
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations.iter(_PACKAGE + "Relationship")}
    target = targets[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _refuse_endless_repeats(path: Path) -> None:
    """An OpenDocument cell or row may say that it stands a billion times. Raises FileRefused before it is believed."""
    rows = 0
    try:
        with zipfile.ZipFile(path) as package, package.open("content.xml") as part:
            for _, element in ElementTree.iterparse(part):
                name = re.sub(r"\{.*\}", "", str(element.tag))
                if name == "table-cell" and _ods_value(element):
                    wide = int(_attribute(element, "number-columns-repeated") or 1)
                    if wide > MOST_COLUMNS:
                        raise FileRefused(f"a cell is said to repeat {wide:,} times. Save the file as .xlsx or CSV.")
                elif name == "table-row" and any(_ods_value(cell) for cell in element):
                    rows += int(_attribute(element, "number-rows-repeated") or 1)
    except _BROKEN as error:
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None
    if rows > MOST_ROWS:
        raise FileRefused(f"its rows are said to number {rows:,}. Save the file as .xlsx or CSV.")


def _ods_facts(path: Path, sheet: str) -> SheetFacts:
    """The same for an OpenDocument sheet, whose rows and cells may be written once and repeated."""
    try:
        with zipfile.ZipFile(path) as package:
            return _ods_noted(ElementTree.fromstring(package.read("content.xml")), sheet)
    except _BROKEN as error:
        what = type(error).__name__
        raise FileRefused(f"the workbook is damaged or cut short ({what}). Ask the sender to send it again.") from None


def _ods_noted(root: Any, sheet: str) -> SheetFacts:
    facts = SheetFacts()
    table = next((each for each in _named(root, "table") if _attribute(each, "name") == sheet), None)
    number = 0
    for row in _named(table, "table-row") if table is not None else ():
        repeat = int(_attribute(row, "number-rows-repeated") or 1)
        filled = any(_ods_value(cell) for cell in row)
        if filled:
            facts.filled_rows += range(number + 1, number + repeat + 1)
        if _attribute(row, "visibility") in ("collapse", "filter"):
            facts.hidden_rows.update(range(number + 1, number + min(repeat, 1_100_000) + 1))
        if facts.first_formula is None and any(_attribute(cell, "formula") for cell in row):
            facts.first_formula = f"in row {number + 1}"
        number += repeat
    position = 0
    for column in _named(table, "table-column") if table is not None else ():
        repeat = int(_attribute(column, "number-columns-repeated") or 1)
        if _attribute(column, "visibility") in ("collapse", "filter"):
            facts.hidden_columns.append(_letters(position + 1))
        position += repeat
    return facts


def _named(element: Any, name: str) -> Iterator[Any]:
    return (each for each in element.iter() if re.sub(r"\{.*\}", "", str(each.tag)) == name)


def _attribute(element: Any, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if re.sub(r"\{.*\}", "", key) == name), None)


def _ods_value(cell: Any) -> bool:
    return bool(_attribute(cell, "value-type")) or any(text for text in cell.itertext())
