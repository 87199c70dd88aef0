"""How the Word document looks: page, styles, header and footer. Everything a reader may restyle is a style."""

from typing import Any

INK, GREY, BLUE, PINK = "0B0C0C", "484949", "12436D", "801650"
FONT = "Arial"  # Word cannot be given our font with certainty; this one is on every machine
MARGIN_CM = 2.3
TEXT_WIDTH_CM = 21.0 - 2 * MARGIN_CM

# name, what it is based on, size in points, bold, colour, space before and after, kept with the next paragraph
_STYLES = (
    ("Title", None, 28, True, INK, 0, 6, True),
    ("Subtitle", None, 14, False, GREY, 0, 14, False),
    ("Heading 1", None, 19, True, INK, 24, 8, True),
    ("Heading 2", None, 14.5, True, INK, 16, 6, True),
    ("Heading 3", None, 12, True, INK, 12, 4, True),
    ("Caption", None, 12, True, INK, 14, 3, True),
    ("Partnership", "Normal", 13, True, BLUE, 0, 4, True),
    ("Contents Title", "Normal", 14.5, True, INK, 20, 6, True),
    ("toc 1", "Normal", 12, False, INK, 0, 4, False),
    ("toc 2", "Normal", 12, False, INK, 0, 3, False),
    ("Table Note", "Normal", 11, False, GREY, 0, 4, True),
    ("Table Text", "Normal", 10.5, False, INK, 2, 2, False),
    ("Source", "Normal", 10, False, GREY, 4, 14, False),
    ("Drawing", "Normal", 12, False, INK, 2, 0, True),
    ("Callout Title", "Normal", 12, True, PINK, 12, 2, True),
    ("Callout", "Normal", 12, False, INK, 0, 12, False),
    ("Note Title", "Normal", 12, True, BLUE, 12, 2, True),
    ("Note", "Normal", 12, False, INK, 0, 12, False),
    ("Hyperlink", "character", None, None, BLUE, None, None, None),
)


def dress(word: Any, running: str, draft: bool, marking: str = "") -> None:
    """Set page, language, styles, header and footer of a fresh python-docx document."""
    _page(word)
    _defaults(word)
    for row in _STYLES:
        _style(word, *row)
    for name, colour in (("Callout Title", PINK), ("Callout", PINK), ("Note Title", BLUE), ("Note", BLUE)):
        _left_border(word.styles[name], colour)
    for name in ("List Bullet", "List Number"):
        word.styles[name].paragraph_format.space_after = _points(5)
    _header(word, running, draft)
    _footer(word)
    if marking:
        for part in (word.sections[0].header, word.sections[0].footer):
            _mark(part, marking)
    _drop_thumbnail(word)


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _page(word: Any) -> None:
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)


def _defaults(word: Any) -> None:
    """Body text of 12 points, British English, no theme fonts."""
    normal = word.styles["Normal"]
    normal.font.size = _points(12)
    normal.paragraph_format.space_after = _points(8)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    _plain_font(normal)
    for language in word.styles.element.xpath("w:docDefaults//w:lang"):
        for name in ("val", "eastAsia"):
            language.set(_w(name), "en-GB")
    for language in word.settings.element.xpath("w:themeFontLang"):
        language.set(_w("val"), "en-GB")


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _plain_font(style: Any) -> None:
    """One font for every script; theme fonts would win over it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(name), FONT)


def _style(
    word: Any,
    name: str,
    based_on: str | None,
    size: float | None,
    bold: bool | None,
    colour: str,
    before: float | None,
    after: float | None,
    kept: bool | None,
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    if based_on is None:
        style = word.styles[name]
    else:
        kind = WD_STYLE_TYPE.CHARACTER if based_on == "character" else WD_STYLE_TYPE.PARAGRAPH
        style = word.styles.add_style(name, kind, builtin=name in ("toc 1", "toc 2", "Hyperlink"))
    style.font.color.rgb = RGBColor.from_string(colour)
    if size is None:
        style.font.underline = True
        return
    style.font.size, style.font.bold, style.font.italic = _points(size), bold, False
    _plain_font(style)
    _spacing(style, before or 0, after or 0, bool(kept))
    for unwanted in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        unwanted.getparent().remove(unwanted)


def _spacing(style: Any, before: float, after: float, kept: bool) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = _points(before), _points(after)
    layout.keep_with_next = kept
    layout.line_spacing = 1.0 if style.name in ("Table Text", "Title", "Heading 1", "Heading 2") else 1.15


def _left_border(style: Any, colour: str) -> None:
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    bar = f'<w:pBdr {names}><w:left w:val="single" w:sz="36" w:space="8" w:color="{colour}"/></w:pBdr>'
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _header(word: Any, running: str, draft: bool) -> None:
    """The draft mark is text in the header: every page carries it, and a screen reader reads it once."""
    paragraph = word.sections[0].header.paragraphs[0]
    paragraph.text = f"DRAFT: not adopted. {running}" if draft else running
    _small(paragraph, PINK if draft else GREY)
    for run in paragraph.runs:
        run.bold = draft


def _footer(word: Any) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")
    _small(paragraph, GREY)


def _mark(part: Any, marking: str) -> None:
    """How the document is to be handled and which copy it is, at the head and foot of every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = part.add_paragraph(marking)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(paragraph, PINK)
    for run in paragraph.runs:
        run.bold = True


def _small(paragraph: Any, colour: str) -> None:
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.size, run.font.name = _points(9.5), FONT
        run.font.color.rgb = RGBColor.from_string(colour)


def _field(paragraph: Any, code: str) -> None:
    """A field whose number Word works out; 1 stands there until it has."""
    from docx.oxml import OxmlElement

    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(_w("fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)


def _drop_thumbnail(word: Any) -> None:
    """The picture of somebody else's empty page that comes with the template."""
    relations = word.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]
