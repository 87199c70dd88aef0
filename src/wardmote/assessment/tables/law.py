"""What the law asks for, and where it stands."""

from wardmote.assessment.document import Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import headed
from wardmote.periods import month_name


def statutory(material: Material) -> Table:
    """The law's parts, each with its evidence or missing."""
    rows = tuple(
        (
            Text(part.regulation),
            Text(month_name(part.since)),
            Text(part.asks[0].upper() + part.asks[1:] + ("" if part.verified else " [wording not verified]")),
            Text("Present" if part.present else "Missing"),
            Text(part.evidence or "Nothing was found"),
        )
        for part in material.legal
    )
    return Table(
        id="statutory",
        caption="What the law asks for, and where it stands",
        columns=headed("Provision", "Law since", "Asks for", "Here", "Evidence"),
        rows=rows,
        note="Regulations: SI 2007/1830; sections: Crime and Disorder Act 1998; as in force at the end of the period. "
        "What the Act asks of the plan is shown, and does not stop an assessment.",
        source="The table of the law",
    )
