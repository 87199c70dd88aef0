"""What changed between the two periods: the headline measures, and every type."""

from dataclasses import replace

from wardmote.assessment.document import Column, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.similar import against_similar
from wardmote.assessment.tables.cells import SHORTHAND, change_cell, figure_cell, headed, sources_of, verdict_words
from wardmote.claims import wording
from wardmote.measures.catalogue import Measure


def at_a_glance(material: Material) -> Table:
    """The headline measures: latest, before, change, range, verdict; and how the rate stands to similar areas, if sent."""
    headline = [m for m in material.measures() if m.slug in ("asb-incidents", "recorded-crime", "council-asb")]
    table = _change_table(material, "at-a-glance", f"{material.area.name} at a glance", headline)
    beside = [against_similar(material, measure) for measure in headline]
    if not any(beside):
        return table
    said = [Text(f.verdict.removesuffix(" than similar areas").capitalize() if f else "[x]") for f in beside]
    rows = tuple((*row, cell) for row, cell in zip(table.rows, said, strict=True))
    return replace(table, columns=(*table.columns, Column("Rate beside similar areas")), rows=rows)


def types(material: Material) -> Table:
    """Every type of incident."""
    return _change_table(material, "types", "Every type of incident", material.measures())


def _change_table(material: Material, name: str, caption: str, measures: list[Measure]) -> Table:
    before, this = material.partnership.before, material.partnership.this
    rows = []
    for measure in measures:
        finding = material.change(measure, material.area)
        rows.append(
            (
                Text(measure.label),
                figure_cell(material.figure(measure.slug, material.area, before)),
                figure_cell(material.figure(measure.slug, material.area, this)),
                figure_cell(material.figure(f"{measure.slug}-per-1000", material.area, this)),
                change_cell(finding, wording.signed_change),
                change_cell(finding, wording.signed_range),
                Text(verdict_words(finding)),
            )
        )
    return Table(
        id=name,
        caption=f"{caption}: {this.label} and {before.label}",
        columns=headed("Measure", f"{before.label}#", f"{this.label}#", "Rate#", "Change#", "Likely range#", "Verdict"),
        rows=tuple(rows),
        note=f"{SHORTHAND} {_rate_note(material)}",
        source=sources_of(material, measures),
    )


def _rate_note(material: Material) -> str:
    labels = {f.denominator_label for f in material.release.figures.values() if f.measure.endswith("-per-1000")}
    people = " or ".join(sorted(label for label in labels if label))
    return f"Rate: per 1,000 ({people}); burglary per 1,000 households." if people else "No denominator was sent."
