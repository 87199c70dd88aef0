"""Makes small partnership folders and the good files that the corpus spoils, one way at a time."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from wardmote.partnership import Partnership, open_partnership

POLICE_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
POLICE_ROWS = (
    ",2016-01,Kent Police,Kent Police,0.527001,51.388001,On or near High Street,E01016016,Medway 015A,"
    "Anti-social behaviour,,",
    "8b2a6bc936ef6a24,2016-01,Kent Police,Kent Police,0.527002,51.388002,On or near Station Road,E01016017,"
    "Medway 015B,Burglary,Under investigation,",
    "755e92ecd197b871,2016-01,Kent Police,Kent Police,,,No Location,,,Robbery,Under investigation,",
)
COUNCIL_HEADER = ("Reference", "Reported", "Category", "Address", "Easting", "Northing", "Ward")
COUNCIL_ROWS = (
    ("ASB0001", "12/04/2016 21:15", "Noise", "1 Example Street", "575818", "167311", "River"),
    ("ASB0002", "13/04/2016 09:30", "Litter", "2 Example Street", "575900", "167400", "River"),
    ("ASB0003", "14/04/2016 10:00", "Vehicles", "", "", "", "Luton and Wayfield"),
)
FOLDER = """
[partnership]
name = "Invented"
area = "E06000035"
area_name = "Medway"
wards = "2013"
periods = {{ this = "2016-01..2016-10", before = "2014-01..2014-10" }}
[sources.{source}]
files = "in/**/*"
owner = "the sender"
"""


def folder(root: Path, source: str) -> Partnership:
    """A partnership that is owed one source, from anything under inbox/in."""
    (root / "inbox" / "in").mkdir(parents=True, exist_ok=True)
    (root / "partnership.toml").write_text(FOLDER.format(source=source), encoding="utf-8")
    return open_partnership(root)


def police(*rows: str, header: str = POLICE_HEADER) -> str:
    return "\n".join((header, *(rows or POLICE_ROWS))) + "\n"


def police_row(number: int = 1, **changes: str) -> str:
    """A good row with some cells replaced, by the column's place: c4="x" replaces the fifth."""
    cells = POLICE_ROWS[number].split(",")
    for place, value in changes.items():
        cells[int(place[1:])] = value
    return ",".join(cells)


def with_row(row: str) -> str:
    """A police file whose third data row is the one given."""
    return police(POLICE_ROWS[0], POLICE_ROWS[1], row)


def text(content: str, name: str = "2016-01-kent-street.csv", encoding: str = "utf-8") -> Callable[[Path], None]:
    return data(content.encode(encoding), name)


def data(content: bytes, name: str = "2016-01-kent-street.csv") -> Callable[[Path], None]:
    def build(inbox: Path) -> None:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return build


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(change: Callable[[Any, Any], None] | None = None, rows: Any = None, name: str = "asb") -> bytes:
    """The council's extract as .xlsx; `change` may then spoil the workbook or its sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows or (COUNCIL_HEADER, *COUNCIL_ROWS)):
        for column, value in enumerate(row):
            sheet.write_string(at, column, value)
    if change:
        change(book, sheet)
    book.close()
    return out.getvalue()


def rewritten(
    package: bytes, part: str, change: Callable[[bytes], bytes], add: dict[str, bytes] | None = None
) -> bytes:
    """A zip package with one part changed and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info.filename, change(content) if info.filename == part else content)
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return out.getvalue()


def open_document(rows: Any = None, row_attributes: str = "", cell_attributes: str = "") -> bytes:
    """The council's extract as .ods; the attributes go on the third row, and on its first cell."""
    written = []
    for at, row in enumerate(rows or (COUNCIL_HEADER, *COUNCIL_ROWS)):
        cells = [
            f'<table:table-cell office:value-type="string" {cell_attributes if (at, place) == (2, 0) else ""}>'
            f"<text:p>{value}</text:p></table:table-cell>"
            if value
            else "<table:table-cell/>"
            for place, value in enumerate(row)
        ]
        written.append(f"<table:table-row {row_attributes if at == 2 else ''}>{''.join(cells)}</table:table-row>")
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="asb">{"".join(written)}'
        f'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        f"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )
