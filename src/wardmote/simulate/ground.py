"""The ground the invented town stands on: a bent chessboard in the North Sea, where no one lives.

The board has 24 by 24 squares of about 250 metres. Its corners are placed on the British National Grid and turned into
longitude and latitude once; wards and small areas are sets of squares, so neighbours share borders to the last digit.
"""

from functools import lru_cache

import numpy as np
from convertbng.cutil import convert_bng, convert_osgb36_to_ll

SQUARES = 24
CENTRE = (600_000.0, 385_000.0)  # some 40 km off the coast
HALF_WIDTH = 3_000.0


def place(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eastings and northings of board positions; 0 to 24 is the town."""
    a, b = u / 12 - 1, v / 12 - 1
    rounded_a = a * (1 - 0.2 * b**2)
    rounded_b = b * (1 - 0.2 * a**2)
    x = rounded_a + 0.05 * np.sin(2.3 * b + 0.4) + 0.02 * np.sin(5.1 * b)
    y = rounded_b + 0.06 * np.sin(1.9 * a - 0.5) + 0.02 * np.sin(5.7 * a + 1.0)
    return CENTRE[0] + HALF_WIDTH * x, CENTRE[1] + HALF_WIDTH * y


def lon_lat(eastings: np.ndarray, northings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """WGS84 to the six decimals the police and the ONS print (about ten centimetres)."""
    lon, lat = convert_osgb36_to_ll(np.ravel(eastings), np.ravel(northings))
    shape = np.shape(eastings)
    return np.round(np.asarray(lon), 6).reshape(shape), np.round(np.asarray(lat), 6).reshape(shape)


def grid(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Back to the National Grid."""
    eastings, northings = convert_bng(np.asarray(lon), np.asarray(lat))
    return np.asarray(eastings), np.asarray(northings)


@lru_cache(maxsize=1)
def corners() -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of the corners of the squares, 25 by 25, indexed [column, row]."""
    u, v = np.meshgrid(np.arange(SQUARES + 1.0), np.arange(SQUARES + 1.0), indexing="ij")
    return lon_lat(*place(u, v))


@lru_cache(maxsize=1)
def hectares() -> np.ndarray:
    """The area of each square, indexed [column, row]."""
    u, v = np.meshgrid(np.arange(SQUARES + 1.0), np.arange(SQUARES + 1.0), indexing="ij")
    x, y = place(u, v)
    diagonal_x, diagonal_y = x[1:, 1:] - x[:-1, :-1], y[1:, 1:] - y[:-1, :-1]
    other_x, other_y = x[:-1, 1:] - x[1:, :-1], y[:-1, 1:] - y[1:, :-1]
    return np.abs(diagonal_x * other_y - diagonal_y * other_x) / 2 / 10_000
