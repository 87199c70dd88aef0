"""How far incidents gather in small areas."""

from wardmote.assessment.document import Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, sources_of


def gathering(material: Material) -> Table:
    """How far the headline measures gather in few small areas, and how much of them moved."""
    this, rows = material.partnership.this, []
    for measure in material.measures():
        parts = ("top-tenth", "top-tenth-by-chance", "moved", "moved-by-chance")
        shares = [material.figure(f"{measure.slug}-{part}", material.area, this) for part in parts]
        if shares[0]:
            rows.append((Text(measure.label), *map(figure_cell, shares)))
    headings = ("Measure", "In the busiest tenth#", "By chance#", "Would have to move#", "By chance of months#")
    return Table(
        id="gathering",
        caption=f"How far incidents gather in small areas, and how much of the pattern moved, {this.label}",
        columns=headed(*headings),
        rows=tuple(rows),
        note="Small areas are LSOAs, of about as many residents each. [x] the months of the two periods cannot be paired.",
        source=sources_of(material, material.measures()),
        empty="There are too few small areas, or their records are not public.",
    )
