"""Prose as a tree: the sentences of a chapter, with every number and every claim bound to what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Strong:
    children: tuple["Inline", ...]


@dataclass(frozen=True)
class Number:
    """A number as printed; `figure_id` names the figure, finding, fact or received figure it comes from."""

    text: str
    figure_id: str


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class ClaimText:
    """A sentence bound to a finding. When it does not hold, `note` says what the data supports instead."""

    children: tuple["Inline", ...]
    claim_id: str
    finding_id: str
    holds: bool
    note: str = ""


Inline = Text | Strong | Number | Link | ClaimText


@dataclass(frozen=True)
class Heading:
    level: int  # 2 to 4: 1 is the document's title
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class BulletList:
    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Insert:
    """A place in a chapter where a table, chart or map goes: {table:at-a-glance}."""

    kind: str
    name: str
    where: str


def plain_text(children: Sequence[Inline]) -> str:
    """The words of a run of inlines, without any format."""
    parts = []
    for child in children:
        parts.append(plain_text(child.children) if isinstance(child, Strong | ClaimText) else child.text)
    return "".join(parts)
