"""A published DOCX document: what is printed, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from wardmote.disclosure.leaving.archive import attribute, local, says, tree
from wardmote.disclosure.leaving.leak import Expected
from wardmote.disclosure.leaving.picture import hidden_in_picture

ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|word/(?:document|styles|settings|webSettings|fontTable|numbering|header\d*|footer\d*|footnotes|endnotes)\.xml"
    r"|word/theme/theme\d*\.xml|word/_rels/(?:document|header\d*|footer\d*|settings|fontTable)\.xml\.rels|word/media/image\d+\.(?:png|jpe?g)"
)
KNOWN = {
    r"comments|people": "comments and who wrote them",
    r"customxml|docprops/custom": "custom data",
    r"vbaproject|vbadata": "a macro",
    r"embeddings|oleobject": "an embedded file, such as the workbook behind a chart",
    r"charts?/": "a chart with data of its own",
    r"glossary": "building blocks nobody sees",
    r"thumbnail": "a small picture of an earlier state",
    r"activex": "a form control",
    r"afchunk": "another document inside",
    r"printersettings": "the name of a printer",
    r"media/": "a picture of a kind that cannot be checked",
}
_CHANGES = {
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "sectPrChange",
    "cellIns",
    "cellDel",
    "delText",
}
_FIELDS = re.compile(
    r"\s*(?:TOC|PAGE|NUMPAGES|REF|PAGEREF|HYPERLINK|SEQ|STYLEREF|SECTIONPAGES|NOTEREF)\b", re.IGNORECASE
)


def hidden_in_word(parts: Mapping[str, bytes], expected: Expected) -> Iterator[tuple[str, str]]:
    """(part, what) for everything a reader would not see on the page."""
    for name, content in parts.items():
        if name.startswith("word/media/"):
            for what in hidden_in_picture(content):
                yield name, what
        elif re.fullmatch(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            for what in _text(tree(content, name), expected):
                yield name, what
        elif name == "word/settings.xml":
            for what in _settings(tree(content, name)):
                yield name, what
        elif name == "word/styles.xml" and any(local(e.tag) == "vanish" for e in tree(content, name).iter()):
            yield name, "a style whose text is hidden"


def _settings(settings: Element) -> Iterator[str]:
    for element in settings.iter():
        kind = local(element.tag)
        if kind in ("attachedTemplate", "mailMerge", "docVars", "trackRevisions", "documentProtection"):
            yield {
                "attachedTemplate": "a template it calls for",
                "mailMerge": "the source of a mail merge",
                "docVars": "variables nobody sees",
            }.get(kind, f"a setting of a working draft ({kind})")


def _text(body: Element, expected: Expected) -> Iterator[str]:
    for element in body.iter():
        kind = local(element.tag)
        if kind in _CHANGES:
            yield "a tracked change, which keeps what was there before"
        elif kind in ("commentRangeStart", "commentReference"):
            yield "a comment"
        elif kind == "rPr" and _is_hidden(element):
            yield "text that cannot be seen (hidden, white, or too small to read)"
        elif kind == "instrText" and (element.text or "").strip() and not _FIELDS.match(element.text or ""):
            yield "a field that reads something from elsewhere"
        elif kind in ("object", "OLEObject", "altChunk", "chart", "control", "pict"):
            yield "an embedded object"
        elif kind in ("docPr", "cNvPr"):
            yield from _described(element, expected)
        elif kind == "dataBinding":
            yield "text bound to data nobody sees"


def _is_hidden(run: Element) -> bool:
    """A run's own format: vanish, white without a shade behind it, or a size of two points or less."""
    kinds = {local(e.tag): e for e in run}
    if "vanish" in kinds and not says(kinds["vanish"], "val", "0", "false", "off"):
        return True
    white = "color" in kinds and (attribute(kinds["color"], "val") or "").upper() == "FFFFFF" and "shd" not in kinds
    tiny = "sz" in kinds and int(attribute(kinds["sz"], "val") or 20) <= 4
    return white or tiny


def _described(element: Element, expected: Expected) -> Iterator[str]:
    """The text that describes a picture is read aloud: it must be the one the document was made with."""
    text = " ".join(part for part in (element.get("descr"), element.get("title")) if part).strip()
    if text and expected.pictures is not None and text not in expected.pictures:
        yield "a description of a picture that the document was not made with"
