"""The assessment as one self-contained web page: no script, no outside request, readable from a file."""

from collections.abc import Sequence
from pathlib import Path
from re import sub
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from wardmote.assessment.document import (
    Cell,
    ClaimText,
    Document,
    Inline,
    Link,
    Number,
    Picture,
    Strong,
    Text,
)
from wardmote.assessment.formats import fonts
from wardmote.assessment.formats.pdf import approver_label
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.numbering import dated_words, number_blocks, place_id, shown_href, trace_groups

TEMPLATES = Path(__file__).parent / "templates"


def render_html(document: Document, pictures: PictureCache) -> str:
    """The whole page as text; write it as UTF-8. Raises ValueError when ids repeat or a picture cannot be drawn."""
    page = _Page(document, pictures)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(inlines=page.inlines, cell=page.cell, drawn=page.drawn, kind=_kind)
    return environment.get_template("assessment.html.j2").render(
        document=document,
        numbering=page.numbering,
        groups=trace_groups(document),
        page=page,
        dated=dated_words(document),
        approver_label=approver_label(document),
        style=Markup((TEMPLATES / "assessment.css").read_text("utf-8")),
        faces=_faces(pictures.folder),
        marking=_style_string(document.marking),
        table_id=lambda table: place_id("table", table.id),
        picture_id=lambda picture: place_id("picture", picture.id),
    )


def _style_string(text: str) -> Markup:
    """The text as a string of a style sheet; letters that could end the string or the sheet are written as numbers."""
    safe = "".join(letter if letter.isalnum() or letter in " .,:;'-’" else f"\\{ord(letter):x} " for letter in text)
    return Markup(f'"{safe}"')


class _Page:
    """One page being written: remembers where each number was first printed, so that its trace can lead back."""

    def __init__(self, document: Document, pictures: PictureCache) -> None:
        self.numbering = number_blocks(document)
        self._pictures = pictures
        self._traced = {trace.figure_id for trace in document.traces}
        self._printed: set[str] = set()

    def inlines(self, children: Sequence[Inline]) -> Markup:
        """A run of text as HTML; everything that comes from data is escaped."""
        return Markup("").join(self._inline(child) for child in children)

    def _inline(self, child: Inline) -> Markup:
        match child:
            case Text(text):
                return escape(text)
            case Strong(children):
                return Markup("<strong>{}</strong>").format(self.inlines(children))
            case Number():
                return self._number(child)
            case Link(text, href):
                return _link(text, href)
            case ClaimText():
                return self._claim(child)

    def _number(self, number: Number) -> Markup:
        if number.figure_id not in self._traced:
            return escape(number.text)
        first = "" if number.figure_id in self._printed else Markup(' id="{}"').format(self.use_id(number.figure_id))
        self._printed.add(number.figure_id)
        link = Markup('<a class="number" href="#{}"{}>{}</a>')
        return link.format(self.trace_id(number.figure_id), first, number.text)

    def _claim(self, claim: ClaimText) -> Markup:
        words = self.inlines(claim.children)
        if claim.holds:
            return words
        return Markup(
            '<span class="fails"><mark>{}</mark> <span class="fails-note">'
            "<strong>This sentence does not hold."
            "</strong> {}</span></span>"
        ).format(words, claim.note)

    def cell(self, cell: Cell) -> Markup:
        return self._inline(cell)

    def printed(self, figure_id: str) -> bool:
        """Whether the number has been printed above, so that a trace can lead back to it."""
        return figure_id in self._printed

    def drawn(self, picture: Picture) -> Markup:
        """The picture as inline SVG with its text alternative; ids made its own, since many share the page."""
        svg = self._pictures.svg(picture.spec)
        own = place_id("picture", picture.id)
        svg = sub(r'\bid="([^"]+)"', rf'id="{own}-\1"', svg)
        svg = sub(r"url\(#([^)]+)\)", rf"url(#{own}-\1)", svg)
        opening = Markup('<svg role="img" aria-label="{}" ').format(picture.alt)
        return Markup(svg.replace("<svg ", str(opening), 1))

    @staticmethod
    def trace_id(figure_id: str) -> str:
        return place_id("trace", figure_id)

    @staticmethod
    def use_id(figure_id: str) -> str:
        return place_id("use", figure_id)


def _link(text: str, href: str) -> Markup:
    shown = shown_href(href)
    return Markup('<a href="{}">{}</a>').format(shown, text) if shown else escape(text)


def _kind(block: Any) -> str:
    return type(block).__name__


def _faces(folder: Path) -> Markup:
    rule = (
        '@font-face{{font-family:"{}";font-weight:{};font-style:normal;'
        'src:url(data:font/woff;base64,{}) format("woff")}}'
    )
    return Markup(
        "\n".join(rule.format(fonts.FAMILY, weight, fonts.woff_base64(weight, folder)) for weight in fonts.STYLES)
    )
