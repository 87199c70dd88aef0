"""One person's work: what they and their agency are to do, from wherever it was set; and a calendar that only counts it."""

from dataclasses import dataclass, field
from datetime import date

WORK_SOURCES = ("action", "call-line", "group-action", "complaints", "recommendation")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do: on a case, on the daily call, from the group, for a case review. `where` leads to it."""

    source: str
    reference: str
    id: str = ""
    of: str = ""
    what: str = ""
    owner_agency: str
    owner_person: str = ""
    set_by: str = ""
    set_on: date | None = None
    due: date

    def overdue_on(self, today: date) -> bool:
        return self.due < today


@dataclass(frozen=True, kw_only=True)
class CalendarFeed:
    """A secret address under which a calendar program reads how many things are due on which day, and nothing else.

    `digest` is what is kept of the secret. It ends by itself, when its owner ends it, and with their account.
    """

    id: str
    user: str
    digest: str
    made_on: date
    until: date
    ended_on: date | None = None
    version: int = 0

    def live_on(self, today: date) -> bool:
        return self.ended_on is None and self.made_on <= today <= self.until


@dataclass(frozen=True, kw_only=True)
class ExtractCase:
    """What the extract needs of one case: where it stands and how it last ended; nothing about anybody.

    `place` is compared with the places of others and is not written.
    """

    kind: str
    status: str
    lead_agency: str
    opened_on: date
    reopenings: int
    outcome: str = ""
    ended_on: date | None = None
    ward_code: str = ""
    place: str = field(default="", repr=False)
