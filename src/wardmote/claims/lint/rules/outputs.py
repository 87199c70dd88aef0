"""What was done is counted again and again in a document, and never what it achieved."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import change_words

NAME = "activity-without-effect"
WHY = "Activity is counted and no result of it is measured beside it."
SETTLE = "Say what changed for people afterwards, against what it was before: the same measure, before and after."
FEWEST = 3  # counts of activity in a document before it is said
CAUGHT = ("We attended 31 events. Wardens handed out 4,000 leaflets. The group discussed 210 cases last year.",)
PASSED = (
    "We attended 31 events.",
    "We attended 31 events, and complaints fell from 90 to 60. Wardens handed out 4,000 leaflets. The group discussed 210 cases.",
)
_ACTIVITY = re.compile(
    r"\b(?:events?|stickers?|leaflets?|visits?|sessions?|workshops?|meetings?|patrols?|issues|cases|posters?|letters?|inspections?|checks|talks|presentations|surgeries|"
    r"packs|alarms|calls|posts|campaigns?|days? of action|operations|signs|people trained|staff trained|premises)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:attended|issued|delivered|held|addressed|discussed|distributed|handed out|visited|trained|carried out|completed|fitted|given|conducted|ran|organised|undertook|undertaken|made|sent|inspected|dealt with)\b",
    re.IGNORECASE,
)


def remarks(document: Document) -> Iterator[Remark]:
    found = [sentence for sentence in document.sentences if _counts_activity(sentence)]
    if len(found) >= FEWEST:
        listed = "; ".join(f"line {sentence.line}: {_said(sentence)}" for sentence in found)
        yield Remark(found[0].line, NAME, _said(found[0]), f"{WHY} In this document: {listed}.", SETTLE)


def _activity(sentence: Sentence) -> "re.Match[str] | None":
    for quantity in sentence.figures:
        noun = _ACTIVITY.search(sentence.text[quantity.end : quantity.end + 45])
        if quantity.kind == "count" and quantity.value >= 5 and noun and _DONE.search(sentence.text):
            return re.compile(r".*", re.DOTALL).match(sentence.text, quantity.start, quantity.end + noun.end())
    return None


def _counts_activity(sentence: Sentence) -> bool:
    _, after = sentence.neighbours
    told = change_words(sentence.text) or (after and change_words(after.text) and after.figures)
    return bool(_activity(sentence)) and not told and not any(q.kind == "percent" for q in sentence.figures)


def _said(sentence: Sentence) -> str:
    match = _activity(sentence)
    return shortened(match[0], 60) if match else ""
