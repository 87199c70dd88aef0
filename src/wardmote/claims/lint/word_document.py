"""The words of a Word document, line by line: a line is a paragraph or a table row, counted from 1 in their order.

Read are the body with what stands in content controls and text boxes, each footnote and endnote on the line of the
paragraph that refers to it, and after the body the heads and feet of pages. Text that was struck out in tracked changes is
not read; text that was put in is.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from wardmote.errors import WrongUse

Kind = Literal["prose", "item", "row", "heading"]
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTES = {"footnote": f"{_W}footnoteReference", "endnote": f"{_W}endnoteReference"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def word_lines(path: Path) -> Iterator[tuple[int, Kind, str]]:
    """(line, kind, text) for everything a reader of the document sees. Raises WrongUse when it is no Word document."""
    import zipfile

    from docx import Document as open_word
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        word = open_word(str(path))
        notes = {kind: _notes(word, kind) for kind in _NOTES}
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, XMLSyntaxError):
        raise WrongUse(f"{path}: this is not a Word document; save it again as .docx") from None
    styles = {style.style_id: (style.name or "").lower() for style in word.styles}
    for line, element in enumerate((*_blocks(word.element.body), *_at_page_ends(word)), 1):
        kind, text = _read(element, styles)
        yield line, kind, text
        for sort, reference in _NOTES.items():
            for mark in element.iter(reference):
                yield line, "prose", notes[sort].get(mark.get(f"{_W}id"), "")
        for box in element.iter(f"{_W}txbxContent"):
            if _first_copy(box):
                yield from ((line, "prose", _text(paragraph)) for paragraph in box.iter(f"{_W}p"))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and table rows in order, those in content controls among them."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag == f"{_W}tbl":
            yield from (row for row in child.iter(f"{_W}tr") if row.getparent() is child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child)


def _read(element: Any, styles: Mapping[str, str]) -> tuple[Kind, str]:
    if element.tag == f"{_W}tr":
        return "row", "\t".join(_words_of(cell) for cell in element.iter(f"{_W}tc") if _row_of(cell) is element)
    named = element.find(f"{_W}pPr/{_W}pStyle")
    style = "" if named is None else styles.get(named.get(f"{_W}val"), "")
    kind: Kind = "heading" if style.startswith(("heading", "title")) else "item" if "list" in style else "prose"
    return kind, _text(element)


def _row_of(cell: Any) -> Any:
    """The row a cell stands in, whatever is wrapped around it; a cell of a table within a cell has a row of its own."""
    return next(cell.iterancestors(f"{_W}tr"))


def _text(paragraph: Any) -> str:
    """The words of a paragraph without those of a text box anchored in it; tabs and line breaks are spaces."""
    parts = []
    for run in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if next(run.iterancestors(f"{_W}p")) is paragraph:
            parts.append(run.text or "" if run.tag == f"{_W}t" else "-" if run.tag.endswith("Hyphen") else " ")
    return "".join(parts)


def _words_of(cell: Any) -> str:
    """The text of a table cell, its paragraphs joined; a cell that spans columns is read once."""
    return " ".join(" ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")).split())


def _first_copy(box: Any) -> bool:
    """A text box is kept twice, the second time for older programs."""
    return not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors())


def _parts(word: Any, kind: str) -> Iterator[Any]:
    """The XML of the document's parts of one kind, in order of their names."""
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    found = {
        str(relation.target_part.partname): relation.target_part
        for relation in word.part.rels.values()
        if not relation.is_external and relation.reltype.endswith(f"/{kind}")
    }
    for _, part in sorted(found.items()):
        yield etree.fromstring(part.blob, safe)


def _notes(word: Any, kind: str) -> Mapping[str, str]:
    """The text of each footnote or endnote by its id."""
    return {
        note.get(f"{_W}id"): " ".join(_text(paragraph) for paragraph in note.iter(f"{_W}p")).strip()
        for part in _parts(word, f"{kind}s")
        for note in part.iter(f"{_W}{kind}")
        if note.get(f"{_W}type") not in _SEPARATORS
    }


def _at_page_ends(word: Any) -> Iterator[Any]:
    """The paragraphs and rows at the head and foot of pages, each text once."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for part in _parts(word, kind):
            for element in _blocks(part):
                text = "".join(element.itertext()).strip()
                if text and text not in seen:
                    seen.add(text)
                    yield element
