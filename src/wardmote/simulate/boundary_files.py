"""Boundaries as GeoJSON (EPSG:4326): wards, small areas and the authority, all made of the same squares."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from wardmote.simulate.csv_text import write
from wardmote.simulate.ground import corners
from wardmote.simulate.town import AREA_CODE, AREA_NAME, Town

FILES = ("boundaries/wards.geojson", "boundaries/lsoas.geojson", "boundaries/authority.geojson")


def write_boundary_files(inbox: Path, town: Town) -> None:
    squares = _squares()
    wards = [("WD24CD", ward.code, "WD24NM", ward.name, town.ward_of == i) for i, ward in enumerate(town.wards)]
    lsoas = [
        ("LSOA21CD", lsoa.code, "LSOA21NM", lsoa.name, town.lsoa_of == i)
        for i, lsoa in enumerate(town.lsoas[: town.own_lsoas])
    ]
    authority = [("LAD24CD", AREA_CODE, "LAD24NM", AREA_NAME, np.ones_like(town.ward_of, dtype=bool))]
    for path, features in zip(FILES, (wards, lsoas, authority), strict=True):
        write(inbox / path, _collection(Path(path).stem, features, squares))


def _squares() -> np.ndarray:
    """The squares as polygons, indexed [column, row]."""
    nodes = np.stack(corners(), axis=-1)
    rings = np.stack([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:], nodes[:-1, :-1]], axis=2)
    return shapely.polygons(rings)


def _collection(name: str, areas: list[tuple[str, str, str, str, np.ndarray]], squares: np.ndarray) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {code_key: code, name_key: area_name},
            "geometry": _geometry(squares[chosen]),
        }
        for code_key, code, name_key, area_name, chosen in areas
    ]
    return json.dumps({"type": "FeatureCollection", "name": f"{name} (invented)", "features": features}) + "\n"


def _geometry(squares: np.ndarray) -> Any:
    return shapely.geometry.mapping(shapely.union_all(squares).normalize())
