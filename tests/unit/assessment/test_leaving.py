"""Files that leave: our own are clean, forty planted leaks are each caught, forty clean files bring no false alarm."""

import io

import pytest

from unit.assessment import leaks
from unit.assessment.leaks import ODS_PARTS, PLANTED, packed
from wardmote.assessment.document import Picture
from wardmote.assessment.formats.docx import fixed_zip, render_docx
from wardmote.assessment.formats.pdf import render_pdf
from wardmote.assessment.formats.workbook import render_workbook
from wardmote.assessment.numbering import blocks
from wardmote.disclosure.leaving.inspection import inspect, is_live, searched
from wardmote.disclosure.leaving.leak import Expected
from wardmote.disclosure.leaving.picture import hidden_in_picture


@pytest.fixture(scope="module")
def expected(document):
    pictures = frozenset(block.alt for block in blocks(document) if isinstance(block, Picture))
    return Expected(document.partnership, pictures)


@pytest.fixture(scope="module")
def clean(document, pictures):
    from unit.assessment.sample import glance_table, ward_table

    return {
        ".xlsx": render_workbook(document, [glance_table(), ward_table()]),
        ".docx": render_docx(document, pictures),
        ".pdf": render_pdf(document, pictures),
        ".ods": packed(ODS_PARTS),
    }


def test_what_we_write_is_clean(clean, expected) -> None:
    for kind, content in clean.items():
        assert inspect(f"file{kind}", content, expected) == [], kind


def test_there_are_forty_kinds_of_leak() -> None:
    assert len(PLANTED) >= 40
    assert len({(kind, name) for kind, name, _ in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize(("kind", "name", "change"), PLANTED, ids=[f"{kind[1:]}: {name}" for kind, name, _ in PLANTED])
def test_a_planted_leak_is_caught(clean, expected, kind, name, change) -> None:
    found = inspect(f"file{kind}", change(clean[kind]), expected)
    assert found, name
    assert all(leak.what and leak.part for leak in found)


def _plain_workbook(seed: int) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"author": "Marlbridge", "created": __import__("datetime").datetime(2026, 1, 1)})
        head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#12436D"})
        for number in range(1 + seed % 3):
            sheet = book.add_worksheet(f"Table {number}")
            sheet.write_row(0, 0, ["Ward", "Incidents", "Rate"], head)
            for row in range(1, 3 + seed):
                sheet.write_row(row, 0, [f"=Ward {row}", row * 5, -row / 7])
            sheet.set_column(0, 0, 5 + seed)
            sheet.freeze_panes(1, 0)
            sheet.write_url(seed + 5, 0, f"internal:'Table {number}'!A1", string="Up")
            if seed % 2:
                sheet.repeat_rows(0)
            sheet.set_row(1, 20 + seed)
    return buffer.getvalue()


def _plain_document(seed: int) -> bytes:
    import docx

    from wardmote.assessment.formats.docx import _without_template_extras

    word = docx.Document()
    word.core_properties.author = word.core_properties.last_modified_by = "Marlbridge"
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = __import__("datetime").datetime(2026, 1, 1)
    word.add_heading("Wards", 1)
    for number in range(1 + seed):
        word.add_paragraph(f"=Ward {number} has {5 * number} incidents.", style="List Bullet" if seed % 2 else None)
    table = word.add_table(rows=2 + seed % 4, cols=2)
    table.cell(0, 0).text = "-7%"
    _without_template_extras(word)
    package = word.part.package.rels
    for key in [key for key, relation in package.items() if relation.reltype.endswith("/thumbnail")]:
        del package[key]
    buffer = io.BytesIO()
    word.save(buffer)
    return fixed_zip(buffer.getvalue())


def test_forty_clean_files_bring_no_false_alarm(clean, document, pictures) -> None:
    mine = Expected("Marlbridge")
    files = [("a.xlsx", _plain_workbook(seed)) for seed in range(18)] + [
        ("a.docx", _plain_document(n)) for n in range(16)
    ]
    files += [("a.csv", f"Ward,n\nNorth {n},-{n}%\n".encode()) for n in range(4)]
    files += [("a.ods", packed(ODS_PARTS)), ("a.json", b"{}")]
    false = [(name, leak) for name, content in files for leak in inspect(name, content, mine)]
    assert len(files) == 40
    assert false == []


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\r=x",
        "＝1+1",
        "＋1+A1",
        "－x",
        "＠x",
        "+1(A1)",
        "+1 (2+3)",
        "-1 (cmd)",
    ],
)
def test_text_that_would_run_is_seen_as_such(text: str) -> None:
    assert is_live(text)


@pytest.mark.parametrize(
    "text",
    ["-7%", "+3%", "−14% to +1%", "North", "-14% to +1%", "[c]", "7,386", "+12% (-5% to +30%)", "+12% (−5% to +30%)"],
)
def test_numbers_and_words_do_not_run(text: str) -> None:
    assert not is_live(text)


def test_a_table_whose_cells_would_run_is_made_harmless(tmp_path) -> None:
    from wardmote.assessment.formats.data_files import harmless

    for text in ("=1+1", "+A1", "@SUM(A1)", "＝1+1", "－A1"):
        assert not is_live(harmless(text))


def test_bytes_are_searched_inside_archives_too(tmp_path, clean) -> None:
    (tmp_path / "a.docx").write_bytes(clean[".docx"])
    (tmp_path / "b.csv").write_text("Ward,n\nNorth,canary-1230\n", encoding="utf-8")
    assert [leak.file for leak in searched(tmp_path, ["canary-1230"])] == ["b.csv"]
    assert searched(tmp_path, ["<w:document"])[0].file == "a.docx"


def test_a_file_that_is_not_what_it_says_is_a_leak() -> None:
    assert inspect("a.xlsx", b"not a zip", Expected(""))
    assert inspect("a.exe", b"MZ", Expected(""))
    doctype = packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'})
    assert "document type" in inspect("a.xlsx", doctype, Expected(""))[0].what


def test_pictures_carry_nothing_beside_themselves() -> None:
    assert list(hidden_in_picture(b"GIF89a"))
    jpeg = b"\xff\xd8\xff\xe1\x00\x08Exif\0\0\xff\xda\x00\x02\xff\xd9"
    assert list(hidden_in_picture(jpeg))
    assert list(hidden_in_picture(b"\xff\xd8\xff\xda\x00\x02\xff\xd9")) == []
    assert leaks.PICTURE_START
