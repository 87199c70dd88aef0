"""A difference is called significant and no test is shown, or the counts printed beside it do not bear it out."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.rules.unquantified import is_bound
from wardmote.claims.lint.words import CHANGE, COMPARED, DOWN, PRONOUN_START, UP
from wardmote.findings.printed import chance_explains_change

NAME = "significant-untested"
WHY = "“Significant” says that chance was tested and ruled out; no test, p value or interval is printed."
SETTLE = "Print both counts and the test with its interval; otherwise write how large the difference is instead."
CAUGHT = (
    "Burglary fell significantly last year.",
    "There has not been a significant change in calls.",
    "Theft rose significantly, from 20 to 26.",
)
PASSED = (
    "Burglary fell significantly, from 940 to 760 (p < 0.001).",
    "Arson has a significant impact on tenants.",
    "The fall was significant (95% confidence interval 4% to 19%).",
    "The law speaks of significant harm to a child.",
)
_SIGNIFICANT = re.compile(r"\b(?:statistically )?significan(?:t|tly|ce)\b", re.IGNORECASE)
TESTED = re.compile(
    r"\bp ?[<=>≤]|\bp[- ]value|\bq ?[<=]|\bconfidence (?:interval|limit)s?|\b9[059](?:\.\d)?% ?(?:CI\b|interval|confidence)|\bCI\b"
    r"|\bchi[- ]squared?|χ|\bt[- ]test|\bz[- ]score|\bPoisson|\bFisher|\bstatistical test|\bcontrol limits?|\blikely range",
    re.IGNORECASE,
)
_NOUN_CHANGED = re.compile(
    r"\Asignificant(?:ly)? (?:\w+ ){0,2}?(?:changes?|differences?|increases?|decreases?|rises?|falls?|reductions?|declines?|drops?|growth|"
    r"improvements?|higher|lower|more|fewer|less|worse|better|above|below|greater|trends?|variation|associations?|correlations?|"
    r"increased|decreased|reduced|risen|fallen|improved|dropped|worsened)\b",
    re.IGNORECASE,
)
_CHANGED_BEFORE = re.compile(
    rf"(?:{UP.pattern}|{DOWN.pattern}|{CHANGE.pattern}|\bchanged?\b|\bimproved\b|\bdiffer(?:s|ed)?\b|\breduced\b)(?:\W+\w+){{0,4}}?\W+(?:statistically )?\Z",
    re.IGNORECASE,
)
_SAID_OF_CHANGE = re.compile(
    r"\b(?:changes?|differences?|increases?|rises?|falls?|reductions?|declines?|drops?|results?|trends?)\b (?:\w+ ){0,6}?(?:is|are|was|were|be|been) (?:not )?(?:also |therefore )?(?:statistically )?\Z",
    re.IGNORECASE,
)


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        if is_bound(sentence.text) or TESTED.search(sentence.text) or _tested_beside(sentence):
            continue
        for match in _SIGNIFICANT.finditer(sentence.text):
            if _is_of_a_difference(sentence.text, match):
                yield Remark(sentence.line, NAME, _around(sentence.text, match), WHY + _counts(sentence), SETTLE)
                break


def _tested_beside(sentence: Sentence) -> bool:
    _, after = sentence.neighbours
    return bool(after and PRONOUN_START.match(after.text) and TESTED.search(after.text))


def _is_of_a_difference(text: str, match: "re.Match[str]") -> bool:
    if match[0].lower().startswith("statistically"):
        return True
    before, after = text[: match.start()], text[match.start() :]
    if _NOUN_CHANGED.match(after) or _SAID_OF_CHANGE.search(before):
        return True
    return match[0].lower() == "significantly" and bool(
        _CHANGED_BEFORE.search(before[-80:]) or COMPARED.match(after[14:])
    )


def _counts(sentence: Sentence) -> str:
    """What the counts themselves say, when the sentence prints two."""
    counts = [
        q for q in sentence.figures if q.kind == "count" and not q.rough and q.value > 0 and q.value == int(q.value)
    ]
    if len(counts) != 2 or not re.search(r"\bfrom\b.*\bto\b|\bcompared\b", sentence.text):
        return ""
    first, second = int(counts[0].value), int(counts[1].value)
    if not chance_explains_change(first, second):
        return ""
    return f" Chance alone would explain a step between {first:,} and {second:,}."


def _around(text: str, match: "re.Match[str]") -> str:
    start = text.rfind(" ", 0, max(0, match.start() - 25)) + 1
    end = text.find(" ", min(len(text), match.end() + 25))
    return shortened(text[start : end if end > 0 else len(text)])
