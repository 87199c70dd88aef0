"""The area beside England on a published health indicator, each value as the publisher gave it.

A difference is called higher or lower only when the publisher's counts or interval allow it: England is then taken as
fixed (`domain` F), since its own uncertainty is far smaller.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wardmote import engine
from wardmote.findings.figure import Disclosure, Figure, Limits, SourceRows, Span
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, limits
from wardmote.methods.intervals import wilson
from wardmote.partnership import Partnership
from wardmote.places.area import Area
from wardmote.places.geography import files_under_contract
from wardmote.sources.load import Load

ENGLAND = Area(code="E92000001", name="England")
_COLUMNS = dict.fromkeys(("indicator", "area_code", "sex", "period", "unit", "category", "file_id"), "string")
_COLUMNS |= dict.fromkeys(("start_year", "end_year"), "int64")
_COLUMNS |= dict.fromkeys(("value", "lower", "upper", "count", "denominator"), "float64")
_SCALES = {100: "%", 1_000: "per 1,000", 100_000: "per 100,000"}
_PERCENT = ("%", "percentage", "proportion", "proportion - %")


def health_rows(partnership: Partnership, load: Load, connection: Any) -> list[dict[str, Any]]:
    """Published rows for the area and England about all people together, with their slug, months and printed unit."""
    rows: list[dict[str, Any]] = []
    for file in files_under_contract(partnership, load, "health_indicators"):
        table = engine.read_parquet(connection, [file.path], _COLUMNS)
        table = table.filter(
            table.area_code.isin([partnership.area, ENGLAND.code]),
            table.sex.isnull() | (table.sex == "Persons"),
            table.category.isnull(),
            table.start_year.notnull(),
        )
        rows += [_dated(row) for row in table.to_pyarrow().to_pylist()]
    return rows


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """A year written 2015/16 is financial, April to March; any other is of calendar years."""
    financial = "/" in row["period"]
    unit = (row["unit"] or _unit_of(row)).strip().lower()
    return {
        **row,
        "slug": re.sub(r"[^a-z0-9]+", "-", row["indicator"].lower()).strip("-"),
        "label": row["indicator"],
        "start": f"{row['start_year']}-{'04' if financial else '01'}",
        "end": f"{row['end_year']}-{'03' if financial else '12'}",
        "unit": "%" if unit in _PERCENT else unit,
    }


def _unit_of(row: Mapping[str, Any]) -> str:
    """A download that does not name its unit: read from value, count and denominator where all three are given."""
    if not row["value"] or not row["count"] or not row["denominator"]:
        return ""
    per = row["value"] * row["denominator"] / row["count"]
    return next((unit for scale, unit in _SCALES.items() if abs(per / scale - 1) < 0.05), "")


def comparisons(evidence: Evidence, rows: Iterable[Mapping[str, Any]]) -> tuple[list[Figure], list[Finding]]:
    """Figures and findings for every indicator given for both the area and England, at the latest period assessed."""
    figures: list[Figure] = []
    findings: list[Finding] = []
    for pair in _latest_pairs(evidence, rows):
        ours, theirs = (_figure(evidence, row, area) for row, area in zip(pair, _areas(evidence), strict=True))
        figures += [ours, theirs]
        findings.append(_finding(ours, theirs))
    return figures, findings


def _areas(evidence: Evidence) -> tuple[Area, Area]:
    return evidence.geography.area, ENGLAND


def _latest_pairs(evidence: Evidence, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], ...]]:
    """The area's and England's row of each indicator, for the last period that ended before the assessed one did."""
    by_key: dict[tuple[str, ...], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if row["end"] and row["end"] <= evidence.partnership.this.end and row["value"] is not None:
            by_key.setdefault((row["slug"], row["end"]), {})[row["area_code"]] = row
    codes = [area.code for area in _areas(evidence)]
    complete = sorted(key for key, areas in by_key.items() if all(code in areas for code in codes))
    latest = {key[0]: key for key in complete}
    return [tuple(by_key[key][code] for code in codes) for key in latest.values()]


def _figure(evidence: Evidence, row: Mapping[str, Any], area: Area) -> Figure:
    entry = evidence.files[row["file_id"]]
    return Figure(
        id=f"{row['slug']}/{area.code}/{row['start']}..{row['end']}",
        measure=row["slug"],
        label=row["label"],
        area=area,
        period=Span(start=row["start"], end=row["end"]),
        value=row["value"],
        unit=row["unit"],
        numerator=row["count"],
        denominator=row["denominator"],
        interval=_limits(row),
        assignment="as published",
        caveats=("published-indicator",),
        disclosure=Disclosure(source_class=evidence.class_of(entry.source)),
        lineage=(SourceRows(source=entry.source, file=entry.file, sha256=entry.sha256, rows=1),),
    )


def _limits(row: Mapping[str, Any]) -> Limits | None:
    if row["lower"] is not None and row["upper"] is not None:
        return Limits(lower=row["lower"], upper=row["upper"], method="as published")
    if row["unit"] == "%" and row["count"] and row["denominator"]:
        return limits(wilson(int(row["count"]), int(row["denominator"])).scaled(100))
    return None


def _finding(ours: Figure, england: Figure) -> Finding:
    verdict = _verdict(ours, england)
    why = {
        "cannot say": "The publisher's file gives no counts or range here, so we cannot tell the difference from chance.",
        "no clear difference": "A difference this size can come about by chance.",
    }.get(verdict, "The difference is more than chance explains.")
    return Finding(
        id=f"{ours.measure}/{ours.area.code}/{ours.period.start}..{ours.period.end}~{england.area.code}",
        kind="comparison",
        label=ours.label,
        figures=(ours.id, england.id),
        verdict=verdict,
        records=_records(ours, england),
        sentence=f"{ours.label}: {{{ours.id}}} in {ours.area.name}, {{{england.id}}} in England. {why}",
        reasons=(why,) if verdict == "cannot say" else (),
    )


def _verdict(ours: Figure, england: Figure) -> str:
    if ours.interval is None or england.value is None:
        return "cannot say"
    if ours.interval.lower > england.value:
        return "higher"
    return "lower" if ours.interval.upper < england.value else "no clear difference"


def _records(ours: Figure, england: Figure) -> str:
    difference = (ours.value or 0) - (england.value or 0)
    return "higher" if difference > 0 else "lower" if difference < 0 else "the same"
