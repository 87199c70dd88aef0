"""Did it work: each operation with its verdict, next door, and what its quiet days are worth; and what cannot be told."""

from wardmote.assessment.document import Cell, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed
from wardmote.claims import wording
from wardmote.findings.finding import Finding


def operations(material: Material) -> Table:
    """Each operation against its comparison areas."""
    rows = tuple(_row(material, finding) for finding in material.findings("operation"))
    headings = ("Operation", "There, before#", "There, after#", "Elsewhere, before#", "Elsewhere, after#", "Against elsewhere#", "Likely range#", "Verdict", "Next door, or why not")  # fmt: skip
    return Table(
        id="operations",
        caption="Did it work?",
        columns=headed(*headings),
        rows=rows,
        note="Before: the same months of the year before. Elsewhere: the comparison areas of the register, or else the rest "
        "of the area less the small areas next door. Verdicts allow for the number of operations.",
        source="The register of operations, and the counts of this document",
        empty="No operation is in the register of operations, so none is judged.",
    )


def _row(material: Material, finding: Finding) -> tuple[Cell, ...]:
    figures = material.release.figures
    counts = [figure_cell(figures.get(name)) for name in finding.figures] or [Text("[x]")] * 4
    against = (wording.signed_change(finding), wording.signed_range(finding)) if finding.effect else ()
    effect: list[Cell] = [Number(text, finding.id) for text in against] or [Text("[x]")] * 2
    moved = material.finding(f"{finding.id};moved")
    beside = " ".join(finding.reasons) or (moved.verdict.capitalize() if moved else "[z]")
    return (Text(finding.label), *counts, *effect, Text(finding.verdict.capitalize()), Text(beside))


def quiet(material: Material) -> Table:
    """What a spell without incidents is worth."""
    figures = material.release.figures
    rows = tuple(
        (Text(f.label.removesuffix(": the quiet days")), *(figure_cell(figures[n]) for n in f.figures), Text(f.verdict.capitalize()))
        for f in material.findings("quiet")
    )  # fmt: skip
    return Table(
        id="quiet-days",
        caption="What a spell without an incident is worth",
        columns=headed(
            "Operation", "In the year before#", "Empty, if chosen beforehand#", "Some such spell in a year#", "Reading"
        ),
        rows=rows,
        note="Chances that the spell is empty though nothing was done, incidents coming singly.",
        source="The register of operations, and the counts of this document",
        empty="No operation in the register claims a spell without incidents that can be judged.",
    )


def not_answered(material: Material) -> Table:
    """Questions these data cannot answer, each with its reason."""
    rows = tuple((Text(f.label), Text(" ".join(f.reasons))) for f in material.findings("refused"))
    return Table(
        id="not-answered",
        caption="What these data cannot tell",
        columns=headed("Question", "Why not"),
        rows=rows,
        source="The findings of this release",
        empty="Every question was answered.",
    )
