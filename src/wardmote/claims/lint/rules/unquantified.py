"""A change, a comparison or a size is claimed in words, and no figure says how large it is."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.quantities import Quantity
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import (
    COMPARED,
    NOT_SAID_HERE,
    OUTCOMES,
    PRONOUN_START,
    REFERENCE,
    SIZE,
    change_words,
    clauses,
    is_asserted,
)

NAME = "no-figure"
WHY = (
    "A change or a size is said in words only: the reader cannot tell how large it is, nor whether chance explains it."
)
SETTLE = "Print the count now and the count before, the two periods, and the likely range of the change."
SETTLE_OTHER = "Print the other figure, its area and period, and whether chance explains the difference."
SETTLE_SIZE = "Print the number, and what it is a share of."
CAUGHT = (
    "Residential burglary continued its downward trajectory.",
    "Shoplifting is at an all-time high.",
    "The vast majority of incidents take place on two streets.",
    "Satisfaction with the wardens improved during the year.",
    "Knife crime remains stubbornly high.",
    "Burglary has seen a substantial uplift this quarter.",
    "At 14.2% smoking is in line with the national picture.",
    "Vehicle crime has risen across the borough.",
    "There was a marked fall in reports of noise.",
    "Shoplifting is a growing problem.",
    "A significant number of burglaries involve an unlocked door.",
    "Rates of violence are higher than in similar areas.",
    "Robbery rose by 12% and arson also increased.",
    "The number of hate crimes has increased; there were 83 in the year.",
)
PASSED = (
    "Officers dropped off leaflets at the library.",
    "It fell to the council to arrange the meeting.",
    "Growth in the town's population is set out in Table 2.",
    "The rise of online banking worries residents.",
    "Burglary fell by a fifth.",
    "At 14.2% smoking is in line with the national 14.1%.",
    "We aim to reduce vehicle crime.",
    "Vehicle crime rose by 12%, from 500 to 560.",
    "Patrols had an increased focus on the station.",
    "There were 310 thefts in 2021 and 402 in 2022. This is an increase.",
    "If the shop closes there may be an increase in begging.",
    "The fire service inspects high rise buildings.",
    "Burglary is the exception: it rose. In the borough burglaries went from 1,296 to 1,465.",
    "Robbery rose from 40 to 61. The rise was steepest in summer.",
)
_FROM_TO = re.compile(r"\bfrom (?:\w+ ){0,2}\d[\d,.]* to (?:\w+ ){0,2}\d")
_STEP = re.compile(
    r"\b(?:by|from|(?:rise|fall|increase|decrease|reduction|drop|decline|growth|change|total) of)(?: \w+){0,2} \Z",
    re.IGNORECASE,
)


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        if NOT_SAID_HERE.search(sentence.text) or is_bound(sentence.text) or _is_told_in_row(sentence):
            continue
        yield from _changes(sentence)
        yield from _sizes(sentence)


def _is_told_in_row(sentence: Sentence) -> bool:
    """A cell of one or two words, or one of a table row whose other cells hold the figures."""
    if sentence.passage.kind != "row":
        return False
    if len(sentence.passage.cells) >= 4 and len(sentence.text.split()) <= 9:
        return True  # a register's entry, whose other cells say what it rests on
    others = [s for s in sentence.passage.sentences if s is not sentence and len(s.text.split()) <= 4]
    return len(sentence.text.split()) <= 3 or any(other.figures for other in others)


def _changes(sentence: Sentence) -> Iterator[Remark]:
    marks = change_words(sentence.text)
    if not marks:
        return
    bare = [
        mark[0]
        for mark, (start, end) in zip(marks, clauses(sentence.text, marks), strict=True)
        if not _says_how_much(sentence.text, [q for q in sentence.figures if start <= q.start < end])
    ]
    if bare and "respectively" not in sentence.text and not _told_beside(sentence):
        words = ", ".join(dict.fromkeys(word.strip(" .,") for word in bare))
        yield Remark(sentence.line, NAME, words, f"{WHY} The sentence: “{shortened(sentence.text, 90)}”", SETTLE)


def is_bound(text: str) -> bool:
    """A claim of one of our own chapters, checked against its finding at each build."""
    return "{.claim" in text


def _says_how_much(text: str, figures: list[Quantity]) -> bool:
    """Two numbers, or one that is itself a change: a percentage, a difference, a number it came from."""
    figures = [figure for figure in figures if not _is_passing(text, figure)]
    if len(figures) >= 2 or any(quantity.kind in ("percent", "points", "fraction") for quantity in figures):
        return True
    return any(
        _STEP.search(text[: quantity.start])
        or text[quantity.end :].lstrip().startswith(("more", "fewer", "less", "extra"))
        for quantity in figures
    )


def _is_passing(text: str, figure: Quantity) -> bool:
    """A small number in words that counts something else: "on two streets"."""
    said = figure.kind == "count" and figure.text[0].isalpha() and figure.value < 10
    return said and not re.search(r"\b(?:from|to|by|than|was|were|of) \Z", text[: figure.start])


def _told_beside(sentence: Sentence) -> bool:
    """The sentence before gives both numbers and this one refers to it, or the next one goes on with them."""
    before, after = sentence.neighbours
    if before and len(before.figures) >= 2 and PRONOUN_START.match(sentence.text):
        return True
    if not after or not (
        len(after.figures) >= 2 or any(q.kind in ("percent", "points", "fraction") for q in after.figures)
    ):
        return False
    return bool(PRONOUN_START.match(after.text)) or (
        _FROM_TO.search(after.text) is not None and _same_outcome(sentence, after)
    )


def _same_outcome(one: Sentence, other: Sentence) -> bool:
    """Both name it, if only by its stem: burglary, burglaries."""
    stems = [{match[0].lower()[:6] for match in OUTCOMES.finditer(text)} for text in (one.text, other.text)]
    return bool(stems[0] & stems[1])


def _against_unsaid(sentence: Sentence) -> Iterator[Remark]:
    """ "In line with the national rate", beside the area's own figure only."""
    for match in COMPARED.finditer(sentence.text):
        rest = sentence.text[match.start() :].split(";")[0]
        if not REFERENCE.search(rest[:70]) or not is_asserted(sentence.text, match.start()):
            continue
        kinds = [figure.kind for figure in sentence.figures]
        told = any(figure.start >= match.start() for figure in sentence.figures)
        if not told and max(kinds.count(kind) for kind in kinds) < 2:
            yield Remark(
                sentence.line, NAME, match[0], f"{WHY} The figure it is compared with is not printed.", SETTLE_OTHER
            )
            return


def _sizes(sentence: Sentence) -> Iterator[Remark]:
    if any(not _is_passing(sentence.text, figure) for figure in sentence.figures):
        yield from _against_unsaid(sentence)
        return
    if change_words(sentence.text):
        return  # one remark for a sentence: the change is the stronger claim
    found = [m for m in (*SIZE.finditer(sentence.text), *COMPARED.finditer(sentence.text))
             if is_asserted(sentence.text, m.start())]  # fmt: skip
    if found:
        words = ", ".join(dict.fromkeys(match[0].strip(" .,") for match in sorted(found, key=lambda m: m.start())))
        yield Remark(sentence.line, NAME, words, f"{WHY} The sentence: “{shortened(sentence.text, 90)}”", SETTLE_SIZE)
