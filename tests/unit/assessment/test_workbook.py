"""The workbook read back: the same tables, numbers as numbers, nothing blank, nothing that runs."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from unit.assessment import sample
from wardmote.assessment.document import Column, Number, Table, Text
from wardmote.assessment.formats.workbook import number_and_format, render_workbook, sheet_names, unique_headers
from wardmote.assessment.numbering import all_tables


@pytest.fixture(scope="module")
def content(document):
    return render_workbook(document, all_tables(document))


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_same_document_gives_the_same_bytes(content, document):
    assert render_workbook(sample.sample_document(), all_tables(document)) == content


def test_sheets_in_order(content):
    assert list(sheets(content)) == ["Cover", "Contents", "Notes", "Table 1", "Table 2", "Picture 4"]


def test_each_table_reads_back_as_it_was(content, document):
    read = sheets(content)
    for name, table in zip(sheet_names(document, all_tables(document)), all_tables(document), strict=True):
        rows = read[name]
        assert rows[0][0] == f"{name}: {table.caption}"
        assert rows[3] == [column.heading for column in table.columns]
        assert rows[4:] == [
            [_expected(cell.text, column.numeric) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]


def _expected(text, numeric):
    parsed = number_and_format(text) if numeric else None
    return parsed[0] if parsed else text


def test_no_cell_of_a_table_is_blank(content):
    for name, rows in sheets(content).items():
        if name != "Cover":
            assert all(cell != "" for row in rows[3:] for cell in row)


def hostile():
    rows = (
        (Text("=1+1"), Number("1,234", "a")),
        (Text("@SUM(A1)"), Text("")),
        (Text("+44"), Text("-x")),
        (Text("https://example.org"), Number("−1.5%", "b")),
    )
    return Table("hostile", "=HYPERLINK(1)", (Column("A"), Column("a", True)), rows)


def test_text_that_looks_like_a_formula_stays_text(document):
    content = render_workbook(document, [hostile()])
    rows = sheets(content)["More 1"]
    assert rows[3] == ["A", "a (2)"]
    assert [row[0] for row in rows[4:]] == ["=1+1", "@SUM(A1)", "+44", "https://example.org"]
    assert [row[1] for row in rows[4:]] == [1234.0, "[z]", "-x", -0.015]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet4.xml").decode()
        assert "<f>" not in sheet and "mergeCell" not in sheet and "hyperlink" not in sheet
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()


def test_an_empty_table_says_not_applicable(document):
    empty = Table("empty", "Empty", (Column("A"), Column("")), ())
    assert sheets(render_workbook(document, [empty]))["More 1"][3:] == [["A", "Column"], ["[z]", "[z]"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,135", (3135, '#,##0;"−"#,##0')),
        ("12.8", (12.8, '0.0;"−"0.0')),
        ("−12%", (-0.12, '0%;"−"0%')),
        ("+24%", (0.24, '+0%;"−"0%;0%')),
        ("0", (0, '0;"−"0')),
        ("[c]", None),
        ("1,23", None),
        ("£5", None),
        ("2 to 5", None),
        ("", None),
    ],
)
def test_numbers_keep_their_look(text, expected):
    assert number_and_format(text) == expected


def test_headers_are_unique():
    assert unique_headers(["Ward", "ward", "", "Rate", "Ward"]) == ["Ward", "ward (2)", "Column", "Rate", "Ward (3)"]
