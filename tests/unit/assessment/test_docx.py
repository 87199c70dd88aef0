"""The Word document: styles, header rows, words for pictures, language, and the same bytes every time."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from unit.assessment import sample
from wardmote.assessment.document import Column, Table, Text
from wardmote.assessment.formats.column_widths import column_widths
from wardmote.assessment.formats.docx import render_docx, table_xml


@pytest.fixture(scope="module")
def content(document, pictures):
    return render_docx(document, pictures)


@pytest.fixture(scope="module")
def word(content):
    return docx.Document(io.BytesIO(content))


def test_the_same_document_gives_the_same_bytes(content, pictures):
    assert render_docx(sample.sample_document(), pictures) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_real_styles(word):
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 6
    for name in ("Heading 2", "Heading 3", "Caption", "List Bullet", "List Number", "toc 1"):
        assert name in styles


def test_header_rows_repeat_and_no_row_splits(word):
    assert len(word.tables) == 3
    for table in word.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_every_picture_has_words(word):
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(described) == 5 and all(len(words) > 20 for words in described)


def test_british_english_and_fixed_properties(word):
    languages = word.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert languages == ["en-GB"]
    properties = word.core_properties
    assert (properties.author, properties.language) == (sample.sample_document().partnership, "en-GB")
    assert properties.created.isoformat()[:10] == properties.modified.isoformat()[:10] == "2026-06-30"


def test_the_contents_field_lists_the_chapters_before_word_fills_it(word):
    xml = word.element.xml
    assert ' TOC \\o "1-2"' in xml
    listed = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "toc 1"]
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 1"]
    assert listed == headings


def test_draft_in_the_header_and_page_numbers_in_the_footer(word, pictures):
    section = word.sections[0]
    assert section.header.paragraphs[0].text.startswith("DRAFT: not adopted.")
    assert "NUMPAGES" in section.footer._element.xml
    adopted = docx.Document(io.BytesIO(render_docx(sample.sample_document(draft=False), pictures)))
    assert "DRAFT" not in adopted.sections[0].header.paragraphs[0].text


def test_a_failing_claim_is_highlighted_with_its_note(word):
    paragraph = next(p for p in word.paragraphs if "Robbery rose" in p.text)
    assert "[This sentence does not hold. The data support: there was no clear change in robbery.]" in paragraph.text
    assert paragraph.runs[0].font.highlight_color is not None


def test_text_is_text(word):
    assert any("<b>not markup</b>" in paragraph.text for paragraph in word.paragraphs)
    assert "javascript" not in "".join(relation.target_ref for relation in word.part.rels.values())


def test_a_wide_table_is_squeezed_onto_the_page():
    columns = tuple(Column(f"A long heading number {number}") for number in range(8))
    table = Table("wide", "Wide", columns, (tuple(Text("words " * 12) for _ in columns),))
    assert sum(column_widths(table, 465, 11)) <= 465.1


def test_control_characters_are_dropped():
    table = Table("odd", 'Odd "caption" <&>', (Column("A\x00B"),), ((Text("\x0b=1+1"),),))
    assert "\x00" not in table_xml(table) and "\x0b" not in table_xml(table)
