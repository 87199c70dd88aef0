"""A small invented body of evidence built by hand: two wards, monthly counts, no files. For unit tests of findings."""

from pathlib import Path
from typing import Any

import numpy as np

from invented import TOWN, partnership, ward
from wardmote.findings.figure import SourceRows
from wardmote.findings.levels import Evidence
from wardmote.measures.count_table import count_table
from wardmote.periods import Period
from wardmote.places.geography import Denominator, Geography
from wardmote.places.placing import Polygons

BEFORE, THIS = Period.parse("2024-04..2025-03"), Period.parse("2025-04..2026-03")
FILE = "f" * 16
NORTH, SOUTH = ward(1), ward(2)
_NOTHING = Polygons(np.array([], dtype=str), np.array([], dtype=object))


def months_of(counts: dict[Period, list[int | None]]) -> dict[str, int]:
    """Months to counts; None is a month that was never sent."""
    found: dict[str, int] = {}
    for period, values in counts.items():
        found |= {m: n for m, n in zip(period.months, values, strict=True) if n is not None}
    return found


def evidence(
    north: dict[str, int],
    south: dict[str, int] | None = None,
    category: str = "asb-incidents",
    near: list[dict[str, Any]] | None = None,
    swapped_best_fit: bool = False,
    elsewhere: dict[str, int] | None = None,
    small_areas: dict[str, dict[str, int]] | None = None,
) -> Evidence:
    """`north` and `south` are counts by month in each ward by polygon; best fit agrees unless `swapped_best_fit`.

    `elsewhere` are counts by month outside the area; `small_areas` counts by LSOA and month, in place of the two LSOAs.
    """
    rows = []
    for place, other, counts in ((NORTH, SOUTH, north), (SOUTH, NORTH, south or dict.fromkeys(north, 0))):
        for month, n in counts.items():
            fit = other if swapped_best_fit else place
            row = {"source": "police_uk_street", "category": category, "month": month, "file_id": FILE}
            rows.append({**row, "ward_polygon": place.code, "ward_best_fit": fit.code, "in_area": True, "incidents": n})
    for month, n in (elsewhere or {}).items():
        row = {"source": "police_uk_street", "category": category, "month": month, "file_id": FILE}
        rows.append({**row, "ward_polygon": "", "ward_best_fit": "", "in_area": False, "incidents": n})
    by_lsoa = [
        {
            "source": "police_uk_street",
            "category": category,
            "month": month,
            "file_id": FILE,
            "lsoa": lsoa,
            "incidents": n,
        }
        for lsoa, months in (small_areas or {}).items()
        for month, n in months.items()
    ]
    sent = [
        {"source": "police_uk_street", "force": "x", "kind": "asb-incidents", "month": m, "incidents": 1} for m in north
    ]
    people = {"E01999001": 2000.0, "E01999002": 1000.0}
    geography = Geography(
        area=TOWN,
        wards=(NORTH, SOUTH),
        best_fit=dict.fromkeys(small_areas, NORTH.code)
        if small_areas
        else {"E01999001": NORTH.code, "E01999002": SOUTH.code},
        ward_polygons=_NOTHING,
        lsoa_polygons=_NOTHING,
        residents=Denominator("residents, mid-2024", people),
    )
    file = SourceRows(source="police_uk_street", file="a.csv", sha256="0" * 64, rows=1)
    counts_table = count_table(TOWN.code, rows, sent, near or [], small_areas=by_lsoa)
    return Evidence(partnership(Path("unused")), geography, counts_table, {FILE: file})
