"""Indicators against their targets."""

from wardmote.assessment.document import Cell, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, range_cell
from wardmote.claims import wording
from wardmote.findings.finding import Finding
from wardmote.plan.priorities import Indicator


def indicators(material: Material) -> Table:
    """Indicators against their targets, with owner and review date."""
    rows = []
    for indicator in material.indicators:
        finding = material.finding(f"indicator/{indicator.id}~target")
        bar = "[z]" if indicator.target is None else wording.target(indicator.target, indicator.unit)
        likely = _likely(material, indicator, finding)
        verdict = finding.verdict.capitalize() if finding else wording.NOT_SENT
        latest = _latest(material, indicator)
        cells = (Text(indicator.label), Text(bar), latest, likely, Text(verdict))
        rows.append((*cells, Text(indicator.owner or "[x]"), Text(indicator.review_date or "[x]")))
    return Table(
        id="indicators",
        caption="Indicators against their targets",
        columns=headed("Indicator", "Target#", "Latest#", "Likely range#", "Verdict", "Owner", "Review"),
        rows=tuple(rows),
        note="[x] not sent; [z] no target was set. Without counts a percentage gets no verdict.",
        source="As reported by each owner; counts of recorded incidents as in this document",
    )


def _likely(material: Material, indicator: Indicator, finding: Finding | None) -> Cell:
    """The interval of a percentage, or of our own figure."""
    if indicator.received:
        effect = finding.effect if finding else None
        return Text(f"{effect.lower:.0f}% to {effect.upper:.0f}%" if effect else wording.NOT_SENT)
    return range_cell(material.figure(indicator.measure, material.area, material.partnership.this))


def _latest(material: Material, indicator: Indicator) -> Cell:
    """The value sent for an indicator, or our own figure where it names a measure."""
    received = material.received.get(indicator.received)
    if received:
        return Number(wording.received(received), f"received:{received.id}")
    return figure_cell(material.figure(indicator.measure, material.area, material.partnership.this))
