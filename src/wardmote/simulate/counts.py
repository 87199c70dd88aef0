"""The truth: how many incidents each month and category had, and at which map point each was recorded.

Nothing is written here. `monthly_series` is the quick way to draw many seeds; `draw` gives every incident.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wardmote.periods import Period
from wardmote.simulate.categories import (
    ALL_CRIME,
    ASB_INDEX,
    CATEGORIES,
    INCOMPLETE_KEPT,
    INCOMPLETE_MONTH,
    LONG_AGO,
    MONTHS,
    SLUGS,
    THIS,
    expected,
    month_index,
    month_slice,
    season,
)
from wardmote.simulate.streams import TOWN, pick, stream
from wardmote.simulate.streets import NEW, OLD, map_points
from wardmote.simulate.town import NORTH_WARD, SOUTH_WARD, Town, marlbridge

NEIGHBOURS_SHARE = 0.6  # incidents of both neighbours, for each of Marlbridge

COUNCIL_ASB = "council-asb"
COUNCIL_MONTHS = MONTHS[-24:]
LONG_AGO_MONTHS = len(LONG_AGO.months)  # drawn from streams of their own, so that the later years stay as they were
_COUNCIL_YEARLY, _COUNCIL_UNRULINESS = 1650, 0.10

OPERATION_START = THIS.start
OPERATION_LEFT = 0.6  # of the anti-social behaviour expected in the treated streets
TREATED_SQUARES = ((1, 1), (4, 1))  # a square of each small area of the Saltreach quayside
COMPARISON_SQUARES = ((16, 1), (22, 8), (21, 14), (1, 20))
_ASB_SHARES = {"north ward": 0.10, "south ward": 0.10, "high street": 0.08, "treated": 0.055, "comparison": 0.11}


@dataclass(frozen=True)
class Incidents:
    """Every police row with a place, as arrays: indices in `MONTHS`, `CATEGORIES` and `map_points()`.

    `monthly` counts Marlbridge's by month and category, as published: the incomplete month has lost its rows already.
    """

    seed: int
    scale: float
    monthly: np.ndarray
    month: np.ndarray
    category: np.ndarray
    point: np.ndarray

    @property
    def own(self) -> np.ndarray:
        """Which rows are Marlbridge's."""
        return self.point < map_points().own

    @property
    def lsoa(self) -> np.ndarray:
        return map_points().lsoa[self.point]

    @property
    def ward(self) -> np.ndarray:
        """The ward whose polygon holds the map point; -1 outside Marlbridge."""
        return map_points().ward[map_list(self.month), self.point]

    def during(self, period: Period) -> np.ndarray:
        span = month_slice(period)
        return (self.month >= span.start) & (self.month < span.stop)

    def of(self, slug: str) -> np.ndarray:
        """Which rows a measure counts."""
        return self.category != ASB_INDEX if slug == ALL_CRIME else self.category == SLUGS.index(slug)


def map_list(month: np.ndarray) -> np.ndarray:
    """Which list of map points was in use."""
    return np.where(month >= month_index(THIS.start), NEW, OLD)


def monthly_series(seed: int, scale: float = 1.0) -> dict[str, np.ndarray]:
    """The 48 monthly counts of every police measure in Marlbridge, as published."""
    published = _published(seed, scale)
    series = {slug: published[:, i] for i, slug in enumerate(SLUGS)}
    return series | {ALL_CRIME: published.sum(axis=1) - published[:, ASB_INDEX]}


def boundary_pair(incidents: Incidents, slug: str, period: Period, assignment: str) -> tuple[int, int]:
    """What the northern and the southern ward on the High Street count, by "polygon" or "best-fit"."""
    town = marlbridge()
    chosen = incidents.own & incidents.of(slug) & incidents.during(period)
    ward = incidents.ward[chosen] if assignment == "polygon" else town.best_fit_ward()[incidents.lsoa[chosen]]
    return int((ward == NORTH_WARD).sum()), int((ward == SOUTH_WARD).sum())


def draw(seed: int, scale: float = 1.0) -> Incidents:
    """Every incident of the four years: Marlbridge's first, then the neighbours'."""
    monthly = _published(seed, scale)
    parts = [_placed(monthly, i, seed) for i in range(len(CATEGORIES))] + [_neighbours(seed, scale)]
    month, category, point = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Incidents(seed, scale, monthly, month, category, point)


def council_monthly(seed: int, scale: float = 1.0) -> np.ndarray:
    """Reports to the council in each of its 24 months: no change is planted."""
    rng = stream(seed, "council months")
    means = scale * _COUNCIL_YEARLY * season(CATEGORIES[ASB_INDEX], COUNCIL_MONTHS)
    return rng.poisson(means * _unruly(rng, np.array(_COUNCIL_UNRULINESS), means.shape))


def _unruly(rng: np.random.Generator, spread: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Gamma factors of mean 1, so that Poisson counts become negative binomial."""
    return rng.gamma(1 / spread**2, spread**2, shape)


def _published(seed: int, scale: float) -> np.ndarray:
    means = expected(scale)
    long_ago, later = means[:LONG_AGO_MONTHS], means[LONG_AGO_MONTHS:]
    counts = np.concatenate(
        [_months(stream(seed, "months long ago"), long_ago), _months(stream(seed, "months"), later)]
    )
    lost = month_index(INCOMPLETE_MONTH)
    counts[lost] = stream(seed, "lost rows").binomial(counts[lost], INCOMPLETE_KEPT)
    return counts


def _months(rng: np.random.Generator, means: np.ndarray) -> np.ndarray:
    spread = np.array([category.unruliness for category in CATEGORIES])
    return rng.poisson(means * _unruly(rng, spread, means.shape))


Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def _placed(monthly: np.ndarray, category: int, seed: int) -> Rows:
    """A map point for each of Marlbridge's incidents of one category."""
    month = np.repeat(np.arange(len(MONTHS)), monthly[:, category])
    rng = stream(seed, f"places of {SLUGS[category]}")
    started = month_index(OPERATION_START)
    before, since = (weights[category] for weights in _weights())
    long_ago, later = (month < LONG_AGO_MONTHS).sum(), (month >= started).sum()
    first = pick(stream(seed, f"places long ago of {SLUGS[category]}"), before, long_ago)
    point = np.concatenate([first, pick(rng, before, month.size - long_ago - later), pick(rng, since, later)])
    return month, np.full(month.size, category), point


def _neighbours(seed: int, scale: float) -> Rows:
    means = NEIGHBOURS_SHARE * expected(scale)
    means[month_index(INCOMPLETE_MONTH)] *= INCOMPLETE_KEPT
    drawn = [
        _next_door(stream(seed, "neighbours long ago"), means[:LONG_AGO_MONTHS]),
        _next_door(stream(seed, "neighbours"), means[LONG_AGO_MONTHS:]),
    ]
    month = np.concatenate([drawn[0][0], drawn[1][0] + LONG_AGO_MONTHS])
    return month, np.concatenate([drawn[0][1], drawn[1][1]]), np.concatenate([drawn[0][2], drawn[1][2]])


def _next_door(rng: np.random.Generator, means: np.ndarray) -> Rows:
    counts = rng.poisson(means)
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    points = map_points()
    return cell // len(CATEGORIES), cell % len(CATEGORIES), rng.integers(points.own, points.street.size, cell.size)


@lru_cache(maxsize=1)
def _weights() -> tuple[np.ndarray, np.ndarray]:
    """How incidents of each category (rows) spread over Marlbridge's points, before and after the operation began."""
    points = map_points()
    rng = stream(TOWN, "where")
    x, y = points.easting[OLD, : points.own], points.northing[OLD, : points.own]
    centre = points.on_high_street[: points.own]
    distance = np.hypot(x - x[centre].mean(), y - y[centre].mean())
    texture = rng.lognormal(0, 0.5, (len(CATEGORIES), points.own))
    in_centre = np.array([[category.in_centre] for category in CATEGORIES])
    pull = np.where(in_centre, np.exp(-distance / 900) + 0.05, np.exp(-distance / 2500) + 0.4)
    before = texture * pull
    before[ASB_INDEX] = _asb_weights(before[ASB_INDEX])
    after = before.copy()
    after[ASB_INDEX, operation_points("treated")] *= OPERATION_LEFT
    return before, after


def _asb_weights(weights: np.ndarray) -> np.ndarray:
    """Anti-social behaviour, with the named parts of town given their shares exactly."""
    points = map_points()
    high_street = points.on_high_street[: points.own]
    ward = points.ward[OLD, : points.own]
    groups = {
        "north ward": (ward == NORTH_WARD) & ~high_street,
        "south ward": (ward == SOUTH_WARD) & ~high_street,
        "high street": high_street,
        "treated": operation_points("treated"),
        "comparison": operation_points("comparison"),
    }
    rest = ~np.any(list(groups.values()), axis=0)
    result = weights * (1 - sum(_ASB_SHARES.values())) / weights[rest].sum()
    for name, chosen in groups.items():
        result[chosen] = weights[chosen] * _ASB_SHARES[name] / weights[chosen].sum()
    return result


def operation_lsoas(side: str, town: Town | None = None) -> list[int]:
    """The small areas the operation treated, or those it is compared with."""
    board = (town or marlbridge()).lsoa_of
    return [int(board[square]) for square in (TREATED_SQUARES if side == "treated" else COMPARISON_SQUARES)]


def operation_points(side: str) -> np.ndarray:
    """Which of Marlbridge's points lie in those areas."""
    points = map_points()
    return np.isin(points.lsoa[: points.own], operation_lsoas(side))
