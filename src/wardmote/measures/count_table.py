"""The computed counts, indexed so that a figure is a sum: by category, ward, assignment, month and file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from wardmote.measures.catalogue import Measure
from wardmote.measures.counts import BUFFERS
from wardmote.periods import Period
from wardmote.places.area import ELSEWHERE

Assignment = Literal["lsoa-code", "polygon", "best-fit"]
_MonthFile = dict[str, dict[str, int]]


@dataclass(frozen=True)
class CountTable:
    """Counts by (category, assignment, area code); built once a run by `count_table`."""

    index: dict[tuple[str, str, str], _MonthFile] = field(hash=False)
    months_sent: dict[str, frozenset[str]] = field(hash=False)
    near: dict[tuple[str, str, str], dict[str, dict[int, int]]] = field(hash=False)
    sender_months: dict[tuple[str, str, str], dict[str, int]] = field(hash=False)

    def by_small_area(self, measure: Measure, lsoa: str) -> dict[str, int]:
        """Incidents by month in one small area of ours; months without any are absent."""
        return {month: n for month, n in self.by_month(measure, "lsoa-code", lsoa).items() if n}

    def by_month(self, measure: Measure, assignment: Assignment, code: str) -> dict[str, int]:
        """Incidents by month; a month the source never sent is absent, a month with none is 0."""
        totals = dict.fromkeys(sorted(self.months_sent.get(measure.source, ())), 0)
        for category in measure.categories:
            for month, files in self.index.get((category, assignment, code), {}).items():
                totals[month] += sum(files.values())
        return totals

    def by_file(self, measure: Measure, assignment: Assignment, code: str, period: Period) -> dict[str, int]:
        """Incidents of a period by file id: the lineage of the figure."""
        totals: dict[str, int] = defaultdict(int)
        for category in measure.categories:
            for month, files in self.index.get((category, assignment, code), {}).items():
                if month in period:
                    for file_id, rows in files.items():
                        totals[file_id] += rows
        return dict(totals)

    def near_boundary(self, measure: Measure, ward: str, other: str, period: Period) -> dict[int, int]:
        """Incidents of `ward` by how near they lie to `other`: {25: n, 50: n, 75: n, 100: n}, cumulative."""
        totals = dict.fromkeys(BUFFERS, 0)
        for category in measure.categories:
            for month, within in self.near.get((category, ward, other), {}).items():
                if month in period:
                    for metres in BUFFERS:
                        totals[metres] += within[metres]
        return totals


def count_table(
    area: str,
    ward_months: Iterable[Mapping[str, Any]],
    sender_months: Iterable[Mapping[str, Any]],
    near: Iterable[Mapping[str, Any]],
    months_covered: Mapping[str, Iterable[str]] = MappingProxyType({}),
    small_areas: Iterable[Mapping[str, Any]] = (),
) -> CountTable:
    """Index the rows of the four expressions of `measures.counts`; `area` is the partnership's area code.

    `months_covered` names months by source that were sent though they may hold no row.
    """
    index: dict[tuple[str, str, str], _MonthFile] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for row in ward_months:
        month, file_id, n = row["month"], row["file_id"], row["incidents"]
        places = (
            ("lsoa-code", area if row["in_area"] else ELSEWHERE),
            ("polygon", row["ward_polygon"]),
            ("best-fit", row["ward_best_fit"]),
        )
        for assignment, code in places:
            if code:
                index[row["category"], assignment, code][month][file_id] += n
    months_sent: dict[str, set[str]] = defaultdict(set, {source: set(m) for source, m in months_covered.items()})
    senders: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for row in sender_months:
        months_sent[row["source"]].add(row["month"])
        senders[row["source"], row["force"], row["kind"]][row["month"]] = row["incidents"]
    close: dict[tuple[str, str, str], dict[str, dict[int, int]]] = defaultdict(dict)
    for row in near:
        within = {metres: row[f"within_{metres}"] for metres in BUFFERS}
        close[row["category"], row["ward_code"], row["other_ward"]][row["month"]] = within
    for row in small_areas:
        index[row["category"], "lsoa-code", row["lsoa"]][row["month"]][row["file_id"]] += row["incidents"]
    return CountTable(
        {key: {month: dict(files) for month, files in months.items()} for key, months in index.items()},
        {source: frozenset(months) for source, months in months_sent.items()},
        dict(close),
        dict(senders),
    )
