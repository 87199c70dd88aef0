"""Harm beside counts, and the parts that a change in recorded crime is made of."""

from wardmote.assessment.document import Cell, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, range_cell, sources_of
from wardmote.assessment.tables.standing_out import said
from wardmote.findings.harm import harm_id
from wardmote.measures.catalogue import MEASURES, RECORDED_CRIME


def harm(material: Material) -> Table:
    """Counts and harm of each type side by side, on the first scale of weights supplied; types without a weight named."""
    this, area = material.partnership.this, material.area
    scale = next((str(row["scale"]) for row in material.harm_weights), "")
    rows_of = [row for row in material.harm_weights if row["scale"] == scale]
    unit = str(rows_of[0]["unit"]) if rows_of else "harm"
    weights = {row["measure"]: row for row in rows_of}
    found: list[tuple[float, tuple[Cell, ...]]] = []
    for measure in material.measures():
        figure = material.figure(f"{measure.slug}-harm-{scale}", area, this)
        if figure:
            cells = (
                Text(measure.label),
                figure_cell(material.figure(measure.slug, area, this)),
                Text(f"{weights[measure.slug]['weight']:g}"),
                figure_cell(figure),
                Text("[z]"),
                figure_cell(material.figure(f"{measure.slug}-harm-{scale}-share", area, this)),
            )
            found.append((-(figure.value or 0), cells))
    total = material.release.figures.get(harm_id(scale, area.key, this))
    if total:
        blank = Text("[z]")
        found.append(
            (1.0, (Text("All that have a weight"), blank, blank, figure_cell(total), range_cell(total), blank))
        )
    finding = next(iter(material.findings("harm")), None)
    return Table(
        id="harm",
        caption=f"Harm beside counts, {this.label}",
        columns=headed("Type of incident", "Number#", f"Weight, {unit}#", f"Harm, {unit}#", "Likely range#", "Share of harm#"),
        rows=tuple(cells for _, cells in sorted(found, key=lambda pair: pair[0])),
        note=" ".join(["Harm is number times weight; the range allows for the counts, not for the weights.", *(finding.reasons if finding else ())]),
        source="; ".join(dict.fromkeys(str(row["source"]) for row in rows_of)),
        empty=said(material, f"harm/{area.key}/{this}"),
    )  # fmt: skip


def parts(material: Material) -> Table:
    """How many percentage points each type adds to the change in recorded crime."""
    this, before, area = material.partnership.this, material.partnership.before, material.area
    found: list[tuple[float, tuple[Cell, ...]]] = []
    for measure in (MEASURES[slug] for slug in RECORDED_CRIME.categories):
        figure = material.figure(f"{measure.slug}-points", area, this)
        if figure:
            counts = [figure_cell(material.figure(measure.slug, area, period)) for period in (before, this)]
            found.append((-abs(figure.value or 0), (Text(measure.label), *counts, figure_cell(figure))))
    return Table(
        id="parts",
        caption="What the change in recorded crime is made of",
        columns=headed("Type of crime", f"{before.label}#", f"{this.label}#", "Percentage points#"),
        rows=tuple(cells for _, cells in sorted(found, key=lambda pair: pair[0])),
        note="The points add up to the percentage change of all recorded crime. Arithmetic: whether a type changed beyond "
        "chance stands in the table of types.",
        source=sources_of(material, [RECORDED_CRIME]),
        empty=said(material, f"recorded-crime/{area.key}/{before}~{this};parts"),
    )
