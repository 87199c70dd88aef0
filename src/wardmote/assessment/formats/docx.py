"""The assessment as a Word document: real styles, a contents field, repeated header rows, pictures with words.

Paragraphs and tables are written as XML here, because asking python-docx for every cell takes minutes for large tables.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

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
    Section,
    Strong,
    Table,
    Text,
)
from wardmote.assessment.formats.column_widths import column_widths
from wardmote.assessment.formats.pdf import TRACES_ELSEWHERE, callout_title, head, printed_width, where_behind
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.formats.wordstyles import TEXT_WIDTH_CM, dress
from wardmote.assessment.numbering import (
    Numbering,
    dated_at,
    number_blocks,
    shown_href,
    tables_behind_pictures,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
POINTS_PER_CM = 28.35
WIDER = 1.12  # Word's Arial runs wider than the font measured here


def render_docx(document: Document, pictures: PictureCache) -> bytes:
    """The whole document as DOCX bytes, the same for the same input. Raises ValueError when ids repeat."""
    import docx

    word = docx.Document()
    dress(word, f"{document.partnership}: {document.title}", document.draft, document.marking)
    writer = _Writer(word, number_blocks(document), pictures)
    writer.cover(document)
    for section in document.sections:
        writer.section(section)
    writer.behind(tables_behind_pictures(document))
    if document.traces:
        writer.paragraph("Source", _run(TRACES_ELSEWHERE))
    _properties(word, document)
    _without_template_extras(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return fixed_zip(buffer.getvalue())


def _properties(word: Any, document: Document) -> None:
    """Everything Word would otherwise fill in from the clock and the machine."""
    properties = word.core_properties
    properties.author = properties.last_modified_by = document.partnership
    properties.title, properties.subject = document.title, document.period_label
    properties.language, properties.version, properties.revision = "en-GB", document.release, 1
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = dated_at(document).replace(tzinfo=None)


def _without_template_extras(word: Any) -> None:
    """The library's template brings custom data and a second copy of the styles; no published file carries either."""
    relations = word.part.rels
    for key in [key for key, r in relations.items() if r.reltype.endswith(("/customXml", "/stylesWithEffects"))]:
        del relations[key]


def fixed_zip(content: bytes) -> bytes:
    """The same archive with every time in it set to the first of January 1980, the earliest a zip can hold."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


class _Writer:
    """Appends to a Word document from top to bottom."""

    def __init__(self, word: Any, numbering: Numbering, pictures: PictureCache) -> None:
        self._word = word
        self._body = word.element.body
        self._end = self._body.sectPr
        self._numbering = numbering
        self._pictures = pictures
        self._bookmarks = 0

    def _append(self, xml: str) -> None:
        from docx.oxml import parse_xml

        self._end.addprevious(parse_xml(xml))

    def paragraph(self, style: str, runs: str, extra: str = "") -> None:
        """A paragraph in a named style; `extra` goes into its properties."""
        properties = f'<w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>'
        self._append(f"<w:p {W} {R}>{properties}{runs}</w:p>")

    def cover(self, document: Document) -> None:
        if document.draft:
            self.paragraph("CalloutTitle", _run("Draft: not adopted. This document may still change. Do not quote it."))
        self.paragraph("Partnership", _run(document.partnership))
        self.paragraph("Title", _run(document.title))
        self.paragraph("Subtitle", _run(document.subtitle))
        for label, words in head(document)["about"]:
            self.paragraph("Normal", _run(f"{label}: ", bold=True) + _run(words))
        self.paragraph("ContentsTitle", _run("Contents"))
        titles = [section.title for section in document.sections]
        self._contents([*titles, "Tables behind the pictures"] if tables_behind_pictures(document) else titles)

    def _contents(self, titles: Sequence[str]) -> None:
        """A field which Word fills on opening or on request; until then it lists the chapters."""
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for number, title in enumerate(titles, start=1):
            link = f'<w:hyperlink w:anchor="_Toc{number:06d}" w:history="1">{_run(title)}</w:hyperlink>'
            runs = (begin if number == 1 else "") + link + (end if number == len(titles) else "")
            self.paragraph("toc1", runs)

    def section(self, section: Section) -> None:
        self._chapter(section.title)
        for block in section.blocks:
            self.block(block)

    def _chapter(self, title: str) -> None:
        self._bookmarks += 1
        mark = f'w:id="{self._bookmarks}"'
        first = "<w:pageBreakBefore/>" if self._bookmarks == 1 else ""
        self.paragraph(
            "Heading1",
            f'<w:bookmarkStart {mark} w:name="_Toc{self._bookmarks:06d}"/>{_run(title)}<w:bookmarkEnd {mark}/>',
            first,
        )

    def behind(self, pictures: Sequence[Picture]) -> None:
        """The tables of pictures whose numbers are printed nowhere else."""
        if pictures:
            self._chapter("Tables behind the pictures")
        for picture in pictures:
            if picture.table:
                self._table(picture.table, f"Picture {self._numbering.pictures[picture.id]}: {picture.table.caption}")

    def block(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self.paragraph(f"Heading{max(level - 1, 1)}", _run(text))
            case Paragraph(children):
                self.paragraph("Normal", self._runs(children))
            case BulletList():
                self._list(block)
            case Callout():
                style = "Note" if block.kind == "note" else "Callout"
                self.paragraph(f"{style}Title", _run(callout_title(block)))
                self.paragraph(style, self._runs(block.children))
            case Table():
                self._table(block, self._numbering.table_name(block))
            case Picture():
                self._picture(block)

    def _list(self, items: BulletList) -> None:
        style = "ListNumber" if items.ordered else "ListBullet"
        own = (
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self._fresh_numbers()}"/></w:numPr>' if items.ordered else ""
        )
        for item in items.items:
            self.paragraph(style, self._runs(item), own)

    def _fresh_numbers(self) -> int:
        """A numbering of its own for one list, starting at 1; otherwise Word counts on from the list before."""
        numbering = self._word.part.numbering_part.element
        style = self._word.styles["List Number"].element
        shared = style.pPr.numPr.numId.val
        abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == shared)
        fresh = numbering.add_num(abstract)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(fresh.numId)

    def _table(self, table: Table, name: str) -> None:
        self.paragraph("Caption", _run(name))
        if table.note:
            self.paragraph("TableNote", _run(table.note))
        self._append(table_xml(table))
        self.paragraph("Source", _run(f"Source: {table.source}") if table.source else "")

    def _picture(self, picture: Picture) -> None:
        self.paragraph("Caption", _run(self._numbering.picture_name(picture)))
        if picture.subtitle:
            self.paragraph("TableNote", _run(picture.subtitle))
        self._drawing(picture)
        words = [f"Source: {picture.source}."] if picture.source else []
        where = where_behind(picture, self._numbering)
        self.paragraph("Source", _run(" ".join([*words, where] if where else words)))

    def _drawing(self, picture: Picture) -> None:
        from docx.shared import Cm

        width = printed_width(self._pictures.svg(picture.spec))
        paragraph = self._word.add_paragraph(style="Drawing")
        inline = paragraph.add_run().add_picture(io.BytesIO(self._pictures.png(picture.spec)), width=Cm(width))
        described = inline._inline.docPr
        described.set("descr", picture.alt)
        described.set("name", picture.id)

    def _runs(self, children: Sequence[Inline], bold: bool = False) -> str:
        return "".join(self._inline(child, bold) for child in children)

    def _inline(self, child: Inline, bold: bool) -> str:
        match child:
            case Text(text) | Number(text):
                return _run(text, bold)
            case Strong(children):
                return self._runs(children, bold=True)
            case Link(text, href):
                return self._link(text, href)
            case ClaimText():
                return self._claim(child, bold)

    def _link(self, text: str, href: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        shown = shown_href(href)
        if ":" not in shown:
            return _run(text)
        relation = self._word.part.relate_to(shown, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{relation}" w:history="1">{_run(text, style="Hyperlink")}</w:hyperlink>'

    def _claim(self, claim: ClaimText, bold: bool) -> str:
        words = self._runs(claim.children, bold)
        if claim.holds:
            return words
        marked = words.replace("</w:rPr>", '<w:highlight w:val="yellow"/></w:rPr>')
        return marked + _run(" [This sentence does not hold. ", bold=True) + _run(claim.note) + _run("]", bold=True)


def _run(text: str, bold: bool = False, style: str = "") -> str:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties = f"<w:rPr>{named}{'<w:b/>' if bold else ''}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(_allowed(text))}</w:t></w:r>'


def _allowed(text: str) -> str:
    """The text without control characters, which XML cannot hold."""
    return "".join(character for character in text if character >= " " or character in "\t\n")


# Tables.


def table_xml(table: Table) -> str:
    """A whole table as one piece of XML: header row repeated on each page, no row split, first column its header."""
    widths = [round(20 * points) for points in column_widths(table, TEXT_WIDTH_CM * POINTS_PER_CM, 11 * WIDER)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    aligned = [column.numeric for column in table.columns]
    header = _row([column.heading for column in table.columns], aligned, widths, header=True)
    rows = "".join(_row([cell.text for cell in row], aligned, widths) for row in table.rows)
    properties = _TABLE_PROPERTIES.format(caption=quoteattr(_allowed(table.caption)))
    return f"<w:tbl {W}>{properties}<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"


_TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>'
    '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="D6D6D6"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D6D6D6"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    "<w:tblCaption w:val={caption}/></w:tblPr>"
)


def _row(words: Sequence[str], aligned: Sequence[bool], widths: Sequence[int], header: bool = False) -> str:
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>"
    cells = "".join(
        _cell(text, right, width, header) for text, right, width in zip(words, aligned, widths, strict=True)
    )
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(text: str, right: bool, width: int, header: bool) -> str:
    line = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/></w:tcBorders>' if header else ""
    )
    low = '<w:vAlign w:val="bottom"/>' if header else ""
    aligned = '<w:jc w:val="right"/>' if right else ""
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{aligned}</w:pPr>{_run(text, bold=header)}</w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}{low}</w:tcPr>{paragraph}</w:tc>'
