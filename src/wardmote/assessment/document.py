"""The content tree: what a document says, before any format.

One tree renders to HTML, DOCX and PDF, so the three cannot disagree. Nothing here knows a format; nothing in a
renderer knows a figure. Every number is a `Number` bound to a released figure, never text.
"""

from dataclasses import dataclass, field
from typing import Any

from wardmote.claims.prose import (
    BulletList,
    ClaimText,
    Heading,
    Inline,
    Link,
    Number,
    Paragraph,
    Strong,
    Text,
    plain_text,
)

__all__ = [
    "Block", "Briefing", "BulletList", "Callout", "Cell", "ClaimText", "Column", "Document", "Heading", "Inline", "Link",
    "Number", "Paragraph", "Picture", "Section", "Strong", "Table", "Text", "Trace", "TraceStep", "plain_text",
]  # fmt: skip


@dataclass(frozen=True)
class Callout:
    """A boxed message: kind is "note", "missing" (the law or a contract asks for it) or "warning"."""

    kind: str
    title: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Column:
    heading: str
    numeric: bool = False


Cell = Text | Number


@dataclass(frozen=True)
class Table:
    """A table with one header row; the first cell of each row is its header. `note` explains shorthand, before it."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    source: str = ""
    empty: str = ""  # what to print instead where having no rows is good news


@dataclass(frozen=True)
class Picture:
    """A chart or map: a Vega-Lite specification without title or caption, which are text of the document.

    `alt` is the short text alternative (type, subject, finding); `table` holds the numbers drawn.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    spec: dict[str, Any] = field(hash=False)
    source: str = ""
    table: Table | None = None


Block = Heading | Paragraph | BulletList | Callout | Table | Picture


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class TraceStep:
    """One line of a number's way back: a label and what stands there."""

    label: str
    text: str


@dataclass(frozen=True)
class Trace:
    """The way from a printed number back to method and files."""

    figure_id: str
    title: str
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True)
class Briefing:
    """One A4 page for a councillor: main points, one table, one picture, what to ask."""

    title: str
    points: tuple[tuple[Inline, ...], ...]
    table: Table
    picture: Picture | None
    footer: tuple[Inline, ...]


@dataclass(frozen=True)
class Document:
    """A whole assessment. `draft` prints a watermark; `release` and `dated` come from data, never from the clock.

    `marking` stands at the head and foot of every page: how it is to be handled, and which numbered copy it is.
    """

    title: str
    subtitle: str
    partnership: str
    period_label: str
    dated: str
    approver: str
    contact: str
    release: str
    draft: bool
    sections: tuple[Section, ...]
    briefing: Briefing
    traces: tuple[Trace, ...]
    marking: str = ""
