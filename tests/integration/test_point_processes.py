"""The place methods on real events with places and times, the defects of those files counted and said.

Coordinates become local metres by the length of a degree at the city's middle: near enough within a city.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from conftest import ROOT
from wardmote.methods import neighbours
from wardmote.methods.aoristic import aoristic_hours
from wardmote.methods.concentration import concentration
from wardmote.methods.density import density_surfaces
from wardmote.methods.hot_spots import getis_ord_star, local_moran
from wardmote.methods.near_repeat import near_repeat

pytestmark = pytest.mark.shared_data
METRES_PER_DEGREE = 111_320
BANDS = {"space_bands": (0, 1, 100, 200, 400), "time_bands": (0, 7, 14, 28, 56)}


def metres(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local metres, and which points lie within 100 km of the middle (the rest are bad geocodes)."""
    east, north = np.nanmedian(longitude), np.nanmedian(latitude)
    x = (longitude - east) * METRES_PER_DEGREE * np.cos(np.radians(north))
    y = (latitude - north) * METRES_PER_DEGREE
    return x, y, np.hypot(x, y) < 100_000


def hours(texts: object) -> np.ndarray:
    moments = pc.strptime(texts, format="%Y-%m-%d %H:%M", unit="s", error_is_null=True)  # type: ignore[attr-defined]
    return pc.fill_null(moments.cast("int64"), -1).to_numpy() / 3600


def defects(folder: Path) -> list[tuple[str, str, int]]:
    """File, defect and rows, as docs/explanation/point-data.md prints them."""
    houston = pq.read_table(folder / "houston_2010_01_06.parquet").to_pandas()
    cincinnati = pq.read_table(folder / "cincinnati_burglary_2016_2017.parquet").to_pandas()
    chicago = pq.read_table(folder / "chicago_aggravated_assaults_2010_2019.parquet").to_pandas()
    thefts = pq.read_table(folder / "nyc_vehicle_thefts_uncertain_times.parquet")
    placed = houston[houston.lon.notna()]
    near = metres(placed.lon.to_numpy(), placed.lat.to_numpy())[2]
    start, end = hours(thefts["date_start"]), hours(thefts["date_end"])
    ended = (start >= 0) & (end >= 0)
    shared = aoristic_hours(start[ended], end[ended])
    told = {
        "Houston 2010": (
            ("all", len(houston)),
            ("repeat another row in every column", houston.duplicated().sum()),
            ("have no place", houston.lon.isna().sum()),
            ("lie more than 100 km from the middle (bad geocodes)", (~near).sum()),
        ),
        "Cincinnati burglaries 2016 to 2017": (
            ("all", len(cincinnati)),
            ("have no place", (cincinnati.longitude.isna() | cincinnati.latitude.isna()).sum()),
            ("repeat another row in every column", cincinnati.duplicated().sum()),
            ("carry an incident number seen before", cincinnati.incident_no.duplicated().sum()),
        ),
        "Chicago aggravated assaults 2010 to 2019": (
            ("all", len(chicago)),
            ("repeat another row in every column", chicago.duplicated().sum()),
        ),
        "New York vehicle thefts 2014 to 2017": (
            ("all", thefts.num_rows),
            ("have no end of the time in which it happened", (~ended).sum()),
            ("may have lasted more than a day", shared.set_aside_too_long),
            ("end before they begin", shared.set_aside_backwards),
        ),
    }
    return [(file, what, int(rows)) for file, lines in told.items() for what, rows in lines]


def test_the_defects_of_the_files_are_reported_as_they_are(shared_data: Path) -> None:
    page = (ROOT / "docs" / "explanation" / "point-data.md").read_text(encoding="utf-8")
    printed = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    assert printed[0] == ["file", "defect", "rows"]
    assert [(file, what, f"{rows:,}") for file, what, rows in defects(shared_data / "pointprocess")] == [
        tuple(line) for line in printed[1:]
    ]


def test_cincinnati_burglaries_repeat_and_their_defects_are_counted(shared_data: Path) -> None:
    rows = pq.read_table(shared_data / "pointprocess" / "cincinnati_burglary_2016_2017.parquet").to_pandas()
    missing = rows.longitude.isna() | rows.latitude.isna()
    repeated = rows.duplicated(["incident_no"]) & ~missing
    assert missing.sum() > 0 and repeated.sum() > 0, "the defects the data's notes name are there"
    kept = rows[~missing & ~rows.duplicated(["incident_no"])]
    days = kept.offense_date.str[:10].astype("datetime64[s]").astype("int64").to_numpy() // 86_400
    x, y, near = metres(kept.longitude.to_numpy(), kept.latitude.to_numpy())
    found = near_repeat(x[near], y[near], days[near], **BANDS, permutations=199)
    assert found.observed[0].sum() == 0, "the points are moved about within their block: no two are one place"
    assert found.ratio[1, 0] > 1.5 and found.p[1, 0] == 1 / 200
    assert found.ratio[1, 0] > found.ratio[3, 0] > found.ratio[3, 3], "nearer is sooner"


def test_houston_burglaries_without_bad_geocodes_and_duplicates(shared_data: Path) -> None:
    rows = pq.read_table(shared_data / "pointprocess" / "houston_2010_01_06.parquet").to_pandas()
    rows = rows[rows.offense == "burglary"]
    doubled = rows.duplicated()
    x, y, near = metres(rows.lon.to_numpy(), rows.lat.to_numpy())
    assert doubled.sum() > 0 and (~near).sum() > 0, "the defects the data's notes name are there"
    kept = near & ~doubled.to_numpy()
    # `time` is UTC; the day people lived through is `date`.
    days = rows.date.astype("datetime64[s]").astype("int64").to_numpy()[kept] // 86_400
    found = near_repeat(x[kept], y[kept], days, **BANDS, permutations=99)
    assert found.ratio[0, 0] > 1.2 and found.p[0, 0] == 0.01, "the same block within a week"
    surfaces = density_surfaces(x[kept], y[kept], (500, 1_000, 2_000), cell=200)
    peaks = [s.density.max() for s in surfaces]
    assert peaks == sorted(peaks, reverse=True), "a wider bandwidth is a flatter map"
    assert surfaces[2].density.sum() * 0.04 == pytest.approx(kept.sum(), rel=0.01)


def test_chicago_assaults_gather_in_few_squares(shared_data: Path) -> None:
    rows = pq.read_table(shared_data / "pointprocess" / "chicago_aggravated_assaults_2010_2019.parquet").to_pandas()
    x, y, near = metres(rows.longitude.to_numpy(), rows.latitude.to_numpy())
    assert near.all()
    square = (x // 500).astype(int) * 10_000 + (y // 500).astype(int)
    found = concentration(np.unique(square, return_counts=True)[1])
    assert found.top[2].held > 1.5 * found.top[2].expected and found.top[2].p == 0.001


def test_new_york_thefts_have_hours_once_the_loosely_known_are_set_aside(shared_data: Path) -> None:
    rows = pq.read_table(shared_data / "pointprocess" / "nyc_vehicle_thefts_uncertain_times.parquet")
    start, end = hours(rows["date_start"]), hours(rows["date_end"])
    ended = (start >= 0) & (end >= 0)
    assert (~ended).sum() >= 2_852, "those without an end cannot be shared out"
    found = aoristic_hours(start[ended], end[ended])
    assert found.used + found.set_aside_too_long + found.set_aside_backwards == ended.sum()
    assert found.set_aside_too_long > 1_000, "some lasted years"
    assert found.weights.sum() == pytest.approx(found.used)
    by_night, by_day = found.weights[[22, 23, 0, 1]].mean(), found.weights[[9, 10, 11, 12]].mean()
    assert by_night > by_day


def test_monthly_points_on_a_snap_grid_are_refused() -> None:
    """As police.uk publishes them: the first of a month, at a map point shared by many addresses."""
    rng = np.random.default_rng(0)
    months = np.array([0, 31, 59, 90])[rng.integers(0, 4, 200)]
    with pytest.raises(ValueError, match="look like months"):
        near_repeat(rng.uniform(0, 900, 200), rng.uniform(0, 900, 200), months, **BANDS)
    with pytest.raises(ValueError, match="known to 150 m only"):
        near_repeat(*rng.uniform(0, 900, (2, 200)), rng.integers(0, 90, 200), **BANDS, known_to_metres=150)


Found = Callable[[Any, neighbours.Neighbours, int], np.ndarray]  # values, neighbours and seed to q
HOT_AREAS: dict[str, Found] = {
    "local Moran": lambda values, near, seed: local_moran(values, near, seed=seed).q,
    "Gi*": lambda values, near, seed: getis_ord_star(values, near, permutations=9_999, seed=seed).q,
    "Gi* in closed form": lambda values, near, seed: getis_ord_star(values, near, seed=seed).q,
}


def least_overlap(found: list[set[int]]) -> float:
    """Jaccard's index of the two sets that are least alike."""
    return min(len(a & b) / len(a | b) for a in found for b in found)


@pytest.mark.parametrize("method", HOT_AREAS)
def test_the_hot_areas_of_kent_stay_with_the_seed(shared_data: Path, method: str) -> None:
    found = hot_areas(shared_data, HOT_AREAS[method], range(3), "kent")
    assert min(map(len, found)) > 40 and least_overlap(found) >= 0.95


@pytest.mark.prove
@pytest.mark.parametrize("method", HOT_AREAS)
def test_the_hot_areas_of_the_nation_stay_with_the_seed(shared_data: Path, method: str) -> None:
    """All LSOAs that were sent: the places found by any two seeds overlap by 0.95 (Jaccard) or more."""
    found = hot_areas(shared_data, HOT_AREAS[method], range(5))
    assert min(map(len, found)) > 1_000 and least_overlap(found) >= 0.95


def hot_areas(shared_data: Path, method: Found, seeds: range, force: str = "") -> list[set[int]]:
    """The places beyond chance by each seed, of one force's records or of all."""
    counts = pq.read_table(shared_data / "police" / "police_uk_lsoa_month_counts_2014_2016.parquet")
    if force:
        counts = counts.filter(pc.equal(counts["force"].cast("string"), force))  # type: ignore[attr-defined]
    total = counts.group_by("lsoa11_code").aggregate([("n", "sum")]).to_pandas().set_index("lsoa11_code")["n_sum"]
    middle = pd.read_csv(shared_data / "boundaries" / "lsoa11_ew_centroids.csv.gz").set_index("LSOA11CD")
    middle = middle[middle.index.isin(total.index)]
    near = neighbours.nearest(middle.BNG_E, middle.BNG_N, 6)
    values = total.reindex(middle.index)
    return [set(np.flatnonzero(method(values, near, seed) < 0.05)) for seed in seeds]
