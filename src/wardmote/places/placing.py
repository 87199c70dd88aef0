"""Place each distinct map point once: its British National Grid position, its ward, its LSOA, and wards close by.

police.uk snaps incidents to a fixed set of map points, so a few thousand points stand for all rows; they are placed
with shapely and joined back by key, which every engine does alike. Positions use OSTN15 (convertbng), exact to
centimetres; the common seven-parameter shift is 2 m off here.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from wardmote.places.edge_grid import EdgeGrid

NEAR_METRES = 100.0
MANY = 500_000  # points from which a grid over the polygons is worth making


@dataclass(frozen=True)
class Polygons:
    """Area codes with their polygons in British National Grid metres, in code order."""

    codes: NDArray[np.str_]
    geometries: NDArray[np.object_]

    def owner_of(self, points: NDArray[np.object_]) -> NDArray[np.str_]:
        """The code of the polygon each point lies in, '' for none; on a shared edge the first code wins.

        Very many points (a nation's map points) are found on a grid, where polygons fit together: ten times quicker, and
        a point on an edge then falls to either side.
        """
        owners = np.full(len(points), "", dtype=self.codes.dtype if len(self.codes) else "U1")
        if len(points) >= MANY and shapely.coverage_is_valid(self.geometries):
            found = EdgeGrid(self.geometries).owners(shapely.get_x(points), shapely.get_y(points))
            owners[found >= 0] = self.codes[found[found >= 0]]
            return owners
        tree = shapely.STRtree(points)
        for index in range(len(self.codes) - 1, -1, -1):
            inside = tree.query(self.geometries[index], predicate="intersects")
            owners[inside] = self.codes[index]
        return owners

    def near(self, points: NDArray[np.object_], metres: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (point index, polygon index) no further apart than `metres`."""
        tree = shapely.STRtree(points)
        polygon_index, point_index = tree.query(self.geometries, predicate="dwithin", distance=metres)
        return point_index, polygon_index


@dataclass(frozen=True)
class PlacedPoints:
    """One row a distinct point: key, easting and northing in metres, ward and LSOA by polygon ('' outside all)."""

    point: NDArray[np.int64]
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]
    ward_code: NDArray[np.str_]
    lsoa_polygon: NDArray[np.str_]


@dataclass(frozen=True)
class NearWards:
    """Points within 100 m of a ward they do not lie in: key, own ward, the other ward, the distance in metres."""

    point: NDArray[np.int64]
    ward_code: NDArray[np.str_]
    other_ward: NDArray[np.str_]
    metres: NDArray[np.float64]


def to_national_grid(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Easting and northing in metres; values beyond any longitude are already metres and pass through."""
    from convertbng.cutil import convert_bng

    degrees = np.abs(x) <= 180
    easting, northing = x.copy(), y.copy()
    if degrees.any():
        converted = convert_bng(np.ascontiguousarray(x[degrees]), np.ascontiguousarray(y[degrees]))
        easting[degrees], northing[degrees] = np.asarray(converted[0]), np.asarray(converted[1])
    return easting, northing


def place(
    point: NDArray[np.int64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    wards: Polygons,
    lsoas: Polygons,
) -> tuple[PlacedPoints, NearWards]:
    """Place distinct points (longitude and latitude, or metres) in wards and LSOAs."""
    easting, northing = to_national_grid(x, y)
    usable = np.isfinite(easting) & np.isfinite(northing)
    point, easting, northing = point[usable], easting[usable], northing[usable]
    shapes = shapely.points(easting, northing)
    ward_code = wards.owner_of(shapes)
    placed = PlacedPoints(point, easting, northing, ward_code, lsoas.owner_of(shapes))
    return placed, _near_wards(placed, shapes, wards)


def _near_wards(placed: PlacedPoints, shapes: NDArray[np.object_], wards: Polygons) -> NearWards:
    point_index, polygon_index = wards.near(shapes, NEAR_METRES)
    other = wards.codes[polygon_index]
    own = placed.ward_code[point_index]
    keep = (own != "") & (own != other)
    point_index, polygon_index = point_index[keep], polygon_index[keep]
    metres = shapely.distance(shapes[point_index], wards.geometries[polygon_index])
    return NearWards(placed.point[point_index], own[keep], other[keep], metres)
