"""The data that goes beside the documents: figures and findings as JSON, every table and all figures as CSV."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from wardmote.assessment.assemble import Assembled
from wardmote.assessment.document import Number, Table
from wardmote.assessment.material import Material
from wardmote.claims import wording
from wardmote.disclosure.leaving.inspection import is_live
from wardmote.findings.figure import Figure

TIDY = (
    "id",
    "measure",
    "area_code",
    "area",
    "start",
    "end",
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "shorthand",
)


def write_data(folder: Path, material: Material, assembled: Assembled) -> None:
    figures = [f.model_dump(mode="json", by_alias=True) for f in material.release.figures.values()]
    findings = [f.model_dump(mode="json") for f in material.release.findings.values()]
    (folder / "figures.json").write_text(as_json(figures), encoding="utf-8")
    (folder / "findings.json").write_text(as_json(findings), encoding="utf-8")
    (folder / "tables").mkdir()
    for table in assembled.tables:
        (folder / "tables" / f"{table.id}.csv").write_text(_table_csv(table), encoding="utf-8")
    tidy = _tidy_csv(list(material.release.figures.values()))
    (folder / "tables" / "figures.csv").write_text(tidy, encoding="utf-8")


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{text}" if is_live(text) else text


def _table_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.heading for column in table.columns])
    for row in table.rows:
        writer.writerow([cell.text if isinstance(cell, Number) else harmless(cell.text) for cell in row])
    return out.getvalue()


def _tidy_csv(figures: list[Figure]) -> str:
    """One row a figure; value is blank only where shorthand is filled."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TIDY)
    for figure in figures:
        shorthand = wording.number(figure) if figure.value is None else ""
        lower, upper = (figure.interval.lower, figure.interval.upper) if figure.interval else ("", "")
        values = ("" if figure.value is None else figure.value, lower, upper, figure.numerator, figure.denominator)
        named = (figure.id, figure.measure, figure.area.code, harmless(figure.area.name))
        writer.writerow([*named, figure.period.start, figure.period.end, *values, shorthand])
    return out.getvalue()
