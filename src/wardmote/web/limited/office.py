"""Word and Excel files: packed anew from the parts on a list; what hides, runs or calls out is removed or refused."""

import io
import re
import zipfile
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from wardmote.web.limited.pictures import strip_picture
from wardmote.web.limited.work import Unfit

MOST_PARTS = 2_000
LARGEST_PART = 100_000_000
LARGEST_WHOLE = 200_000_000
LARGEST_RATIO = 200
CONTENT_TYPES = "[Content_Types].xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
KEPT = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels"
    r"|word/(_rels/)?(document|styles|settings|websettings|fonttable|numbering|footnotes|endnotes|comments|header\d*|footer\d*)"
    r"\.xml(\.rels)?|word/theme/(_rels/)?theme\d*\.xml(\.rels)?"
    r"|xl/(_rels/)?(workbook|sharedstrings|styles|calcchain|comments\d*)\.xml(\.rels)?"
    r"|xl/(worksheets|chartsheets|theme|tables|charts|drawings)/(_rels/)?[a-z]+\d*\.(xml|vml)(\.rels)?"
    r"|xl/comments/comment\d*\.xml"
    r"|(word|xl)/media/[\w.-]+\.(png|jpe?g)"
)
"""The parts a Word or Excel file is rebuilt from, by their names in lower case."""
CUT = {
    r"docprops/.*": "notes",
    r"customxml/.*": "notes",
    r"word/(people|commentsextended|commentsids|commentsextensible|stylesWithEffects)\.xml(\.rels)?": "notes",
    r"word/(glossary|printersettings)/.*": "notes",
    r"xl/(printersettings|persons|threadedcomments)/.*": "notes",
    r"xl/(metadata|volatiledependencies)\.xml": "notes",
    r".*\.(png|jpe?g|emf|wmf|gif)": "thumbnail",
}
"""Parts that are left out, with what to say of them; nothing in the text leads to them."""
REFUSED = (
    (r".*vbaproject.*|.*/vbadata\.xml", "macros. Save it as .docx or .xlsx, which hold none, and send that."),
    (r".*/activex/.*|.*/ctrlprops/.*", "form controls that can run programs. Save it as PDF and send that."),
    (r".*/embeddings/.*|.*\.bin", "another file embedded in it. Take it out, or save as PDF, and send that."),
    (r"xl/externallinks/.*", "values taken from another workbook. Paste them as values and send that."),
    (
        r"xl/(pivotcache|pivottables).*",
        "a pivot table, which hides every row behind it. Paste it as values and send that.",
    ),
    (r"xl/(connections\.xml|querytables/.*|model/.*)", "a connection to a database. Paste the values and send that."),
    (
        r"(word|xl)/media/.*",
        "a picture of a kind that cannot be checked (only PNG and JPEG can). Save as PDF and send that.",
    ),
    (r".*afchunk.*", "another document embedded in it. Save it as PDF and send that."),
)
FIELDS_REFUSED = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|MACROBUTTON|DATABASE|EMBED)\b")
FORMULAS_REFUSED = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER(\.ID)?|EXEC|DDE|CUBE\w+)\s*\(|\|\s*'", re.IGNORECASE
)
SAFE_LINKS = ("http://", "https://", "mailto:", "#")
AUTHORS = tuple(f"{WORD}{name}" for name in ("author", "initials", "date"))
WORDS = {
    "notes": "notes of who made it, when and with what",
    "authors": "the names of those who commented or changed it",
    "template": "a template it called for from elsewhere",
    "links": "links that led elsewhere than to a web page",
    "thumbnail": "a small picture of it",
    "pictures": "notes inside its pictures, such as where they were taken",
}
Part = tuple[str, bytes]


def strip_office(content: bytes) -> tuple[str, bytes, list[str]]:
    """The file again, of listed parts. Raises Unfit."""
    try:
        parts = unpacked(content)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise Unfit(
            "This file is damaged, cut short or locked. Save it again without a password and send that."
        ) from None
    media, removed = _kind(parts), Counter[str]()
    told: list[str] = []
    kept = _kept_parts(parts, removed)
    names = {name for name, _ in kept}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in kept:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, _clean(name, raw, names, removed, told))
    said = [f"Removed: {WORDS[what]}." for what in WORDS if removed[what]]
    return media, made.getvalue(), said + list(dict.fromkeys(told))


def unpacked(content: bytes) -> list[Part]:
    """Every part of a package, if it is one of ours in size and shape. Raises Unfit, or what zipfile raises on damage."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos = [info for info in package.infolist() if not info.is_dir()]
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
            raise Unfit("This file unpacks to more than an honest document would. Save it as PDF and send that.")
        if len({info.filename.lower() for info in infos}) != len(infos):
            raise Unfit("This file holds two parts of one name, which no honest program writes. Do not open it.")
        return [(_plain(info), _read(package, info)) for info in infos]


def _plain(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if name.startswith(("/", "\\")) or ".." in name or "\\" in name or ":" in name:
        raise Unfit("This file holds a part with a path of its own, which no honest program writes. Do not open it.")
    return name


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > LARGEST_PART or info.file_size > max(5_000_000, LARGEST_RATIO * info.compress_size):
        raise Unfit(
            "A part of this file unpacks to far more than it holds. Do not open it; save it as PDF and send that."
        )
    with package.open(info) as part:
        raw = part.read(info.file_size + 1)
    if len(raw) != info.file_size:
        raise Unfit("A part of this file is not as long as it says. Do not open it.")
    return raw


def _kind(parts: list[Part]) -> str:
    types = dict(parts).get(CONTENT_TYPES)
    if types is None:
        raise Unfit("This is an archive. Take the files out of it and send them one by one.")
    said = {element.get("ContentType") for element in parsed(types).iter("{*}Override")}
    if any(kind and "macroEnabled" in kind for kind in said):
        raise Unfit("This file holds macros. Save it as .docx or .xlsx, which hold none, and send that.")
    found = {media for kind, media in MAIN_PARTS.items() if kind in said}
    if len(found) != 1:
        raise Unfit("This is not a Word (.docx) or Excel (.xlsx) file. Save it as one of these, or as PDF.")
    return found.pop()


def _kept_parts(parts: list[Part], removed: Counter[str]) -> list[Part]:
    kept = []
    for name, raw in parts:
        small = name.lower()
        if KEPT.fullmatch(small):
            kept.append((name, raw))
            continue
        for pattern, why in REFUSED:
            if re.fullmatch(pattern, small) and not _is_cut(small):
                raise Unfit(f"This file holds {why}")
        what = _is_cut(small)
        if not what:
            raise Unfit(
                f"This file holds a part that cannot be checked ({PurePosixPath(small).name[:40]}). Save it as PDF."
            )
        removed[what] += 1
    return kept


def _is_cut(small: str) -> str:
    if small.startswith(("word/media/", "xl/media/")):
        return ""
    return next((what for pattern, what in CUT.items() if re.fullmatch(pattern.lower(), small)), "")


def parsed(raw: bytes) -> Any:
    """The root of an XML part. Raises Unfit where it declares entities, which no office program does."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            raise Unfit(
                "The XML of this file declares entities, which no honest program does. Do not open it."
            ) from None
        raise Unfit("This file is damaged. Save it again from the program that made it and send that.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unfit("The XML of this file declares entities, which no honest program does. Do not open it.")
    return root


def _clean(name: str, raw: bytes, names: set[str], removed: Counter[str], told: list[str]) -> bytes:
    small = name.lower()
    if small.endswith((".png", ".jpg", ".jpeg")):
        _, picture, said = strip_picture(raw)
        removed["pictures"] += bool(said)
        return picture
    root = parsed(raw)
    if name == CONTENT_TYPES:
        _keep(root, lambda one: one.get("PartName") is None or one.get("PartName", "").lstrip("/") in names)
    elif small.endswith(".rels"):
        _clean_relations(name, root, names, removed)
    elif small.startswith("word/"):
        _clean_word(root, removed, told)
    else:
        _clean_sheet(name, root, removed, told)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _keep(root: Any, wanted: Any) -> None:
    for element in list(root):
        if not wanted(element):
            root.remove(element)


def _clean_relations(name: str, root: Any, names: set[str], removed: Counter[str]) -> None:
    """Relations lead to kept parts, or to web pages as links; nothing is fetched from elsewhere."""
    base = PurePosixPath(name).parent.parent
    for one in list(root):
        target, kind = one.get("Target", ""), one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode") == "External":
            if kind == "hyperlink":
                if not target.lower().startswith(SAFE_LINKS):
                    one.set("Target", "about:blank")
                    removed["links"] += 1
            elif kind == "attachedTemplate":
                root.remove(one)
                removed["template"] += 1
            else:
                raise Unfit(
                    "This file fetches something from elsewhere when it is opened. Save it as PDF and send that."
                )
        elif _resolved(base, target) not in names:
            root.remove(one)


def _resolved(base: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts: list[str] = []
    for step in (*base.parts, *PurePosixPath(target.partition("#")[0]).parts):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _clean_word(root: Any, removed: Counter[str], told: list[str]) -> None:
    said = "".join(element.text or "" for element in root.iter(f"{WORD}instrText"))
    said += " ".join(element.get(f"{WORD}instr", "") for element in root.iter(f"{WORD}fldSimple"))
    if FIELDS_REFUSED.search(said.upper()):
        raise Unfit("This file holds a field that fetches or runs something. Save it as PDF and send that.")
    for element in list(root.iter(f"{WORD}attachedTemplate", f"{WORD}rsids", f"{WORD}mailMerge", f"{WORD}docVars")):
        element.getparent().remove(element)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key in list(element.attrib):
            if key in AUTHORS:
                removed["authors"] += 1
                element.set(key, "2000-01-01T00:00:00Z" if key.endswith("date") else "Author")
            elif key.startswith(f"{WORD}rsid"):
                del element.attrib[key]
    if root.tag == f"{WORD}comments" and len(root):
        told.append("Found: comments. Whoever opens the file sees them.")
    if next(root.iter(f"{WORD}ins", f"{WORD}del", f"{WORD}moveFrom"), None) is not None:
        told.append("Found: tracked changes. Whoever opens the file sees what was deleted.")
    if next(root.iter(f"{WORD}vanish"), None) is not None:
        told.append("Found: hidden text. Whoever has the file can show it.")


def _clean_sheet(name: str, root: Any, removed: Counter[str], told: list[str]) -> None:
    for formula in root.iter(f"{SHEET}f", f"{SHEET}definedName", f"{SHEET}formula1", f"{SHEET}formula", "{*}f"):
        if FORMULAS_REFUSED.search(formula.text or ""):
            raise Unfit(
                "This workbook holds a formula that fetches or runs something. Paste it as values and send that."
            )
    for element in list(root.iter(f"{SHEET}pageSetup", f"{SHEET}fileSharing", f"{SHEET}fileVersion")):
        if element.tag == f"{SHEET}pageSetup":
            element.attrib.pop(f"{RELATION}id", None)
        else:
            element.getparent().remove(element)
    for author in root.iter(f"{SHEET}author"):
        removed["authors"] += bool(author.text)
        author.text = "Author"
    for element in list(root.iter("{*}absPath", "{*}legacyDrawingHF")):
        element.getparent().remove(element)
    told += _hidden(name, root)


def _hidden(name: str, root: Any) -> list[str]:
    """What of a workbook is out of sight, in words; it is kept, for it may be meant."""
    sheets = sum(sheet.get("state") in ("hidden", "veryHidden") for sheet in root.iter(f"{SHEET}sheet"))
    rows = sum(row.get("hidden") in ("1", "true") for row in root.iter(f"{SHEET}row"))
    columns = sum(column.get("hidden") in ("1", "true") for column in root.iter(f"{SHEET}col"))
    said = []
    for number, what in ((sheets, "sheet"), (rows, "row"), (columns, "group of columns")):
        if number:
            many = f"{number} hidden {what}s" if number > 1 else f"1 hidden {what}"
            said.append(
                f"Found: {many.replace('group of columnss', 'groups of columns')}. Whoever has the file can show them."
            )
    if root.tag == f"{SHEET}comments":
        said.append("Found: comments. Whoever opens the file sees them.")
    return said
