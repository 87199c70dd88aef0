"""On which days of the week and at which hours: the parts of a count, where its sender says when."""

from collections.abc import Callable

from wardmote.assessment.document import Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, source_of
from wardmote.assessment.tables.standing_out import said
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.times import Kind, parts_of

_NAMES = {"council-asb": "council"}
_HEADS = {"days": "Day of the week", "hours": "Hours"}


def times(slug: str, kind: Kind) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        this, measure = material.partnership.this, MEASURES[slug]
        counted = [(part, material.figure(part.slug, material.area, this)) for part in parts_of(slug, kind)]
        return Table(
            id=f"{_NAMES.get(slug, slug)}-{kind}",
            caption=f"{measure.label}: {_HEADS[kind].lower()}, {this.label}",
            columns=headed(_HEADS[kind], f"{measure.unit.capitalize()}#"),
            rows=tuple((Text(part.label), figure_cell(figure)) for part, figure in counted if figure),
            note="By the time the sender gives: of a call or a report, which may come later than what it is about.",
            source=source_of(material, measure),
            empty=said(material, f"{slug}/{material.area.key}/{this};{kind}"),
        )

    return build


_PRINTED: tuple[tuple[str, Kind], ...] = (
    ("council-asb", "days"),
    ("council-asb", "hours"),
    ("fires", "days"),
    ("fires", "hours"),
    ("collisions", "days"),
)
TABLES = {f"{_NAMES.get(slug, slug)}-{kind}": times(slug, kind) for slug, kind in _PRINTED}
