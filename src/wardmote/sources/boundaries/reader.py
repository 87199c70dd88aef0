"""Reads boundary files with GDAL (pyogrio), and brings every polygon to the British National Grid.

Longitude and latitude become eastings and northings by convertbng (OSTN15, centimetres); GDAL's own transformation is
two metres off without a grid file, so it is not used. Polygons that cross themselves are repaired and counted.
"""

import json
import sqlite3
import struct
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

from wardmote.engine import Workspace
from wardmote.errors import FileRefused
from wardmote.sources.contracts import ColumnMap, Contract
from wardmote.sources.reading import Reading, SetAside, lay_out

BRITISH_GRID = ("EPSG:27700",)
DEGREES = ("EPSG:4326", "OGC:CRS84", "EPSG:4258")
KINDS = {
    "00": "oa", "01": "lsoa", "02": "msoa", "05": "ward", "06": "lad", "07": "lad", "08": "lad", "09": "lad",
    "04": "parish", "10": "county", "12": "region", "22": "csp", "23": "police-force",
}  # fmt: skip
_GRID = (0, 0, 700_000, 1_300_000)  # metres: the whole of the British National Grid
_GREAT_BRITAIN = (-9.0, 49.0, 2.5, 61.0)  # degrees


def read_boundaries(path: Path, kind: str, contract: Contract, mapping: ColumnMap, workspace: Workspace) -> Reading:
    """Lay the areas of one layer out in the workspace table "arrived". Raises FileRefused."""
    counted = _counted(path, kind)
    if counted == 0:
        raise FileRefused("it holds no areas. Ask the sender to send it again.")
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        meta, shapes, fields = _read_raw(path)
    header = [str(name) for name in meta["fields"]]
    layout = _lay_out(header, contract, mapping)
    if len(shapes) != counted:
        raise FileRefused(f"reading it gave {len(shapes):,} areas but the file holds {counted:,}. Ask for it again.")
    reading = Reading("arrived", (), counted, None, layout.ignored)
    if remarks:
        reading.notes.append(f"GDAL remarked {len(remarks)} time(s) on its shapes; compare the map with the original.")
    texts = {
        name: [None if value is None or value == "" else str(value) for value in values]
        for name, values in zip(layout.columns, fields, strict=True)
        if name in layout.read
    }
    texts["kind"] = [_kind(code) for code in texts["code"]]
    polygons = _in_metres(shapes, _crs(meta["crs"], shapes), texts["code"], reading)
    _to_workspace(texts, polygons, contract, reading, workspace)
    return reading


def _lay_out(header: list[str], contract: Contract, mapping: ColumnMap) -> Any:
    """Headings to columns. A file of authorities calls its own code what other files call the authority's."""
    present = {mapping.column_for(heading) for heading in header}
    if "code" not in present and "lad_code" in present:
        own = {"lad_code": "code", "lad_name": "name"}
        promoted = {heading: own.get(column, column) for heading, column in mapping.by_heading.items()}
        return lay_out(header, _without_kind(contract), ColumnMap(promoted, mapping.path))
    return lay_out(header, _without_kind(contract), mapping)


def _without_kind(contract: Contract) -> Contract:
    """The contract as a file must meet it: kind and geometry are not among its headings."""
    return replace(contract, columns=tuple(c for c in contract.columns if c.name not in ("kind", "geometry")))


def _kind(code: str | None) -> str:
    return KINDS.get((code or "")[1:3], "other")


def _read_raw(path: Path) -> tuple[Any, Any, Any]:
    """Metadata, WKB and columns of the one layer. Raises FileRefused when GDAL cannot read it."""
    import pyogrio

    try:
        layers = pyogrio.list_layers(path)
        if len(layers) != 1:
            listed = ", ".join(f"'{name}'" for name, _ in layers)
            raise FileRefused(f"it has {len(layers)} layers ({listed}); one is expected. Export one layer per file.")
        meta, _, shapes, fields = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError, UnicodeDecodeError) as error:
        raise _damaged(error) from None
    if shapes is None:
        raise FileRefused("it holds a table without shapes. Ask the sender for the boundaries themselves.")
    return meta, shapes, fields


def _damaged(error: Exception) -> FileRefused:
    kind = type(error).__name__
    return FileRefused(f"the boundary file is damaged, cut short or not what it says ({kind}). Ask for it again.")


def _counted(path: Path, kind: str) -> int:
    """Features, counted without GDAL: in the JSON, by SQLite, or in the .dbf header."""
    try:
        if kind in (".geojson", ".json"):
            return _features_in_json(path)
        if kind == ".gpkg":
            return _features_in_geopackage(path)
        if kind == ".shp":
            return _features_in_shapefile(path)
    except (ValueError, RecursionError, sqlite3.DatabaseError, struct.error, OSError, KeyError, TypeError) as error:
        raise _damaged(error) from None
    raise FileRefused(f"boundaries cannot be read from '{kind}'. Send GeoJSON, GeoPackage or a shapefile.")


def _features_in_json(path: Path) -> int:
    content = json.loads(path.read_bytes())
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise FileRefused("it is not a GeoJSON FeatureCollection. Ask the sender for the boundaries as GeoJSON.")
    return len(content["features"])


def _features_in_geopackage(path: Path) -> int:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = connection.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchall()
        quoted = [name.replace('"', '""') for (name,) in tables]
        return sum(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in quoted)
    finally:
        connection.close()


def _features_in_shapefile(path: Path) -> int:
    beside = {other.suffix.lower(): other for other in path.parent.glob(path.stem + ".*")}
    missing = [suffix for suffix in (".dbf", ".shx", ".prj") if suffix not in beside]
    if missing:
        raise FileRefused(
            f"the shapefile comes without its {', '.join(missing)}; without all its parts it cannot be placed. "
            f"Ask the sender for all its parts, or for a GeoPackage."
        )
    with beside[".dbf"].open("rb") as handle:
        return int(struct.unpack("<I", handle.read(8)[4:8])[0])


def _crs(crs: str | None, shapes: Any) -> str:
    """The unit, "metres" or "degrees". Raises FileRefused for any other coordinate system, or one the numbers contradict."""
    import shapely

    left, bottom, right, top = shapely.total_bounds(shapely.from_wkb(shapes, on_invalid="ignore"))
    remedy = "Ask the sender to export it in British National Grid (EPSG:27700) or longitude/latitude (EPSG:4326)."
    if crs in BRITISH_GRID:
        if not (_GRID[0] <= left and _GRID[1] <= bottom and right <= _GRID[2] and top <= _GRID[3]):
            raise FileRefused(f"it says British National Grid but its coordinates are not on it. {remedy}")
        return "metres"
    if crs in DEGREES:
        west, south, east, north = _GREAT_BRITAIN
        if not (west <= left and south <= bottom and right <= east and top <= north):
            swapped = west <= bottom and south <= left and right <= north and top <= east
            why = "longitude and latitude are exchanged" if swapped else "its coordinates lie outside Great Britain"
            raise FileRefused(f"{why}, or are not degrees. {remedy}")
        return "degrees"
    raise FileRefused(f"its coordinate system is {crs or 'not stated'}, which is not read here. {remedy}")


def _in_metres(shapes: Any, unit: str, codes: list[str | None], reading: Reading) -> list[bytes | None]:
    """Each area as WKB polygons in metres; None where it has none, with the row set aside."""
    import numpy
    import shapely

    geometries = shapely.force_2d(shapely.from_wkb(shapes, on_invalid="ignore"))
    if unit == "degrees":
        geometries = _to_grid(geometries)
    results: list[bytes | None] = []
    repaired = 0
    for number, geometry in enumerate(geometries, start=1):
        problem = _problem(geometry, numpy, shapely)
        if problem:
            reading.set_aside.append(SetAside(number, "geometry", *problem, (codes[number - 1] or "",)))
            results.append(None)
            continue
        if not geometry.is_valid:
            geometry = _polygons_of(shapely.make_valid(geometry), shapely)
            repaired += 1
        results.append(shapely.to_wkb(geometry))
    if repaired:
        reading.notes.append(f"{repaired} outline(s) crossed or touched themselves and were repaired (make_valid).")
    return results


def _to_grid(geometries: Any) -> Any:
    import numpy
    import shapely
    from convertbng.cutil import convert_bng

    coordinates = shapely.get_coordinates(geometries)
    east, north = convert_bng(numpy.ascontiguousarray(coordinates[:, 0]), numpy.ascontiguousarray(coordinates[:, 1]))
    return shapely.set_coordinates(geometries.copy(), numpy.column_stack([east, north]))


def _problem(geometry: Any, numpy: Any, shapely: Any) -> tuple[str, str] | None:
    """Rule and words for a shape that cannot be used, else None."""
    if geometry is None or geometry.is_empty:
        return "no shape", "has no shape"
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return "not an area", f"is a {geometry.geom_type}, not a polygon; ask for the areas' outlines"
    if not numpy.isfinite(shapely.get_coordinates(geometry)).all():
        return "not a place", "has a coordinate that is no number or lies off the British National Grid"
    if geometry.is_valid:
        return None
    if _polygons_of(shapely.make_valid(geometry), shapely).is_empty:
        return "no area", "encloses no area, even after repair"
    return None


def _polygons_of(geometry: Any, shapely: Any) -> Any:
    """The polygonal part of a repaired geometry; loose lines and points go."""
    flat = [piece for part in shapely.get_parts(geometry) for piece in shapely.get_parts(part)]
    return shapely.union_all([piece for piece in flat if piece.geom_type == "Polygon"])


def _to_workspace(
    texts: dict[str, list[str | None]],
    polygons: list[bytes | None],
    contract: Contract,
    reading: Reading,
    workspace: Workspace,
) -> None:
    import pyarrow

    kept = [at for at, polygon in enumerate(polygons) if polygon is not None]
    if not kept:
        first = reading.set_aside[0]
        raise FileRefused(
            f"none of its {len(polygons):,} features is an area: feature {first.row_number} {first.says}."
        )
    names = [column.name for column in contract.columns if column.name in texts]
    arrays = {"row_number": pyarrow.array([at + 1 for at in kept], pyarrow.int64())}
    for name in names:
        arrays[name] = pyarrow.array([texts[name][at] for at in kept], pyarrow.string())
    arrays["geometry"] = pyarrow.array([polygons[at] for at in kept], pyarrow.binary())
    workspace.make_table("arrived", (), [pyarrow.table(arrays)])
    reading.columns = (*names, "geometry")
