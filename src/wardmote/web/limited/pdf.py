"""PDF: written anew from what its pages need, without scripts, attachments, forms, or notes about who made it."""

import io
import zlib
from collections import Counter
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from wardmote.web.limited.jpeg import jp2_without_notes, jpeg_without_notes
from wardmote.web.limited.pictures import MOST_PIXELS, TOO_LARGE
from wardmote.web.limited.work import Unfit

MOST_PAGES = 3_000
MOST_OBJECTS = 500_000
ROOT_KEPT = {
    "/Type", "/Pages", "/PageLabels", "/PageLayout", "/PageMode", "/Outlines", "/StructTreeRoot", "/MarkInfo", "/Lang",
    "/Names", "/Dests", "/Version", "/OCProperties", "/ViewerPreferences",
}  # fmt: skip
NOTES = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
ACTIVE = ("/AA", "/JS", "/OpenAction", "/XFA", "/AF", "/EF", "/RichMediaContent", "/RichMediaSettings", "/MK")
SAFE_ACTIONS = ("/GoTo", "/URI", "/Named")
UNSAFE_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
)
SAFE_LINKS = ("http://", "https://", "mailto:")
ANNOTATIONS_DROPPED = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/Widget", "/PrinterMark")
WORDS = {
    "notes": "notes of who made it, when and with what",
    "scripts": "scripts and actions",
    "attachments": "attached files",
    "forms": "form fields (what was filled in still shows)",
    "media": "film, sound and other embedded objects",
    "links": "links that led elsewhere than to a web page",
    "pictures": "notes inside its pictures, such as where they were taken",
}


def strip_pdf(content: bytes) -> tuple[bytes, list[str]]:
    """The PDF again, and what was removed. Raises Unfit for one that is locked, damaged or overlarge."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            kept, told = _stripped(pdf)
            earlier = content.count(b"%%EOF") > 1 + pdf.is_linearized
            return kept, [*told, "Removed: earlier versions of it."] if earlier else told
    except pikepdf.PasswordError:
        raise Unfit("This PDF has a password. Save it without one and send that.") from None


def _stripped(pdf: pikepdf.Pdf) -> tuple[bytes, list[str]]:
    if pdf.is_encrypted:
        raise Unfit("This PDF is locked. Print it to a new PDF, or save it without restrictions, and send that.")
    if not len(pdf.pages):
        raise Unfit("This PDF has no pages. Choose another.")
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        raise Unfit(f"This PDF has more than {MOST_PAGES:,} pages, or is built of too many parts. Send it in parts.")
    removed: Counter[str] = Counter()
    _strip_root(pdf, removed)
    for page in pdf.pages:
        _strip_annotations(page.obj, removed)
    for thing in pdf.objects:
        _strip(thing, removed)
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=False)
    told = [f"Removed: {WORDS[what]}." for what in WORDS if removed[what]]
    if "/OCProperties" in pdf.Root:
        told.append("Found: layers, of which some may be hidden. Whoever has the file can show them.")
    return made.getvalue(), told


def _strip_root(pdf: pikepdf.Pdf, removed: Counter[str]) -> None:
    root = pdf.Root
    if "/AcroForm" in root:
        removed["forms"] += 1
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        removed["attachments"] += "/EmbeddedFiles" in names
        removed["scripts"] += "/JavaScript" in names
        _keep_only(names, {"/Dests"})
    removed["scripts"] += "/OpenAction" in root or "/AA" in root
    removed["attachments"] += "/AF" in root or "/Collection" in root
    removed["notes"] += "/Metadata" in root or "/Info" in pdf.trailer
    _keep_only(root, ROOT_KEPT)
    _keep_only(pdf.trailer, {"/Root", "/Size"})


def _keep_only(at: Any, kept: set[str]) -> None:
    for key in set(at.keys()) - kept:
        del at[key]


def _strip_annotations(page: Any, removed: Counter[str]) -> None:
    """Take away annotations that hold files, film or fields; keep comments and links."""
    found = page.get("/Annots")
    if not isinstance(found, Array):
        if found is not None:
            del page["/Annots"]
        return
    kept = []
    for note in found:
        kind = str(note.get("/Subtype", "")) if isinstance(note, Dictionary) else "/FileAttachment"
        if kind in ANNOTATIONS_DROPPED:
            removed["attachments" if kind == "/FileAttachment" else "forms" if kind == "/Widget" else "media"] += 1
            continue
        for key in ("/T", "/M", "/CreationDate", "/NM"):
            if key in note:
                del note[key]
                removed["notes"] += 1
        kept.append(note)
    page["/Annots"] = Array(kept)


def _strip(thing: Object, removed: Counter[str]) -> None:
    """Take from an object, and from what stands inside it, every note and everything that acts by itself."""
    waiting = [thing]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Array):
            waiting += [inner for inner in at if isinstance(inner, Object) and not inner.is_indirect]
        elif isinstance(at, (Dictionary, Stream)):
            _strip_keys(at, removed)
            if isinstance(at, Stream):
                _strip_stream(at, removed)
            waiting += [inner for _, inner in at.items() if isinstance(inner, Object) and not inner.is_indirect]


def _strip_keys(at: Any, removed: Counter[str]) -> None:
    for what, keys in (("notes", NOTES), ("scripts", ACTIVE)):
        for key in keys:
            if key in at:
                del at[key]
                removed[what] += key != "/MK"
    if at.get("/Type") == Name.EmbeddedFile or (at.get("/Type") == Name.Filespec and "/F" in at):
        _keep_only(at, {"/Length", "/Filter", "/DecodeParms"})
        removed["attachments"] += 1
    if str(at.get("/S", "")) in UNSAFE_ACTIONS:
        _keep_only(at, set())
        removed["scripts"] += 1
    for key in ("/A", "/PA", "/Next"):
        action = at.get(key)
        steps = list(action) if isinstance(action, Array) and key == "/Next" else [action]
        if not all(_is_safe(step) for step in steps):
            removed["links" if all(_is_link(step) for step in steps) else "scripts"] += 1
            del at[key]


def _is_link(action: Any) -> bool:
    return isinstance(action, Dictionary) and str(action.get("/S", "")) == "/URI"


def _is_safe(action: Any) -> bool:
    """Whether an action only moves within the document or opens a web page; what is no action is safe."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return True
    if _is_link(action):
        return str(action.get("/URI", "")).lower().startswith(SAFE_LINKS)
    return str(action["/S"]) in SAFE_ACTIONS


def _strip_stream(stream: Any, removed: Counter[str]) -> None:
    """Pictures keep their dots and lose their notes; they may not be larger than a picture may be."""
    if stream.get("/Subtype") != Name.Image:
        return
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if width * height > MOST_PIXELS:
        raise Unfit(TOO_LARGE.format(width, height, MOST_PIXELS // 1_000_000))
    filters = stream.get("/Filter", Array())
    kinds = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    without = {"/DCTDecode": jpeg_without_notes, "/JPXDecode": jp2_without_notes}.get(kinds[-1] if kinds else "")
    if without is None:
        return
    before = _unwrapped(stream.read_raw_bytes(), kinds[:-1])
    after = without(before)
    if after != before or len(kinds) > 1:
        parameters = stream.get("/DecodeParms")
        last = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
        stream.write(after, filter=Name(kinds[-1]), decode_parms=last if isinstance(last, Dictionary) else None)
        removed["pictures"] += after != before


def _unwrapped(raw: bytes, filters: list[str]) -> bytes:
    """A picture packed once more around its own packing: only the common way is opened, and not beyond a limit."""
    for name in filters:
        if name != "/FlateDecode":
            raise Unfit("This PDF packs its pictures in an unusual way. Print it to a new PDF and send that.")
        opened = zlib.decompressobj()
        raw = opened.decompress(raw, 50_000_000)
        if opened.unconsumed_tail:
            raise Unfit("A picture in this PDF unpacks to more than 50 MB. Send it in parts.")
    return raw
