"""The tables of what the partnership worked: the daily call, cases and case reviews; how cases ended; how long they took."""

from collections.abc import Iterable

from wardmote.assessment.document import Cell, Column, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.measures.worked import SUMS, WORKED

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
