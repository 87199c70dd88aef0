"""Counts by authority from the table of counts by small area: its own force's records only.

Records that another force, or the British Transport Police, placed in an authority are left out on every side: not every
force publishes for the whole time, and a comparison of two periods must not turn on who sent what.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wardmote.measures.catalogue import Measure
from wardmote.periods import Period
from wardmote.vocabulary.terms import terms

COUNTS_SCHEMA = {
    "month": "string",
    "force": "string",
    "lsoa_code": "string",
    "crime_type": "string",
    "incidents": "int64",
    "file_id": "string",
    "row_number": "int64",
}


@dataclass(frozen=True)
class Counted:
    """Incidents, and on how many rows of which file (by id) they rest."""

    incidents: int
    rows: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True)
class AuthorityCounts:
    """Counts by (authority, force, category) and month; `months_sent` names the months of each force."""

    index: Mapping[tuple[str, str, str], Mapping[str, Counted]] = field(hash=False)
    months_sent: Mapping[str, frozenset[str]] = field(hash=False)

    def covers(self, force: str, *periods: Period) -> bool:
        """Whether a force's records were sent for every month of the periods."""
        sent = self.months_sent.get(force, frozenset())
        return all(month in sent for period in periods for month in period.months)

    def of(self, measure: Measure, authority: str, force: str, period: Period) -> Counted:
        """What the force counted of a measure in an authority over a period."""
        total, rows = 0, dict[str, int]()
        for category in measure.categories:
            for month, counted in self.index.get((authority, force, category), {}).items():
                if month in period:
                    total += counted.incidents
                    for file_id, n in counted.rows.items():
                        rows[file_id] = rows.get(file_id, 0) + n
        return Counted(total, rows)


def located_counts(rows: Any, lookup: Any) -> Any:
    """Each row of the table with the slug of its category and the authority that its small area lies in."""
    lookup = lookup.select("lsoa_code", "lad_code").rename(known_lsoa="lsoa_code")
    slugs = {term.name: term.slug for term in terms("police_uk_categories")}
    rows = rows.mutate(category=rows.crime_type.substitute(slugs)).drop("crime_type")
    return rows.join(lookup, rows.lsoa_code == lookup.known_lsoa).drop("known_lsoa")


def authority_month_counts(located: Any) -> Any:
    """Incidents and rows by authority, force, category, month and file."""
    keys = ["lad_code", "force", "category", "month", "file_id"]
    return located.group_by(keys).aggregate(incidents=located.incidents.sum(), rows=located.count()).order_by(keys)


def force_months(rows: Any) -> Any:
    """The months each force was counted for."""
    return rows.select("force", "month").distinct().order_by(["force", "month"])


def authority_counts(counted: Iterable[Mapping[str, Any]], sent: Iterable[Mapping[str, Any]]) -> AuthorityCounts:
    """Index the rows of the two expressions above."""
    index: dict[tuple[str, str, str], dict[str, Counted]] = defaultdict(dict)
    for row in counted:
        months = index[row["lad_code"], row["force"], row["category"]]
        before = months.get(row["month"], Counted(0, {}))
        rows = {**before.rows, row["file_id"]: row["rows"]}
        months[row["month"]] = Counted(before.incidents + row["incidents"], rows)
    months_sent: dict[str, set[str]] = defaultdict(set)
    for row in sent:
        months_sent[row["force"]].add(row["month"])
    return AuthorityCounts(dict(index), {force: frozenset(months) for force, months in months_sent.items()})
