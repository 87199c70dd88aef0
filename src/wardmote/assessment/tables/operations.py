"""Did it work: each operation with its verdict, next door, and what its quiet days are worth; and what cannot be told."""

from wardmote.assessment.document import Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed
from wardmote.claims import wording

_NEXT_DOOR = "Next door: "


def operations(material: Material) -> Table:
    """Each operation against its comparison areas."""
    figures = material.release.figures
    rows = []
    for finding in material.findings("operation"):
        counts = [figure_cell(figures.get(name)) for name in finding.figures] or [Text("[x]")] * 4
        effect = (
            [Number(wording.signed_change(finding), finding.id), Number(wording.signed_range(finding), finding.id)]
            if finding.effect
            else [Text("[x]"), Text("[x]")]
        )
        why = f": {' '.join(finding.reasons)}" if finding.reasons else ""
        rows.append((Text(finding.label), *counts, *effect, Text(f"{finding.verdict.capitalize()}{why}{_more(material, finding.id)}")))  # fmt: skip
    headings = ("Operation", "There, before#", "There, after#", "Elsewhere, before#", "Elsewhere, after#", "Against elsewhere#", "Likely range#", "Verdict")  # fmt: skip
    return Table(
        id="operations",
        caption="Did it work?",
        columns=headed(*headings),
        rows=tuple(rows),
        note="Before: the same months of the year before. Elsewhere: the comparison areas of the register, or else the rest "
        "of the area less the small areas next door. Verdicts allow for the number of operations.",
        source="The register of operations, and the counts of this document",
        empty="No operation is in the register of operations, so none is judged.",
    )


def _more(material: Material, name: str) -> str:
    moved, quiet = material.finding(f"{name};moved"), material.finding(f"{name};quiet")
    told = f". {_NEXT_DOOR}{moved.verdict}" if moved else ""
    return told + (f". Its quiet days: {quiet.verdict}" if quiet else "")


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
