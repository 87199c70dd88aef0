"""A Word document is read as its reader sees it: tables, notes, heads and feet of pages, text boxes, tracked changes."""

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from wardmote.claims.lint.lint import lint
from wardmote.claims.lint.passages import read_document
from wardmote.errors import WrongUse

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOOTNOTES = (
    f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>Not read.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>Robbery fell significantly.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A heading, a paragraph with a footnote, a table in a content control, a text box, tracked changes, head and foot."""
    word = Document()
    word.add_heading("Harbour Cross", 1)
    noted = word.add_paragraph("Wardens met the traders.")
    noted._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    table = word.add_table(rows=2, cols=4)
    for row, cells in enumerate((("Type", "Before", "Now", "Change"), ("Burglary", "300", "330", "+15%"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
    table._tbl.addprevious(control)
    control[0].append(table._tbl)
    word.add_paragraph()._p.append(
        parse_xml(
            f"<w:r {W}><w:pict><w:txbxContent><w:p>{run('Four teenagers were arrested.')}</w:p></w:txbxContent></w:pict></w:r>"
        )
    )
    changed = word.add_paragraph("Arson ")
    changed._p.append(parse_xml(f'<w:del {W} w:id="1" w:author="x">{run("rose sharply", "delText")}</w:del>'))
    changed._p.append(parse_xml(f'<w:ins {W} w:id="3" w:author="x">{run("soared")}</w:ins>'))
    changed.add_run(" in May.")
    section = word.sections[0]
    section.header.paragraphs[0].text = "Shoplifting is at an all-time high."
    section.footer.paragraphs[0].text = "The fall is due to our patrols."
    path = tmp_path / "report.docx"
    word.save(str(path))
    return with_footnotes(path)


def with_footnotes(path: Path) -> Path:
    """The same file with a part of footnotes, which the library does not write."""
    made = path.with_name("noted.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = b'<Override PartName="/word/footnotes.xml" ContentType="' + kind + b'"/>'
                content = content.replace(b"</Types>", part + b"</Types>")
            if name == "word/_rels/document.xml.rels":
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/>'
                content = content.replace(b"</Relationships>", link + b"</Relationships>")
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", FOOTNOTES)
    return made


def test_every_part_of_a_word_document_is_read_with_its_line(report: Path) -> None:
    found = {(remark.rule, remark.line) for remark in lint(report)}
    assert found == {
        ("no-figure", 2), ("significant-untested", 2),  # the footnote, on the line of its paragraph
        ("percent-disagrees", 4),  # the second row of the table
        ("small-count", 5),  # the text box
        ("no-figure", 6),  # put in by a tracked change
        ("no-figure", 7),  # the head of every page
        ("cause-unproved", 8),  # and its foot
    }  # fmt: skip


def test_what_a_tracked_change_struck_out_is_not_read(report: Path) -> None:
    words = " ".join(passage.text for passage in read_document(report).passages)
    assert "Arson soared in May." in words
    assert "sharply" not in words
    assert "Not read" not in words


def test_a_table_within_a_table_is_read_once(tmp_path: Path) -> None:
    word = Document()
    cell = word.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Outer"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "Inner"
    word.save(str(tmp_path / "nested.docx"))
    assert [p.text for p in read_document(tmp_path / "nested.docx").passages] == ["Outer Inner"]


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
def test_a_part_that_is_no_xml_is_said_to_be_no_word_document(report: Path, tmp_path: Path, part: str) -> None:
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(report) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:p" if name == part else old.read(name))
    with pytest.raises(WrongUse, match=re.escape("broken.docx: this is not a Word document")):
        lint(broken)
