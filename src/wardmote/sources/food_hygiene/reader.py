"""Reads the agency's XML, one element a business, without holding the file in memory and without any document type.

Names and addresses of businesses are in the file and are not read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from wardmote.engine import Workspace
from wardmote.errors import FileRefused
from wardmote.sources.contracts import ColumnMap, Contract
from wardmote.sources.reading import Reading, lay_out

BUSINESS = "EstablishmentDetail"
DATE = "ExtractDate"
CHUNK = 1 << 16  # bytes
BATCH = 5_000  # rows


def read_ratings(path: Path, kind: str, contract: Contract, mapping: ColumnMap, workspace: Workspace) -> Reading:
    """Lay the businesses out in the workspace table "arrived". Raises FileRefused for anything but such a file."""
    if kind != ".xml":
        raise FileRefused(
            "food hygiene ratings come as XML from the Food Standards Agency. Download the authority's file again."
        )
    headings = [heading for column in contract.columns for heading in mapping.headings_for(column.name)]
    names = list(lay_out(headings, contract, mapping).columns)
    fields = [next(h for h in headings if mapping.column_for(h) == name) for name in names]
    rows = [
        {"row_number": n, **row} for n, row in enumerate(_rows(path, dict(zip(names, fields, strict=True))), start=1)
    ]
    if not rows:
        raise FileRefused("it holds no businesses. Download the authority's file again.")
    workspace.make_table("arrived", names, _batches(rows, names))
    return Reading("arrived", tuple(names), _counted(path), "UTF-8")


def _rows(path: Path, fields: dict[str, str]) -> Iterator[dict[str, str | None]]:
    """The fields of each business by column; the day of the download is the file's, given once."""
    extracted = None
    for element in _elements(path):
        if element.tag == DATE:
            extracted = _text(element)
        else:
            found = {child.tag.lower(): _text(child) for child in element}
            yield {
                name: extracted if heading == DATE.lower() else found.get(heading) for name, heading in fields.items()
            }
            element.clear()


def _elements(path: Path) -> Iterator[Element]:
    """Every business and the day of the download, as they end. Raises FileRefused."""
    parser: Any = XMLPullParser(events=("end",))
    tail = b""
    try:
        with path.open("rb") as source:
            while chunk := source.read(CHUNK):
                if b"<!DOCTYPE" in tail + chunk:
                    raise FileRefused(
                        "it defines entities of its own, which no published file does. Download it again."
                    )
                tail = chunk[-len(b"<!DOCTYPE") :]
                parser.feed(chunk)
                yield from (element for _, element in parser.read_events() if element.tag in (BUSINESS, DATE))
        parser.close()
    except ParseError as error:
        raise FileRefused(f"it is not whole XML ({error}). Download the authority's file again.") from None


def _text(element: Element) -> str | None:
    return (element.text or "").strip() or None


def _counted(path: Path) -> int:
    """How many businesses the file closes, counted in its bytes and not by the parser."""
    mark, count, tail = f"</{BUSINESS}>".encode(), 0, b""
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            joined = tail + chunk
            count += joined.count(mark)
            tail = joined[-(len(mark) - 1) :]
    return count


def _batches(rows: list[dict[str, Any]], names: list[str]) -> Iterator[Any]:
    import pyarrow

    schema = pyarrow.schema([("row_number", pyarrow.int64()), *((name, pyarrow.string()) for name in names)])
    for at in range(0, len(rows), BATCH):
        yield pyarrow.RecordBatch.from_pylist(rows[at : at + BATCH], schema=schema)
