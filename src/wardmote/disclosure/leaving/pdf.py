"""A published PDF: pages that are seen, and nothing else."""

import io
import re
from collections.abc import Iterator
from typing import Any

from wardmote.disclosure.leaving.leak import Expected

INVISIBLE = 3  # the text rendering mode of a layer behind a scan


def hidden_in_pdf(content: bytes, expected: Expected) -> Iterator[tuple[str, str]]:
    """(part, what) for everything a reader would not see on the page."""
    import pikepdf

    if len(re.findall(rb"%%EOF", content)) > 1:
        yield "file", "an earlier state of the file below the present one"
    if content.rstrip()[-5:] != b"%%EOF":
        yield "file", "bytes after the end"
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        yield "file", f"cannot be opened: {error}"
        return
    with pdf:
        yield from _catalogue(pdf)
        yield from _names_of_people(pdf, expected)
        for number, page in enumerate(pdf.pages, 1):
            for what in _page(page):
                yield f"page {number}", what
        yield from _objects(pdf)


_IN_CATALOGUE = {
    "/AcroForm": "a form",
    "/OpenAction": "something that runs when it is opened",
    "/AA": "something that runs by itself",
    "/OCProperties": "layers that can be hidden",
    "/AF": "an attached file",
    "/Collection": "attached files",
    "/PieceInfo": "data of the program it was made with",
    "/Perms": "a record of changes",
}


def _catalogue(pdf: Any) -> Iterator[tuple[str, str]]:
    for key, what in _IN_CATALOGUE.items():
        if key in pdf.Root:
            yield "catalogue", what
    names = pdf.Root.get("/Names", {})
    if "/EmbeddedFiles" in names:
        yield "catalogue", "an attached file"
    if "/JavaScript" in names:
        yield "catalogue", "a script"


def _names_of_people(pdf: Any, expected: Expected) -> Iterator[tuple[str, str]]:
    author = str(pdf.docinfo.get("/Author", ""))
    if author not in ("", expected.author):
        yield "properties", "the name of a person who made it"
    for key in pdf.docinfo:
        if str(key) not in (
            "/Author",
            "/Creator",
            "/Producer",
            "/Title",
            "/Subject",
            "/CreationDate",
            "/ModDate",
            "/Keywords",
            "/Trapped",
        ):
            yield "properties", f"a property nobody sees ({str(key)[1:]})"
        elif str(key) == "/Keywords" and str(pdf.docinfo[key]).strip():
            yield "properties", "words in its properties"
        elif str(key).endswith("Date") and not re.match(r"D:\d{8}000000", str(pdf.docinfo[key])):
            yield "properties", "a time of day that tells when somebody worked on it"
    if "/Metadata" not in pdf.Root:
        return
    text = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    people = re.findall(r"<dc:creator>(.*?)</dc:creator>", text, re.DOTALL) + re.findall(
        r"<(?:pdfx?|xmp|photoshop):(?:Author|AuthorsPosition|LastModifiedBy|Company|Manager)>(.*?)<", text
    )
    if any(re.sub(r"<[^>]+>|\s+", " ", person).strip() not in ("", expected.author) for person in people):
        yield "XMP", "the name of a person"
    if re.search(r"xmpMM:History|stRef:|pdfx:|photoshop:", text):
        yield "XMP", "a record of how it was made, or properties nobody sees"


def _page(page: Any) -> Iterator[str]:
    import pikepdf

    if "/AA" in page:
        yield "something that runs by itself"
    if "/PieceInfo" in page:
        yield "data of the program it was made with"
    for note in page.get("/Annots", []):
        if str(note.get("/Subtype")) != "/Link":
            yield f"a note on the page ({str(note.get('/Subtype'))[1:]})"
        elif "/A" in note and str(note.A.get("/S")) not in ("/URI", "/GoTo"):
            yield "a link that runs something"
    white = covered = False
    for instruction in pikepdf.parse_content_stream(page):
        name, operands = str(instruction.operator), instruction.operands
        if name == "Tr" and int(operands[0]) == INVISIBLE:
            yield "text that cannot be seen"
        elif name in ("rg", "g", "k", "sc", "scn"):
            white = _is_white(name, operands)
        elif name in ("f", "F", "f*", "B", "b"):
            covered = covered or not white
        elif name in ("Tj", "TJ", "'", '"') and white and not covered:
            yield "white text"
            break


def _is_white(name: str, operands: Any) -> bool:
    try:
        values = [float(value) for value in operands]
    except (TypeError, ValueError):
        return False
    return bool(values) and (
        all(v == 0 for v in values) if name == "k" or len(values) == 4 else all(v == 1 for v in values)
    )


def _objects(pdf: Any) -> Iterator[tuple[str, str]]:
    """What stands in no page: files, scripts, and pages that were taken out but kept."""
    import pikepdf

    pages = {page.obj.objgen for page in pdf.pages}
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            continue
        kind = str(thing.get("/Type", ""))
        if kind == "/EmbeddedFile" or (kind == "/Filespec" and "/EF" in thing):
            yield "file", "an attached file"
        elif str(thing.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData"):
            yield "file", "a script or an action that reaches outside"
        elif kind == "/Page" and thing.objgen not in pages:
            yield "file", "a page that was taken out and kept"
        elif isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype", "")) == "/Image" and "/Metadata" in thing:
            yield "file", "notes inside a picture"
