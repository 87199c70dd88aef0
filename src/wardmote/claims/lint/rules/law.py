"""A statement about the law that the table of the law contradicts, or an event that does not do what the law asks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wardmote.claims.lint.passages import Document, Passage, Sentence
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.vocabulary.law import provisions

NAME = "against-the-law-table"
CAUGHT = (
    "Our annual consultation event was held in May. It gave charities and partner agencies the chance to discuss litter.",
    "Since 1 June 2016 police custody may no longer be used for people detained under the Mental Health Act.",
    "The strategic assessment is prepared every three years.",
    "A case review needs five qualifying complaints.",
    "Section 115 places a duty on partners to share personal data.",
    "Under regulation 9 we held a public meeting.",
    "A public meeting is held every two years.",
    "A domestic violence protection order lasts for up to 56 days.",
    "By law the community safety strategy must be renewed every five years.",
    "The Act requires two public meetings a year.",
    "There is no longer a statutory requirement to prepare a strategic assessment.",
    "People detained under section 136 may be held for 72 hours.",
)
PASSED = (
    "Our annual public meeting was held in May, and 60 residents discussed litter with senior officers.",
    "The strategic assessment is prepared every year.",
    "A case review needs three qualifying complaints.",
    "Section 115 gives partners a power to share personal data.",
    "Under regulation 12 we held a public meeting.",
    "Since 11 December 2017 police custody may no longer be used for people under 18 detained under the Mental Health Act.",
    "Charities and agencies discussed litter at a workshop.",
    "A domestic violence protection order lasts for 28 days.",
    "By law the community safety plan covers three years and is revised every year.",
    "We held two public meetings this year.",
    "A five-year housing strategy is in place.",
    "People detained under section 136 may be held for 24 hours.",
)


@dataclass(frozen=True)
class Misstatement:
    """Words that would contradict a provision: all of `about` stand in the sentence, and `wrong` finds the fault."""

    provision: str
    about: tuple[str, ...]
    wrong: Callable[[str], str]


def remarks(document: Document) -> Iterator[Remark]:
    for passage in document.prose:
        yield from _consulted_without_public(passage)
        for sentence in passage.sentences:
            yield from _misstated(sentence)
            yield from _wrong_regulation(sentence)


def _remark(line: int, words: str, slug: str, fault: str) -> Remark:
    law = provisions()[slug]
    unsure = "" if law.verified else " (The wording of this provision has not been verified against the instrument.)"
    since = f", in force since {law.in_force}" if slug in _DATED else ""
    return Remark(
        line, NAME, shortened(words, 90), f"{fault} {_upper(law.cited)}{since}: {law.says}{'' if law.says.endswith('.') else '.'}{unsure}",
        "Correct the statement, or show what answers this provision, with its date.",
    )  # fmt: skip


_DATED = {"police-station-safe-place"}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- an event for organisations set against the public meeting

_EVENT = re.compile(
    r"\b(?:annual |public |community |local |stakeholder |partnership )*(?:consultation|engagement|listening) (?:event|meeting|day|session|forum|workshop|conference|exercise)s?\b|\bconsulted\b",
    re.IGNORECASE,
)
_ORGANISATIONS = re.compile(
    r"\b(?:organisations|charities|(?:statutory |public |partner |voluntary )?(?:bodies|agencies)|professionals|practitioners|stakeholders|service providers|partners|businesses and agencies|invited guests|local authorities)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:residents|members of the public|general public|public meeting|open to (?:all|the public|everyone|anyone)|local people|people who live|community members|householders|tenants|young people|pupils|anyone|everyone|the (?:local )?public)\b",
    re.IGNORECASE,
)


def _consulted_without_public(passage: Passage) -> Iterator[Remark]:
    """An event and the two sentences that follow tell who came: bodies, and nobody of the public."""
    for index, sentence in enumerate(passage.sentences):
        event = _EVENT.search(sentence.text)
        told = " ".join(s.text for s in passage.sentences[index : index + 3])
        bodies = _ORGANISATIONS.search(told)
        if (
            event
            and bodies
            and not _PUBLIC.search(told)
            and _HELD.search(told)
            and _CAME.search(told[max(0, bodies.start() - 60) : bodies.end() + 60])
        ):
            fault = f"The event is described as one for {bodies[0].lower()}; nothing says that the public could come, that senior persons did, or that levels and patterns were discussed."
            yield _remark(sentence.line, event[0], "public-meeting", fault)
            return


_HELD = re.compile(r"\b(?:held|took place|annual|yearly|attended|hosted|ran|gave|was|were|brought)\b", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:gave|attended|brought together|for|invited|opportunity|chance|discuss\w*|took part|with|by|heard from)\b",
    re.IGNORECASE,
)


# -- statements

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_N = r"(\d+|" + "|".join(_WORDS) + ")"


def _number(text: str) -> int:
    return _WORDS.get(text.lower()) or int(text)


def _found(pattern: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: match[0] if (match := compiled.search(text)) else ""


def _other_than(pattern: str, allowed: Callable[[int], bool]) -> Callable[[str], str]:
    """The match of `pattern` when the number it captures is not allowed."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def wrong(text: str) -> str:
        match = compiled.search(text)
        return match[0] if match and not allowed(_number(next(filter(None, match.groups())))) else ""

    return wrong


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip


def _since_another_month(slug: str) -> Callable[[str], str]:
    """ "Since 1 April 2016" where the table has another month."""

    def wrong(text: str) -> str:
        match = re.search(
            rf"\b(?:since|from|as of|until|came into (?:force|effect) (?:on|in))\b[^.;]{{0,15}}?\b({'|'.join(_MONTHS)}) ((?:19|20)\d\d)",
            text,
            re.IGNORECASE,
        )
        if not match:
            return ""
        month = f"{match[2]}-{_MONTHS.index(match[1].lower()) + 1:02d}"
        return match[0] if month != provisions()[slug].in_force else ""

    return wrong


_SELDOM = r"\b(?:every (?:two|three|four|five|2|3|4|5|second|other|third) years?|biennial(?:ly)?|triennial(?:ly)?|once every \w+ years)\b"
_PLAN = r"\b(?:partnership plan|(?:community safety|crime and disorder|crime reduction)(?: partnership)? (?:plan|strategy))\b"
_BY_LAW = r"\b(?:regulations?|statutory|required?|requires|law|legal(?:ly)?|must|dut(?:y|ies)|obliged?|(?:the )?act)\b"
_NO_DUTY = r"\b(?:no (?:longer )?(?:a |any )?(?:legal |statutory )?(?:requirement|duty|obligation|need)|not (?:a )?(?:legal(?:ly)? |statutory |by law )*(?:required?|requirement|duty)|optional|voluntary)\b"
_MISSTATEMENTS = (
    Misstatement("police-station-safe-place", (r"\b(?:custody|police station|cells?)\b", r"\bmental health act\b|\bsection 136\b|\bs\.? ?136\b"), _since_another_month("police-station-safe-place")),
    Misstatement("assessment-yearly", (r"\bstrategic assessments?\b", r"\b(?:prepare[ds]?|produce[ds]?|carried out|conduct\w*|made|publish\w*|complet\w*|refresh\w*|due|required)\b"), _found(_SELDOM)),
    Misstatement("public-meeting", (r"\bpublic meetings?\b",), _found(_SELDOM + r"|\bno (?:longer )?(?:legal )?(?:requirement|duty|need)\b|\bnot required\b|\boptional\b")),
    Misstatement("case-review-threshold", (r"\b(?:case review|community trigger|trigger threshold)\b", r"\b(?:complaints?|reports?|incidents?)\b"), _other_than(rf"\b{_N} (?:or more )?(?:qualifying |separate |unresolved |related )*(?:complaints|reports|incidents)\b", lambda n: n <= 3)),
    Misstatement("case-review-applicant", (r"\b(?:case review|community trigger)\b",), _found(r"\bonly (?:the |a )?(?:victims?|complainants?|person affected)\b[^.]{0,20}\b(?:apply|request|ask|use)\b|\bmust (?:be )?(?:the victim|apply themselves|apply in person)\b")),
    Misstatement("case-review-times", (r"\b(?:case review|community trigger)\b", r"\bappl|request"), _other_than(rf"\bwithin {_N} months? of the (?:last |most recent )?(?:complaint|report)", lambda n: n == 6)),
    Misstatement("case-review-published", (r"\b(?:case reviews?|community triggers?)\b", r"\bpublish"), _found(_SELDOM)),
    Misstatement("share-personal", (r"\b(?:section|s\.?) ?115\b",), _found(r"(?<!not )(?<!no )(?<!than )(?<!not a )\b(?:(?:legal |statutory )?dut(?:y|ies)|obligations?|obliges?|requires?|must|compels?|mandat\w+)\b")),
    Misstatement("share-depersonalised", (r"\b(?:section|s\.?) ?17A\b",), _found(r"\b(?:personal data|names and addresses|identifiable)\b(?! (?:is|are) (?:not|never))|\bmay share\b|\bvoluntar")),
    Misstatement("responsible-authorities", (r"\bresponsible authorit",), _found(r"\b(?:police and crime commissioner|PCC)\b[^.]{0,25}\b(?:is|are|as) (?:a |one of the |also (?:a )?)?responsible authorit|\b(?:three|four|six|seven|eight|nine) responsible authorities\b")),
    Misstatement("protection-notice", (r"\b(?:domestic violence protection order|DVPO)s?\b",), _other_than(rf"\b(?:up to |for |lasts? |of )*{_N} days\b", lambda n: 14 <= n <= 28)),
    Misstatement("protection-notice", (r"\b(?:domestic violence protection notice|DVPN)s?\b", r"\bhours?\b"), _other_than(r"\b(\d+) hours\b", lambda n: n == 48)),
    Misstatement("protection-notice", (r"\bdomestic violence\b",), _found(r"\bdomestic violence (?:protective|prevention|protecting) (?:order|notice)s?\b")),
    Misstatement("hate-strands", (r"\bhate crimes?\b", r"\bstrands?\b"), _other_than(rf"\b{_N} (?:monitored |nationally monitored |protected )*strands\b", lambda n: n == 5)),
    Misstatement("plan-contents", (_PLAN, _BY_LAW), _other_than(rf"\b{_N}[- ]years?\b|\bevery {_N} years\b|\b(?:for|covers?|lasts?|over) {_N} years\b", lambda n: n in (1, 3))),
    Misstatement("plan-contents", (_PLAN, r"\b(?:legal|law|statut\w+|duty|requirement|required)\b"), _found(_NO_DUTY)),
    Misstatement("assessment-yearly", (r"\bstrategic assessments?\b", r"\b(?:legal|law|statut\w+|duty|requirement|required)\b"), _found(_NO_DUTY)),
    Misstatement("public-meeting", (r"\bpublic meetings?\b", _BY_LAW), _other_than(rf"\b{_N} public meetings\b", lambda n: n == 1)),
    Misstatement("case-review-times", (r"\b(?:case review|community trigger)\b", r"\bcomplain|\breport"), _other_than(rf"\bwithin {_N} months? of the (?:behaviour|incident|event)", lambda n: n == 1)),
    Misstatement("police-station-safe-place", (r"\bmental health act\b|\bsection 136\b|\bs\.? ?136\b", r"\bdet(?:ain|ention)|\bheld\b|\bkept\b"), _other_than(rf"\b{_N} hours\b", lambda n: n in (12, 24, 36))),
    Misstatement("responsible-authorities", (r"\bresponsible authorit",), _found(r"\b(?:schools?|housing associations?|ambulance service|crown prosecution service|youth (?:offending|justice) (?:team|service)|health and wellbeing board)s? (?:is|are) (?:a |one of the |also (?:a )?)?responsible authorit")),
)  # fmt: skip


def _misstated(sentence: Sentence) -> Iterator[Remark]:
    for point in _MISSTATEMENTS:
        if all(re.search(about, sentence.text, re.IGNORECASE) for about in point.about):
            words = point.wrong(sentence.text)
            if words:
                yield _remark(
                    sentence.line, words, point.provision, "The statement does not agree with the table of the law."
                )


# -- a duty cited to the wrong regulation

_REGULATION = re.compile(r"\b[Rr]eg(?:ulation|\.)? ?(\d{1,2})\b(?!\d|/)")
_ABOUT = (
    (re.compile(r"\bpublic meetings?\b|\bobtain\w* (?:the )?views\b", re.IGNORECASE), {12}, "public-meeting"),
    (re.compile(r"\bstrategic assessments?\b", re.IGNORECASE), {5, 6, 7}, "assessment-yearly"),
    (re.compile(r"\b(?:partnership|community safety) plan\b", re.IGNORECASE), {10, 11}, "plan-contents"),
)


def _wrong_regulation(sentence: Sentence) -> Iterator[Remark]:
    """One regulation and one subject in a sentence, and the regulation is another subject's."""
    cited = {int(match[1]) for match in _REGULATION.finditer(sentence.text)}
    subjects = [(right, slug) for pattern, right, slug in _ABOUT if pattern.search(sentence.text)]
    if len(cited) == 1 and len(subjects) == 1 and not cited & subjects[0][0]:
        number = cited.pop()
        yield _remark(
            sentence.line,
            f"regulation {number}",
            subjects[0][1],
            f"Regulation {number} is cited for another regulation's duty.",
        )
