"""How many different cases a person may open within an hour, by the roles they hold: WARDMOTE_CASES_AN_HOUR=60,R3=90."""

from wardmote.casework.nouns import CASES_AN_HOUR
from wardmote.errors import WrongUse
from wardmote.vocabulary.roles import roles

NAME = "WARDMOTE_CASES_AN_HOUR"
FOR_EVERYBODY = ""


def read(text: str) -> dict[str, int]:
    """The number for everybody, under a blank, and for each role that differs."""
    found = {FOR_EVERYBODY: CASES_AN_HOUR}
    for part in filter(None, (part.strip() for part in text.split(","))):
        role, _, number = part.rpartition("=")
        if not number.isdecimal() or not 1 <= int(number) <= 1000 or (role and role not in roles()):
            raise WrongUse(f"{NAME} must read like 60,R3=90: a number from 1 to 1000, then roles that differ")
        found[role] = int(number)
    return found
