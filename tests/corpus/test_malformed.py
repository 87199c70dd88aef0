"""The malformed corpus: each way in which a partner's file has been seen, or could be made, to go wrong.

One line per kind: what is sent, what must become of it, and words that the message must hold. For every one: no
traceback, no hang, every row accounted for, and nothing of a partner's value in what is said.
"""

import csv
import gzip
import io
import json
import os
import stat
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import pyarrow
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from corpus import inboxes
from corpus.inboxes import COUNCIL_HEADER, COUNCIL_ROWS, data, police, police_row, text, with_row, workbook, zipped
from wardmote.errors import FileRefused
from wardmote.sources import inbox as inbox_module
from wardmote.sources.load import Load, load_inbox

LONGEST = 10.0  # seconds for any one file
STREET = "2016-01-kent-street.csv"
FREE_FORM = "extract.csv"


@dataclass(frozen=True)
class Case:
    """What is sent and what must become of it. `kept` and `aside` count rows where the file is loaded."""

    name: str
    build: Callable[[Path], None]
    status: str  # of the one report that is not plainly "loaded", or "loaded"
    phrase: str
    kept: int | None = None
    aside: int = 0
    secret: str | None = None  # must stand nowhere in what is said
    source: str = "police_uk_street"


def refused(name: str, build: Callable[[Path], None], phrase: str, **more: Any) -> Case:
    return Case(name, build, "refused", phrase, **more)


def aside(name: str, build: Callable[[Path], None], phrase: str, kept: int = 2, **more: Any) -> Case:
    return Case(name, build, "loaded", phrase, kept=kept, aside=more.pop("aside", 1), **more)


def loaded(name: str, build: Callable[[Path], None], phrase: str = "", kept: int = 3, **more: Any) -> Case:
    return Case(name, build, "loaded", phrase, kept=kept, **more)


def council_text(*rows: tuple[str, ...], delimiter: str = ",", header: tuple[str, ...] = COUNCIL_HEADER) -> str:
    return "".join(delimiter.join(row) + "\n" for row in (header, *(rows or COUNCIL_ROWS)))


def reported(value: str) -> tuple[str, ...]:
    return ("ASB0009", value, "Noise", "9 Example Street", "575818", "167311", "River")


def council(*rows: tuple[str, ...]) -> Callable[[Path], None]:
    return text(council_text(*COUNCIL_ROWS[:2], *rows), FREE_FORM)


def xlsx(content: bytes, name: str = "asb.xlsx") -> Callable[[Path], None]:
    return data(content, name)


def geojson(*shapes: Any, code: str = "E05002249", name: str = "wards.geojson", **top: Any) -> Callable[[Path], None]:
    features = [
        {"type": "Feature", "properties": {"WD13CD": f"{code[:-1]}{at}", "WD13NM": f"W{at}"}, "geometry": shape}
        for at, shape in enumerate(shapes)
    ]
    return text(json.dumps({"type": "FeatureCollection", "features": features, **top}), name)


def square(east: float = 0.5, north: float = 51.3, size: float = 0.01) -> dict[str, Any]:
    corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[east + x, north + y] for x, y in corners]]}


def bow_tie() -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[0.5, 51.3], [0.51, 51.31], [0.51, 51.3], [0.5, 51.31], [0.5, 51.3]]]}


def geopackage(layers: int, crs: str = "EPSG:27700") -> Callable[[Path], None]:
    def build(inbox: Path) -> None:
        shapes = shapely.to_wkb(numpy.array([shapely.box(575000, 167000, 576000, 168000)], dtype=object))
        fields = [numpy.array(["E05002249"], dtype=object), numpy.array(["River"], dtype=object)]
        for at in range(layers):
            pyogrio.raw.write(
                inbox / "wards.gpkg", shapes, fields, ["WD13CD", "WD13NM"], layer=f"layer{at}",
                geometry_type="Polygon", crs=crs, append=at > 0,
            )  # fmt: skip

    return build


def shapefile(*without: str) -> Callable[[Path], None]:
    def build(inbox: Path) -> None:
        shapes = shapely.to_wkb(numpy.array([shapely.box(575000, 167000, 576000, 168000)], dtype=object))
        fields = [numpy.array(["E05002249"], dtype=object), numpy.array(["River"], dtype=object)]
        pyogrio.raw.write(
            inbox / "wards.shp", shapes, fields, ["WD13CD", "WD13NM"], geometry_type="Polygon", crs="EPSG:27700",
            driver="ESRI Shapefile",
        )  # fmt: skip
        for suffix in without:
            (inbox / f"wards{suffix}").unlink()

    return build


def parquet(cut: int | None = None, **columns: list[Any]) -> Callable[[Path], None]:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    content = out.getvalue()
    return data(content[:cut] if cut else content, "imd.parquet")


def encrypted(content: bytes) -> bytes:
    """A zip that says its members are encrypted: the flag set in both headers."""
    patched = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = patched.find(signature)
        while at >= 0:
            patched[at + offset] |= 1
            at = patched.find(signature, at + 4)
    return bytes(patched)


def pointing_outside(content: bytes) -> bytes:
    """A zip whose list of members is said to stand further on than it does, so that a member would stand before the file."""
    at = content.index(b"PK\x05\x06") + 16
    said = int.from_bytes(content[at : at + 4], "little") + 1000
    return content[:at] + said.to_bytes(4, "little") + content[at + 4 :]


def corrupted(content: bytes) -> bytes:
    """A stored zip with one byte of its member changed, so that the checksum no longer fits."""
    at = content.index(b"Kent Police")
    return content[:at] + b"Kens Police" + content[at + 11 :]


def both(*builds: Callable[[Path], None]) -> Callable[[Path], None]:
    def build(inbox: Path) -> None:
        for one in builds:
            one(inbox)

    return build


def folder_named_like_a_table(inbox: Path) -> None:
    (inbox / STREET).mkdir()


def link_to_nowhere(inbox: Path) -> None:
    (inbox / STREET).symlink_to(inbox / "not-there.csv")


def named_pipe(inbox: Path) -> None:
    os.mkfifo(inbox / STREET)


def hide_sheet(book: Any, sheet: Any) -> None:
    book.add_worksheet("secret names").hide()


def second_sheet(book: Any, sheet: Any) -> None:
    book.add_worksheet("more")


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""
SHEET = "xl/worksheets/sheet1.xml"


def declared(head: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', head)


def same(part: bytes) -> bytes:
    return part


GOOD = police().encode()
CASES = [
    # encodings
    loaded("utf-8 with byte-order mark", data(b"\xef\xbb\xbf" + GOOD)),
    loaded("utf-16 little endian", data(b"\xff\xfe" + police().encode("utf-16-le")), "UTF-16"),
    loaded("utf-16 big endian", data(b"\xfe\xff" + police().encode("utf-16-be")), "UTF-16"),
    refused("utf-16 without a mark", data(police().encode("utf-16-le")), "NUL"),
    loaded("windows-1252", text(with_row(police_row(c6="Caf\u00e9")), encoding="cp1252"), "Windows-1252"),
    refused(
        "two encodings",
        data(police(police_row(c6="Caf\u00e9")).encode() + (police_row(c6="Caf\u00e8") + "\n").encode("cp1252")),
        "different encodings",
    ),
    refused("bytes of no encoding", data(GOOD.replace(b"High", b"H\x81gh")), "UTF-8"),
    refused("lone surrogate", data(GOOD.replace(b"High", b"H\xed\xa0\x80")), "surrogate"),
    refused("NUL bytes", data(GOOD.replace(b"High", b"H\0gh")), "NUL"),
    refused("half a utf-16 character", data(b"\xff\xfe" + police().encode("utf-16-le") + b"\x00"), "utf-16"),
    # rows and cells
    loaded("windows line ends", data(GOOD.replace(b"\n", b"\r\n"))),
    loaded("bare carriage returns", data(GOOD.replace(b"\n", b"\r"))),
    refused("line ends of two kinds", data(GOOD.replace(b"\n", b"\r", 2)), "two kinds"),
    loaded("no newline at the end", data(GOOD[:-1])),
    loaded("blank lines between rows", data(GOOD.replace(b"\n", b"\n\n"))),
    aside("row too short", text(with_row("abc123,2016-01")), "2 cells where the headings number 12", secret="abc123"),
    aside("row too long", text(with_row(police_row() + ",surplus77")), "13 cells", secret="surplus77"),
    aside("line of spaces", text(with_row("    ")), "1 cells"),
    aside("line of a thousand commas", text(with_row("," * 1000)), "month is blank"),
    loaded("blank cells right of the headings", text(with_row(police_row(c0="ab12") + ",,,"))),
    aside("blank cells right of the headings, beside a ragged row", text(
        police(*inboxes.POLICE_ROWS, police_row(c0="ab12") + ",,,", "x,y")), "2 cells", kept=4),
    aside("line of nothing but commas", text(with_row("," * 11)), "month is blank"),
    refused("quotation mark never closed", text(with_row(police_row(c6='"On or near Elm Row'))), "never closed"),
    loaded("quoted comma and line break", text(with_row(police_row(c6='"Elm, ""Row""\nLane"')))),
    loaded("quotation mark inside a cell", text(with_row(police_row(c6='the 6" pipe')))),
    aside("cell of ten megabytes", text(with_row(police_row(c6="x" * 10_000_000))), "10,000,000 characters"),
    aside("control character", text(with_row(police_row(c6="Elm\x07Row"))), "control character", secret="Elm"),
    loaded("spaces around values", text(with_row(police_row(c0="ab12", c3=" Kent Police "))), "spaces around a value"),
    loaded("text that a spreadsheet would run", text(with_row(police_row(c6="=cmd|' /C calc'!A0")))),
    loaded("semicolons", text(police().replace(",", ";")), "semicolons"),
    loaded("tabs", text(police().replace(",", "\t")), "tabs"),
    loaded("exact copy of a row with an id", text(with_row(police_row(1))), "repeating another row exactly", kept=2),
    loaded("exact copy of an incident without an id", text(with_row(police_row(0)))),
    # headings
    refused("heading twice", text(police(header=inboxes.POLICE_HEADER.replace("Context", "Month"))), "both 'month'"),
    refused("blank heading", text(police(header=inboxes.POLICE_HEADER.replace("Context", ""))), "no heading"),
    refused("unknown heading", text(police(header=inboxes.POLICE_HEADER.replace("Context", "Mood"))), "'Mood'"),
    refused("no headings", text("\n".join(inboxes.POLICE_ROWS)), "none of the expected headings", secret="High Street"),
    refused("title above the headings", text("Crimes 2016\n" + police()), "none of the expected headings"),
    refused("missing column", text(council_text(header=COUNCIL_HEADER[:6])), "ward_as_recorded", source="council_asb"),
    loaded("headings in other case and spacing", text(police(header=inboxes.POLICE_HEADER.upper().replace(" ", "  ")))),
    loaded("headings in another order", text("Month,Crime ID" + police()[14:].replace(",2016-01", "2016-01,", 1).replace(
        "8b2a6bc936ef6a24,2016-01", "2016-01,8b2a6bc936ef6a24").replace("755e92ecd197b871,2016-01", "2016-01,755e92ecd197b871"))),
    refused("headings only", text(inboxes.POLICE_HEADER + "\n"), "no rows"),
    refused("empty file", data(b""), "empty"),
    refused("blank space only", data(b" \n \n\t\n"), "blank space"),
    # values
    aside("month in the future", text(with_row(police_row(c1="2090-01")), "kent.csv"), "later than"),
    aside("month that is none", text(with_row(police_row(c1="2016-13"))), "is not a month", secret="2016-13"),
    aside("month other than the file's name says", text(with_row(police_row(c1="2016-02"))), "the month in the file's name"),
    aside("unknown category", text(with_row(police_row(c9="Piracy"))), "police_uk_categories", secret="Piracy"),
    aside("category of another time", text(with_row(police_row(c9="Violent crime"))), "for that month"),
    aside("malformed LSOA code", text(with_row(police_row(c7="E0109999"))), "not an LSOA code", secret="E0109999"),
    aside("longitude and latitude exchanged", text(with_row(police_row(c4="51.388", c5="0.527"))), "exchanged"),
    aside("place at 0, 0", text(with_row(police_row(c4="0", c5="0"))), "is not a number from 49.5 to 61"),
    aside("one coordinate only", text(with_row(police_row(c5=""))), "both"),
    aside("text for a number", text(with_row(police_row(c4="north"))), "is not a number", secret="north"),
    aside("not-a-number", text(with_row(police_row(c4="nan"))), "is not a number"),
    aside("infinity", text(with_row(police_row(c4="inf"))), "is not a number"),
    aside("number with underscores", text(with_row(police_row(c4="0.5_2"))), "is not a number"),
    aside("row of totals", text(with_row("Total,,,,,,,,,3,,")), "month is blank"),
    refused("no row keeps the contract", text(police(police_row(c9="Piracy"), police_row(c9="Piracy"))), "none of its 2 rows"),
    # dates
    aside("month-first date", council(reported("04/13/2016 10:00")), "month-first", secret="04/13/2016", source="council_asb"),
    aside("serial number for a date", council(reported("42473.5")), "serial number", secret="42473", source="council_asb"),
    aside("date in words", council(reported("last Tuesday")), "is not a date", secret="Tuesday", source="council_asb"),
    aside("date that does not exist", council(reported("30/02/2016")), "is not a date", secret="30/02", source="council_asb"),
    aside("date in the future", council(reported("01/01/2090")), "after the day", source="council_asb"),
    loaded("ISO date", council(reported("2016-04-13 10:00:00")), source="council_asb"),
    aside("thousands separator in a coordinate", council(
        ("ASB0009", "13/04/2016", "Noise", "9 Example Street", '"575,818"', "167311", "River")),
        "easting", secret="575,818", source="council_asb"),
    aside("personal value", council(("", "13/04/2016", "Noise", "9 Secret Street", "1", "1", "River")),
        "reference is blank", secret="Secret", source="council_asb"),
    aside("total that its ages do not make", text(
        'area_code,area_name,all_ages,ar_0-4,ar_5-9\nE01016016,A,"1,500",1000,500\nE01016017,B,"1,501",1000,500\n', "p.csv"),
        "sum of its ages", kept=1, source="population"),
    # archives
    refused("truncated zip", data(zipped({STREET: GOOD})[:-30], "a.zip"), "damaged or cut short"),
    refused("zip cut at its beginning", data(zipped({STREET: GOOD})[40:], "a.zip"), "damaged or cut short"),
    refused("zip whose list points before its beginning", data(pointing_outside(zipped({STREET: GOOD})), "a.zip"), "damaged or cut short"),
    refused("not a zip", data(b"hello", "a.zip"), "damaged or cut short"),
    refused("truncated gzip", data(gzip.compress(GOOD)[:-12], STREET + ".gz"), "damaged or cut short"),
    refused("gzip of nothing", data(gzip.compress(b""), STREET + ".gz"), "empty"),
    refused("zip bomb", data(zipped({STREET: b"," * 50_000_000}), "a.zip"), "limits"),
    refused("gzip bomb", data(gzip.compress(b"," * 50_000_000), STREET + ".gz"), "limits"),
    refused("zip within a zip", data(zipped({"inner.zip": zipped({STREET: GOOD})}), "a.zip"), "another zip"),
    refused("path out of the zip", data(zipped({"../../" + STREET: GOOD}), "a.zip"), "outside itself"),
    refused("absolute path in the zip", data(zipped({"/etc/" + STREET: GOOD}), "a.zip"), "outside itself"),
    refused("zip without a table", data(zipped({"photo.png": b"x"}), "a.zip"), "no table"),
    refused("zip with a password", data(encrypted(zipped({STREET: GOOD})), "a.zip"), "password"),
    refused("zip member with a wrong checksum", data(corrupted(zipped({STREET: GOOD}, zipfile.ZIP_STORED)), "a.zip"), "damaged"),
    loaded("zip with other files beside", data(zipped({STREET: GOOD, "2016-01-kent-outcomes.csv": b"x"}), "a.zip"), "not read"),
    # the file system
    refused("folder named like a table", folder_named_like_a_table, "folder"),
    refused("link to nowhere", link_to_nowhere, "link"),
    refused("named pipe", named_pipe, "not an ordinary file"),
    loaded("name that is no text", lambda inbox: (inbox / os.fsdecode(b"\xff.csv")).write_bytes(GOOD) and None),
    # disguises
    refused("PDF named csv", data(b"%PDF-1.7 \n1 0 obj", STREET), "PDF"),
    refused("web page named csv", data(b"<!DOCTYPE html><html><body>404</body></html>"), "web page"),
    refused("JSON named csv", data(b'{"error": "not found"}'), "JSON"),
    refused("workbook named csv", data(workbook()), "zip file or a spreadsheet"),
    refused("csv named xlsx", xlsx(council_text().encode()), "not a workbook", source="council_asb"),
    refused("old or encrypted workbook", xlsx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "password", source="council_asb"),
    # workbooks
    loaded("plain workbook", xlsx(workbook()), source="council_asb"),
    loaded("hidden sheet", xlsx(workbook(hide_sheet)), "'secret names' is hidden", source="council_asb"),
    aside("hidden row", xlsx(workbook(lambda book, sheet: sheet.set_row(2, None, None, {"hidden": True}))), "hidden", source="council_asb"),
    refused("hidden column", xlsx(workbook(lambda book, sheet: sheet.set_column(3, 3, 9, None, {"hidden": True}))), "column D", source="council_asb"),
    refused("formula", xlsx(workbook(lambda book, sheet: sheet.write_formula("E2", "=1+1", None, "575818"))), "cell E2", source="council_asb"),
    refused("two visible sheets", xlsx(workbook(second_sheet)), "2 visible sheets", source="council_asb"),
    refused("macro workbook by name", data(workbook(), "asb.xlsm"), "macros", source="council_asb"),
    refused("macros inside", xlsx(inboxes.rewritten(workbook(), SHEET, same, {"xl/vbaProject.bin": b"x"})), "macros", source="council_asb"),
    refused("takes values from another workbook", xlsx(inboxes.rewritten(workbook(), SHEET, same, {"xl/externalLinks/externalLink1.xml": b"<x/>"})), "another workbook", source="council_asb"),
    refused("truncated workbook", xlsx(workbook()[:-400]), "damaged or cut short", source="council_asb"),
    refused("entity bomb in a workbook", xlsx(inboxes.rewritten(workbook(), SHEET, declared(ENTITIES))), "entities", source="council_asb"),
    refused("outside entity in a workbook", xlsx(inboxes.rewritten(workbook(), SHEET, declared(OUTSIDE))), "entities", source="council_asb"),
    refused("bomb in a workbook", xlsx(inboxes.rewritten(workbook(), SHEET, same, {"xl/media/x.xml": b" " * 50_000_000})), "limits", source="council_asb"),
    refused("sheet that is not XML", xlsx(inboxes.rewritten(workbook(), SHEET, lambda part: part[:200])), "damaged", source="council_asb"),
    refused("merged headings", xlsx(workbook(rows=(("Reference", "", *COUNCIL_HEADER[2:]), *COUNCIL_ROWS))), "no heading", source="council_asb"),
    refused("headings only in a workbook", xlsx(workbook(rows=(COUNCIL_HEADER,))), "no rows", source="council_asb"),
    aside("value right of the headings", xlsx(workbook(lambda book, sheet: sheet.write("J3", "x"))), "right of the last heading", source="council_asb"),
    aside("row of totals in a workbook", xlsx(workbook(lambda book, sheet: sheet.write("C5", "Total"))), "blank", kept=3, source="council_asb"),
    refused(
        "stray value in the last cell of all",
        xlsx(workbook(lambda book, sheet: sheet.write("XFD1048576", "x"))),
        "stray value",
        source="council_asb",
    ),
    loaded("OpenDocument sheet", data(inboxes.open_document(), "asb.ods"), source="council_asb"),
    aside(
        "hidden row in an OpenDocument sheet",
        data(inboxes.open_document(row_attributes='table:visibility="filter"'), "asb.ods"),
        "hidden",
        source="council_asb",
    ),
    refused(
        "formula in an OpenDocument sheet",
        data(inboxes.open_document(cell_attributes='table:formula="of:=1+1"'), "asb.ods"),
        "formula",
        source="council_asb",
    ),
    refused(
        "cell said to repeat a billion times",
        data(inboxes.open_document(cell_attributes='table:number-columns-repeated="1000000000"'), "asb.ods"),
        "repeat",
        source="council_asb",
    ),
    refused(
        "row said to repeat a billion times",
        data(inboxes.open_document(row_attributes='table:number-rows-repeated="1000000000"'), "asb.ods"),
        "number 1,000,000,003",
        source="council_asb",
    ),
    # Parquet
    refused("truncated Parquet", parquet(300, lsoa11_code=["E01016016"], IMD_rank=[1.0]), "damaged", source="deprivation"),
    refused("Parquet without a column", parquet(lsoa11_code=["E01016016"]), "rank", source="deprivation"),
    refused("Parquet with lists", parquet(lsoa11_code=["E01016016"], IMD_rank=[[1.0]]), "lists", source="deprivation"),
    aside("Parquet with a bad value", parquet(lsoa11_code=["E01016016", "E01016017"], IMD_rank=[1.0, 1.5]), "whole number", kept=1, source="deprivation"),
    # boundaries
    loaded("good boundaries", geojson(square()), kept=1, source="boundaries"),
    loaded("outline that crosses itself", geojson(bow_tie()), "repaired", kept=1, source="boundaries"),
    refused("truncated GeoJSON", data(b'{"type": "FeatureCollection", "features": [', "w.geojson"), "damaged", source="boundaries"),
    refused("GeoJSON of something else", data(b"[1, 2]", "w.geojson"), "FeatureCollection", source="boundaries"),
    refused("GeoJSON without areas", geojson(), "no areas", source="boundaries"),
    refused("points for areas", geojson({"type": "Point", "coordinates": [0.5, 51.3]}), "not a polygon", source="boundaries"),
    aside("one point among areas", geojson(square(), {"type": "Point", "coordinates": [0.5, 51.3]}), "not a polygon", kept=1, source="boundaries"),
    aside("area without a shape", geojson(square(), None), "no shape", kept=1, source="boundaries"),
    aside("area with a malformed code", geojson(square(), square(), code="E0500224"), "area code", kept=0, aside=2, source="boundaries"),
    refused("latitude first", geojson(square(51.3, 0.5)), "exchanged", source="boundaries"),
    refused("metres said to be degrees", geojson(square(575818, 167311, 100)), "outside Great Britain", source="boundaries"),
    refused("other coordinate system", geopackage(1, "EPSG:3857"), "EPSG:3857", source="boundaries"),
    refused("two layers", geopackage(2), "2 layers", source="boundaries"),
    loaded("GeoPackage in metres", geopackage(1), kept=1, source="boundaries"),
    loaded("shapefile", shapefile(), kept=1, source="boundaries"),
    refused("shapefile without .prj", shapefile(".prj"), ".prj", source="boundaries"),
    refused("shapefile without .shx", shapefile(".shx"), ".shx", source="boundaries"),
    refused("database that is no GeoPackage", data(b"SQLite format 3\0" + b"x" * 200, "w.gpkg"), "damaged", source="boundaries"),
    # versions
    Case("same content twice", both(text(police(), "a/" + STREET), text(police(), "b/" + STREET)), "superseded", "identical", kept=3),
    Case("later correction", both(text(police(), "a/" + STREET), text(police(police_row()), "b/" + STREET)), "superseded", "SUPERSEDED by in/b", kept=1),
]  # fmt: skip


def load(root: Path, case: Case) -> Load:
    partnership = inboxes.folder(root, case.source)
    case.build(partnership.inbox / "in")
    return load_inbox(partnership)


def said(result: Load) -> str:
    """Everything that would be printed."""
    words = [str(refusal) for refusal in result.refusals]
    for report in result.reports:
        words += [*report.notes, *report.first_examples]
    return "\n".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_malformed(case: Case, tmp_path: Path) -> None:
    started = time.monotonic()
    result = load(tmp_path, case)
    assert time.monotonic() - started < LONGEST
    words = said(result)
    statuses = {report.status for report in result.reports}
    if case.kept == 0:
        assert statuses == {"refused"}
    else:
        assert case.status in statuses, words
    assert bool(result.refusals) == ("refused" in statuses)
    assert case.phrase in words
    assert "Traceback" not in words
    if case.secret:
        assert case.secret not in words
    for report in result.reports:
        assert report.rows_in == report.kept + report.quarantined + report.declared_duplicates
        if report.rows_in:
            assert report.counted_independently == report.rows_in
    if case.kept is not None:
        assert sum(report.kept for report in result.reports) == case.kept
        assert sum(report.quarantined for report in result.reports) == case.aside
        assert sum(file.rows for file in result.loaded) >= case.kept
    quarantined_rows_are_private_and_whole(tmp_path, result)


def quarantined_rows_are_private_and_whole(root: Path, result: Load) -> None:
    files = list((root / "store" / "quarantine").rglob("*.csv")) if (root / "store" / "quarantine").is_dir() else []
    expected = sum(report.quarantined for report in result.reports)
    csv.field_size_limit(sys.maxsize)
    found = 0
    for path in files:
        with path.open(encoding="utf-8", newline="") as handle:
            found += sum(1 for _ in csv.DictReader(handle))
    assert found == expected
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_corpus_is_wide() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    partnership = inboxes.folder(tmp_path, "police_uk_street")
    text(police())(partnership.inbox / "in")

    def forbidden(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(inbox_module, "file_digest", forbidden)
    result = load_inbox(partnership)
    assert "may not read" in said(result)
    assert FileRefused.exit_code == 3
