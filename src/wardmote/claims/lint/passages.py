"""A document as passages: paragraphs, list items, table rows and headings, each with the line every word stands on.

Text and Markdown are read by their lines: a blank line, a bullet, a heading or a table row begins a passage, and lines
that were wrapped at a margin are joined. A Word document is read by `word_document`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from wardmote.claims.lint.quantities import Quantity, quantities
from wardmote.errors import WrongUse

Kind = Literal["prose", "item", "row", "heading"]
WRAPPED_AT = 120  # lines no longer than this that follow each other were wrapped by an editor
READ_AS_TEXT = (".txt", ".md", ".markdown", ".text")
LONGEST_SENTENCE = 1_500  # characters
LARGEST = 50_000_000  # bytes

_BULLET = re.compile(r"\s*(?:[-*•–▪·o]\s+|\(?\d{1,2}[.)]\s+|\([a-z]\)\s+)(?=\S)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_RULE_OF_TABLE = re.compile(r"[\s|:+=-]+\Z")
_SENTENCE_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bapprox\.)"
    r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£{])"
)
_ASIDE = re.compile(r"\([^()]*\)[.]?\s*")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its quantities; positions are in `text`."""

    text: str
    line: int
    passage: "Passage" = field(repr=False, compare=False)
    number: int = field(repr=False, compare=False)  # its place in the passage, from 0

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.text)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """The quantities that measure something: not dates, ages, durations or citations."""
        return tuple(quantity for quantity in self.quantities if quantity.measures)

    @property
    def neighbours(self) -> tuple["Sentence | None", "Sentence | None"]:
        """The sentences before and after it in its passage."""
        others = self.passage.sentences
        at = self.number
        return (others[at - 1] if at else None), (others[at + 1] if at + 1 < len(others) else None)


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item, table row or heading. `starts` gives where in `text` each line begins."""

    kind: Kind
    text: str
    section: str  # the heading it stands under, blank at first
    starts: tuple[tuple[int, int], ...] = field(repr=False)  # (position in text, line)

    @property
    def line(self) -> int:
        return self.starts[0][1]

    def line_at(self, position: int) -> int:
        return self.starts[bisect_right([start for start, _ in self.starts], position) - 1][1]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table row; one cell for anything else."""
        if self.kind != "row":
            return (self.text,)
        parts = re.split(r"\t+|\s*\|\s*", self.text.strip().strip("|"))
        return tuple(part.strip() for part in parts if part.strip())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        if self.kind == "heading":
            return ()
        pieces = ((start, text) for cell in self.cells for start, text in self._split(cell))
        return tuple(
            Sentence(text, self.line_at(start), self, number)
            for number, (start, text) in enumerate(part for piece in pieces for part in _short_enough(*piece))
        )

    def _split(self, cell: str) -> Iterator[tuple[int, str]]:
        offset = max(self.text.find(cell), 0)
        start = 0
        for match in _SENTENCE_END.finditer(cell):
            end = match.end()
            if end <= start:
                continue
            aside = _ASIDE.match(cell, end)  # "… within a day. (Target 95%)" belongs to what it follows
            end = aside.end() if aside and len(aside[0]) < 60 else end
            yield offset + start, cell[start:end].strip()
            start = end
        if cell[start:].strip():
            yield offset + start, cell[start:].strip()


def _short_enough(start: int, text: str) -> Iterator[tuple[int, str]]:
    """What no reader would call a sentence is read in stretches, so that no text can keep a rule busy for long."""
    while len(text) > LONGEST_SENTENCE:
        cut = text.rfind(" ", 0, LONGEST_SENTENCE) + 1 or LONGEST_SENTENCE
        yield start, text[:cut]
        start, text = start + cut, text[cut:]
    if text.strip():
        yield start, text


@dataclass(frozen=True)
class Document:
    """Everything a rule may look at."""

    name: str
    passages: tuple[Passage, ...]

    @property
    def prose(self) -> Iterator[Passage]:
        """Passages that say something: no headings, nothing in a glossary or a list of contents or sources."""
        return (p for p in self.passages if p.kind != "heading" and not is_apparatus(p.section))

    @property
    def sentences(self) -> Iterator[Sentence]:
        return (sentence for passage in self.prose for sentence in passage.sentences)

    @cached_property
    def glossary(self) -> tuple[Passage, ...]:
        return tuple(p for p in self.passages if p.kind != "heading" and is_glossary(p.section))

    def by_section(self) -> Iterator[list[Passage]]:
        """Runs of prose under one heading."""
        run: list[Passage] = []
        for passage in self.prose:
            if run and passage.section != run[-1].section:
                yield run
                run = []
            run.append(passage)
        if run:
            yield run


def is_glossary(heading: str) -> bool:
    return bool(re.search(r"\b(?:glossary|abbreviations?|acronyms?|(?:terms|words) used)\b", heading, re.IGNORECASE))


def is_apparatus(heading: str) -> bool:
    return is_glossary(heading) or bool(
        re.fullmatch(r"(?:table of )?contents|references|bibliography", heading.lower())
    )


def read_document(path: Path) -> Document:
    """Read text, Markdown or Word. Raises WrongUse naming the file and what to do."""
    if not path.is_file():
        raise WrongUse(f"{path}: there is no such file")
    if path.stat().st_size > LARGEST:
        raise WrongUse(f"{path}: this is larger than {LARGEST // 1_000_000} MB; give the text alone")
    if path.suffix.lower() == ".docx":
        from wardmote.claims.lint.word_document import word_lines

        return Document(path.name, tuple(_of_word(word_lines(path))))
    if path.suffix.lower() not in READ_AS_TEXT:
        raise WrongUse(f"{path}: lint reads .txt, .md and .docx; save the text as one of these")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise WrongUse(f"{path}, line {line}: not UTF-8 text; save the file as UTF-8") from None
    return read_text(text, path.name)


def read_text(text: str, name: str = "text") -> Document:
    """Text or Markdown, line by line."""
    blocks = _blocks(_without_fences(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")))
    return Document(name, tuple(_sectioned(_passages(blocks))))


Line = tuple[int, str]


def _without_fences(lines: list[str]) -> Iterator[Line]:
    """Numbered lines; what stands in a code block or a comment is left out."""
    inside = False
    for number, line in enumerate(lines, 1):
        if re.match(r"\s*(```|~~~)", line):
            inside = not inside
            continue
        yield number, "" if inside or re.fullmatch(r"\s*<!--.*-->\s*", line) else line.replace("\xa0", " ")


def _blocks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for number, line in lines:
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _passages(blocks: Iterator[list[Line]]) -> Iterator[tuple[Kind, list[Line]]]:
    for block in blocks:
        wrapped = all(len(line) <= WRAPPED_AT for _, line in block)
        run: list[Line] = []
        kind: Kind = "prose"
        for number, line in block:
            begins = _kind_of(line)
            if begins == "prose" and run and kind != "row" and (wrapped or kind == "item"):
                run.append((number, line))
                continue
            if run:
                yield kind, run
            if _RULE_OF_TABLE.match(line):
                run = []
                continue
            kind, run = begins, [(number, line)]
            if kind == "heading":
                yield kind, run
                run, kind = [], "prose"
        if run:
            yield ("heading" if kind == "prose" and len(block) == 1 and _is_heading(run[0][1]) else kind), run


def _kind_of(line: str) -> Kind:
    if _HEADING.match(line):
        return "heading"
    if "\t" in line.strip() or line.strip().startswith("|"):
        return "row"
    return "item" if _BULLET.match(line) else "prose"


def _is_heading(line: str) -> bool:
    """A short line by itself without a full stop: plain text has no other sign of a heading."""
    text = re.sub(r"^[•*\s-]+|[*_\s]+$", "", line)
    return 0 < len(text) <= 80 and text[0].isupper() and text[-1] not in ".;:,!?)" and len(text.split()) <= 12


def _sectioned(passages: Iterator[tuple[Kind, list[Line]]]) -> Iterator[Passage]:
    section = ""
    for kind, lines in passages:
        text, starts = "", []
        for number, line in lines:
            starts.append((len(text), number))
            text += _plain(line if kind == "row" else line.strip()) + " "
        text = text.rstrip()
        if kind == "heading":
            text = text.lstrip("#•* ").strip()
            section = text
        elif kind == "item":
            shorter = _BULLET.sub("", text, count=1)
            starts = [(max(0, start - len(text) + len(shorter)), number) for start, number in starts]
            text = shorter
        yield Passage(kind, text, section, tuple(starts))


def _plain(line: str) -> str:
    """Without the marks of Markdown or of simple HTML; positions inside a line do not matter, its number does."""
    line = re.sub(r"\*\*|__|</?[a-z]+>", "", line)
    return re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", line)


def _of_word(lines: Iterator[tuple[int, Kind, str]]) -> Iterator[Passage]:
    """Each line of a Word document as a passage under the heading before it."""
    section = ""
    for line, kind, text in lines:
        if not text.strip():
            continue
        if kind == "heading":
            section = text.strip()
        yield Passage(kind, text.strip(), section, ((0, line),))
