"""The sheets of a tracker, every cell as text; what is hidden is named, and rows are counted a second way."""

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any

from wardmote.web.limited.office import RELATION, SHEET, parsed, unpacked
from wardmote.web.limited.work import Unfit

MOST_CELLS = 2_000_000
LONGEST_CELL = 40_000
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
NOT_READ = "Send the tracker as an Excel workbook (.xlsx) or a CSV."


def read_table(content: bytes) -> list[dict[str, Any]]:
    """Each sheet: its name, whether it is hidden, its filled rows with their numbers, and how many the file itself has."""
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    return [_delimited(content)]


# CSV


def _delimited(content: bytes) -> dict[str, Any]:
    import csv

    from wardmote.web.limited.texts import separator_of, text_of

    text = text_of(content)
    separator = separator_of(text)
    csv.field_size_limit(LONGEST_CELL)
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(read, start=1)]
    except csv.Error:
        raise Unfit(
            "This CSV cannot be read: a quotation mark is not closed, or a cell is too long. Put it right."
        ) from None
    return _sheet("CSV", True, rows, count_records(text, separator))


def count_records(text: str, separator: str) -> int:
    """Records with anything in them, counted letter by letter and not by the reader of the rows."""
    counted, inside, filled = 0, False, False
    for letter in text + "\n":
        if letter == '"':
            inside = not inside
        elif letter in "\r\n" and not inside:
            counted, filled = counted + filled, False
        elif letter != separator and not letter.isspace():
            filled = True
    return counted


# Workbooks


def _workbook(content: bytes) -> list[dict[str, Any]]:
    import python_calamine

    parts = _parts(content)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for about in book.sheets_metadata:
        visible = about.visible == python_calamine.SheetVisibleEnum.Visible
        if not visible:
            found.append(_sheet(about.name, False, [], 0))
            continue
        root = parsed(parts[_part_of(parts, about.name)])
        _refuse_far(root)
        cells = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        rows = [(number, [_text(value) for value in row]) for number, row in enumerate(cells, start=1)]
        found.append({**_sheet(about.name, True, rows, _filled(root)), **_hidden(root)})
    return found


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        parts = dict(unpacked(content))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise Unfit(
            "This file is damaged, cut short or locked. Save it again without a password and send that."
        ) from None
    if "xl/workbook.xml" not in parts:
        raise Unfit(NOT_READ)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise Unfit("This workbook holds macros. Save it as .xlsx, which holds none, and send that.")
    for name, raw in parts.items():
        if name.endswith((".xml", ".rels")):
            parsed(raw)
    return parts


def _part_of(parts: dict[str, bytes], sheet: str) -> str:
    ids = {one.get("name"): one.get(f"{RELATION}id") for one in parsed(parts["xl/workbook.xml"]).iter(f"{SHEET}sheet")}
    relations = parsed(parts["xl/_rels/workbook.xml.rels"]).iter(f"{PACKAGE}Relationship")
    target = {one.get("Id"): one.get("Target", "") for one in relations}[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _refuse_far(root: Any) -> None:
    """One value in the last corner would make a rectangle of billions of cells."""
    last_row = last_column = 0
    for cell in root.iter(f"{SHEET}c"):
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
        if found:
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            last_row, last_column = max(last_row, int(found[2])), max(last_column, column)
    if last_row * last_column > MOST_CELLS:
        raise Unfit(
            f"A sheet reaches to row {last_row:,}: a stray value far from the table? Delete it and send the file again."
        )


def _filled(root: Any) -> int:
    """Rows with a value in them, as the XML says."""
    return sum(any(_has_value(cell) for cell in row.iter(f"{SHEET}c")) for row in root.iter(f"{SHEET}row"))


def _has_value(cell: Any) -> bool:
    value = cell.find(f"{SHEET}v")
    return (value is not None and bool(value.text)) or any(text.text for text in cell.iter(f"{SHEET}t"))


def _hidden(root: Any) -> dict[str, Any]:
    rows = [int(row.get("r", 0)) for row in root.iter(f"{SHEET}row") if row.get("hidden") in ("1", "true")]
    columns: list[int] = []
    for column in root.iter(f"{SHEET}col"):
        if column.get("hidden") in ("1", "true"):
            columns += range(int(column.get("min", 0)), min(int(column.get("max", 0)), 1000) + 1)
    return {"hidden_rows": rows, "hidden_columns": columns, "formulas": sum(1 for _ in root.iter(f"{SHEET}f"))}


def _sheet(name: str, visible: bool, rows: list[tuple[int, list[str]]], counted: int) -> dict[str, Any]:
    filled = [(number, cells) for number, cells in rows if any(cells)]
    hidden = {"hidden_rows": [], "hidden_columns": [], "formulas": 0}
    return {"name": name, "visible": visible, "rows": filled, "counted": counted, **hidden}


def _text(value: object) -> str:
    """A cell as text: days as 2026-11-03, whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
