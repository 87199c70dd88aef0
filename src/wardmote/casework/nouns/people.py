"""People on cases, what is known of them, how they stand to each other, and whom among us they must be kept from.

Everything known of a person belongs to the case it was written on: a person may be on several cases, and nothing of one
shows on another. What is written carries its owner agency, fact, opinion or intelligence, and a protection level, and is
seen by the rule that notes are seen by (`access_spec.NOTE_VISIBLE`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.nouns.cases import Standing

PERSON_ROLES = ("victim", "suspect", "offender", "witness", "reporter")
"""DPA 2018 s.38(3): these are never confused. An offender has been convicted or cautioned; a suspect has not."""
ABOUT = ("name", "alias", "birth", "address", "contact", "safe-contact")
ADDRESS_SORTS = ("home", "safe", "refuge", "work", "previous")
CONTACT_SORTS = ("phone", "email")
CHANNELS = ("ring", "text", "email", "letter", "visit")
TIES = ("household", "opposing", "associate", "parent")


@dataclass(frozen=True, kw_only=True)
class PersonOnCase:
    """In which role a person is on a case. A role that ended stays, so that a cleared suspect is seen to be cleared."""

    id: str
    case: str
    person: str
    role: str
    owner_agency: str
    by: str
    at: datetime
    kind: str
    protection: str
    data_category: str = "incident"
    ended_on: date | None = None
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One thing known of a person: a name, a date of birth, an address, a contact, or how to make contact safely.

    `sort` is the sort of address or contact; `since` and `until` make its history; `checked_on` is the last day somebody
    made sure of it. `forbids` are the channels a safe-contact rule rules out. `masked`: the value was left out (P3).
    """

    id: str
    case: str
    person: str
    about: str
    value: str
    owner_agency: str
    by: str
    at: datetime
    kind: str
    protection: str
    data_category: str
    sort: str = ""
    uprn: str = ""
    since: date | None = None
    until: date | None = None
    checked_on: date | None = None
    forbids: tuple[str, ...] = ()
    masked: bool = False
    version: int = 0

    def current_on(self, today: date) -> bool:
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """How two people on a case stand to each other. Of a parent, `one` is the parent and `other` the child."""

    id: str
    case: str
    one: str
    other: str
    tie: str
    owner_agency: str
    by: str
    at: datetime
    kind: str
    protection: str
    data_category: str = "incident"
    ended_on: date | None = None
    version: int = 0

    def joins(self, person: str) -> bool:
        return person in (self.one, self.other)

    def far_end(self, person: str) -> str:
        return self.other if person == self.one else self.one


@dataclass(frozen=True, kw_only=True)
class OwnTie:
    """A user who is, or lives with, a person on cases: conflicted on each case that person is on, now and later."""

    person: str
    user: str
    how: str
    declared_by: str
    on: date


@dataclass(frozen=True)
class Sought:
    """Who or what is searched for: an exact address, a UPRN, or a name with a date of birth. Only one of them is given."""

    address: str = ""
    uprn: str = ""
    name: str = ""
    birth: date | None = None


@dataclass(frozen=True)
class Found:
    """One answer to a search: the case, and in which role the person is on it; no role where the case's place was found."""

    case: Standing
    person: str = ""
    role: str = ""
