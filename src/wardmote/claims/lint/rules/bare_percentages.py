"""A percentage with no count beside it, or one of so few cases that a single case moves it."""

import itertools
import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.quantities import Quantity
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.rules.points import is_of_a_share
from wardmote.claims.lint.rules.significance import TESTED
from wardmote.claims.lint.rules.unquantified import is_bound
from wardmote.claims.lint.words import NOT_SAID_HERE, OUTCOMES, REFERENCE

NAME = "percent-without-count"
OF_FEW = "percent-of-few"
WHY = "A percentage alone does not say of how many: one of ten and one of ten thousand look the same, and chance explains much more of the first."
SETTLE = "Print the count and what it is a share of, or both counts of a change, with their periods."
WHY_FEW = "One case more or less would have changed the percentage by {points:.0f} points."
SETTLE_FEW = "Print the counts alone, or more years or a wider area together."
FEWEST = 20  # cases below which no percentage is taken of them
CAUGHT = (
    "Assaults in the park have gone down by 25 per cent.",
    "Shoplifting climbed by a quarter.",
    "A third of victims had been harmed before.",
    "The share of residents who feel safe stands at 62%.",
    "Compliance rose from 70% to 91%.",
    "Around two thirds of offenders are under 25.",
    "Robberies went up by 100%, from 2 to 4.",
    "Of the 9 applicants, 6 (67%) met the threshold.",
    "In the year 3 of the 4 appeals (75%) were lost.",
)
PASSED = (
    "Assaults fell by 25%, from 120 to 90.",
    "There were 120 assaults, and 90 the year after. This is a fall of 25%.",
    "Of 1,180 residents 62% feel safe.",
    "The survey had 1,180 answers. Women gave 52% of them, and 62% of residents felt safe.",
    "The survey was answered by 812 people.\n\n- 62% of residents feel safe\n- 41% of women do not walk alone after dark",
    "We aim to cut burglary by 15%.",
    "The council tax precept rose by 3%.",
    "The patrols ran half of the time.",
    "The fall in burglary was 12% (95% confidence interval 4% to 19%).",
    "Nationally 8% of victims are children.",
    "Woodland covers 12% of the district.",
    "Pupils and students make up 12% of the population.",
    "Burglary rose by 50%, from 40 to 60.",
    "Residents get 50% off a lock.",
    "The hospital's figures cover 92% of attendances.",
    "The committee agreed by 7 votes to 5 (58%).",
    "Orders completed in time stood at 94%, target 60%.",
    "The team says that compliance rose from 70% to 91%. It sent no counts.",
    "Research found in 2014 that police did not record a fifth of the crimes reported to them.",
    "At least two thirds of members must be present.",
)
_PEOPLE = re.compile(
    r"\b(?:people|persons?|residents?|victims?|offenders?|suspects?|perpetrators?|children|young people|adults?|women|men|girls|boys|pupils|students|tenants?|"
    r"households?|homes|respondents?|clients?|patients?|users?|prisoners?|drivers?|premises|businesses|shops|traders|applicants?|orders?|visits?|appeals?|applications?)\b",
    re.IGNORECASE,
)
_NOT_OF_CASES = re.compile(
    r"\b(?:tax|precept|budgets?|costs?|prices?|inflation|fees?|rents?|funding|grants?|spending|salar\w+|wages?|pay|interest|vat|discount|"
    r"confidence|interval|likely range|alcohol by volume|turnout)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:will|would|shall|could|may|might|should|if|unless|whether|aim(?:s|ed|ing)?|ambition|goal|intend\w*|plan(?:s|ned|ning)?|hop(?:es?|ing)|seek\w*|"
    r"expect\w*|predict\w*|forecast\w*|objective|commit(?:ted|ment)?|pledge\w*|promis\w+|ask(?:s|ing) for|wants?)\b[^.;]{0,110}\Z",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:at least|no (?:more|fewer|less) than|a minimum of|must|shall|requires?|required|target\w*)\b", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(?:asked|answer(?:s|ed)|respon(?:ses?|dents?|ded)|survey(?:ed)?|sample|returned|in (?:all|total)|a total|n ?=|base|recorded|there (?:are|were))\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:without (?:the |any )?(?:counts?|numbers?)|no (?:counts?|numbers?)\b|(?:the )?counts would|not (?:recomputed|printed|sent)|cannot (?:be told|tell|test|say))",
    re.IGNORECASE,
)
"""The passage says itself that the counts are missing."""
_OTHERS = re.compile(
    r"\b(?:inspectors?|newspapers?|press|journals?|stud(?:y|ies)|research|according to|published (?:by|in)|census|ministers?|home office)\b",
    re.IGNORECASE,
)
"""What somebody else found and published, to be read there."""
_ASKED = re.compile(
    r"\b(?:asked|answer(?:s|ed)|respon(?:ses?|dents?|ded)|survey(?:ed)?|sample|questionnaires?|interview(?:s|ed)|base)\b",
    re.IGNORECASE,
)
_FRACTION_OF_CASES = re.compile(
    r"\A(?: of (?!an? |the (?:time|way|year|day|town|area|road|district|borough)\b)|[ -]\w+ing\b)"
)
_OF_ALL_WHO_LIVE_HERE = re.compile(
    r"\A of (?:the |all |our |its )?(?:\w+ )?(?:population|residents|inhabitants|workforce|households)\b"
)
_COVERED = re.compile(r"\b(?:cover\w*|captur\w*|complete\w*|matched|holds?)\b[^,;]{0,25}\Z", re.IGNORECASE)
_OF_THE = re.compile(r"\b[Oo]f (?:the |our |these |those |all )*\Z")
_OF_WHOM = re.compile(r"(?: \w+){1,4}, (?:only |just )?\Z")
_STEP = re.compile(r"\b(?:by|up|down|than|nearly|almost|over|around|about|of) (?:\w+ )?\Z", re.IGNORECASE)
_CHANGE_TO = re.compile(r" (?:\w+ ){0,2}?to (?:\w+ ){0,2}\Z")
_FROM = re.compile(r"(?:\bfrom (?:\w+ ){0,2}|\()\Z")
_PART_OF = re.compile(r" (?:\w+ ){0,1}?(?:of|out of|in) (?:the |these |those |all |our )*\Z")
_AFTER = re.compile(r"[^.;]{0,40}?\b(?:compared (?:with|to)|against|up from|down from) (?:\w+ ){0,2}\Z")


def remarks(document: Document) -> Iterator[Remark]:
    for section in document.by_section():
        base_given = False
        for passage in section:
            for sentence in passage.sentences:
                yield from _of(sentence, base_given)
            base_given = base_given or any(_gives_a_base(sentence) for sentence in passage.sentences)


def _of(sentence: Sentence, base_given: bool) -> Iterator[Remark]:
    """What is to be said of one sentence; `base_given` where the section said before how many were asked or counted."""
    if is_bound(sentence.text) or NOT_SAID_HERE.search(sentence.text):
        return
    if _OWNED.search(sentence.passage.text) or _OTHERS.search(sentence.text):
        return
    few = _of_few(sentence)
    if few:
        base, words = few
        yield Remark(sentence.line, OF_FEW, words, WHY_FEW.format(points=100 / base), SETTLE_FEW)
        return
    bare = [figure for figure in sentence.figures if _is_bare(sentence, figure)]
    if bare and not (base_given or _is_based(sentence) or is_of_a_share(sentence)):
        listed = ", ".join(figure.text for figure in bare)
        yield Remark(sentence.line, NAME, listed, f"{WHY} The sentence: “{shortened(sentence.text, 90)}”", SETTLE)


def _gives_a_base(sentence: Sentence) -> bool:
    """ "The survey had 1,180 answers": a count of everybody asked, which the shares after it are taken of."""
    return bool(_ASKED.search(sentence.text)) and any(
        figure.kind == "count" and figure.value >= FEWEST for figure in sentence.figures
    )


def _is_bare(sentence: Sentence, figure: Quantity) -> bool:
    """A percentage that is said to be so of cases here: no aim, no rule, no target, no price, no other place's."""
    text = sentence.text
    before, after = text[: figure.start], text[figure.end :]
    if figure.kind == "fraction":
        if not (_FRACTION_OF_CASES.match(after) or (_STEP.search(before) and not after.startswith(" of "))):
            return False
    elif figure.kind != "percent" or figure.value == 100:
        return False
    if _OF_ALL_WHO_LIVE_HERE.match(after) or _COVERED.search(before) or re.match(r" (?:off|discount|free)\b", after):
        return False
    clause = re.split(r"[,;(]", before)[-1] + after[:25]
    within = before.split(";")[-1] + figure.text + re.split(r"[,;]", after)[0]
    about = OUTCOMES.search(within) or _PEOPLE.search(within)
    return bool(about) and not (
        REFERENCE.search(clause) or _NOT_OF_CASES.search(text) or _RULE.search(text) or _AIMED.search(before)
    )  # fmt: skip


def _is_based(sentence: Sentence) -> bool:
    """Counts stand in the sentence, in a sentence of its paragraph on the same thing, or in what was said of everybody asked."""
    if TESTED.search(sentence.text) or any(figure.kind in ("count", "rate") for figure in sentence.figures):
        return True
    if sentence.passage.kind == "row":
        return any(figure.kind == "count" for other in sentence.passage.sentences for figure in other.figures)
    mine = _stems(sentence)
    others = sentence.passage.sentences[: sentence.number + 2]
    return any(
        any(figure.kind == "count" and figure.value >= 5 for figure in other.figures)
        and (_BASE.search(other.text) or mine & _stems(other) or TESTED.search(other.text))
        for other in others
        if other is not sentence
    )


def _stems(sentence: Sentence) -> set[str]:
    """What it tells of, by the stems of its nouns: burglary, burglaries."""
    return {match[0].lower()[:6] for pattern in (OUTCOMES, _PEOPLE) for match in pattern.finditer(sentence.text)}


def _of_few(sentence: Sentence) -> tuple[int, str] | None:
    """The base of a printed percentage where it is under twenty, and the words that say so."""
    if TESTED.search(sentence.text) or not any(figure.kind in ("percent", "fraction") for figure in sentence.figures):
        return None
    text = sentence.text
    for first, second in itertools.pairwise(sentence.figures):
        if first.kind != "count" or second.kind != "count" or first.decimals or second.decimals:
            continue
        between = text[first.end : second.start]
        step = _CHANGE_TO.fullmatch(between) and (between == " to " or _FROM.search(text[: first.start]))
        base = first if step else second
        if _OF_THE.search(text[: first.start]) and _OF_WHOM.fullmatch(between):
            base, step = first, True
        joined = step or _PART_OF.fullmatch(between) or _AFTER.fullmatch(between)
        if joined and 0 < base.value < FEWEST:
            return int(base.value), text[first.start : second.end]
    return None
