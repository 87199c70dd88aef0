"""So few people, or so few of a sensitive event, that the number may say who they are."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document
from wardmote.claims.lint.remark import Remark

NAME = "small-count"
WHY = "So few that a neighbour may know who they are."
SETTLE = "Write “fewer than 5” (“fewer than 10” where it is sensitive), give several years or a wider area together, or leave it out."
CAUGHT = (
    "The team supervised 3 young people for carrying a blade.",
    "Two women were found sleeping in the underpass.",
    "There were seven suicides in the ward.",
    "Three of the nine tenants were evicted for violence.",
    "| Homicides | 2 | 1 |",
    "Only one resident in Mill Lane was arrested.",
)
PASSED = (
    "Two officers attended.",
    "One person in five felt unsafe.",
    "At least two people must sign.",
    "The team supervised 30 young people.",
    "There were seven meetings.",
    "Two new groups of residents were formed.",
    "A fine of up to two victims' surcharges applies.",
    "Fewer than 5 people were harmed.",
)
_NUMBER = r"(?P<n>[1-9]|one|two|three|four|five|six|seven|eight|nine)"
_ADJECTIVES = r"(?:(?:young|older|elderly|local|vulnerable|female|male|adult|teenage|homeless|repeat|missing|known|named|unnamed|further|other|new|different|white|black|asian|disabled|linked|high[- ]risk|injured|\w+ing|\w+[- ]year[- ]old) )*"
_PEOPLE = r"people|persons?|men|man|women|woman|boys?|girls?|children|child|teenagers?|youths?|adults?|pensioners?|victims?|offenders?|suspects?|residents?|tenants?|clients?|patients?|prisoners?|drivers?|pedestrians?|cyclists?|pupils?|students?|families|family|households?|brothers|sisters|mothers?|fathers?|survivors?|perpetrators?|juveniles?|sex workers?|rough sleepers?|refugees?|asylum seekers?"
_SENSITIVE = r"suicides?|homicides?|murders?|rapes?|stabbings?|deaths?|fatalities|overdoses?|killings?|hate crimes?|sexual (?:offences|assaults)|honour[- ]based \w+|forced marriages?|victims? of (?:domestic|sexual|hate|trafficking|modern|rape|abuse)[\w -]*|trafficked \w+|drug[- ]related deaths"
_FEW = re.compile(
    rf"(?<![\w.,£$/–-]){_NUMBER} {_ADJECTIVES}(?P<who>{_SENSITIVE}|{_PEOPLE})\b(?!['’]s? \w+ surcharge|[- ]hours?|s['’])",
    re.IGNORECASE,
)
_NOT_A_COUNT = re.compile(
    r"\b(?:at least|a minimum of|minimum|up to|no more than|maximum of|fewer than|less than|under|per|every|each|or|any|the other|between|ratio of|than|group of|for|no|regulation|section|priority|item|page|tier|number|step|band|grade|version|phase|stage|level|part|table|figure)\s+(?:the )?\Z|\d[ –-]\Z|\bone (?:to|in) \Z",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\A[ ,]*(?:in|out of|in every) (?:every )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b|\A (?:or more|or fewer|at a time|each|per)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:must|shall|may|should|need to|needs to|required|requires|can|who (?:is|are)|if)\b", re.IGNORECASE
)
_VALUES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_SOME_OF = re.compile(
    rf"(?<![\w.,£$/–-])(?P<n>[2-4]|two|three|four) of (?:the|these|our|those) (?:\d+|\w+) {_ADJECTIVES}(?:{_PEOPLE})\b",
    re.IGNORECASE,
)
_NAMED_ROW = re.compile(
    rf"{_ADJECTIVES}(?:{_SENSITIVE}|victims?|offenders?|suspects?|survivors?)(?: of [\w ]+)?", re.IGNORECASE
)


def remarks(document: Document) -> Iterator[Remark]:
    for passage in document.prose:
        if passage.kind == "row" and _NAMED_ROW.fullmatch(passage.cells[0]):
            few = [
                cell
                for cell in passage.cells[1:]
                if re.fullmatch("[1-9]", cell)
                and (int(cell) < 5 or re.search(_SENSITIVE, passage.cells[0], re.IGNORECASE))
            ]
            if few:
                yield Remark(passage.line, NAME, f"{passage.cells[0]}: {', '.join(few)}", WHY, SETTLE)
    for sentence in document.sentences:
        for match in _SOME_OF.finditer(sentence.text):
            yield Remark(sentence.line, NAME, match[0], WHY, SETTLE)
        for match in _FEW.finditer(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            number = _VALUES.get(match["n"].lower()) or int(match["n"])
            sensitive = re.fullmatch(_SENSITIVE, match["who"], re.IGNORECASE)
            if number >= (10 if sensitive else 5) or _NOT_A_COUNT.search(before) or _SHARE_OF.match(after):
                continue
            if number == 1 and match["n"].lower() == "one" and _RULE.search(sentence.text):
                continue
            if not sensitive and re.match(r" (?:who|that)? ?(?:must|shall|should|may|can|need)\b", after):
                continue
            yield Remark(sentence.line, NAME, match[0], WHY, SETTLE)
