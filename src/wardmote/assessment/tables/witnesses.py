"""The table of independent witnesses: who else saw the harm that police records show, and whether they saw it change."""

from wardmote.assessment.document import Column, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.themes import line_of
from wardmote.measures.witnesses import HARMS


def witnesses(material: Material) -> Table:
    """Every harm with the police records first and each witness after them."""
    rows = []
    span = f"{material.partnership.before}~{material.partnership.this}"
    for harm in HARMS:
        lead = material.finding(f"{harm.lead}/{material.area.key}/{span}")
        found = [material.finding(f"{lead.id};witness={slug}") for slug in harm.witnesses] if lead else []
        if not any(found):
            continue
        for slug, finding in ((harm.lead, lead), *zip(harm.witnesses, found, strict=True)):
            line = line_of(material, slug) if finding else None
            if line and finding:
                said = "The police records" if finding is lead else finding.verdict.capitalize()
                numbers = [cell if isinstance(cell, Number) else Text(cell.text) for cell in (line.before, line.latest)]
                rows.append((Text(line.label), *numbers, Text(line.said), Text(said)))
    return Table(
        id="witnesses",
        caption="Who else saw it, and did they see it change?",
        columns=(
            Column("What was seen"),
            Column("Before", numeric=True),
            Column("Latest", numeric=True),
            Column("Its own verdict"),
            Column("Beside the police records"),
        ),
        rows=tuple(rows),
        note=(
            "Disagrees: it moved the other way, or would have shown a change as large and did not. Cannot tell: its own scatter "
            "hides a change as large. [c] withheld to protect people."
        ),
        source="The sources named in the sections on each theme",
        empty="Nobody else who sees these harms sent records.",
    )
