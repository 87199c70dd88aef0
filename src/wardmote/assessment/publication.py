"""Write a release: every format from one content tree, the JSON and CSV that others check, and the ledger line.

The same inputs give the same bytes: a release is named by its period and the digest of all that went in, and every
date comes from data. Files are written to a folder beside and moved into place whole.
"""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from wardmote import __version__
from wardmote.assessment.assemble import Assembled, assemble
from wardmote.assessment.document import Number, Picture, Table
from wardmote.assessment.material import Material, Revision
from wardmote.assessment.numbering import blocks
from wardmote.assessment.pictures import PictureCache
from wardmote.assessment.reread import differences, size_in_words
from wardmote.claims import wording
from wardmote.disclosure.gate import leaks
from wardmote.disclosure.leaving.inspection import inspect_folder, is_live
from wardmote.disclosure.leaving.leak import Expected
from wardmote.errors import DisclosureRefused, PublishingRefused
from wardmote.findings.figure import Figure
from wardmote.partnership import Partnership

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


class ClaimRecord(BaseModel):
    """A claim as `release.json` carries it."""

    model_config = ConfigDict(frozen=True)

    id: str
    finding: str
    says: str
    verdict: str
    holds: bool


class ReleaseRecord(BaseModel):
    """`release.json`: what a release holds and what it was made from."""

    model_config = ConfigDict(frozen=True)

    release: str
    state: str
    partnership: str
    period: dict[str, str]
    inputs_sha256: str
    wardmote: str
    files: dict[str, str]
    claims: list[ClaimRecord]
    problems: list[str]
    legal: dict[str, str]
    figures: int
    findings: int
    tables: dict[str, str]  # each table's size in words: "150 rows, 6 columns"


def inputs_digest(partnership: Partnership, analysis_digest: str) -> str:
    """All that decides a document: the analysis and every chapter."""
    whole = hashlib.sha256(analysis_digest.encode())
    for path in sorted(partnership.text.glob("*.md")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def release_id(partnership: Partnership, digest: str) -> str:
    """The period and ten digits of the digest of the inputs: 2016-01-to-2016-10-3f9a2c1b4d."""
    return f"{partnership.this.start}-to-{partnership.this.end}-{digest[:10]}"


def publish(
    material: Material, digest: str, draft: bool = True, on_progress: Callable[[str], None] = lambda _: None
) -> tuple[Path, Assembled]:
    """Render everything into published/<release>/. Raises PublishingRefused unless all holds or it is a draft."""
    name = release_id(material.partnership, digest)
    assembled = assemble(material, name, draft)
    if not draft:
        refuse_unless_it_holds(material, assembled)
    folder = material.partnership.published / name
    if draft and _is_published(folder):
        return folder, assembled  # what was published stays as it is
    making = folder.with_name(f".{name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    _render(making, material, assembled, on_progress)
    _data(making, material, assembled)
    if not draft:
        refuse_what_leaks(making, assembled)
    record = _record(making, material, assembled, digest, draft)
    (making / "release.json").write_text(_json(record.model_dump(mode="json")), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return folder, assembled


def refuse_unless_it_holds(material: Material, assembled: Assembled) -> None:
    """Raise PublishingRefused naming every claim that fails and every legal part that is missing."""
    faults = [f"{problem.where}: {problem.message}" for problem in assembled.problems]
    faults += [f"{refusal.file} was refused: {refusal.message}" for refusal in material.refusals]
    people = material.partnership.people
    faults += [
        f"partnership.toml: [people] {name} is blank" for name in ("approver", "contact") if not getattr(people, name)
    ]
    if not any(material.partnership.registers.glob("series_breaks.*")):
        faults.append("registers/series_breaks.csv is missing: write one, empty below its headings where nothing broke")
    faults += [
        f"{part.regulation} asks for {part.asks}: nothing was found" for part in material.legal if not part.present
    ]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise PublishingRefused(f"not published: {len(faults)} thing(s) do not hold.\n{listed}")
    found = leaks(material.release, material.partnership.disclosure)
    if found:
        listed = "\n".join(f"  {leak}" for leak in found)
        raise DisclosureRefused(f"not published: {len(found)} figure(s) would disclose.\n{listed}")


def refuse_what_leaks(folder: Path, assembled: Assembled) -> None:
    """Raise DisclosureRefused naming what the made files hold and no published file may, or what differs from a table."""
    document, tables = assembled.document, list(assembled.tables)
    described = frozenset(block.alt for block in blocks(document) if isinstance(block, Picture))
    found = [str(leak) for leak in inspect_folder(folder, Expected(document.partnership, described))]
    found += [f"tables.xlsx, {fault}" for fault in differences((folder / "tables.xlsx").read_bytes(), document, tables)]
    if found:
        listed = "\n".join(f"  {leak}" for leak in found)
        raise DisclosureRefused(f"not published: the files hold what they should not.\n{listed}")


def _is_published(folder: Path) -> bool:
    record = folder / "release.json"
    return record.is_file() and json.loads(record.read_text(encoding="utf-8"))["state"] == "published"


def _render(folder: Path, material: Material, assembled: Assembled, on_progress: Callable[[str], None]) -> None:
    from wardmote.assessment.briefing import render_briefing
    from wardmote.assessment.docx import render_docx
    from wardmote.assessment.html import render_html
    from wardmote.assessment.pdf import render_pdf
    from wardmote.assessment.workbook import render_workbook

    document, pictures = assembled.document, PictureCache(material.partnership.store / "pictures")
    on_progress("Writing the web page")
    (folder / "assessment.html").write_text(render_html(document, pictures), encoding="utf-8")
    on_progress("Writing the Word document")
    (folder / "assessment.docx").write_bytes(render_docx(document, pictures))
    on_progress("Writing the PDF and the briefing")
    (folder / "assessment.pdf").write_bytes(render_pdf(document, pictures))
    (folder / "briefing.pdf").write_bytes(render_briefing(document, pictures))
    on_progress("Writing tables and data")
    (folder / "tables.xlsx").write_bytes(render_workbook(document, list(assembled.tables)))


def _data(folder: Path, material: Material, assembled: Assembled) -> None:
    figures = [f.model_dump(mode="json", by_alias=True) for f in material.release.figures.values()]
    findings = [f.model_dump(mode="json") for f in material.release.findings.values()]
    (folder / "figures.json").write_text(_json(figures), encoding="utf-8")
    (folder / "findings.json").write_text(_json(findings), encoding="utf-8")
    (folder / "tables").mkdir()
    for table in assembled.tables:
        (folder / "tables" / f"{table.id}.csv").write_text(_table_csv(table), encoding="utf-8")
    tidy = _tidy_csv(list(material.release.figures.values()))
    (folder / "tables" / "figures.csv").write_text(tidy, encoding="utf-8")


def _json(value: Any) -> str:
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


def _record(folder: Path, material: Material, assembled: Assembled, digest: str, draft: bool) -> ReleaseRecord:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return ReleaseRecord(
        release=assembled.document.release,
        state="draft" if draft else "published",
        partnership=material.partnership.name,
        period={"this": str(material.partnership.this), "before": str(material.partnership.before)},
        inputs_sha256=digest,
        wardmote=__version__,
        files={str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths},
        claims=[
            ClaimRecord(id=c.id, finding=c.finding_id, says=c.says, verdict=c.verdict, holds=c.holds)
            for c in assembled.claims
        ],
        problems=[f"{problem.where}: {problem.message}" for problem in assembled.problems],
        legal={part.regulation: part.evidence or "missing" for part in material.legal},
        figures=len(material.release.figures),
        findings=len(material.release.findings),
        tables={table.id: size_in_words(table) for table in assembled.tables},
    )


def revisions(material: Material, current: str) -> tuple[Revision, ...]:
    """Figures that the release written last before this one printed otherwise; none when there is no earlier one."""
    earlier = _latest_other(material.partnership.published, current)
    if earlier is None:
        return ()
    was = {entry["id"]: entry for entry in json.loads((earlier / "figures.json").read_text(encoding="utf-8"))}
    changed = []
    for figure in material.release.figures.values():
        before = was.get(figure.id)
        if before and before["value"] != figure.value:
            old = wording.number(Figure.model_validate(before))
            label = f"{figure.label}, {figure.area.name}, {figure.period.period.label}"
            changed.append(Revision(figure.id, label, old, wording.number(figure), earlier.name))
    return tuple(changed)


def _latest_other(published: Path, current: str) -> Path | None:
    """The newest other release by the order in the ledger."""
    ledger = published / "ledger.jsonl"
    if not ledger.is_file():
        return None
    names = [json.loads(line)["release"] for line in ledger.read_text(encoding="utf-8").splitlines() if line]
    for name in reversed(names):
        if name != current and (published / name / "figures.json").is_file():
            return published / name
    return None


def note_in_ledger(published: Path, record_folder: Path) -> None:
    """Append the release to published/ledger.jsonl, once for each release and state."""
    record = json.loads((record_folder / "release.json").read_text(encoding="utf-8"))
    line = json.dumps({name: record[name] for name in ("release", "state", "inputs_sha256")})
    ledger = published / "ledger.jsonl"
    known = ledger.read_text(encoding="utf-8").splitlines() if ledger.is_file() else []
    if line not in known:
        with ledger.open("a", encoding="utf-8") as handle:
            handle.write(line + "\n")
