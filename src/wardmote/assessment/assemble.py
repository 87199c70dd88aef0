"""From chapters and material to one document: claims bound, tables and pictures put in place, numbers traced."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from wardmote.assessment.document import (
    Block,
    Briefing,
    BulletList,
    Callout,
    Document,
    Picture,
    Section,
    Table,
    Text,
    Trace,
)
from wardmote.assessment.material import Material
from wardmote.assessment.numbering import all_tables, blocks, numbers_in
from wardmote.assessment.pictures.pictured import CHARTS, MAPS
from wardmote.assessment.tables import TABLES
from wardmote.assessment.traces import trace
from wardmote.claims.bindings import Bindings
from wardmote.claims.chapter import Chapter, Claim, Problem, ProseBlock, read_chapter
from wardmote.claims.prose import Insert
from wardmote.errors import WrongUse

BRIEFING_POINTS = 6
_BUILDERS: dict[str, Mapping[str, Callable[[Material], Table | Picture | None]]] = {
    "table": TABLES,
    "chart": CHARTS,
    "map": MAPS,
}


@dataclass(frozen=True)
class Assembled:
    """The document, with everything that publishing must know: its claims, and what does not hold."""

    document: Document
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Table, ...]


def read_chapters(material: Material) -> list[Chapter]:
    """Every Markdown file of text/, in the order of their names. Raises WrongUse when there is none."""
    paths = sorted(material.partnership.text.glob("*.md"))
    if not paths:
        raise WrongUse(f"{material.partnership.text}: there are no chapters. `wardmote new` writes a first set.")
    bindings = Bindings(
        partnership=material.partnership,
        release=material.release,
        received=material.received,
        facts=material.facts,
        targets={i.id: (i.target, i.unit) for i in material.indicators if i.target is not None},
    )
    return [read_chapter(path, bindings) for path in paths]


def assemble(material: Material, release_id: str, draft: bool) -> Assembled:
    """Build the whole document. A draft always builds; what does not hold is marked in it and listed."""
    chapters = read_chapters(material)
    problems = [problem for chapter in chapters for problem in chapter.problems]
    sections = []
    for chapter in chapters:
        blocks = [_placed(block, material, problems) for block in chapter.blocks]
        sections.append(Section(chapter.anchor, chapter.title, tuple(blocks)))
    partnership = material.partnership
    document = Document(
        title=f"{partnership.name}: strategic assessment",
        subtitle="What partners recorded, what changed, why, and what to do about it",
        partnership=partnership.name,
        period_label=partnership.this.label,
        dated=partnership.this.last_day.isoformat(),
        approver=partnership.people.approver,
        contact=partnership.people.contact,
        release=release_id,
        draft=draft,
        sections=tuple(sections),
        briefing=_briefing(material, sections),
        traces=(),
    )
    traced = replace(document, traces=_traces(material, document))
    claims = tuple(claim for chapter in chapters for claim in chapter.claims)
    return Assembled(traced, claims, tuple(problems), tuple(t for t in all_tables(document) if t.rows))


def _placed(block: ProseBlock, material: Material, problems: list[Problem]) -> Block:
    """An insert becomes its table or picture; anything else stands as it is."""
    if not isinstance(block, Insert):
        return block
    builders = _BUILDERS.get(block.kind, {})
    build = builders.get(block.name)
    if build is None:
        known = ", ".join(sorted(builders))
        message = f"there is no {block.kind} '{block.name}'; known: {known or 'none of this kind'}"
        problems.append(Problem(block.where, message))
        return Callout("missing", "Not found", (Text(message),))
    made = build(material)
    if made is None and block.name in TABLES:  # where nothing can be drawn, its table says why
        made = TABLES[block.name](material)
    if isinstance(made, Picture) or (isinstance(made, Table) and made.rows):
        return made
    if isinstance(made, Table) and made.empty:
        return Callout("note", made.caption, (Text(made.empty),))
    title = made.caption if isinstance(made, Table) else block.name.replace("-", " ").capitalize()
    return Callout("missing", title, (Text("Nothing was sent or recorded, so there is nothing to show here."),))


def _briefing(material: Material, sections: list[Section]) -> Briefing:
    """The main points, the headline table and one picture, for one page."""
    bullets = [b for section in sections[:1] for b in section.blocks if isinstance(b, BulletList)]
    points = tuple(item for block in bullets for item in block.items)[:BRIEFING_POINTS]
    contact = material.partnership.people.contact
    footer = f"The full assessment traces every number to its rows. Other formats: {contact}." if contact else ""
    return Briefing(
        title=f"{material.partnership.name}: main points",
        points=points,
        table=TABLES["at-a-glance"](material),
        picture=CHARTS["asb-months"](material),
        footer=(Text(footer),),
    )


def _traces(material: Material, document: Document) -> tuple[Trace, ...]:
    """One trace for each number printed anywhere, in order of first appearance."""
    printed = dict.fromkeys(number.figure_id for block in blocks(document) for number in numbers_in(block))
    return tuple(trace(material, name) for name in printed)
