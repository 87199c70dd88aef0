"""The tables as a workbook: cover, contents, notes, then one marked-up table a sheet; no formulas, no blank cells."""

import io
import re
from collections.abc import Sequence
from typing import Any

from wardmote.assessment.document import Document, Picture, Table
from wardmote.assessment.formats.pdf import approver_label
from wardmote.assessment.numbering import blocks, dated_at, dated_words, number_blocks
from wardmote.disclosure.leaving.inspection import RUNS

SHORTHAND = (
    ("[c]", "confidential: withheld to protect individuals"),
    ("[x]", "not available: not sent"),
    ("[z]", "not applicable"),
    ("[low]", "rounds to zero but is not"),
    ("[b]", "break in series"),
    ("[e]", "estimated"),
    ("[p]", "provisional"),
    ("[r]", "revised"),
    ("[u]", "low reliability"),
)
NOTHING = "[z]"  # what an empty cell holds: blank cells are read out as nothing at all
_NUMBER = re.compile(r"([+\-−]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)\Z")
WIDEST = 48


def render_workbook(document: Document, tables: Sequence[Table]) -> bytes:
    """The workbook as XLSX bytes, the same for the same input. Text is never read as a formula, link or number."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _properties(book, document)
        writer = _Writer(book, document.marking)
        named = list(zip(sheet_names(document, tables), tables, strict=True))
        writer.cover(document)
        writer.contents(named)
        writer.notes(named)
        for name, table in named:
            writer.table(name, table)
    return buffer.getvalue()


def _properties(book: Any, document: Document) -> None:
    book.set_properties(
        {
            "title": f"{document.title}: tables",
            "author": document.partnership,
            "subject": document.period_label,
            "created": dated_at(document).replace(tzinfo=None),
        }
    )


def sheet_names(document: Document, tables: Sequence[Table]) -> list[str]:
    """ "Table 3" or "Picture 2" as in the document; tables it does not print are counted on their own."""
    numbering = number_blocks(document)
    pictures = {block.table.id: block.id for block in blocks(document) if isinstance(block, Picture) and block.table}
    names: list[str] = []
    for table in tables:
        if table.id in numbering.tables:
            name = f"Table {numbering.tables[table.id]}"
        elif table.id in pictures:
            name = f"Picture {numbering.pictures[pictures[table.id]]}"
        else:
            name = f"More {1 + sum(other.startswith('More ') for other in names)}"
        names.append(name)
    return names


def unique_headers(headings: Sequence[str]) -> list[str]:
    """Headings as a table needs them: none empty, none twice even in another case."""
    seen: dict[str, int] = {}
    unique = []
    for heading in headings:
        words = heading.strip() or "Column"
        seen[words.lower()] = seen.get(words.lower(), 0) + 1
        unique.append(words if seen[words.lower()] == 1 else f"{words} ({seen[words.lower()]})")
    return unique


def number_and_format(text: str) -> tuple[float, str] | None:
    """The value and Excel format that print as `text`; None when it is no plain number."""
    match = _NUMBER.match(text.strip())
    if not match:
        return None
    sign, whole, fraction, percent = match[1], match[2].replace(",", ""), match[3] or "", match[4]
    value = float(whole + fraction) * (-1 if sign in ("-", "−") else 1)
    form = ("#,##0" if "," in match[2] or len(whole) > 3 else "0") + (
        "." + "0" * (len(fraction) - 1) if fraction else ""
    )
    form += percent
    shown = f'+{form};"−"{form};{form}' if sign == "+" else f'{form};"−"{form}'
    return (round(value / 100, 10) if percent else value), shown


class _Writer:
    """Writes sheets into one workbook, sharing its formats."""

    def __init__(self, book: Any, marking: str) -> None:
        self._book = book
        self._marking = marking
        self._tables = 0
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            base = {"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True}
            self._formats[key] = self._book.add_format({**base, **wanted})
        return self._formats[key]

    def _sheet(self, name: str, title: str, about: Sequence[str]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if self._marking:
            sheet.repeat_rows(0)  # so that every printed page says it
            title = f"{title}. {self._marking}"
        self._text(sheet, 0, 0, title, bold=True, font_size=15, text_wrap=False)
        for row, words in enumerate(about, start=1):
            self._text(sheet, row, 0, words, text_wrap=False)
        return sheet

    def _text(self, sheet: Any, row: int, column: int, words: str, **form: Any) -> None:
        """Text as text: Excel's own mark for it keeps "=1+1" and its like from ever being a formula."""
        shown = words.strip() or NOTHING
        if shown.startswith(RUNS):
            form["quote_prefix"] = True
        sheet.write_string(row, column, shown, self._format(**form))

    def cover(self, document: Document) -> None:
        about = [
            document.partnership,
            document.period_label,
            f"Dated {dated_words(document)}",
            f"Release {document.release}",
            f"{approver_label(document)} {document.approver}",
            f"Other formats and questions: {document.contact}",
        ]
        state = ["Draft: not adopted. These tables may still change."] if document.draft else []
        sheet = self._sheet("Cover", f"{document.title}: tables", [*state, *about])
        sheet.set_column(0, 0, 100)

    def contents(self, named: Sequence[tuple[str, Table]]) -> None:
        sheet = self._sheet(
            "Contents", "Contents", ["One row for each sheet with a table.", "Select a sheet’s name to go to it."]
        )
        rows = [(name, table.caption) for name, table in named]
        self._grid(sheet, ("Sheet", "What it holds"), rows)
        for row, (name, _) in enumerate(rows, start=4):
            link = self._format(font_color="#12436D", underline=1)
            sheet.write_url(row, 0, f"internal:'{name}'!A1", link, string=name)

    def notes(self, named: Sequence[tuple[str, Table]]) -> None:
        sheet = self._sheet(
            "Notes",
            "Notes",
            [
                "What the codes in brackets mean, and notes on single tables.",
                "A cell never stands empty: where there is no number, a code says why.",
            ],
        )
        own = [(name, table.note) for name, table in named if table.note]
        self._grid(sheet, ("Code or sheet", "What it means"), [*SHORTHAND, *own])

    def table(self, name: str, table: Table) -> None:
        """A1 what it is, A2 what is here, A3 whence it comes, and the table from A4."""
        count = f"This sheet has one table of {len(table.rows)} rows and {len(table.columns)} columns."
        about = [
            f"{count} {table.note}".strip(),
            f"Source: {table.source}" if table.source else "Source: see the document.",
        ]
        sheet = self._sheet(name, f"{name}: {table.caption}", about)
        rows = [tuple(cell.text for cell in row) for row in table.rows]
        self._grid(
            sheet, [column.heading for column in table.columns], rows, [column.numeric for column in table.columns]
        )

    def _grid(
        self, sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool] = ()
    ) -> None:
        """A real Excel table from A4, with numbers as numbers in numeric columns."""
        self._tables += 1
        numeric = numeric or [False] * len(headings)
        rows = rows or [[NOTHING] * len(headings)]
        named = [
            {"header": words, "header_format": self._format(bold=True, bottom=2, align="right" if right else "left")}
            for words, right in zip(unique_headers(headings), numeric, strict=True)
        ]
        sheet.add_table(
            3,
            0,
            3 + len(rows),
            len(headings) - 1,
            {
                "name": f"table_{self._tables}",
                "columns": named,
                "autofilter": False,
                "banded_rows": False,
                "style": "Table Style Light 1",
            },
        )
        for number, row in enumerate(rows, start=4):
            for column, words in enumerate(row):
                self._cell(sheet, number, column, words, numeric[column])
        for column, words in enumerate(headings):
            longest = max(len(words), *(len(row[column]) for row in rows))
            sheet.set_column(column, column, min(max(longest + 3, 10), WIDEST))
        sheet.freeze_panes(4, 1)

    def _cell(self, sheet: Any, row: int, column: int, words: str, numeric: bool) -> None:
        parsed = number_and_format(words) if numeric else None
        if parsed:
            sheet.write_number(row, column, parsed[0], self._format(num_format=parsed[1], align="right"))
        else:
            self._text(sheet, row, column, words, align="right" if numeric else "left")
