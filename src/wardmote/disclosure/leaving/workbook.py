"""A published XLSX workbook: visible sheets of text and numbers, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from wardmote.disclosure.leaving.archive import attribute, local, says, tree

ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml|xl/theme/theme1\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml"
)
KNOWN = {
    r"pivotcache": "a pivot cache, which holds every row behind a table",
    r"pivottable": "a pivot table, which holds the rows behind it",
    r"externallink": "values of another workbook",
    r"customxml|docprops/custom": "custom data",
    r"vbaproject|vbadata": "a macro",
    r"embeddings|oleobject": "an embedded file",
    r"comments|threadedcomment|persons/": "comments",
    r"printersettings": "the name of a printer",
    r"charts?/|drawings?/": "a chart or drawing with data of its own",
    r"media/|thumbnail": "a picture",
    r"connections|querytables|model/": "a connection to a database",
    r"revisions|userNames": "a record of changes",
    r"calcchain": "the order of formulas",
}
_TABLE_HIDES = {"calculatedColumnFormula", "totalsRowFormula", "filters", "customFilters"}
_PRINTING = ("_xlnm.Print_Titles", "_xlnm.Print_Area")
_WHITE = re.compile(r"(?:FF|00)?FFFFFF\Z", re.IGNORECASE)


def hidden_in_workbook(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(part, what) for everything a reader would not see in front of them."""
    yield from _book(parts)
    unseen = _unseen_styles(parts)
    used: set[int] = set()
    for name, content in parts.items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            for what in _sheet(tree(content, name), unseen, used):
                yield name, what
        elif name.startswith("xl/tables/") and _TABLE_HIDES & {local(e.tag) for e in tree(content, name).iter()}:
            yield name, "a formula or a filter in a table"
    strings = parts.get("xl/sharedStrings.xml")
    if strings is not None:
        items = [e for e in tree(strings, "xl/sharedStrings.xml") if local(e.tag) == "si"]
        if set(range(len(items))) - used:
            yield "xl/sharedStrings.xml", "text that no cell shows"
        if any(local(e.tag) in ("rPh", "phoneticPr") for item in items for e in item.iter()):
            yield "xl/sharedStrings.xml", "phonetic text that is not seen"


def _book(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    name = "xl/workbook.xml"
    for element in tree(parts[name], name).iter() if name in parts else ():
        kind = local(element.tag)
        if kind == "sheet" and says(element, "state", "hidden", "veryhidden"):
            yield name, f"a hidden sheet, “{element.get('name')}”"
        elif kind == "definedName" and element.get("name") not in _PRINTING:
            yield name, f"a defined name, “{element.get('name')}”"
        elif kind in ("externalReference", "pivotCache", "fileSharing", "customWorkbookView", "functionGroup"):
            yield name, f"{kind}: data from elsewhere or the name of a user"
        elif local(element.tag) == "absPath":
            yield name, "the path of a folder"


def _sheet(sheet: Element, unseen: set[int], used: set[int]) -> Iterator[str]:
    for element in sheet.iter():
        kind = local(element.tag)
        if kind in ("row", "col") and says(element, "hidden", "1", "true"):
            yield f"a hidden {'row' if kind == 'row' else 'column'}"
        elif kind == "row" and element.get("ht") in ("0", "0.0"):
            yield "a row of no height"
        elif kind == "col" and float(element.get("width") or 1) < 0.1:
            yield "a column of no width"
        elif kind == "sheetFormatPr" and says(element, "zeroHeight", "1", "true"):
            yield "rows that are hidden unless said otherwise"
        elif kind in _NOT_IN_A_SHEET:
            yield _NOT_IN_A_SHEET[kind]
        elif kind == "c":
            yield from _cell(element, unseen, used)
        elif (
            kind in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
            and (element.text or "").strip()
        ):
            yield "a header or footer that is seen only in print"


_NOT_IN_A_SHEET = {
    "f": "a formula",
    "oleObject": "an embedded object",
    "control": "a form control",
    "legacyDrawing": "comments",
    "drawing": "a drawing",
    "picture": "a background picture",
    "dataValidation": "a list behind a cell",
    "conditionalFormatting": "formatting that can hide a cell",
    "autoFilter": "a filter, which hides rows",
    "customSheetView": "another view of the sheet, with a user's own hidden rows",
    "scenario": "another version of the numbers",
    "webPublishItem": "a link to where it was published",
    "ext": "an extension no reader shows",
}


def _cell(cell: Element, unseen: set[int], used: set[int]) -> Iterator[str]:
    value = next((e.text for e in cell if local(e.tag) == "v"), None)
    if cell.get("t") == "s" and value is not None:
        used.add(int(value))
    filled = value is not None or any(local(e.tag) == "is" for e in cell)
    if filled and int(cell.get("s") or 0) in unseen:
        yield f"a number or text in {cell.get('r')} that cannot be seen (white, or a format that shows nothing)"


def _unseen_styles(parts: Mapping[str, bytes]) -> set[int]:
    """Cell styles that show nothing: white text on no fill, or a number format such as ;;;."""
    name = "xl/styles.xml"
    if name not in parts:
        return set()
    styles = tree(parts[name], name)
    sections = {local(section.tag): list(section) for section in styles}
    white = {n for n, font in enumerate(sections.get("fonts", [])) if _is_white(font)}
    filled = {n for n, fill in enumerate(sections.get("fills", [])) if _is_filled(fill)}
    blank = {
        form.get("numFmtId")
        for form in sections.get("numFmts", [])
        if not re.search(r"[0#?@a-zA-Z]", form.get("formatCode") or "0")
    }
    return {
        n
        for n, style in enumerate(sections.get("cellXfs", []))
        if style.get("numFmtId") in blank
        or (int(style.get("fontId") or 0) in white and int(style.get("fillId") or 0) not in filled)
        or any(says(e, "hidden", "1", "true") for e in style)
    }


def _is_white(font: Element) -> bool:
    for colour in font:
        if local(colour.tag) == "color":
            return (
                bool(_WHITE.match(attribute(colour, "rgb") or ""))
                or (colour.get("theme") == "0" and not colour.get("tint"))
                or colour.get("indexed") in ("1", "9")
            )
    return False


def _is_filled(fill: Element) -> bool:
    pattern = next(iter(fill), None)
    if pattern is None or says(pattern, "patternType", "none", "gray125", ""):
        return False
    colour = next((c for c in pattern if local(c.tag) == "fgColor"), None)
    return colour is not None and not _WHITE.match(attribute(colour, "rgb") or "x") and colour.get("theme") != "0"
