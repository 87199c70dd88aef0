"""From loaded files to figures and findings, kept in the store so that a change of words costs no arithmetic.

Places every distinct point once, runs the four count expressions on the chosen engine, and finds. The result is
named by the digest of everything that went in; the same inputs are never computed twice.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from wardmote import __version__, engine
from wardmote.errors import WrongUse
from wardmote.findings.comparison import health_rows
from wardmote.findings.figure import Figure
from wardmote.findings.find import Registers, find
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, file_index
from wardmote.findings.weather import SOURCE as WEATHER
from wardmote.incidents.incident_table import incidents
from wardmote.incidents.moments import moments, with_moments
from wardmote.incidents.partner_rows import partner_rows
from wardmote.incidents.worked_rows import worked_rows
from wardmote.measures.authority_counts import (
    COUNTS_SCHEMA,
    AuthorityCounts,
    authority_counts,
    authority_month_counts,
    force_months,
    located_counts,
)
from wardmote.measures.count_table import CountTable, count_table
from wardmote.measures.counts import (
    distinct_points,
    located,
    near_boundary_counts,
    place_tables,
    sender_month_counts,
    small_area_counts,
    ward_month_counts,
)
from wardmote.measures.themes.catalogue import SHARES
from wardmote.partnership import Partnership
from wardmote.periods import Period
from wardmote.places.area import Area
from wardmote.places.authorities import Authority, lsoa_authorities, read_authorities
from wardmote.places.geography import files_under_contract
from wardmote.sources.load import Load

DOUBTFUL_SHARE = 0.05
_FIGURES = TypeAdapter(list[Figure])
_FINDINGS = TypeAdapter(list[Finding])
_WARDS = TypeAdapter(list[Area])


@dataclass(frozen=True)
class Analysis:
    """Figures and findings before the gate, and the wards with their outlines (WKB, hex)."""

    digest: str
    figures: list[Figure] = field(hash=False)
    findings: list[Finding] = field(hash=False)
    wards: list[Area] = field(hash=False)
    outlines: dict[str, str] = field(hash=False)
    small_areas: dict[str, dict[str, str]] = field(hash=False)  # LSOA code to its outline (WKB, hex) and best-fit ward
    months_sent: dict[str, list[str]] = field(hash=False)
    outside_area: dict[str, int] = field(hash=False)


def analysis_digest(partnership: Partnership, load: Load) -> str:
    """What decides the analysis: the inputs, the configuration, and this version of the program."""
    text = json.dumps([load.digest, partnership.digest, __version__, _program_digest()])
    return hashlib.sha256(text.encode()).hexdigest()


def _program_digest() -> str:
    """The program's own text, so that a development change is never answered from the store."""
    root = Path(__file__).resolve().parents[1]
    parts = [p.read_bytes() for folder in ("findings", "measures", "methods", "places", "incidents")
             for p in sorted((root / folder).rglob("*.py"))]  # fmt: skip
    return hashlib.sha256(b"".join(parts)).hexdigest()


def analyse(
    partnership: Partnership,
    load: Load,
    engine_address: str | None = None,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Analysis:
    """The analysis of a loaded partnership, from the store when nothing changed. Raises WrongUse for missing sources."""
    digest = analysis_digest(partnership, load)
    kept = partnership.store / "analysis" / f"{digest[:16]}.json"
    if kept.is_file():
        return _read(kept, digest)
    on_progress("Placing incidents in wards")
    connection = engine.connect(engine_address)
    evidence, outside = gather(partnership, load, connection)
    on_progress("Working out figures and findings")
    registers = Registers(**{name: load.register(name) for name in Registers.__dataclass_fields__})
    figures, findings = find(evidence, registers, health_rows(partnership, load, connection))
    connection.disconnect()  # a remote session left open would keep the process from ending
    analysis = Analysis(
        digest=digest,
        figures=figures,
        findings=findings,
        wards=list(evidence.geography.wards),
        outlines=_outlines(evidence.geography.ward_polygons),
        small_areas=_small_areas(evidence),
        months_sent={source: sorted(months) for source, months in evidence.counts.months_sent.items()},
        outside_area=outside,
    )
    _write(kept, analysis)
    return _read(kept, digest)  # what is kept, so that the first run prints what every later one does, to the last byte


def gather(partnership: Partnership, load: Load, connection: Any) -> tuple[Evidence, dict[str, int]]:
    """Place and count: everything the findings are made from, and rows outside the area by source."""
    from wardmote.places.geography import read_geography

    table = incidents(connection, load)
    if table is None:
        raise WrongUse("no incidents were loaded: put the partners' files in the inbox and name them in [sources]")
    geography = read_geography(partnership, load, connection)
    paths = place_incidents(partnership, load, connection, table, geography)
    placed, near, best_fit = place_tables(connection, *paths)
    there = located(table, placed, best_fit)
    ward_months = ward_month_counts(there).to_pyarrow().to_pylist()
    counts: CountTable = count_table(
        partnership.area,
        ward_months,
        sender_month_counts(table).to_pyarrow().to_pylist(),
        near_boundary_counts(table, near).to_pyarrow().to_pylist(),
        months_covered(load),
        small_area_counts(there).to_pyarrow().to_pylist(),
    )
    outside: dict[str, int] = {}
    for row in ward_months:
        if not row["in_area"]:
            outside[row["source"]] = outside.get(row["source"], 0) + row["incidents"]
    files = file_index(load, list(partnership.sources))
    authorities, theirs = surroundings(partnership, load, connection)
    ours = worked_rows(connection, load)
    wanted = dict.fromkeys((WEATHER, *(share.source for share in SHARES.values())))
    sent = partner_rows(connection, partnership, load, wanted)
    when = with_moments(connection, load, there)
    said = () if when is None else moments(when, partnership.this)
    evidence = Evidence(partnership, geography, counts, files, doubts(load), ours, authorities, theirs, sent, said)
    return evidence, outside


def surroundings(
    partnership: Partnership, load: Load, connection: Any
) -> tuple[tuple[Authority, ...], AuthorityCounts | None]:
    """Every authority described, and its counts by small area; nothing where no such table was sent."""
    files = files_under_contract(partnership, load, "police_uk_lsoa_counts")
    authorities = read_authorities(partnership, load, connection) if files else ()
    if not authorities:
        return (), None
    rows = engine.read_parquet(connection, [file.path for file in files], COUNTS_SCHEMA)
    located = located_counts(rows, lsoa_authorities(partnership, load, connection))
    counted = authority_month_counts(located).to_pyarrow().to_pylist()
    return authorities, authority_counts(counted, force_months(rows).to_pyarrow().to_pylist())


def doubts(load: Load) -> dict[str, tuple[str, ...]]:
    """Reasons, by source, not to compare at all: a file whose rows were largely set aside, or breaks nobody could read."""
    found: dict[str, tuple[str, ...]] = {}
    for report in load.reports:
        if report.status != "refused" and report.quarantined > DOUBTFUL_SHARE * report.rows_in:
            reason = f"More than one row in {1 / DOUBTFUL_SHARE:.0f} of {report.file} is in the quarantine."
            found[report.source] = (*found.get(report.source, ()), reason)
    if any(refusal.source == "registers" and "series_breaks" in refusal.file for refusal in load.refusals):
        found["*"] = ("The register of series breaks could not be read, so nothing can be compared.",)
    return found


def months_covered(load: Load) -> dict[str, set[str]]:
    """Months each source's files span: a month inside a file that holds no row is a true zero, not a gap."""
    covered: dict[str, set[str]] = {}
    for report in load.reports:
        if report.kept and report.period:
            covered.setdefault(report.source, set()).update(Period(*report.period).months)
    return covered


def place_incidents(
    partnership: Partnership, load: Load, connection: Any, table: Any, geography: Any
) -> tuple[Path, Path, Path]:
    """Write the three place tables (points, nearness, best fit) to the store once for these inputs."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet

    from wardmote.places.geography import store_path
    from wardmote.places.placing import place

    digest = load.digest[:16]
    names = [store_path(partnership, f"{kind}-{digest}.parquet") for kind in ("points", "near", "best-fit")]
    if all(path.is_file() for path in names):
        return names[0], names[1], names[2]
    points = distinct_points(table).to_pyarrow()
    keys, x, y = (points[name].to_numpy() for name in ("point", "x", "y"))
    placed, near = place(keys, x, y, geography.ward_polygons, geography.lsoa_polygons)
    best_fit = sorted(geography.best_fit.items())
    tables = (
        pa.table({"point": placed.point, "easting": placed.easting, "northing": placed.northing,
                  "ward_code": _text(placed.ward_code), "lsoa_polygon": _text(placed.lsoa_polygon)}),
        pa.table({"point": near.point, "ward_code": _text(near.ward_code), "other_ward": _text(near.other_ward),
                  "metres": np.asarray(near.metres, dtype=float)}),
        pa.table({"lsoa_code": [lsoa for lsoa, _ in best_fit], "ward_code": [ward for _, ward in best_fit]}),
    )  # fmt: skip
    for path, made in zip(names, tables, strict=True):
        pa.parquet.write_table(made, path)
    return names[0], names[1], names[2]


def _text(codes: Any) -> Any:
    import pyarrow as pa

    return pa.array([str(code) for code in codes], type=pa.string())


def _small_areas(evidence: Evidence) -> dict[str, dict[str, str]]:
    """The area's own small areas, for maps; none where their boundaries were not all sent."""
    from wardmote.places.placing import Polygons

    polygons, ours = evidence.geography.lsoa_polygons, evidence.geography.best_fit
    chosen = [code in ours for code in polygons.codes]
    if not ours or sum(chosen) < len(ours):
        return {}
    outlines = _outlines(Polygons(polygons.codes[chosen], polygons.geometries[chosen]))
    return {code: {"outline": outline, "ward": ours[code]} for code, outline in outlines.items()}


def _outlines(polygons: Any) -> dict[str, str]:
    """Outlines simplified together, so that shared borders stay shared."""
    import shapely

    simpler = shapely.coverage_simplify(polygons.geometries, tolerance=10.0)
    return {str(code): shapely.to_wkb(shape, hex=True) for code, shape in zip(polygons.codes, simpler, strict=True)}


def _read(path: Path, digest: str) -> Analysis:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Analysis(
        digest=digest,
        figures=_FIGURES.validate_python(stored["figures"]),
        findings=_FINDINGS.validate_python(stored["findings"]),
        wards=_WARDS.validate_python(stored["wards"]),
        outlines=stored["outlines"],
        small_areas=stored["small_areas"],
        months_sent=stored["months_sent"],
        outside_area=stored["outside_area"],
    )


def _write(path: Path, analysis: Analysis) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = {
        "figures": _FIGURES.dump_python(analysis.figures, mode="json", by_alias=True),
        "findings": _FINDINGS.dump_python(analysis.findings, mode="json"),
        "wards": _WARDS.dump_python(analysis.wards, mode="json"),
        "outlines": analysis.outlines,
        "small_areas": analysis.small_areas,
        "months_sent": analysis.months_sent,
        "outside_area": analysis.outside_area,
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    part.chmod(0o600)  # figures before the gate
    part.replace(path)
