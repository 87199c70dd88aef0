"""The council's reports of anti-social behaviour: one file a year, with hours, addresses and a few wrong rows.

The council's control room books every report from the High Street to Priory Cross, whichever side of it is meant.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wardmote.periods import Period
from wardmote.simulate.categories import BEFORE, THIS
from wardmote.simulate.counts import COUNCIL_MONTHS, council_monthly
from wardmote.simulate.csv_text import csv_text, write
from wardmote.simulate.streams import TOWN, pick, stream
from wardmote.simulate.streets import NEW, OLD, map_points
from wardmote.simulate.town import NORTH_WARD, marlbridge

HEADER = "Reference,Reported,Category,Address,Easting,Northing,Ward as recorded"
FILES = {"council_asb/council_asb_2024_25.csv": BEFORE, "council_asb/council_asb_2025_26.csv": THIS}
KINDS = (
    "Noise nuisance", "Fly-tipping", "Neighbour dispute", "Street drinking", "Nuisance vehicle", "Graffiti",
    "Begging", "Drug litter",
)  # fmt: skip
_KIND_SHARES = np.array([30, 24, 14, 9, 9, 6, 5, 3.0])
_HOURS = np.array([5, 4, 3, 2, 1, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4, 5, 6, 7, 8, 9, 10, 10, 9, 7.0])


@dataclass(frozen=True)
class WrongRow:
    """A row that no contract can accept: which line of the file (the header is line 1), which column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class CouncilFile:
    path: str
    rows: list[tuple[object, ...]]
    wrong: list[WrongRow] = field(default_factory=list)


def council_files(seed: int, scale: float) -> list[CouncilFile]:
    """Both years. Only the later one holds wrong rows, as extra rows that are no report of the truth."""
    rows = _reports(seed, scale)
    files = []
    for path, period in FILES.items():
        of_period = [row for row, month in rows if month in period]
        files.append(_with_wrong_rows(path, of_period) if period == THIS else CouncilFile(path, of_period))
    return files


def write_council_files(inbox: Path, files: list[CouncilFile]) -> None:
    for file in files:
        write(inbox / file.path, csv_text(HEADER, file.rows))


def _reports(seed: int, scale: float) -> list[tuple[tuple[object, ...], str]]:
    """Every true report with its month, in the order of time."""
    monthly = council_monthly(seed, scale)
    rng = stream(seed, "council reports")
    month = np.repeat(np.arange(monthly.size), monthly)
    size = month.size
    days = np.array([Period(m, m).days for m in COUNCIL_MONTHS])[month]
    minutes = (rng.integers(0, days) * 24 + pick(rng, _HOURS, size)) * 60 + rng.integers(0, 60, size)
    kind = np.array(KINDS)[pick(rng, _KIND_SHARES, size)]
    point = pick(rng, _where(), size)
    easting, northing = _addresses(rng, point)
    house = rng.integers(1, 120, size)
    ward = map_points().ward[OLD][point]
    ward[map_points().on_high_street[point]] = NORTH_WARD
    names, streets = [w.name for w in marlbridge().wards], map_points().street
    order = np.lexsort((minutes, month))
    return [
        (
            (f"MB{n + 1:06d}", _moment(COUNCIL_MONTHS[month[i]], int(minutes[i])), str(kind[i]),
             f"{house[i]} {streets[point[i]]}", int(easting[i]), int(northing[i]), names[ward[i]]),
            COUNCIL_MONTHS[month[i]],
        )
        for n, i in enumerate(order)
    ]  # fmt: skip


def _where() -> np.ndarray:
    """The council hears most from the middle of town, and a good deal from the High Street."""
    points = map_points()
    weights = stream(TOWN, "council places").lognormal(0, 0.7, points.own)
    centre = points.on_high_street[: points.own]
    x, y = points.easting[OLD, : points.own], points.northing[OLD, : points.own]
    weights *= np.exp(-np.hypot(x - x[centre].mean(), y - y[centre].mean()) / 2000) + 0.1
    weights[centre] *= 3
    return weights


def _addresses(rng: np.random.Generator, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A front door near the map point; on the High Street on either side of it."""
    points = map_points()
    side = np.where(points.on_high_street[point], rng.choice([OLD, NEW], point.size), OLD)
    spread = np.where(points.on_high_street[point], 0.0, 10.0)
    easting = points.easting[side, point] + spread * rng.uniform(-1, 1, point.size)
    northing = points.northing[side, point] + spread * rng.uniform(-1, 1, point.size)
    return np.round(easting), np.round(northing)


def _moment(month: str, minutes: int) -> str:
    day, rest = divmod(minutes, 24 * 60)
    return f"{day + 1:02d}/{month[5:]}/{month[:4]} {rest // 60:02d}:{rest % 60:02d}"


def _with_wrong_rows(path: str, rows: list[tuple[object, ...]]) -> CouncilFile:
    """American dates and words where numbers belong, spread through the file."""
    first = rows[0]
    east, north, ward = first[4], first[5], first[6]
    street = str(map_points().street[0])
    extra: list[tuple[tuple[object, ...], str, str]] = [
        (("MB900001", "09/27/2025 21:15", "Noise nuisance", f"3 {street}", east, north, ward),
         "Reported", "American date: there is no month 27"),
        (("MB900002", "11/14/2025 08:40", "Graffiti", f"9 {street}", east, north, ward),
         "Reported", "American date: there is no month 14"),
        (("MB900003", "03/02/2026 19:05", "Fly-tipping", f"12 {street}", "not known", north, ward),
         "Easting", "words where a number belongs"),
        (("MB900004", "17/02/2026 22:30", "Begging", f"20 {street}", east, "see map", ward),
         "Northing", "words where a number belongs"),
    ]  # fmt: skip
    result, wrong = list(rows), []
    for n, (row, column, reason) in enumerate(extra):
        place = len(rows) * (n + 1) // (len(extra) + 1) + n
        result.insert(place, row)
        wrong.append(WrongRow(place + 2, column, reason))
    return CouncilFile(path, result, wrong)
