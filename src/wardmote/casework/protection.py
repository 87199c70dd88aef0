"""How protected what is known of a person must at least be. A writer may choose a higher level, never a lower one.

Source: security.md 2.1. P3 may kill: where a victim or a reporter lives and how they are reached, and every safe place or
refuge, whoever it is for. P2 may ruin: names and dates of birth on cases about a person, and of whoever was harmed,
reported or witnessed; addresses of everybody else. P1: names on cases about a place.
"""

from collections.abc import Collection

from wardmote.casework.errors import WrongEntry
from wardmote.casework.nouns import PROTECTION_LEVELS

IN_DANGER = frozenset({"victim", "reporter"})
NEVER_EVERYDAY = frozenset({"victim", "reporter", "witness"})
ALWAYS_SECRET = frozenset({"safe", "refuge"})


def least(about: str, kind: str, roles: Collection[str] = (), sort: str = "") -> str:
    """The least level for one thing on a case of this kind, about a person with these roles on it."""
    if about == "role":
        return "P1"
    if about in ("address", "contact"):
        return "P3" if IN_DANGER.intersection(roles) or sort in ALWAYS_SECRET else "P2"
    return "P2" if kind in ("victim", "offender") or NEVER_EVERYDAY.intersection(roles) else "P1"


def level(asked: str, at_least: str) -> str:
    """The level asked for, or the least where none is. Raises WrongEntry for less."""
    if not asked:
        return at_least
    if asked not in PROTECTION_LEVELS or PROTECTION_LEVELS.index(asked) < PROTECTION_LEVELS.index(at_least):
        raise WrongEntry("protection", f"Choose {at_least} or higher for this.")
    return asked


def raised(now: str, at_least: str) -> str:
    """The higher of two levels."""
    return max(now, at_least, key=PROTECTION_LEVELS.index)
