"""Keeping the names of others on a case out of words that the person concerned will be told in a letter."""

import re
import unicodedata
from collections.abc import Iterator

from wardmote.casework.errors import WrongEntry
from wardmote.casework.looks import InHand
from wardmote.casework.store import Store

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "rev"})
SHORTEST = 3
"""Parts of a name shorter than this are not looked for by themselves: "Al" or "Bo" stand in too many words."""


def check_names_left_out(store: Store, hand: InHand, person: str, field: str, said: str) -> None:
    """Refuses words with a name or alias of anybody on the case but `person`. The name is not repeated: it may be hidden.

    A whole name or alias is found in any spelling of capitals; one part of a name only where it is written with a capital,
    so that "may" and "will" are no names. A part that the person concerned shares is theirs to read.
    """
    case = hand.case.reference
    own = {part for name, about in _names(store, case, person) if about == "name" for part in name.casefold().split()}
    for other in {part.person for part in store.people_on(case)} - {person}:
        for name, about in _names(store, case, other):
            parts = [
                part for part in name.split() if about == "name" and _told_apart(part) and part.casefold() not in own
            ]
            if _stands(name, said, re.IGNORECASE) or any(_stands(f"(?:{part}|{part.upper()})", said) for part in parts):
                raise WrongEntry(
                    field,
                    "This goes into a letter, and it holds the name of somebody else on this case. Write it without the "
                    "name: say what they are, such as the neighbour or the officer.",
                )


def _names(store: Store, case: str, person: str) -> Iterator[tuple[str, str]]:
    for detail in store.details_on(case, person):
        if detail.about in ("name", "alias") and (name := _plain(detail.value)):
            words = re.sub(r"[^\w\s'-]", " ", name).split()
            untitled = words[1:] if words and words[0].casefold() in TITLES else words
            yield " ".join(untitled if detail.about == "name" else words), detail.about


def _told_apart(part: str) -> bool:
    return len(part) >= SHORTEST and part[0].isupper()


def _stands(pattern: str, said: str, flags: int = 0) -> bool:
    spaced = r"\s+".join(pattern.split())
    return bool(spaced) and re.search(rf"(?<!\w){spaced}(?!\w)", _plain(said), flags) is not None


def _plain(words: str) -> str:
    """Without accents, so that a name is found however it was typed."""
    apart = unicodedata.normalize("NFKD", words)
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("\u2019", "'").strip()
