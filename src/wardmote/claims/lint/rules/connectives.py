""" "However" or "but" joins two statements that agree, so one of them is not what was meant."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import CHANGE, DOWN, UP

NAME = "contradicting-connective"
WHY = "The word sets the second statement against the first, but both say the same; one of them may be the wrong way round."
SETTLE = "Say which is meant, with the number before and after."
CAUGHT = (
    "There was a fall in late payments; however these are now rare.",
    "We have seen an increase in complaints, but they are now widespread.",
)
PASSED = (
    "There was a fall in late payments; however these are still common.",
    "There was a fall in thefts, but robbery is now rare.",
    "Late payments fell and are now the exception.",
)
_JOINED = re.compile(
    r"(?P<first>[^.]+?)[,;:.]? (?:however|but|although|nevertheless|yet),? (?P<second>(?:this|these|it|they|that|such \w+) (?:is|are|has become|have become|remains?) [^.]+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b(?:however|but|although|nevertheless|yet)\b", re.IGNORECASE)
_RARE = re.compile(
    r"\b(?:the exception|exceptional|rare|rarely|uncommon|unusual|infrequent|few|minimal|negligible|seldom)\b",
    re.IGNORECASE,
)
_COMMON = re.compile(r"\b(?:common|commonplace|the norm|widespread|frequent|rife|usual|everywhere)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|no longer|never|less)\b[^.]{0,12}\Z", re.IGNORECASE)


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        match = _WORD.search(sentence.text) and _JOINED.search(sentence.text)
        if match and _agree(match["first"], match["second"]):
            yield Remark(sentence.line, NAME, shortened(match["second"]), WHY, SETTLE)


def _agree(first: str, second: str) -> bool:
    changed = CHANGE.search(first)
    if not changed:
        return False
    down, up = bool(DOWN.search(changed[0])), bool(UP.search(changed[0]))
    rare, common = _RARE.search(second), _COMMON.search(second)
    if rare and common:
        common = None if common.start() > rare.start() else common
        rare = rare if common is None else None
    said = rare or common
    if not said or down == up or _NEGATED.search(second[: said.start()]):
        return False
    return bool(rare) if down else bool(common)
