"""The workbook that leaves, read again by another program than the one that wrote it, against the released tables."""

import io
from collections.abc import Sequence

from wardmote.assessment.document import Document, Table
from wardmote.assessment.formats.workbook import NOTHING, number_and_format, sheet_names

FIRST_ROW = 4  # the table's headings stand in row 4, its rows below
Grid = list[list[object]]


def differences(workbook: bytes, document: Document, tables: Sequence[Table]) -> list[str]:
    """Every cell, row or sheet of the workbook that is not exactly the released table's; none when all agree."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    names = sheet_names(document, tables)
    found = [
        f"{name} is in the workbook and no table is"
        for name in book.sheet_names
        if name not in (*names, "Cover", "Contents", "Notes")
    ]
    for name, table in zip(names, tables, strict=True):
        if name not in book.sheet_names:
            found.append(f"{name} is missing")
            continue
        grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found += [f"{name}, {fault}" for fault in _faults(grid[FIRST_ROW:], table)]
    return found


def _faults(grid: Grid, table: Table) -> list[str]:
    rows = len(table.rows) or 1
    if len(grid) != rows:
        return [f"{len(grid):,} rows where the table has {rows:,}"]
    return [
        f"row {number + FIRST_ROW + 1}, column {place + 1}: {found!r} where the table has {cell.text!r}"
        for number, (read, row) in enumerate(zip(grid, table.rows, strict=False))
        for place, (found, cell) in enumerate(zip(read, row, strict=True))
        if not _same(found, cell.text, table.columns[place].numeric)
    ]


def _same(found: object, text: str, numeric: bool) -> bool:
    number = number_and_format(text) if numeric else None
    if number and isinstance(found, int | float):
        return abs(float(found) - number[0]) < 1e-9
    return str(found) == (text.strip() or NOTHING)


def size_in_words(table: Table) -> str:
    """ "150 rows, 6 columns", for whoever approves the release."""
    rows, columns = len(table.rows), len(table.columns)
    return f"{rows:,} row{'' if rows == 1 else 's'}, {columns:,} column{'' if columns == 1 else 's'}"
