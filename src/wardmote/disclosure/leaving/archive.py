"""A file that is a zip archive: its parts against a list, and what the archive holds beside them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

EPOCH = (1980, 1, 1, 0, 0, 0)
LARGEST_PART = 200_000_000


class NotReadable(Exception):
    """The file is not what its name says, or holds what no published file needs (a document type, an entity)."""


def open_parts(content: bytes) -> dict[str, bytes]:
    """Every part by name. Raises NotReadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(entry.file_size > LARGEST_PART for entry in archive.infolist()):
                raise NotReadable("a part is too large to be opened")
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise NotReadable(f"the file cannot be opened: {error}") from None


def about_archive(content: bytes) -> Iterator[tuple[str, str]]:
    """(part, what) for bytes outside the parts, comments, doubled names and times that tell when it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        comment, end = archive.comment, archive.start_dir
    names = [entry.filename for entry in entries]
    if comment:
        yield "archive", "a comment on the archive"
    if entries and min(entry.header_offset for entry in entries) > 0:
        yield "archive", "bytes before the first part"
    tail = content[end:]
    if not re.search(rb"PK\x05\x06.{18}\Z", tail, re.DOTALL) and not comment:
        yield "archive", "bytes after the last part"
    for entry in entries:
        if names.count(entry.filename) > 1:
            yield entry.filename, "a part that is there twice, of which a reader sees one"
        if entry.date_time != EPOCH:
            yield entry.filename, "a time that tells when the file was made"
        if entry.comment:
            yield entry.filename, "a comment on the part"


def unlisted(
    parts: Mapping[str, bytes], allowed: "re.Pattern[str]", known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Parts that are not on the list, named by what they usually are."""
    for name in parts:
        if not allowed.fullmatch(name):
            what = next((what for pattern, what in known.items() if re.search(pattern, name, re.IGNORECASE)), None)
            yield name, what or "a part that no published file needs"


def tree(content: bytes, part: str) -> ElementTree.Element:
    """The part as XML; a document type or an entity is refused before it is parsed."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotReadable(f"{part} declares a document type")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise NotReadable(f"{part} is not readable: {error}") from None


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rsplit("}", 1)[-1]


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """An attribute by its local name."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def says(element: ElementTree.Element, name: str, *values: str) -> bool:
    """Whether an attribute by its local name has one of the values."""
    return (attribute(element, name) or "").lower() in values


def outward_links(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Relations that lead out of the file to anything but a web page or an e-mail address."""
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        for relation in tree(content, name):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                continue
            if not relation.get("Type", "").endswith("/hyperlink") or not target.startswith(
                ("https://", "http://", "mailto:", "#")
            ):
                yield name, f"a link to something outside the file ({relation.get('Type', '').rsplit('/', 1)[-1]})"


def properties(content: bytes, part: str, author: str) -> Iterator[tuple[str, str]]:
    """Names of people, and times of day, in the properties of a file; dates of the release end at midnight."""
    for element in tree(content, part).iter():
        name, text = local(element.tag), (element.text or "").strip()
        if name in ("creator", "lastModifiedBy", "initial-creator", "printed-by") and text not in ("", author):
            yield part, "the name of a person who made or changed it"
        elif name in ("manager", "Manager", "company", "Company", "HyperlinkBase") and text not in ("", author):
            yield part, "a name or address from the machine it was made on"
        elif name in ("created", "modified", "date", "creation-date", "print-date", "lastPrinted") and text:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:T00:00:00(?:\.0+)?(?:Z|\+00:00)?)?", text):
                yield part, "a time of day that tells when somebody worked on it"
        elif name in (
            "description",
            "keywords",
            "comments",
            "category",
            "contentStatus",
            "Template",
            "user-defined",
        ) and text not in ("", "Normal.dotm"):
            yield part, f"words in its properties ({name})"
