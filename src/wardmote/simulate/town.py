"""The invented town of Marlbridge: its wards, its small areas (LSOAs), its people; and two neighbouring authorities.

The town is the same for every seed. Two wards, Priory Cross and Ropewalk, meet along the High Street; the two small
areas on it straddle both and are best fitted to Priory Cross. A few more small areas straddle other ward borders.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from wardmote.simulate.ground import SQUARES, hectares
from wardmote.simulate.streams import TOWN, stream

AREA_CODE, AREA_NAME = "E06999901", "Marlbridge"
NEIGHBOURS = (("E07999911", "Ostley"), ("E07999912", "Tharnham"))
WARD_VINTAGE, LSOA_VINTAGE = "2024", "2021"

_BANDS = (0, 6, 12, 18, 24)
_CUTS = ((0, 7, 14, 24), (0, 5, 12, 19, 24), (0, 5, 12, 19, 24), (0, 4, 9, 14, 19, 24))
WARD_NAMES = (
    "Saltreach", "Wendle Park", "Thistledown",
    "Lanthorn Hill", "Ropewalk", "Hexbury", "Fairlow",
    "Otterholt", "Priory Cross", "Tollgate End", "Brackmoor",
    "Stonefold", "Eastfold", "Marl Quay", "Kestlewick", "Gannet Rise",
)  # fmt: skip
SOUTH_WARD, NORTH_WARD = WARD_NAMES.index("Ropewalk"), WARD_NAMES.index("Priory Cross")
HIGH_STREET_ROW = 12  # the High Street runs along the lower edge of this row of squares
HIGH_STREET_COLUMNS = (5, 12)

# Squares of one ward that belong to a small area of the next: (columns, rows, a square of the area that takes them).
_STRADDLES = (
    ((7, 8), (0, 3), (6, 0)),
    ((14, 15), (3, 6), (13, 4)),
    ((19, 20), (6, 9), (18, 7)),
    ((19, 20), (15, 18), (18, 16)),
    ((9, 10), (18, 21), (8, 19)),
    ((18, 19), (21, 24), (19, 22)),
)
_NEIGHBOUR_LSOAS = 24
_SIDES = ("North", "East", "South", "West")


@dataclass(frozen=True)
class Area:
    code: str
    name: str


@dataclass(frozen=True)
class SmallArea:
    """An LSOA with the ward it is best fitted to."""

    code: str
    name: str
    ward: Area
    authority: Area
    residents: int
    households: int
    hectares: float


@dataclass(frozen=True)
class Town:
    """`ward_of` and `lsoa_of` are boards: the ward and the small area of each square, indexed [column, row]."""

    wards: tuple[Area, ...]
    lsoas: tuple[SmallArea, ...]  # Marlbridge first, then the neighbours'
    ward_of: np.ndarray
    lsoa_of: np.ndarray
    own_lsoas: int  # how many of `lsoas` are Marlbridge's

    @property
    def residents(self) -> int:
        return sum(lsoa.residents for lsoa in self.lsoas[: self.own_lsoas])

    def best_fit_ward(self) -> np.ndarray:
        """The index in `wards` of each small area of Marlbridge."""
        codes = [ward.code for ward in self.wards]
        return np.array([codes.index(lsoa.ward.code) for lsoa in self.lsoas[: self.own_lsoas]])

    def lsoa_codes_of(self, ward: int) -> list[str]:
        """The small areas best fitted to a ward."""
        return [lsoa.code for lsoa in self.lsoas[: self.own_lsoas] if lsoa.ward == self.wards[ward]]


@lru_cache(maxsize=1)
def marlbridge() -> Town:
    wards = tuple(Area(f"E05{999901 + i:06d}", name) for i, name in enumerate(WARD_NAMES))
    ward_of, lsoa_of = _ward_board(), _lsoa_board()
    own = _small_areas(wards, ward_of, lsoa_of)
    return Town(wards, own + _neighbouring_areas(len(own)), ward_of, lsoa_of, len(own))


def _ward_board() -> np.ndarray:
    board = np.empty((SQUARES, SQUARES), dtype=int)
    for ward, (columns, row) in enumerate(_ward_blocks()):
        board[slice(*columns), row : row + 6] = ward
    return board


def _ward_blocks() -> list[tuple[tuple[int, int], int]]:
    return [
        ((left, right), row) for row, cuts in zip(_BANDS[:-1], _CUTS, strict=True) for left, right in pairwise(cuts)
    ]


def _lsoa_board() -> np.ndarray:
    board = np.empty((SQUARES, SQUARES), dtype=int)
    lsoa = 0
    for (left, right), row in _ward_blocks():
        parts = np.array_split(np.arange(left, right), round((right - left) / 2.5))
        for below in (row, row + 3):
            for part in parts:
                board[part[0] : part[-1] + 1, below : below + 3] = lsoa
                lsoa += 1
    for columns, rows, taker in _STRADDLES:
        board[slice(*columns), slice(*rows)] = board[taker]
    for half in np.array_split(np.arange(*HIGH_STREET_COLUMNS), 2):
        board[half[0] : half[-1] + 1, HIGH_STREET_ROW - 1 : HIGH_STREET_ROW + 1] = lsoa
        lsoa += 1
    return board


def _small_areas(wards: tuple[Area, ...], ward_of: np.ndarray, lsoa_of: np.ndarray) -> tuple[SmallArea, ...]:
    rng = stream(TOWN, "residents")
    authority = Area(AREA_CODE, AREA_NAME)
    areas = []
    for i in range(int(lsoa_of.max()) + 1):
        squares = lsoa_of == i
        residents = int(rng.normal(1_350, 150))
        areas.append(
            SmallArea(
                code=f"E01{999001 + i:06d}",
                name=_lsoa_name(AREA_NAME, i),
                ward=wards[_best_fit(ward_of[squares])],
                authority=authority,
                residents=residents,
                households=round(residents / rng.uniform(2.1, 2.5)),
                hectares=float(hectares()[squares].sum()),
            )
        )
    return tuple(areas)


def _lsoa_name(authority: str, number: int) -> str:
    """As the ONS names them: the authority, a larger area of five, a letter."""
    return f"{authority} {number // 5 + 1:03d}{'ABCDE'[number % 5]}"


def _best_fit(wards_of_squares: np.ndarray) -> int:
    """The ward with most of the squares; of two with as many, the northern one."""
    shares = np.bincount(wards_of_squares)
    return int(np.flatnonzero(shares == shares.max())[-1])


def _neighbouring_areas(already: int) -> tuple[SmallArea, ...]:
    rng = stream(TOWN, "neighbours")
    areas = []
    for n, (code, name) in enumerate(NEIGHBOURS):
        wards = [Area(f"E05{999951 + 4 * n + i:06d}", f"{name} {side}") for i, side in enumerate(_SIDES)]
        for i in range(_NEIGHBOUR_LSOAS):
            residents = int(rng.normal(1_400, 120))
            number = 999001 + already + n * _NEIGHBOUR_LSOAS + i
            areas.append(
                SmallArea(
                    code=f"E01{number:06d}",
                    name=_lsoa_name(name, i),
                    ward=wards[i * len(wards) // _NEIGHBOUR_LSOAS],
                    authority=Area(code, name),
                    residents=residents,
                    households=round(residents / 2.3),
                    hectares=36.0,
                )
            )
    return tuple(areas)
