"""What people type and choose, checked at the door of a verb: words that are there, codes that are on their list."""

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


def choice(field: str, code: str, allowed: Collection[str], ask: str) -> str:
    """The code. Raises WrongEntry with `ask` when it is not on the list."""
    if code not in allowed:
        raise WrongEntry(field, ask)
    return code
