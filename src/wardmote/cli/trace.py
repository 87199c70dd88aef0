"""`wardmote trace`: from a number or a claim back to method, files and rows."""

import csv
import json
import sys
from pathlib import Path

from wardmote.assessment.assemble import read_chapters
from wardmote.assessment.document import Trace
from wardmote.assessment.material import Material
from wardmote.assessment.traces import trace
from wardmote.claims.bindings import Bindings
from wardmote.cli.assess import prepare
from wardmote.errors import WrongUse
from wardmote.findings.rows import columns_behind, rows_behind
from wardmote.partnership import open_partnership
from wardmote.sources.load import load_inbox


def run_trace(folder: Path, name: str, rows: bool, inbox: Path | None, out: Path | None, as_json: bool) -> int:
    """Print the way back from a figure, finding, fact, received figure, or claim ("chapter:number")."""
    partnership = open_partnership(folder, inbox, out)
    loaded = load_inbox(partnership)
    material, _ = prepare(partnership, loaded)
    name = resolve(material, name)
    if rows:
        figure = material.release.figures.get(name)
        if figure is None:
            raise WrongUse(f"--rows lists the rows of a figure; '{name}' is not one")
        writer = csv.DictWriter(sys.stdout, columns_behind(figure), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_behind(partnership, loaded, figure))
        return 0
    steps = [trace(material, name)]
    finding = material.release.findings.get(name)
    if finding:
        steps += [trace(material, figure_id) for figure_id in finding.figures if figure_id in material.release.figures]
    print(_as_json(steps) if as_json else "\n\n".join(map(_as_text, steps)))
    return 0


def resolve(material: Material, name: str) -> str:
    """A claim's id becomes its finding's; short names (area, this, before, wards) become the partnership's own."""
    for chapter in read_chapters(material) if ":" in name and "/" not in name else ():
        for claim in chapter.claims:
            if claim.id == name:
                return claim.finding_id
    bindings = Bindings(material.partnership, material.release, material.received, material.facts, {})
    return bindings.expand(name)


def _as_text(step: Trace) -> str:
    width = max(len(line.label) for line in step.steps)
    lines = [f"  {line.label:<{width}}  {line.text}" for line in step.steps]
    return "\n".join([step.title, f"  {step.figure_id}", *lines])


def _as_json(steps: list[Trace]) -> str:
    shown = [
        {"id": s.figure_id, "title": s.title, "steps": [{"label": line.label, "text": line.text} for line in s.steps]}
        for s in steps
    ]
    return json.dumps(shown, ensure_ascii=False, indent=1)
