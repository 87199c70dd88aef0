"""The assessment as a tagged PDF (PDF/UA-1), made by Typst from data alone."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wardmote.assessment.document import (
    Block,
    BulletList,
    Callout,
    ClaimText,
    Document,
    Heading,
    Inline,
    Link,
    Number,
    Paragraph,
    Picture,
    Strong,
    Table,
    Text,
)
from wardmote.assessment.formats.column_widths import column_widths
from wardmote.assessment.formats.fonts import font_folder, printable
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.numbering import (
    Numbering,
    dated_at,
    dated_words,
    number_blocks,
    shown_href,
    tables_behind_pictures,
)

TEMPLATES = Path(__file__).parent / "templates"
PICTURE_WIDTH, PICTURE_HEIGHT = 15.5, 15.0  # centimetres
TABLE_WIDTH, TABLE_TEXT = 464.0, 10.0  # points
TRACES_ELSEWHERE = (
    "Where each number comes from is listed in the web page of this document; "
    "the command “wardmote trace” prints the same."
)


def render_pdf(document: Document, pictures: PictureCache) -> bytes:
    """The whole document as PDF bytes, the same for the same input. Raises typst.TypstError when it cannot be tagged."""
    numbering = number_blocks(document)
    data = {
        **head(document),
        "sections": [
            {"title": section.title, "blocks": [_block(block, numbering, pictures) for block in section.blocks]}
            for section in document.sections
        ],
        "behind": [
            table_data(picture.table, f"Picture {numbering.pictures[picture.id]}: {picture.table.caption}")
            for picture in tables_behind_pictures(document)
            if picture.table
        ],
        "closing": TRACES_ELSEWHERE if document.traces else "",
    }
    return compile_pdf("assessment.typ", data, document, pictures.folder)


def compile_pdf(template: str, data: Mapping[str, Any], document: Document, folder: Path) -> bytes:
    """Compile a template with data; no font but ours can get in, because Typst is shown no other."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder(folder))])
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        format="pdf",
        font_paths=fonts,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)},
        timestamp=int(dated_at(document).timestamp()),
    )
    return bytes(made)


def head(document: Document) -> dict[str, Any]:
    """What stands on the cover and in the margins."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "partnership": document.partnership,
        "draft": document.draft,
        "marking": document.marking,
        "running": document.title,
        "foot": f"{document.period_label}. Release {document.release}, {dated_words(document)}",
        "about": [
            ["Period", document.period_label],
            ["Data to", dated_words(document)],
            [approver_label(document), document.approver],
            ["Release", document.release],
            ["Other formats and questions", document.contact],
        ],
    }


def approver_label(document: Document) -> str:
    """A draft is not approved by anybody yet."""
    return "To be approved by" if document.draft else "Approved by"


def _printable(value: Any) -> Any:
    """The data with every text made printable, but for pictures, whose text is drawn already."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, Sequence) else value


def inline_data(child: Inline) -> dict[str, Any]:
    """One inline as plain data; numbers are plain text here, their way back is in the web page."""
    match child:
        case Text(text) | Number(text):
            return {"kind": "text", "text": text}
        case Strong(children):
            return {"kind": "strong", "children": inlines_data(children)}
        case Link(text, href):
            shown = shown_href(href)
            return {"kind": "link", "text": text, "href": shown} if ":" in shown else {"kind": "text", "text": text}
        case ClaimText():
            return _claim(child)


def inlines_data(children: Sequence[Inline]) -> list[dict[str, Any]]:
    return [inline_data(child) for child in children]


def _claim(claim: ClaimText) -> dict[str, Any]:
    children = inlines_data(claim.children)
    if claim.holds:
        return {"kind": "run", "children": children}
    return {"kind": "fails", "children": children, "note": claim.note}


def _block(block: Block, numbering: Numbering, pictures: PictureCache) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": max(level - 1, 1), "text": text}
        case Paragraph(children):
            return {"kind": "paragraph", "children": inlines_data(children)}
        case BulletList(items, ordered):
            return {"kind": "list", "ordered": ordered, "items": [inlines_data(item) for item in items]}
        case Callout():
            return {
                "kind": "callout",
                "style": block.kind,
                "title": callout_title(block),
                "children": inlines_data(block.children),
            }
        case Table():
            return table_data(block, numbering.table_name(block))
        case Picture():
            return picture_data(block, numbering, pictures)


def callout_title(callout: Callout) -> str:
    """The title with its kind in words, since colour alone says nothing to many readers."""
    return {"missing": "Missing: ", "warning": "Warning: "}.get(callout.kind, "") + callout.title


def table_data(table: Table, name: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "name": name,
        "note": table.note,
        "source": table.source,
        "widths": [round(points, 1) for points in column_widths(table, TABLE_WIDTH, TABLE_TEXT)],
        "columns": [{"heading": column.heading, "numeric": column.numeric} for column in table.columns],
        "rows": [[cell.text for cell in row] for row in table.rows],
    }


def picture_data(picture: Picture, numbering: Numbering, pictures: PictureCache) -> dict[str, Any]:
    svg = pictures.svg(picture.spec)
    return {
        "kind": "picture",
        "name": numbering.picture_name(picture),
        "subtitle": picture.subtitle,
        "alt": picture.alt,
        "svg": svg,
        "width": printed_width(svg),
        "source": picture.source,
        "behind": where_behind(picture, numbering),
    }


def where_behind(picture: Picture, numbering: Numbering) -> str:
    """Where a reader on paper finds the numbers of a picture."""
    if not picture.table:
        return ""
    number = numbering.tables.get(picture.table.id)
    return f"Table {number} has these numbers." if number else "The numbers are in “Tables behind the pictures”."


def printed_width(svg: str) -> float:
    """Centimetres: the full width, or less for a picture so tall that it would fill the page."""
    wide, tall = picture_size(svg)
    return round(min(PICTURE_WIDTH, PICTURE_HEIGHT * wide / tall), 2)


def picture_size(svg: str) -> tuple[float, float]:
    """Width and height in pixels, as the picture itself says. Raises ValueError when it does not."""
    head_of_svg = svg[: svg.index(">")]
    sizes = [head_of_svg.split(f' {name}="')[1].split('"')[0] for name in ("width", "height")]
    return float(sizes[0]), float(sizes[1])
