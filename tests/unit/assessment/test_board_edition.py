"""A copy of the board edition carries its marking, number and holder on every page of every format."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from invented import partnership
from wardmote.assessment.document import Document
from wardmote.assessment.formats.briefing import render_briefing
from wardmote.assessment.formats.docx import render_docx
from wardmote.assessment.formats.html import render_html
from wardmote.assessment.formats.pdf import render_pdf
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.formats.workbook import render_workbook
from wardmote.assessment.numbering import all_tables
from wardmote.assessment.release.board_edition import numbered_copies, open_edition
from wardmote.assessment.release.reread import differences
from wardmote.disclosure.leaving.inspection import inspect
from wardmote.disclosure.leaving.leak import Expected
from wardmote.errors import WrongUse
from wardmote.partnership import Board

HOLDERS = ("Ada Invented, the council", "Bo Invented & Sons, the police")
MARKING = "OFFICIAL-SENSITIVE: board edition, copy 2 of 2, held by Bo Invented & Sons, the police. Not to be passed on."


@pytest.fixture(scope="module")
def copy_two(document: Document) -> Document:
    board = replace(partnership(Path()), board=Board(copies=HOLDERS), edition="board")
    first, second = numbered_copies(board)
    assert (first.number, first.holder, first.name) == (1, HOLDERS[0], "copy-1")
    assert second.marking == MARKING
    return replace(document, marking=second.marking, draft=False)


def pages(content: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(content)]


def test_every_page_of_the_pdf_and_the_briefing_says_it_twice(copy_two: Document, pictures: PictureCache) -> None:
    for content in (render_pdf(copy_two, pictures), render_briefing(copy_two, pictures)):
        told = [text.count(MARKING) for text in pages(content)]
        assert told
        assert set(told) == {2}


def test_word_has_it_in_header_and_footer(copy_two: Document, pictures: PictureCache) -> None:
    parts = zipfile.ZipFile(io.BytesIO(render_docx(copy_two, pictures)))
    for kind in ("header", "footer"):
        told = [parts.read(name).decode() for name in parts.namelist() if re.match(rf"word/{kind}\d*\.xml", name)]
        assert sum(text.count(MARKING.replace("&", "&amp;")) for text in told) == 1


def test_the_page_has_it_at_head_and_foot(copy_two: Document, pictures: PictureCache) -> None:
    assert render_html(copy_two, pictures).count(MARKING.replace("&", "&amp;")) == 2


def test_a_holder_cannot_write_styles(copy_two: Document, pictures: PictureCache) -> None:
    page = render_html(replace(copy_two, marking='Ada"; } </style><b>\\'), pictures)
    assert '@top-center { content: "Ada\\22 ; \\7d  \\3c \\2f style\\3e \\3c b\\3e \\5c ";' in page
    assert page.count("</style>") == 1
    assert "<b>" not in page


def test_every_sheet_of_the_workbook_has_it_and_repeats_it_in_print(copy_two: Document) -> None:
    tables = [table for table in all_tables(copy_two) if table.rows]
    content = render_workbook(copy_two, tables)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert all(MARKING in str(book.get_sheet_by_name(name).to_python()[0][0]) for name in book.sheet_names)
    assert zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").count(b"_xlnm.Print_Titles") == len(
        book.sheet_names
    )
    assert differences(content, copy_two, tables) == []
    assert inspect("tables-copy-2.xlsx", content, Expected(copy_two.partnership, frozenset())) == []


def test_the_public_edition_carries_no_marking(document: Document, pictures: PictureCache) -> None:
    assert "OFFICIAL" not in render_html(document, pictures)
    assert 'class="marking' not in render_html(document, pictures)
    assert numbered_copies(partnership(Path())) == []


def test_an_edition_nobody_holds_or_knows_is_refused() -> None:
    with pytest.raises(WrongUse, match=r"who holds each copy in partnership\.toml"):
        open_edition(partnership(Path()), "board")
    with pytest.raises(WrongUse, match="public and board"):
        open_edition(partnership(Path()), "press")
    for copies in (("Ada", "Ada"), ("Ada", " ")):
        with pytest.raises(ValueError, match="nobody holds two"):
            Board(copies=copies)
