"""What people type and choose, checked at the door of a verb: words that are there, codes that are on their list."""

import re
from collections.abc import Collection

from wardmote.casework.errors import WrongEntry

LONGEST = 10_000


def words(field: str, text: str, ask: str) -> str:
    """The text without outer blanks. Raises WrongEntry with `ask` when nothing is left."""
    kept = text.strip()
    if not kept:
        raise WrongEntry(field, ask)
    if len(kept) > LONGEST:
        raise WrongEntry(field, f"Shorten this to {LONGEST:,} characters; it has {len(kept):,}.")
    if any(ord(character) < 32 and character not in "\n\t\r" for character in kept):
        raise WrongEntry(field, "Remove the control characters: they come from copying out of another program.")
    return kept


_REACHES_SOMEBODY = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\w-])(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)")
"""An e-mail address, or ten or eleven digits that begin like a telephone number here."""


def words_for_all(field: str, text: str, ask: str) -> str:
    """Words that everybody in a meeting reads. Raises WrongEntry where they hold how to reach somebody.

    Names cannot be told from other words; a telephone number or an e-mail address can, and stands beside a name.
    """
    kept = words(field, text, ask)
    if _REACHES_SOMEBODY.search(kept):
        raise WrongEntry(field, "Leave out telephone numbers, e-mail addresses and names: everybody here reads this.")
    return kept


def choice(field: str, code: str, allowed: Collection[str], ask: str) -> str:
    """The code. Raises WrongEntry with `ask` when it is not on the list."""
    if code not in allowed:
        raise WrongEntry(field, ask)
    return code
