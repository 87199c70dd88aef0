"""Read a chapter: Markdown in which every number is bound and every assertion is a claim that is checked.

A number is {figure-id}; a claim is [sentence]{.claim finding=ID says="no clear change"}; {says:finding-id} writes the
plain sentence a finding allows and {why:finding-id} its reasons. A chapter always reads: whatever does not bind or does not hold is marked in place and
listed as a problem, and only publishing refuses.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wardmote.claims.bindings import Bindings, Unbound
from wardmote.claims.digits import typed_numbers
from wardmote.claims.direction import contradiction
from wardmote.claims.prose import BulletList, ClaimText, Heading, Inline, Insert, Link, Number, Paragraph, Strong, Text
from wardmote.errors import WrongUse

ProseBlock = Heading | Paragraph | BulletList | Insert

_INLINE = re.compile(
    r"\[(?P<claim>[^\[\]]*)\]\{\.claim (?P<attributes>[^}]*)\}"
    r"|\[(?P<link>[^\[\]]*)\]\((?P<href>[^()\s]*)\)"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\{(?P<token>[^{}\s]+)\}"
)
_INSERT = re.compile(r"\{(chart|table|map|list):([a-z0-9-]+)\}\Z")
_ATTRIBUTE = re.compile(r'(finding|says)=(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True)
class Problem:
    """Something that stops publishing: where it stands, what is wrong, what would settle it."""

    where: str
    message: str


@dataclass(frozen=True)
class Claim:
    """A sentence bound to a finding: what it says, what the finding's verdict is, whether the two agree."""

    id: str
    finding_id: str
    says: str
    verdict: str
    holds: bool
    text: str


@dataclass
class Chapter:
    """One file of text/, read: its title, its blocks, its claims, its problems, and every id it names."""

    anchor: str
    title: str
    blocks: list[ProseBlock] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def read_chapter(path: Path, bindings: Bindings) -> Chapter:
    """Read one Markdown chapter. The first level-one heading is its title; a file without one takes its own name."""
    return _Reader(path, bindings).read()


class _Reader:
    """Walks the block tokens of one file; holds the chapter being made."""

    def __init__(self, path: Path, bindings: Bindings) -> None:
        self.path = path
        self.bindings = bindings
        anchor = re.sub(r"^\d+-", "", path.stem)
        self.chapter = Chapter(anchor=anchor, title=anchor.replace("-", " ").capitalize())

    def read(self) -> Chapter:
        from markdown_it import MarkdownIt

        tokens = MarkdownIt("commonmark", {"html": False}).parse(self._text_of_file())
        index = 0
        while index < len(tokens):
            index = self._block(tokens, index)
        if not self.chapter.blocks:
            self.chapter.problems.append(
                Problem(f"text/{self.path.name}", "this chapter is empty; write it or remove it")
            )
        return self.chapter

    def _text_of_file(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.path.read_bytes()[: error.start].count(b"\n") + 1
            raise WrongUse(f"text/{self.path.name}, line {line}: not UTF-8 text; save the chapter as UTF-8") from None

    def _block(self, tokens: list[Any], index: int) -> int:
        token = tokens[index]
        if token.type == "heading_open":
            self._heading(int(token.tag[1:]), tokens[index + 1])
            return index + 3
        if token.type == "paragraph_open":
            self._paragraph(tokens[index + 1])
            return index + 3
        if token.type in ("bullet_list_open", "ordered_list_open"):
            return self._list(tokens, index)
        if token.type not in ("paragraph_close", "hr"):
            self._problem(token, f"'{token.type}' is not part of a chapter; use headings, paragraphs and lists")
        return index + 1

    def _heading(self, level: int, inline: Any) -> None:
        if level == 1:
            self.chapter.title = self._labels(inline.content)
            return
        text = self._labels(inline.content)
        for typed in typed_numbers(text):
            self._problem(inline, f"the number '{typed}' is typed into a heading; headings hold no numbers")
        if "{" in text:
            self._problem(inline, "a heading cannot hold a number or a claim; put it in the text below")
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        self.chapter.blocks.append(Heading(level=level + 1, text=text, anchor=f"{self.chapter.anchor}-{slug}"))

    def _labels(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self.bindings.label(match[1]) or match[0], text)

    def _paragraph(self, inline: Any) -> None:
        if inline.content.lstrip().startswith("|"):
            self._problem(inline, "a table is written {table:name} on a line of its own, not in Markdown")
        insert = _INSERT.match(inline.content.strip())
        if insert:
            self.chapter.blocks.append(Insert(insert[1], insert[2], self._where(inline)))
        else:
            self.chapter.blocks.append(Paragraph(self._inlines(inline.content, inline)))

    def _list(self, tokens: list[Any], index: int) -> int:
        opening = tokens[index]
        closing, items, index = opening.type.replace("open", "close"), [], index + 1
        while tokens[index].type != closing:
            if tokens[index].type == "inline":
                items.append(self._inlines(tokens[index].content, tokens[index]))
            elif tokens[index].type.endswith("list_open"):
                self._problem(tokens[index], "a list inside a list is not supported; write one list")
            index += 1
        self.chapter.blocks.append(BulletList(tuple(items), ordered=opening.type.startswith("ordered")))
        return index + 1

    def _inlines(self, text: str, at: Any, checked: bool = True) -> tuple[Inline, ...]:
        """`checked` is False for sentences a finding wrote itself, whose digits are computed."""
        children: list[Inline] = []
        end = 0
        text = " ".join(text.split())
        for match in _INLINE.finditer(text):
            self._text(text[end : match.start()], at, checked, children)
            children += self._inline(match, at)
            end = match.end()
        self._text(text[end:], at, checked, children)
        return tuple(children)

    def _text(self, text: str, at: Any, checked: bool, children: list[Inline]) -> None:
        if checked:
            for typed in typed_numbers(text):
                self._problem(at, f"the number '{typed}' is typed into the text; bind it to a figure, fact or received")
        if text:
            children.append(Text(text))

    def _inline(self, match: re.Match[str], at: Any) -> list[Inline]:
        if match["claim"] is not None:
            return [self._claim(match["claim"], match["attributes"], at)]
        if match["link"] is not None:
            for typed in typed_numbers(match["link"]):
                self._problem(at, f"the number '{typed}' is typed into a link; bind it in the text")
            return [Link(match["link"], match["href"])]
        if match["strong"] is not None:
            return [Strong(self._inlines(match["strong"], at))]
        return self._token(match["token"], at)

    def _token(self, token: str, at: Any) -> list[Inline]:
        label = self.bindings.label(token)
        if label is not None:
            return [Text(label)]
        try:
            kind, _, name = token.partition(":")
            if kind in ("says", "why"):
                finding = self.bindings.finding(name)
                self.chapter.named.append(finding.id)
                words = finding.sentence if kind == "says" else " ".join(finding.reasons)
                return list(self._inlines(words, at, checked=False))
            text, target = self.bindings.number(token)
        except Unbound as error:
            self._problem(at, str(error))
            return [Strong((Text(f"[not found: {token}]"),))]
        self.chapter.named.append(target)
        return [Number(text, target)]

    def _claim(self, sentence: str, attributes: str, at: Any) -> ClaimText:
        given = {name: quoted or bare for name, quoted, bare in _ATTRIBUTE.findall(attributes)}
        says, name = given.get("says", ""), given.get("finding", "")
        claim_id = f"{self.chapter.anchor}:{len(self.chapter.claims) + 1}"
        children = self._inlines(sentence, at)
        try:
            finding = self.bindings.finding(name)
        except Unbound as error:
            return self._kept(Claim(claim_id, name, says, "", False, sentence), children, str(error), at)
        against = contradiction(sentence, says)
        holds = bool(says) and says in (finding.verdict, finding.records) and against is None
        note = "" if holds else against or self._supported(finding.verdict, finding.records)
        return self._kept(Claim(claim_id, finding.id, says, finding.verdict, holds, sentence), children, note, at)

    @staticmethod
    def _supported(verdict: str, records: str | None) -> str:
        arithmetic = f" ({records})" if records else ""
        return f"The data now supports: {verdict}{arithmetic}."

    def _kept(self, claim: Claim, children: tuple[Inline, ...], note: str, at: Any) -> ClaimText:
        self.chapter.claims.append(claim)
        self.chapter.named.append(claim.finding_id)
        if not claim.holds:
            self._problem(at, f"the claim '{_short(claim.text)}' says \"{claim.says}\" and does not hold. {note}")
        return ClaimText(children, claim.id, claim.finding_id, claim.holds, note)

    def _where(self, token: Any) -> str:
        return f"text/{self.path.name}, line {token.map[0] + 1 if token.map else 1}"

    def _problem(self, at: Any, message: str) -> None:
        self.chapter.problems.append(Problem(self._where(at), message))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else f"{sentence[:57]}..."
