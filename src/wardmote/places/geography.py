"""The partnership's geography: its wards and LSOAs, the best fit between them, who lives there, and placed points.

Two ways of giving an incident to a ward stand side by side everywhere: *polygon* (the ward its map point lies in) and
*best fit* (the ward that most of its LSOA's people live in, as ONS looks it up). They disagree on boundary streets.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from wardmote import engine
from wardmote.errors import WrongUse
from wardmote.partnership import Partnership
from wardmote.places.area import Area
from wardmote.places.placing import Polygons
from wardmote.sources.load import Load, LoadedFile


@dataclass(frozen=True)
class Denominator:
    """Who could have been affected: a named, dated count by area code."""

    label: str
    people: dict[str, float] = field(hash=False)

    def of(self, codes: list[str]) -> float | None:
        """The sum over codes; None when any is missing, so that a rate is never over part of its people."""
        if any(code not in self.people for code in codes):
            return None
        return sum(self.people[code] for code in codes)


@dataclass(frozen=True)
class Geography:
    """`best_fit` gives each of the area's LSOA codes its ward; `wards` are in code order."""

    area: Area
    wards: tuple[Area, ...]
    best_fit: dict[str, str] = field(hash=False)
    ward_polygons: Polygons
    lsoa_polygons: Polygons
    residents: Denominator | None = None
    households: Denominator | None = None
    lsoa_names: dict[str, str] = field(default_factory=dict, hash=False)

    def lsoas_of(self, code: str) -> list[str]:
        """LSOA codes of the whole area, or of one ward by best fit; an LSOA is its own."""
        if code == self.area.code:
            return sorted(self.best_fit)
        if code in self.best_fit:
            return [code]
        return sorted(lsoa for lsoa, ward in self.best_fit.items() if ward == code)

    def denominator(self, kind: str, code: str) -> tuple[float | None, str | None]:
        """Residents or households of the area or a ward, with the name and date to print."""
        known = self.residents if kind == "residents" else self.households
        if known is None:
            return None, None
        return known.of(self.lsoas_of(code)), known.label


def files_under_contract(partnership: Partnership, load: Load, contract: str) -> list[LoadedFile]:
    """Loaded files of every source that follows one contract, whatever the partnership calls the source."""
    names = [name for name, source in partnership.sources.items() if (source.contract or name) == contract]
    return [file for name in names for file in load.files(name)]


def read_geography(partnership: Partnership, load: Load, connection: Any) -> Geography:
    """Build the geography from the loaded reference files. Raises WrongUse naming what was not sent."""
    lookup = _lookup(partnership, load, connection)
    wards = {row["ward_code"]: row["ward_name"] for row in lookup}
    polygons = _polygons(partnership, load)
    missing = sorted(set(wards) - set(polygons))
    if missing:
        raise WrongUse(
            f"no boundary was sent for ward {missing[0]} ({wards[missing[0]]}) and {len(missing) - 1} more: the ward "
            f"boundaries and the LSOA lookup must be of the same year ({partnership.ward_vintage})"
        )
    lsoas = {code: shape for code, shape in polygons.items() if code.startswith(("E01", "W01"))}
    return Geography(
        area=Area(code=partnership.area, name=partnership.area_name),
        wards=tuple(Area(code=c, name=wards[c], vintage=partnership.ward_vintage) for c in sorted(wards)),
        best_fit={row["lsoa_code"]: row["ward_code"] for row in lookup},
        ward_polygons=_as_polygons({code: polygons[code] for code in wards}),
        lsoa_polygons=_as_polygons(lsoas),
        residents=_denominator(partnership, load, connection, "population", "residents"),
        households=_denominator(partnership, load, connection, "households", "households"),
        lsoa_names={row["lsoa_code"]: row["lsoa_name"] for row in lookup},
    )


def _lookup(partnership: Partnership, load: Load, connection: Any) -> list[dict[str, Any]]:
    files = files_under_contract(partnership, load, "lsoa_ward_lookup")
    if not files:
        raise WrongUse("no LSOA to ward lookup was loaded: add a source with the contract lsoa_ward_lookup")
    schema = dict.fromkeys(("lsoa_code", "lsoa_name", "ward_code", "ward_name", "lad_code", "lad_name"), "string")
    table = engine.read_parquet(connection, [files[-1].path], schema)
    rows: list[dict[str, Any]] = table.filter(table.lad_code == partnership.area).to_pyarrow().to_pylist()
    if not rows:
        raise WrongUse(f"{files[-1].name}: the lookup has no LSOA of area {partnership.area}; is the code right?")
    return sorted(rows, key=lambda row: row["lsoa_code"])


def _polygons(partnership: Partnership, load: Load) -> dict[str, Any]:
    import pyarrow.parquet

    shapes: dict[str, Any] = {}
    for file in files_under_contract(partnership, load, "boundaries"):
        table = pyarrow.parquet.read_table(file.path, columns=["code", "geometry"])
        shapes.update(zip(table["code"].to_pylist(), shapely.from_wkb(table["geometry"].to_pylist()), strict=True))
    return shapes


def _as_polygons(shapes: dict[str, Any]) -> Polygons:
    codes = sorted(shapes)
    geometries = np.empty(len(codes), dtype=object)
    geometries[:] = [shapes[code] for code in codes]
    shapely.prepare(geometries)
    return Polygons(np.array(codes), geometries)


def _denominator(partnership: Partnership, load: Load, connection: Any, contract: str, noun: str) -> Denominator | None:
    files = files_under_contract(partnership, load, contract)
    if not files:
        return None
    source = partnership.sources[files[-1].source]
    if contract == "population":
        table = engine.read_parquet(
            connection, [files[-1].path], {"area_code": "string", "age": "string", "people": "float64"}
        )
        table = table.filter(table.age == "all")
    else:
        table = engine.read_parquet(connection, [files[-1].path], {"lsoa_code": "string", "households": "float64"})
        table = table.rename(area_code="lsoa_code", people="households")
    rows = table.select("area_code", "people").to_pyarrow().to_pylist()
    label = f"{noun}, {source.dated}" if source.dated else noun
    return Denominator(label, {row["area_code"]: row["people"] for row in rows})


def store_path(partnership: Partnership, name: str) -> Path:
    """Where a built table of places lies."""
    folder = partnership.store / "places"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name
