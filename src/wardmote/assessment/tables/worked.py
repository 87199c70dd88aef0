"""The tables of what the partnership worked: the daily call, cases and case reviews; how cases ended; how long they took."""

from collections.abc import Iterable

from wardmote.assessment.document import Cell, Column, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import SHORTHAND, change_cell, figure_cell, headed, verdict_words
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.worked import AS_RECORDED
from wardmote.findings.worked_change import as_measure
from wardmote.measures.worked import BY_WARD, COMPARED, SUMS, WORKED

SOURCE = "casework_extract"
NOTE = "Counts are rounded and small ones are withheld [c], as other partners' are. [z] not a share of anything."
EMPTY = "No extract of the partnership's casebook was sent, so nothing is shown here."


def worked(material: Material) -> Table:
    """What was worked: issues, cases by kind and by age, what came back, case reviews; with the share of its whole."""
    outcomes = {*SUMS["cases-ended"], "cases-ended", "cases-settled"}
    slugs = [slug for slug in WORKED if slug not in outcomes]
    return _counts(material, "worked", "What the partnership worked", slugs)


def outcomes(material: Material) -> Table:
    """How the cases closed in the period ended: every outcome with its share."""
    slugs = ["cases-ended", "cases-settled", *SUMS["cases-ended"]]
    return _counts(material, "worked-outcomes", "How cases ended", slugs)


def times(material: Material) -> Table:
    """The days within which half were closed."""
    rows = []
    for measure in WORKED.values():
        figure = _of(material, f"{measure.slug}-days")
        if figure:
            rows.append((Text(measure.label), _cell(figure), _range(figure)))
    return Table(
        id="worked-times",
        caption=f"How long it took: {material.partnership.this.label}",
        columns=(Column("What"), Column("Half within (days)", numeric=True), Column("Likely range", numeric=True)),
        rows=tuple(rows),
        note="Days from the day it was raised or referred to the day it was closed. What is still open is not among them.",
        source=_source(material),
        empty=EMPTY,
    )


def changes(material: Material) -> Table:
    """What was raised and referred in the period and in the one before it, with the verdict."""
    before, this = material.partnership.before, material.partnership.this
    rows = []
    for measure in (as_measure(WORKED[slug]) for slug in COMPARED):
        finding = material.change(measure, material.area)
        if finding:
            rows.append(
                (
                    Text(measure.label),
                    figure_cell(material.figure(measure.slug, material.area, before)),
                    figure_cell(material.figure(measure.slug, material.area, this)),
                    change_cell(finding, wording.signed_change),
                    change_cell(finding, wording.signed_range),
                    Text(verdict_words(finding)),
                )
            )
    return Table(
        id="worked-changes",
        caption=f"What was taken on: {this.label} and {before.label}",
        columns=headed("What", f"{before.label}#", f"{this.label}#", "Change#", "Likely range#", "Verdict"),
        rows=tuple(rows),
        note=f"{SHORTHAND} Counts are rounded, and the change is that of the rounded counts.",
        source=_source(material),
        empty="The extract of the casebook holds nothing of the period before, so nothing is compared.",
    )


def wards(material: Material) -> Table:
    """Cases of places by the ward that their lead entered."""
    this, labels = material.partnership.this, [f"{WORKED[slug].label}#" for slug in BY_WARD]
    rows = []
    for ward in material.wards:
        figures = [material.figure(slug, ward, this, AS_RECORDED) for slug in BY_WARD]
        if any(figures):
            rows.append((Text(ward.name), *map(figure_cell, figures)))
    return Table(
        id="worked-wards",
        caption=f"What was worked on, by ward: {this.label}",
        columns=headed("Ward", *labels),
        rows=tuple(rows),
        note=f"{SHORTHAND} Counts are rounded. A ward is the one that the case's lead entered.",
        source=_source(material),
        empty="The casebook says of no place in which ward it lies, so nothing is shown by ward.",
    )


def _counts(material: Material, name: str, caption: str, slugs: Iterable[str]) -> Table:
    rows = []
    for slug in slugs:
        figure = _of(material, slug)
        if figure:
            share = _of(material, f"{slug}-share")
            rows.append((Text(WORKED[slug].label), _cell(figure), Text(_whole(slug)), _cell(share), _range(share)))
    return Table(
        id=name,
        caption=f"{caption}: {material.partnership.this.label}",
        columns=(
            Column("What"),
            Column("Number", numeric=True),
            Column("Of"),
            Column("Share", numeric=True),
            Column("Likely range of the share", numeric=True),
        ),
        rows=tuple(rows),
        note=NOTE,
        source=_source(material),
        empty=EMPTY,
    )


def _of(material: Material, slug: str) -> Figure | None:
    return material.figure(slug, material.area, material.partnership.this)


def _whole(slug: str) -> str:
    of = WORKED[slug].of
    return WORKED[of].noun if of else ""


def _cell(figure: Figure | None) -> Cell:
    return Number(wording.number(figure), figure.id) if figure else Text("[z]")


def _range(figure: Figure | None) -> Cell:
    return Number(wording.interval(figure), figure.id) if figure else Text("[z]")


def _source(material: Material) -> str:
    settings = material.partnership.sources.get(SOURCE)
    return f"De-identified extract of {settings.owner}" if settings else "The partnership's casebook"
