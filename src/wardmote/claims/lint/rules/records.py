"""What was recorded is taken for what happened: more reports, and so more crime."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.rules.unquantified import is_bound
from wardmote.claims.lint.words import COMPARED, change_words

NAME = "records-for-events"
WHY = "Records count what was reported and written down; how much happened also depends on who reports and on what is recorded."
SETTLE = (
    "Say what was recorded, or show with a survey, admissions or another source that what happened changed as well."
)
CAUGHT = (
    "Recorded hate crime rose from 41 to 66 offences, which means that prejudice is more common in the town.",
    "Fewer frauds were reported this year, so fewer people are being defrauded.",
    "Police recorded 12% less violence. The town is therefore safer.",
    "Last year 1,840 crimes were committed in the borough.",
    "The fall in recorded burglary from 400 to 320 shows that homes are safer.",
    "Calls about noise fell by a third, showing that residents suffer less of it.",
    "Recorded violence rose by 9%, from 1,000 to 1,090. Northbridge is becoming more violent.",
    "There were 212 burglaries committed in the district.",
)
PASSED = (
    "Recorded hate crime rose from 41 to 66 offences, which means that more victims came forward.",
    "Police recorded 1,840 crimes in the borough.",
    "More hate crime was recorded; this does not show that more happened.",
    "Fewer frauds were reported, so the team was made smaller.",
    "The survey found that 4% of residents had been victims, so fewer people are being defrauded.",
    "Two fires took place at the depot.",
    "In all 300 of the 1,200 burglaries took place at night.",
    "A review looks at whether offences were committed by people on licence.",
    "Recorded robbery rose by 12%, so patrols were increased.",
)
_RECORDS = re.compile(
    r"\b(?:recorded|reported|reports?|reporting|logged|referrals?|calls|complaints?|statistics|figures|police data)\b",
    re.IGNORECASE,
)
_SO = (
    r"(?:so(?: that)?|meaning(?: that)?|(?:which|this|that|it) (?:clearly |also )?(?:means?|shows?|proves?|suggests?|tells us|demonstrates?|confirms?|indicates?)(?: that)?"
    r"|(?:shows?|means?|proves?|suggests?|demonstrates?|confirms?|indicates?) that|showing(?: that)?|proving(?: that)?|suggesting(?: that)?|therefore|thus|hence|in other words|as a result|evidence that|a sign that|proof that)"
)
_HAPPENS = (
    r"(?:(?:more|fewer|less|many more|far more|far fewer) (?:\w+ ){0,2}?(?:people|residents|women|men|children|girls|boys|victims|families|shops|homes|businesses|crimes?|offences|incidents|"
    r"violence|abuse|disorder|of it|of this)\b(?! (?:came|come|coming|report\w*|to report|trust\w*|contact\w*|call\w*|recorded|know\w*|feel\w*|told|were recorded|are recorded))"
    r"|(?:is|are|has become|have become|becoming) (?:now |therefore |thus |becoming )*(?:far |much )?(?:more|less) (?:common|widespread|dangerous|violent|safe|frequent|prevalent|lawless|at risk|likely to (?:be|become|suffer|fall))"
    r"|(?:is|are|has become|have become|becoming|feels?) (?:now |therefore |thus )*(?:a )?(?:safer|more dangerous)"
    r"|(?:at |in )(?:greater|less|lower|higher|more) (?:risk|danger)\b|suffer(?:s|ed|ing)? (?:less|more)\b|(?:really |actually )(?:happen|taking place)\w*)"
)
_INFERRED = re.compile(rf"\b{_SO}\b[^.;]{{0,60}}?\b{_HAPPENS}", re.IGNORECASE)
_CONCLUDES = re.compile(
    rf"\A(?:(?:so|this|that|it|therefore|thus|hence|clearly|in other words|as a result)\b[^.;]{{0,60}}?\b{_HAPPENS}|[^.;]{{0,40}}\b(?:therefore|thus)\b[^.;]{{0,30}}?\b(?:safer|{_HAPPENS}))",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    r"\A[^.;,]{0,60}\b(?:is|are|has become|have become)(?: now| therefore)? (?:becoming )?(?:(?:more|less) (?:violent|dangerous|lawless|safe)|(?:a )?safer)\b",
    re.IGNORECASE,
)
_COMMITTED = re.compile(
    r"\b(?:crimes?|offen[cs]es|burglaries|robberies|thefts|assaults|sexual offences|rapes|hate crimes)\b(?: \w+){0,4}? (?:(?:were|was|being|have been|had been) )?(?:actually )?committed\b"
    r"|\b(?:crimes|offen[cs]es|burglaries|robberies|thefts|assaults|hate crimes) (?:\w+ ){0,2}?(?:took place|happened|occurred)\b(?! (?:at|on|near|between|outside|inside|after|before|during|within|late|early|mostly|mainly|in the (?:\w+ )?(?:evening|morning|afternoon|night|street|same))\b)",
    re.IGNORECASE,
)
_OTHER_SOURCE = re.compile(
    r"\b(?:surveys?|surveyed|admissions|hospital|victimisation|convictions?|courts?|sentenced|whether|(?:does|do|did|may|need) not|cannot|not (?:show|mean)|by people on|on licence|while on|who (?:had )?committed)\b",
    re.IGNORECASE,
)


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        words = "" if is_bound(sentence.text) or _OTHER_SOURCE.search(sentence.text) else _taken(sentence)
        if words:
            yield Remark(sentence.line, NAME, words, WHY, SETTLE)


def _taken(sentence: Sentence) -> str:
    """The words that take records for events; blank where none do."""
    text = sentence.text
    inferred = _INFERRED.search(text)
    if inferred and _tells_of_records(text[: inferred.start()]):
        return shortened(inferred[0], 80)
    before, _ = sentence.neighbours
    concluded = _CONCLUDES.match(text) or _BECOMES.match(text)
    if concluded and before and _tells_of_records(before.text) and not _OTHER_SOURCE.search(before.text):
        return shortened(concluded[0], 80)
    counted = any(figure.kind == "count" and figure.value >= 10 for figure in sentence.figures)
    committed = _COMMITTED.search(text)
    return shortened(committed[0], 80) if committed and counted and not _RECORDS.search(text) else ""


def _tells_of_records(text: str) -> bool:
    """A change or a comparison of what was recorded or reported."""
    return bool(_RECORDS.search(text)) and bool(
        change_words(text)
        or COMPARED.search(text)
        or re.search(r"\b(?:more|fewer|less|rise|fall|increase|decrease|drop|reduction)\b", text, re.IGNORECASE)
    )
