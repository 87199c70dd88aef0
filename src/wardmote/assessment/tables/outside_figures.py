"""Figures from elsewhere: published profiles, numbers partners sent as numbers, facts cited."""

from wardmote.assessment.document import Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import SHORTHAND, figure_cell, headed, range_cell
from wardmote.claims import wording
from wardmote.periods import month_name


def health(material: Material) -> Table:
    """Published health indicators beside England."""
    rows = []
    for finding in material.release.findings.values():
        if finding.kind == "comparison" and finding.id.endswith("~E92000001"):
            ours, england = (material.release.figures[i] for i in finding.figures)
            cells = (Text(finding.label), Text(ours.period.period.label), figure_cell(ours), range_cell(ours))
            rows.append((*cells, figure_cell(england), Text(finding.verdict.capitalize())))
    return Table(
        id="health",
        caption=f"Health indicators, {material.area.name} and England",
        columns=headed("Indicator", "Period", f"{material.area.name}#", "Likely range#", "England#", "Verdict"),
        rows=tuple(rows),
        note=SHORTHAND,
        source="Public health profiles, as published",
    )


def received(material: Material) -> Table:
    """Numbers partners sent as numbers."""
    rows = []
    for figure in sorted(material.received.values(), key=lambda f: (f.sender, f.id)):
        counts = (
            f"{figure.numerator:,.0f} of {figure.denominator:,.0f}"
            if figure.numerator and figure.denominator
            else "[x]"
        )
        value = Number(wording.received(figure), f"received:{figure.id}")
        unit = "" if figure.unit == "%" else f" ({figure.unit})" if figure.unit else ""
        span = " to ".join(month_name(m) for m in (figure.start, figure.end) if len(m) == 7)
        rows.append((Text(figure.label + unit), value, Text(counts), Text(span or "[x]"), Text(figure.sender)))
    return Table(
        id="received",
        caption="Figures partners reported, not recomputed here",
        columns=headed("Figure", "Value#", "Counts#", "Period", "Reported by"),
        rows=tuple(rows),
        note="[x] the sender did not say.",
        source="The register of received figures",
    )


def facts(material: Material) -> Table:
    """Published figures cited from elsewhere."""
    rows = tuple(
        (Text(f.label), Number(wording.fact(f), f"fact:{f.id}"), Text(f.unit or "[z]"), Text(f.period), Text(f.source))
        for f in material.facts.values()
    )
    columns = headed("Fact", "Value", "Unit", "Period", "Source")
    return Table("facts", "Published figures cited", columns, rows, "", "The register of facts")
