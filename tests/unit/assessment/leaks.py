"""Forty ways in which published files have told more than they showed, each planted in a clean file."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

Change = Callable[[bytes], bytes]
EPOCH = (1980, 1, 1, 0, 0, 0)
PICTURE_START = b"\x89PNG\r\n\x1a\n"


def packed(parts: dict[str, bytes], time: tuple[int, ...] = EPOCH, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, time), content)  # type: ignore[arg-type]
        archive.comment = comment
    return buffer.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, body: bytes = b"<x/>") -> Change:
    return lambda content: packed({**parts_of(content), name: body})


def replacing(part: str, old: str, new: str) -> Change:
    def change(content: bytes) -> bytes:
        parts = parts_of(content)
        text = parts[part].decode()
        assert re.search(old, text, re.DOTALL), (part, old)
        return packed({**parts, part: re.sub(old, new, text, count=1, flags=re.DOTALL).encode()})

    return change


def noted(picture: bytes) -> bytes:
    """A PNG with a note after its header."""
    body = b"Comment\x00case 4711"
    chunk = struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    return picture[:33] + chunk + picture[33:]


def noted_picture(content: bytes) -> bytes:
    parts = parts_of(content)
    name = next(name for name in parts if name.startswith("word/media/"))
    return packed({**parts, name: noted(parts[name])})


def pdf_change(edit: Callable[..., None]) -> Change:
    def change(content: bytes) -> bytes:
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as pdf:
            edit(pdf, pikepdf)
            buffer = io.BytesIO()
            pdf.save(buffer)
        return buffer.getvalue()

    return change


def _attach(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    pdf.attachments["cases.csv"] = pikepdf.AttachedFileSpec(pdf, b"name,ward\n", filename="cases.csv")


def _script(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _xmp(pdf, _) -> None:  # type: ignore[no-untyped-def]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["Ada Invented"]


def _info(pdf, _) -> None:  # type: ignore[no-untyped-def]
    pdf.docinfo["/Author"] = "Ada Invented"


def _property(pdf, _) -> None:  # type: ignore[no-untyped-def]
    pdf.docinfo["/SourceModified"] = "C:/cases/4711"


def _layer(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([]), D=pikepdf.Dictionary())


def _form(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))


def _sticky(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="case 4711"
    )
    page = pdf.pages[0]
    page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])


def _drawn(stream: bytes) -> Callable[..., None]:
    def edit(pdf, _) -> None:  # type: ignore[no-untyped-def]
        page = pdf.pages[0]
        fonts = page.Resources.Font
        name = str(next(iter(fonts.keys())))
        page.contents_add(b"q BT " + name.encode() + b" 8 Tf 9 9 Td " + stream + b" (1230) Tj ET Q", prepend=True)

    return edit


def _piece(pdf, pikepdf) -> None:  # type: ignore[no-untyped-def]
    pdf.Root.PieceInfo = pikepdf.Dictionary()


SHEET = "xl/worksheets/sheet4.xml"
RELS = "xl/_rels/workbook.xml.rels"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLSX: dict[str, Change] = {
    "pivot cache": with_part("xl/pivotCache/pivotCacheRecords1.xml"),
    "pivot table": with_part("xl/pivotTables/pivotTable1.xml"),
    "workbook of another": with_part("xl/externalLinks/externalLink1.xml"),
    "macro": with_part("xl/vbaProject.bin", b"\0"),
    "comments": with_part("xl/comments1.xml"),
    "printer": with_part("xl/printerSettings/printerSettings1.bin", b"\\\\printer"),
    "custom data": with_part("customXml/item1.xml"),
    "custom properties": with_part("docProps/custom.xml"),
    "chart with its own data": with_part("xl/charts/chart1.xml"),
    "hidden sheet": replacing("xl/workbook.xml", r'<sheet name="Notes"', '<sheet state="hidden" name="Notes"'),
    "very hidden sheet": replacing("xl/workbook.xml", r'<sheet name="Notes"', '<sheet state="veryHidden" name="Notes"'),
    "defined name": replacing("xl/workbook.xml", "</sheets>", '</sheets><definedNames><definedName name="victims">4711</definedName></definedNames>'),
    "hidden column": replacing(SHEET, r'<col min="1"', '<col hidden="1" min="1"'),
    "hidden row": replacing(SHEET, r'<row r="5"', '<row hidden="1" r="5"'),
    "column of no width": replacing(SHEET, r'width="[\d.]+"', 'width="0"'),
    "formula": replacing(SHEET, r"(<c r=\"B5\"[^>]*>)", r"\1<f>1+1</f>"),
    "text no cell shows": replacing("xl/sharedStrings.xml", "</sst>", "<si><t>case 4711</t></si></sst>"),
    "author": replacing("docProps/core.xml", r"<dc:creator>[^<]*", "<dc:creator>Ada Invented"),
    "time of day": replacing("docProps/core.xml", r"T00:00:00Z", "T14:52:07Z"),
    "time in the archive": lambda content: packed(parts_of(content), (2026, 5, 1, 14, 52, 6)),
    "comment on the archive": lambda content: packed(parts_of(content), comment=b"case 4711"),
    "bytes after the end": lambda content: content + b"case 4711",
    "white text": replacing("xl/styles.xml", r'(<fonts count="\d+">.*?</font><font>)', r'\1<color rgb="FFFFFFFF"/>'),
    "filter": replacing(SHEET, "</sheetData>", '</sheetData><autoFilter ref="A4:B9"/>'),
}  # fmt: skip
DOCX: dict[str, Change] = {
    "tracked change": replacing("word/document.xml", "<w:body>", '<w:body><w:p><w:del w:id="1" w:author="Ada Invented"><w:r><w:delText>4711</w:delText></w:r></w:del></w:p>'),
    "hidden text": replacing("word/document.xml", "<w:body>", "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>4711</w:t></w:r></w:p>"),
    "white text": replacing("word/document.xml", "<w:body>", '<w:body><w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>4711</w:t></w:r></w:p>'),
    "comments": with_part("word/comments.xml"),
    "chart workbook": with_part("word/embeddings/Microsoft_Excel_Sheet1.xlsx", b"PK"),
    "alt text": replacing("word/document.xml", r'descr="[^"]*"', 'descr="Three victims in Mill Lane"'),
    "note in a picture": noted_picture,
    "template": replacing("word/settings.xml", "<w:zoom ", '<w:attachedTemplate r:id="rId99"/><w:zoom '),
    "field that reads elsewhere": replacing("word/document.xml", r"<w:instrText[^>]*> TOC[^<]*", '<w:instrText> INCLUDETEXT "cases.docx"'),
}  # fmt: skip
PDF: dict[str, Change] = {
    "attachment": pdf_change(_attach),
    "script": pdf_change(_script),
    "name in XMP": pdf_change(_xmp),
    "name in properties": pdf_change(_info),
    "property nobody sees": pdf_change(_property),
    "layers": pdf_change(_layer),
    "form": pdf_change(_form),
    "note on a page": pdf_change(_sticky),
    "invisible text": pdf_change(_drawn(b"3 Tr")),
    "white text": pdf_change(_drawn(b"1 g")),
    "data of its program": pdf_change(_piece),
    "earlier state": lambda content: content + b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n",
}
ODS_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.3"><office:automatic-styles>'
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
    '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Wards" table:style-name="ta1">'
    '<table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>North</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
ODS_PARTS = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": ODS_CONTENT.encode(),
    "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
}
ODS: dict[str, Change] = {
    "hidden sheet": replacing("content.xml", 'display="true"', 'display="false"'),
    "hidden column": replacing("content.xml", "<table:table-column/>", '<table:table-column table:visibility="collapse"/>'),
    "comment": replacing("content.xml", "<text:p>North", "<office:annotation><text:p>4711</text:p></office:annotation><text:p>North"),
    "thumbnail": with_part("Thumbnails/thumbnail.png", PICTURE_START),
}  # fmt: skip
PLANTED = [
    (kind, name, change)
    for kind, changes in ((".xlsx", XLSX), (".docx", DOCX), (".pdf", PDF), (".ods", ODS))
    for name, change in changes.items()
]
