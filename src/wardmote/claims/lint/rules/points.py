"""A share is said to have changed "by N%": points or per cent of itself, the text does not say."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.remark import Remark, shortened

NAME = "points-or-percent"
WHY = "A share that changed “by N%” may have changed by N percentage points or by N per cent of itself; the two can be far apart."
SETTLE = "Print the share before and after, each with its base, or write “percentage points”."
UNBASED = "several-denominators"
CAUGHT = (
    "The proportion of prisoners in work rose by 25%.",
    "The completion rate fell by 4%.",
    "Caseload grew by 15%, with the share in custody down 25% and the share on licence up 35%.",
)
PASSED = (
    "The proportion in work rose by 25 percentage points.",
    "The proportion in work rose from 20% to 45%.",
    "The number of thefts rose by 25%.",
    "The rate per 1,000 rose by 4%.",
)
_SHARE = re.compile(
    r"\b(?:proportion|percentage|share|completion rate|success rate|detection rate|conviction rate|charge rate|response rate|attendance rate|re-?offending rate|satisfaction|confidence)\b"
    r"(?P<between>[^.;%\d]{0,80}?)\b(?:rose|risen|fell|fallen|increas\w+|decreas\w+|reduc\w+|dropp\w+|declin\w+|grew|grown|up|down|climb\w+|improv\w+)"
    r"(?: \w+){0,2}? (?:by )?(?:around |about |nearly |almost |over |approximately |some )*\Z",
    re.IGNORECASE,
)


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        if not is_of_a_share(sentence):
            continue
        yield Remark(sentence.line, NAME, shortened(sentence.text, 60), WHY, SETTLE)
        percents = [q for q in sentence.figures if q.kind == "percent"]
        if len(percents) >= 2 and not any(q.kind == "count" for q in sentence.figures):
            listed = ", ".join(q.text for q in percents)
            yield Remark(
                sentence.line, UNBASED, listed,
                f"{listed} are changes of different things, each against its own base, and no base or count is printed.",
                "Print the count before and after for each.",
            )  # fmt: skip


def is_of_a_share(sentence: Sentence) -> bool:
    """Whether a share is said to have changed by a percentage, its ends not printed."""
    befores = [sentence.text[: q.start] for q in sentence.figures if q.kind == "percent"]
    return not _both_ends(sentence) and any(
        _SHARE.search(before) and not re.search(r"\b(?:from|to) (?:\w+ )?\Z", before) for before in befores
    )


def _both_ends(sentence: Sentence) -> bool:
    return bool(re.search(r"\bfrom (?:\w+ )?[\d.]+ ?%? (?:\w+ ){0,3}?to\b", sentence.text))
