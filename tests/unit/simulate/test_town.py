"""The invented ground: nobody lives there, nothing overlaps, and every point lies where its codes say."""

import json

import numpy as np
import pytest
import shapely

from wardmote.simulate.boundary_files import FILES, write_boundary_files
from wardmote.simulate.ground import grid
from wardmote.simulate.streets import HIGH_STREET, NEW, OLD, map_points
from wardmote.simulate.town import NORTH_WARD, SOUTH_WARD, marlbridge


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    inbox = tmp_path_factory.mktemp("inbox")
    write_boundary_files(inbox, marlbridge())
    found = []
    for path in FILES:
        features = json.loads((inbox / path).read_text())["features"]
        assert {feature["geometry"]["type"] for feature in features} == {"Polygon"}
        found.append(np.array([shapely.geometry.shape(feature["geometry"]) for feature in features]))
    return found


def test_areas_are_valid_and_tile_the_authority(shapes):
    wards, lsoas, (authority,) = shapes
    assert 14 <= len(wards) <= 22
    for areas in (wards, lsoas):
        assert shapely.is_valid(areas).all()
        assert shapely.area(areas).sum() == pytest.approx(authority.area, rel=1e-9)
        assert shapely.union_all(areas).equals(authority)


def test_points_lie_in_the_polygons_their_codes_name(shapes):
    wards, lsoas, (authority,) = shapes
    points, own = map_points(), map_points().own
    for version in (OLD, NEW):
        places = shapely.points(points.lon[version], points.lat[version])
        assert shapely.contains(lsoas[points.lsoa[:own]], places[:own]).all()
        assert shapely.contains(wards[points.ward[version, :own]], places[:own]).all()
        assert not shapely.intersects(authority, places[own:]).any()


def test_only_the_high_street_moved():
    points = map_points()
    moved = (points.lon[OLD] != points.lon[NEW]) | (points.lat[OLD] != points.lat[NEW])
    assert set(points.street[moved]) == {HIGH_STREET}
    assert set(points.ward[OLD, moved]) == {NORTH_WARD}
    assert set(points.ward[NEW, moved]) == {SOUTH_WARD}
    assert set(marlbridge().best_fit_ward()[points.lsoa[moved]]) == {NORTH_WARD}


def test_some_small_areas_straddle_ward_borders():
    town = marlbridge()
    straddling = [i for i in range(town.own_lsoas) if len(set(town.ward_of[town.lsoa_of == i])) > 1]
    assert len(straddling) == 8


def test_the_grid_is_defined_everywhere():
    points = map_points()
    for version in (OLD, NEW):
        easting, northing = grid(points.lon[version], points.lat[version])
        assert np.abs(easting - points.easting[version]).max() < 0.2
        assert np.abs(northing - points.northing[version]).max() < 0.2


def test_residents_and_codes():
    town = marlbridge()
    assert 105_000 < town.residents < 115_000
    assert len({lsoa.code for lsoa in town.lsoas}) == len({lsoa.name for lsoa in town.lsoas}) == len(town.lsoas)
