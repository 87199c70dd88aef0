"""The streets of the invented town and the anonymous map points the police snap incidents to.

The force drew its map points anew in April 2025. Almost every point stayed where it was; those of the High Street moved
from its north side to its south side, a few metres, which carries them from one ward's polygon into the other's.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wardmote.simulate.ground import SQUARES, lon_lat, place
from wardmote.simulate.streams import TOWN, stream
from wardmote.simulate.town import HIGH_STREET_COLUMNS, HIGH_STREET_ROW, NEIGHBOURS, marlbridge

HIGH_STREET = "High Street"
OLD, NEW = 0, 1  # the two lists of map points
_SIDE_METRES = 7.0
_ALONG = np.array([1 / 6, 1 / 2, 5 / 6])
_STEMS = (
    "Wendlefold", "Tarnwick", "Osmerley", "Hexcombe", "Brindlow", "Fenniholt", "Quillby", "Marlgate",
    "Skelmere", "Ravelstow", "Dunnismoor", "Larkwater", "Pellingate", "Yarrowby", "Corvenham", "Thornlock",
)  # fmt: skip
_KINDS = (
    "Road", "Street", "Lane", "Close", "Avenue", "Way", "Terrace", "Drive", "Court", "Crescent", "Row", "Gardens",
)  # fmt: skip
_LANDMARKS = ("Parking Area", "Supermarket", "Petrol Station", "Park/Open Space", "Shopping Area")
_POINTS_PER_NEIGHBOUR_LSOA, _POINTS_PER_NEIGHBOUR_STREET = 8, 16


@dataclass(frozen=True)
class MapPoints:
    """Arrays over points; those with a leading axis of two hold the old and the new list of map points.

    `ward` is the ward whose polygon holds the point, -1 outside Marlbridge; `lsoa` an index in `Town.lsoas`.
    """

    street: np.ndarray
    place_name: np.ndarray  # what stands after "On or near"
    lsoa: np.ndarray
    ward: np.ndarray
    easting: np.ndarray
    northing: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    own: int  # the first `own` points are Marlbridge's

    @property
    def on_high_street(self) -> np.ndarray:
        return self.street == HIGH_STREET


@lru_cache(maxsize=1)
def map_points() -> MapPoints:
    """All points of the force: ordinary streets, then the High Street, then the neighbours."""
    parts = (_street_points(), _high_street_points(), _neighbour_points())
    street, lsoa, ward, easting, northing = (np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True))
    lon, lat = lon_lat(easting, northing)
    own = len(parts[0][0]) + len(parts[1][0])
    return MapPoints(street, _with_landmarks(street), lsoa, ward, easting, northing, lon, lat, own)


Columns = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _street_points() -> Columns:
    """Three points in each square, jittered along the street that runs through its middle."""
    town, rng = marlbridge(), stream(TOWN, "map points")
    column, row, along = (a.ravel() for a in np.meshgrid(np.arange(SQUARES), np.arange(SQUARES), _ALONG, indexing="ij"))
    runs_east = (column // 3 + row // 3) % 2 == 0
    along = along + rng.uniform(-0.05, 0.05, along.size)
    across = 0.5 + rng.uniform(-0.02, 0.02, along.size)
    s, t = np.where(runs_east, (along, across), (across, along))
    easting, northing = _within_square(column, row, s, t)
    number = (column // 3 * 8 + row // 3) * 3 + np.where(runs_east, row % 3, column % 3)
    street = np.array(_street_names())[number]
    ward = np.tile(town.ward_of[column, row], (2, 1))
    return street, town.lsoa_of[column, row], ward, np.tile(easting, (2, 1)), np.tile(northing, (2, 1))


def _street_names() -> list[str]:
    names = np.array([f"{stem} {kind}" for stem in _STEMS for kind in _KINDS])
    return [str(name) for name in stream(TOWN, "street names").permutation(names)]


def _within_square(column: np.ndarray, row: np.ndarray, s: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A point inside a square, s across and t up it, between its straight edges."""
    result = []
    for axis in (0, 1):
        a, b, c, d = (place(column + du, row + dv)[axis] for du, dv in ((0, 0), (1, 0), (0, 1), (1, 1)))
        result.append((1 - s) * (1 - t) * a + s * (1 - t) * b + (1 - s) * t * c + s * t * d)
    return result[0], result[1]


def _high_street_points() -> Columns:
    """Points of the High Street: the old list just north of the ward border, the new list just south of it."""
    town = marlbridge()
    column = np.repeat(np.arange(*HIGH_STREET_COLUMNS), len(_ALONG))
    row = np.full(column.shape, HIGH_STREET_ROW)
    middle_x, middle_y = _within_square(column, row, np.tile(_ALONG, column.size // len(_ALONG)), np.zeros(column.size))
    west_x, west_y = place(column, row)
    east_x, east_y = place(column + 1, row)
    length = np.hypot(east_x - west_x, east_y - west_y)
    north_x, north_y = -(east_y - west_y) / length, (east_x - west_x) / length
    side = np.array([[_SIDE_METRES], [-_SIDE_METRES]])
    ward = np.stack([town.ward_of[column, row], town.ward_of[column, row - 1]])
    street = np.full(column.shape, HIGH_STREET)
    return street, town.lsoa_of[column, row], ward, middle_x + side * north_x, middle_y + side * north_y


def _neighbour_points() -> Columns:
    town, rng = marlbridge(), stream(TOWN, "neighbours' points")
    lsoa = np.repeat(np.arange(town.own_lsoas, len(town.lsoas)), _POINTS_PER_NEIGHBOUR_LSOA)
    each = lsoa.size // len(NEIGHBOURS)
    centre = np.repeat(np.array([[609_000.0, 392_000.0], [590_000.0, 379_000.0]]).T, each, axis=1)
    easting, northing = centre + rng.uniform(-2_000, 2_000, (2, lsoa.size))
    street = np.array([f"{name} {kind}" for _, name in NEIGHBOURS for kind in _KINDS])[
        np.arange(lsoa.size) // _POINTS_PER_NEIGHBOUR_STREET
    ]
    ward = np.full((2, lsoa.size), -1)
    return street, lsoa, ward, np.tile(easting, (2, 1)), np.tile(northing, (2, 1))


def _with_landmarks(street: np.ndarray) -> np.ndarray:
    """A few points are named for what stands there, as the police name them."""
    rng = stream(TOWN, "landmarks")
    named = (rng.random(street.size) < 0.05) & (street != HIGH_STREET)
    return np.where(named, np.array(_LANDMARKS)[rng.integers(0, len(_LANDMARKS), street.size)], street)
