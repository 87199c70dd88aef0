"""The PDFs: tagged, worded, in our font alone, the same bytes every time; the briefing on one page."""

import dataclasses
import io
import itertools
from dataclasses import dataclass

import pdfua
import pikepdf
import pytest

from unit.assessment import sample
from wardmote.assessment.document import Text
from wardmote.assessment.formats.briefing import render_briefing
from wardmote.assessment.formats.pdf import render_pdf
from wardmote.errors import WrongUse


@pytest.fixture(scope="module")
def content(document, pictures):
    return render_pdf(document, pictures)


@pytest.fixture(scope="module")
def brief(document, pictures):
    return render_briefing(document, pictures)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


@dataclass(frozen=True)
class Element:
    """One element of the tag tree."""

    kind: str
    words: str
    scopes: tuple[str, ...]


def elements(content):
    """Every element of the tag tree in reading order."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(Element(str(node.S)[1:], str(node.get("/Alt", "")), scopes_of(node)))
            walk(node.get("/K"))

    with opened(content) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def kinds_of(content):
    return [element.kind for element in elements(content)]


def scopes_of(node):
    attributes = node.get("/A", [])
    each = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return tuple(str(one.Scope) for one in each if isinstance(one, pikepdf.Dictionary) and "/Scope" in one)


def families(content):
    """The names of the fonts a PDF embeds, without the letters of the subset."""
    with opened(content) as pdf:
        names = [
            str(item.BaseFont)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item
        ]
    return {name.lstrip("/").split("+")[-1].split("-")[0] for name in names}


def test_the_same_document_gives_the_same_bytes(content, brief, pictures):
    assert render_pdf(sample.sample_document(), pictures) == content
    assert render_briefing(sample.sample_document(), pictures) == brief


@pytest.mark.parametrize("which", ["content", "brief"])
def test_passes_the_checker_and_says_what_it_is(which, request, tmp_path):
    content = request.getfixturevalue(which)
    path = tmp_path / "made.pdf"
    path.write_bytes(content)
    assert list(pdfua.validate(path).findings) == []
    pdf = opened(content)
    assert str(pdf.Root.Lang) == "en-GB"
    with pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert metadata["dc:title"]


def test_the_tag_tree_has_what_a_reader_moves_by(content):
    kinds = kinds_of(content)
    assert kinds.count("Title") == 1
    assert kinds.count("H1") >= 6
    for kind in ("H2", "H3", "TOC", "L", "LI", "Table", "THead", "TR", "TH", "TD", "Caption", "Link"):
        assert kind in kinds


def test_headings_leave_no_level_out(content):
    levels = [int(kind[1]) for kind in kinds_of(content) if kind[0] == "H" and kind[1:].isdigit()]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_pictures_have_words_and_headers_have_scope(content):
    figures = [element for element in elements(content) if element.kind == "Figure"]
    assert len(figures) == 5 and all(len(figure.words) > 20 for figure in figures)
    headers = [element for element in elements(content) if element.kind == "TH"]
    assert headers and all(header.scopes == ("/Column",) for header in headers)


def test_one_font_family_and_no_other(content, brief):
    assert families(content) == families(brief) == {"SourceSansPro"}


def test_no_page_is_empty(content):
    with opened(content) as pdf:
        sizes = [len(page.Contents.read_bytes()) for page in pdf.pages]
    assert 5 <= len(sizes) <= 9 and min(sizes) > 1500


def test_a_character_the_font_lacks_does_not_stop_the_document(document, pictures):
    assert render_pdf(dataclasses.replace(document, subtitle="Snow ☃"), pictures).startswith(b"%PDF")


def test_the_briefing_is_one_page_or_refused(brief, document, pictures):
    assert len(opened(brief).pages) == 1
    longer = dataclasses.replace(document.briefing, points=document.briefing.points * 3)
    assert len(opened(render_briefing(dataclasses.replace(document, briefing=longer), pictures)).pages) == 1
    endless = dataclasses.replace(document.briefing, points=((Text("word " * 400),),) * 6)
    with pytest.raises(WrongUse, match="does not fit on one page"):
        render_briefing(dataclasses.replace(document, briefing=endless), pictures)


def test_a_briefing_needs_no_picture(document, pictures):
    bare = dataclasses.replace(document.briefing, picture=None)
    assert len(opened(render_briefing(dataclasses.replace(document, briefing=bare), pictures)).pages) == 1
