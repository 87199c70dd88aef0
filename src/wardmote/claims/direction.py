"""Whether the words of a claim go the other way than what it says it says: "rose sharply" bound to "fell"."""

import re

_UP = r"rose|risen|rises|rising|increas\w*|higher|grew|grown|growth|soar\w*|surg\w*|climb\w*|went up|gone up|doubled"
_DOWN = r"fell|fallen|falls|falling|decreas\w*|lower|drop\w*|declin\w*|reduc\w*|plummet\w*|went down|gone down|halved"
_UNSURE = re.compile(r"\b(?:cannot|no clear|not clear\w*|whether|nor)\b")


def contradiction(sentence: str, says: str) -> str | None:
    """Why a sentence and its `says` cannot both stand, or None. Judged by direction words only; size is not judged."""
    text = sentence.lower()
    up, down = (re.search(rf"\b(?:{words})\b", text) for words in (_UP, _DOWN))
    against = None
    if says in ("rose", "records rose") and not up:
        against = down
    elif says in ("fell", "records fell") and not down:
        against = up
    elif says in ("no clear change", "no clear difference") and not _UNSURE.search(text):
        against = up or down
    return f'The sentence says "{against[0]}" where the claim says "{says}".' if against else None
