"""Word documents that casework drafts: a letter, the minutes of a meeting. Marked on every page, dated, in plain styles."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

FONT = "Arial"
MARGIN_CM = 2.5


class WordDocument:
    """A document as it is written, from its heading to its last paragraph."""

    def __init__(self, title: str, marking: str, about: str) -> None:
        import docx
        from docx.shared import Cm, Pt

        self._word: Any = docx.Document()
        section = self._word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
        section.header.paragraphs[0].text = marking
        section.footer.paragraphs[0].text = f"{marking}. {about}"
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            style = self._word.styles[name]
            style.font.name = FONT
            style.element.rPr.rFonts.set(_ANY_SCRIPT, FONT)
        self._word.styles["Normal"].font.size = Pt(11)
        self._word.styles["Title"].font.size = Pt(20)
        self._word.core_properties.title = title
        self._word.core_properties.author = ""
        self._word.core_properties.language = "en-GB"

    def heading(self, text: str, level: int = 1) -> None:
        self._word.add_heading(text, level)

    def paragraph(self, text: str, bold: bool = False) -> None:
        self._word.add_paragraph().add_run(text).bold = bold

    def lines(self, texts: Iterable[str]) -> None:
        """Lines of one paragraph, such as an address."""
        self._word.add_paragraph().add_run("\n".join(texts))

    def to_fill_in(self, text: str) -> None:
        """What a person must put there before the document is used: in brackets, and marked for the eye."""
        from docx.enum.text import WD_COLOR_INDEX

        run = self._word.add_paragraph().add_run(f"[{text}]")
        run.bold, run.font.highlight_color = True, WD_COLOR_INDEX.YELLOW

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._word.add_paragraph(text, style="List Bullet")

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float] = ()) -> None:
        """A table whose head is repeated on every page; widths are in centimetres, and alike where none are given."""
        from docx.oxml.ns import qn
        from docx.shared import Cm

        table = self._word.add_table(rows=1, cols=len(heads), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(head).bold = True
        repeated = table.rows[0]._tr.get_or_add_trPr()
        repeated.append(repeated.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        table.autofit = not widths
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)  # for one program
            for cell in column.cells:
                cell.width = Cm(width)  # and for another
        self._word.add_paragraph()

    def content(self) -> bytes:
        kept = io.BytesIO()
        self._word.save(kept)
        return kept.getvalue()


_ANY_SCRIPT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"


def written(day: date) -> str:
    """27 November 2026"""
    return f"{day.day} {day:%B %Y}"


def letter(
    name: str,
    to: str,
    agency: str,
    contact: str,
    subject: str,
    paragraphs: Iterable[str],
    on: date,
    reference: str,
    marking: str,
) -> bytes:
    """A letter, ready to be read through and signed: nothing is sent by itself. Without a contact it says what to fill in."""
    word = WordDocument(subject, marking, f"{agency}. Our reference: {reference}")
    word.paragraph(agency, bold=True)
    if contact:
        word.lines(contact.splitlines())
    else:
        word.to_fill_in(f"Fill in before it is sent: the address, telephone and e-mail by which people reach {agency}")
    word.lines(filter(None, (name, *(part.strip() for part in to.split(",")))))
    word.paragraph(written(on))
    word.paragraph(f"Our reference: {reference}")
    word.heading(subject)
    word.paragraph(f"Dear {name}," if name else "To whom it concerns,")
    for said in paragraphs:
        word.paragraph(said)
    word.paragraph("Yours sincerely,")
    word.paragraph("")
    word.paragraph(f"For {agency}")
    return word.content()
