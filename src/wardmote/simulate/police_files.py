"""The force's street files, as data.police.uk publishes them, and one late correction.

The three earlier years arrive as one archive in the publisher's layout, the last year as folders. One month of the last
year is sent again later, corrected: of the two files, the one whose path in the inbox sorts last is right.
"""

import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wardmote.simulate.categories import ASB_INDEX, CATEGORIES, MONTHS, SLUGS, THIS, month_index
from wardmote.simulate.counts import Incidents, map_list
from wardmote.simulate.csv_text import write
from wardmote.simulate.streams import pick, stream
from wardmote.simulate.streets import map_points
from wardmote.simulate.town import marlbridge

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,"
    "LSOA code,LSOA name,Crime type,Last outcome category,Context"
)
FORCE, FORCE_SLUG = "Marlshire Constabulary", "marlshire"
WRONG_FORCE, WRONG_MONTHS = "Eastmarl Constabulary", ("2024-08", "2025-12")
ARCHIVE = f"police/{FORCE_SLUG}_{MONTHS[0]}_{MONTHS[month_index(THIS.start) - 1]}.zip"
CORRECTED_MONTH = "2025-06"
CORRECTION_FOLDER = "police/2026-05-02-correction"
_NO_LOCATION_SHARE = 0.01
_ZIP_DATE = (2026, 4, 20, 0, 0, 0)

_OUTCOMES = (
    "Investigation complete; no suspect identified", "Unable to prosecute suspect", "Local resolution",
    "Awaiting court outcome", "Offender given a caution", "Court result unavailable",
    "Further investigation is not in the public interest", "Action to be taken by another organisation",
    "Status update unavailable", "Under investigation",
)  # fmt: skip
_UNDER_INVESTIGATION = _OUTCOMES.index("Under investigation")
_WITHOUT_VICTIM_PRESENT = np.array([62, 14, 4, 5, 2, 5, 2, 1, 3, 2.0])
_WITH_VICTIM_PRESENT = np.array([14, 58, 5, 8, 3, 4, 2, 2, 2, 2.0])
_STILL_OPEN = 0.55  # of the last three months, whose outcomes are not known yet


@dataclass(frozen=True)
class StreetRows:
    """The rows of all street files, as arrays. `point` is -1 where the force gave no location."""

    month: np.ndarray
    category: np.ndarray
    point: np.ndarray
    crime_id: np.ndarray
    outcome: np.ndarray  # an index of `_OUTCOMES`

    def take(self, chosen: np.ndarray) -> "StreetRows":
        return StreetRows(*(column[chosen] for column in vars(self).values()))

    def of_month(self, month: str) -> "StreetRows":
        first, end = np.searchsorted(self.month, [month_index(month), month_index(month) + 1])
        return self.take(np.arange(first, end))

    @property
    def own(self) -> np.ndarray:
        return (self.point >= 0) & (self.point < map_points().own)


@dataclass(frozen=True)
class StreetFile:
    """One written file: its path in the inbox, and inside the archive when it came in one."""

    path: str
    member: str | None
    month: str
    rows: StreetRows


def street_rows(incidents: Incidents) -> StreetRows:
    """The truth as rows, in the order the publisher sorts them: by month, small area, category; no location last."""
    rng = stream(incidents.seed, "no location")
    lost = rng.poisson(_NO_LOCATION_SHARE * np.bincount(incidents.month, minlength=len(MONTHS)))
    month = np.concatenate([incidents.month, np.repeat(np.arange(len(MONTHS)), lost)])
    category = np.concatenate([incidents.category, rng.choice(incidents.category, lost.sum())])
    point = np.concatenate([incidents.point, np.full(lost.sum(), -1)])
    lsoa = np.where(point >= 0, map_points().lsoa[point], len(marlbridge().lsoas))
    order = np.lexsort((point, category, lsoa, month))
    rows = StreetRows(month[order], category[order], point[order], _crime_ids(incidents.seed, month.size), order)
    return replace(rows, outcome=_outcomes(incidents.seed, rows))


def street_files(seed: int, rows: StreetRows) -> list[StreetFile]:
    """Every file to be written, in the order a loader would find them."""
    files = []
    for month in MONTHS:
        name = f"{month}/{month}-{FORCE_SLUG}-street.csv"
        of_month = rows.of_month(month)
        if month < THIS.start:
            files.append(StreetFile(ARCHIVE, name, month, of_month))
        elif month == CORRECTED_MONTH:
            files.append(StreetFile(f"police/{name}", None, month, before_correction(seed, of_month)))
            files.append(StreetFile(f"{CORRECTION_FOLDER}/{name}", None, month, of_month))
        else:
            files.append(StreetFile(f"police/{name}", None, month, of_month))
    return files


def before_correction(seed: int, rows: StreetRows) -> StreetRows:
    """What the force sent first: some burglaries filed as other theft, some violence missing, some outcomes open."""
    rng = stream(seed, "before correction")
    burglary, other_theft, violence = (
        SLUGS.index(slug) for slug in ("burglary", "other-theft", "violence-and-sexual-offences")
    )
    misfiled = _some(rng, rows.own & (rows.category == burglary), 0.3)
    missing = _some(rng, rows.own & (rows.category == violence), 0.04)
    still_open = _some(rng, rows.category != ASB_INDEX, 0.2)
    category, outcome = rows.category.copy(), rows.outcome.copy()
    category[misfiled] = other_theft
    outcome[still_open] = _UNDER_INVESTIGATION
    return replace(rows, category=category, outcome=outcome).take(np.setdiff1d(np.arange(rows.month.size), missing))


def _some(rng: np.random.Generator, among: np.ndarray, share: float) -> np.ndarray:
    """At least one of the rows, when there is any."""
    places = np.flatnonzero(among)
    return rng.choice(places, min(places.size, max(1, round(share * places.size))), replace=False)


def write_street_files(inbox: Path, files: list[StreetFile]) -> None:
    archived: dict[str, dict[str, str]] = {}
    for file in files:
        text = street_text(file.month, file.rows)
        if file.member:
            archived.setdefault(file.path, {})[file.member] = text
        else:
            write(inbox / file.path, text)
    for path, members in archived.items():
        (inbox / path).parent.mkdir(parents=True, exist_ok=True)
        (inbox / path).write_bytes(_archive(members))


def street_text(month: str, rows: StreetRows) -> str:
    """One file. No value holds a comma, so the lines are joined as they are."""
    reported_by = WRONG_FORCE if month in WRONG_MONTHS else FORCE
    start = f"{month},{reported_by},{FORCE},"
    places = _place_texts()[int(map_list(np.array(month_index(month))))]
    names = [category.name for category in CATEGORIES]
    lines = [HEADER]
    for category, point, crime_id, outcome in zip(
        rows.category.tolist(), rows.point.tolist(), rows.crime_id.tolist(), rows.outcome.tolist(), strict=True
    ):
        if category == ASB_INDEX:
            lines.append(f",{start}{places[point]},{names[category]},,")
        else:
            lines.append(f"{crime_id},{start}{places[point]},{names[category]},{_OUTCOMES[outcome]},")
    return "\r\n".join(lines) + "\r\n"


def _place_texts() -> list[list[str]]:
    """Longitude to LSOA name of each point, for the old and the new map; the last entry (-1) is no location."""
    points, lsoas = map_points(), marlbridge().lsoas
    common = [f"On or near {name},{lsoas[i].code},{lsoas[i].name}" for name, i in
              zip(points.place_name, points.lsoa, strict=True)]  # fmt: skip
    return [
        [f"{x:.6f},{y:.6f},{rest}" for x, y, rest in zip(lon.tolist(), lat.tolist(), common, strict=True)]
        + [",,No Location,,"]
        for lon, lat in zip(points.lon, points.lat, strict=True)
    ]


def _crime_ids(seed: int, size: int) -> np.ndarray:
    digits = stream(seed, "crime ids").bytes(32 * size).hex()
    return np.array([digits[i : i + 64] for i in range(0, len(digits), 64)], dtype=object)


def _outcomes(seed: int, rows: StreetRows) -> np.ndarray:
    rng = stream(seed, "outcomes")
    victim_present = np.array([category.has_victim_present for category in CATEGORIES])[rows.category]
    outcome = np.where(
        victim_present,
        pick(rng, _WITH_VICTIM_PRESENT, rows.month.size),
        pick(rng, _WITHOUT_VICTIM_PRESENT, rows.month.size),
    )
    still_open = (rows.month >= len(MONTHS) - 3) & (rng.random(rows.month.size) < _STILL_OPEN)
    return np.where(still_open, _UNDER_INVESTIGATION, outcome)


def _archive(members: dict[str, str]) -> bytes:
    """A zip whose bytes depend on its members only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name].encode())
    return buffer.getvalue()
