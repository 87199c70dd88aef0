"""What the tables share: the cells of figures, verdicts and changes, headings, and who sent what."""

from collections.abc import Callable, Iterable

from wardmote.assessment.document import Cell, Column, Number, Text
from wardmote.assessment.material import Material
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import Measure

_PUBLICATIONS = {"police_uk_street": "Street-level crime", "council_asb": "Reports to the council"}
SHORTHAND = "[c] withheld to protect individuals; [x] not sent; [b] the series breaks, so no comparison is made."


def figure_cell(figure: Figure | None) -> Cell:
    return Number(wording.number(figure), figure.id) if figure else Text(wording.NOT_SENT)


def range_cell(figure: Figure | None) -> Cell:
    return Number(wording.interval(figure), figure.id) if figure else Text(wording.NOT_SENT)


def verdict_words(finding: Finding | None) -> str:
    """The verdict as a table prints it, with [b] where a break forbids one."""
    if finding is None:
        return wording.NOT_SENT
    if finding.verdict == "cannot say":
        return "Cannot say [b]"
    if finding.verdict == "withheld":
        return wording.WITHHELD
    return finding.verdict.capitalize()


def headed(*headings: str) -> tuple[Column, ...]:
    """A heading that ends in # is of numbers."""
    return tuple(Column(heading.rstrip("#"), heading.endswith("#")) for heading in headings)


def change_cell(finding: Finding | None, words: Callable[[Finding], str]) -> Cell:
    if finding is None or finding.effect is None:
        return Text("[b]" if finding and finding.verdict == "cannot say" else wording.NOT_SENT)
    return Number(words(finding), finding.id)


def public(material: Material) -> list[Measure]:
    """Measures whose counts are public at this detail: those that patterns are looked for in."""
    sources = material.partnership.sources
    return [
        m for m in material.measures() if m.source in sources and sources[m.source].source_class == "already-public"
    ]


def source_of(material: Material, measure: Measure) -> str:
    """ "Street-level crime from Kent Police"."""
    settings = material.partnership.sources.get(measure.source)
    name = _PUBLICATIONS.get(measure.source, measure.label)
    return f"{name} from {settings.owner}" if settings else name


def sources_of(material: Material, measures: Iterable[Measure]) -> str:
    """The named sources behind several measures, each once."""
    return "; ".join(dict.fromkeys(source_of(material, measure) for measure in measures))
