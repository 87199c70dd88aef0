"""The same change elsewhere: each measure here against the rest of the same records."""

from wardmote.assessment.document import Cell, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, sources_of
from wardmote.claims import wording
from wardmote.places.area import ELSEWHERE


def elsewhere(material: Material) -> Table:
    """Each measure here against the rest of the same sender's records."""
    before, this = material.partnership.before, material.partnership.this
    rows: list[tuple[Cell, ...]] = []
    for measure in material.measures():
        finding = material.finding(f"{measure.slug}/{material.area.key}/{before}~{this};against={ELSEWHERE}")
        if finding is None or finding.effect is None:
            continue
        counts = [material.release.figures.get(name) for name in finding.figures[2:]]
        against = (
            Number(wording.signed_change(finding), finding.id),
            Number(wording.signed_range(finding), finding.id),
        )
        reading = Text(finding.verdict.capitalize())
        rows.append((Text(measure.label), *map(figure_cell, counts), *against, reading))
    headings = (
        "Measure",
        f"Elsewhere, {before.label}#",
        f"Elsewhere, {this.label}#",
        "Here against elsewhere#",
        "Likely range#",
    )
    return Table(
        id="elsewhere",
        caption=f"{material.area.name} against the rest of the same records",
        columns=headed(*headings, "Reading"),
        rows=tuple(rows),
        note=(
            "Here against elsewhere: after over before here, divided by after over before there. A change of recording "
            "that touches both sides cancels. Readings allow for the number of types. Records without a place count as elsewhere."
        ),
        source=sources_of(material, material.measures()),
        empty="No public records of other places were sent for the same months of both periods.",
    )
