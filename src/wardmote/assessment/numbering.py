"""What every renderer must agree on: numbers of tables and pictures, where traces belong, names of places in a page."""

import calendar
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wardmote.assessment.document import (
    Block,
    BulletList,
    Callout,
    ClaimText,
    Document,
    Inline,
    Number,
    Paragraph,
    Picture,
    Strong,
    Table,
    Trace,
)


@dataclass(frozen=True)
class Numbering:
    """Tables and pictures of the body, numbered in reading order, by their id."""

    tables: dict[str, int]
    pictures: dict[str, int]

    def table_name(self, table: Table) -> str:
        """ "Table 3: caption", or the caption alone for a table which stands behind a picture."""
        number = self.tables.get(table.id)
        return f"Table {number}: {table.caption}" if number else table.caption

    def picture_name(self, picture: Picture) -> str:
        return f"Picture {self.pictures[picture.id]}: {picture.title}"


def number_blocks(document: Document) -> Numbering:
    """Number the body's tables and pictures. Raises ValueError when two share an id."""
    tables = _counted([block.id for block in blocks(document) if isinstance(block, Table)])
    pictures = _counted([block.id for block in blocks(document) if isinstance(block, Picture)])
    return Numbering(tables, pictures)


def _counted(ids: list[str]) -> dict[str, int]:
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"used for more than one table or picture: {', '.join(twice)}")
    return {name: number for number, name in enumerate(ids, start=1)}


def blocks(document: Document) -> Iterator[Block]:
    """Every block of the body in reading order."""
    for section in document.sections:
        yield from section.blocks


def tables_behind_pictures(document: Document) -> tuple[Picture, ...]:
    """Pictures whose table is not printed in the body, in reading order; the first of those that share a table."""
    printed = number_blocks(document).tables
    behind: dict[str, Picture] = {}
    for block in blocks(document):
        if isinstance(block, Picture) and block.table and block.table.id not in printed:
            behind.setdefault(block.table.id, block)
    return tuple(behind.values())


def all_tables(document: Document) -> tuple[Table, ...]:
    """Every table once, in reading order: the body's and those behind pictures. What the workbook holds."""
    found: dict[str, Table] = {}
    for block in blocks(document):
        table = block.table if isinstance(block, Picture) else block
        if isinstance(table, Table):
            found.setdefault(table.id, table)
    return tuple(found.values())


# Traces.


@dataclass(frozen=True)
class TraceGroup:
    """Traces of the numbers which are first used in one section."""

    title: str
    traces: tuple[Trace, ...]


def trace_groups(document: Document) -> tuple[TraceGroup, ...]:
    """Every trace once, under the section where its number is first used; unused ones last."""
    known = {trace.figure_id: trace for trace in document.traces}
    groups = []
    for section in document.sections:
        used = dict.fromkeys(number.figure_id for block in section.blocks for number in numbers_in(block))
        traces = tuple(known.pop(figure_id) for figure_id in used if figure_id in known)
        if traces:
            groups.append(TraceGroup(section.title, traces))
    return (*groups, TraceGroup("Not printed above", tuple(known.values()))) if known else tuple(groups)


def untraced(document: Document) -> tuple[str, ...]:
    """Ids of printed numbers which have no trace: each is a fault of the assembly."""
    known = {trace.figure_id for trace in document.traces}
    used = [number.figure_id for block in blocks(document) for number in numbers_in(block)]
    return tuple(dict.fromkeys(name for name in used if name not in known))


def numbers_in(block: Block) -> Iterator[Number]:
    """Every number of a block, including those of the table behind a picture."""
    if isinstance(block, Paragraph | Callout):
        yield from _inline_numbers(block.children)
    elif isinstance(block, BulletList):
        for item in block.items:
            yield from _inline_numbers(item)
    elif isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row if isinstance(cell, Number))
    elif isinstance(block, Picture) and block.table:
        yield from numbers_in(block.table)


def _inline_numbers(children: tuple[Inline, ...]) -> Iterator[Number]:
    for child in children:
        if isinstance(child, Number):
            yield child
        elif isinstance(child, Strong | ClaimText):
            yield from _inline_numbers(child.children)


def place_id(kind: str, name: str) -> str:
    """A stable id for a place in a page, readable where the name allows and always its own."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    return f"{kind}-{readable}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:6]}"


def shown_href(href: str) -> str:
    """The address if it is one a reader may safely follow, otherwise nothing: no scripts, no data, no files."""
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", href)
    return href if not scheme or scheme[1].lower() in ("http", "https", "mailto") else ""


def dated_at(document: Document) -> datetime:
    """Midnight of the document's date, the only time any format may carry. Raises ValueError for another form."""
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(document.dated, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(f"'{document.dated}' is not a date; write it as 2026-06-30")


def dated_words(document: Document) -> str:
    """ "30 June 2026"."""
    at = dated_at(document)
    return f"{at.day} {calendar.month_name[at.month]} {at.year}"
