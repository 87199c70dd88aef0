"""The daily call: its lines, and which agencies said they had nothing new."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """One issue on the daily call: what, where, whose, by when. It belongs to the agency that raised it.

    `vulnerable` says somebody in it is; it is False for whoever may not know. `changed` is the place in the trail of the
    last change to it, so that a page can ask for what is newer than it has.
    """

    reference: str
    raised_on: date
    raised_at: datetime
    raised_by: str
    raising_agency: str
    what: str
    where: str
    owner_agency: str
    owner_person: str = ""
    due: date
    vulnerable: bool = False
    case: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""
    changed: int = 0
    version: int = 0

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def time_to_resolve(self) -> timedelta | None:
        return None if self.closed_at is None else self.closed_at - self.raised_at

    def overdue_on(self, today: date) -> bool:
        return self.open and self.due < today


@dataclass(frozen=True, kw_only=True)
class NothingNew:
    """An agency said on the call of a day that it had nothing to raise: silence and absence are different things."""

    day: date
    agency: str
    by: str
    at: datetime
    changed: int = 0


LAPSED = {
    "what": "",
    "where": "",
    "outcome": "",
    "owner_person": "",
    "raised_by": "",
    "closed_by": "",
    "vulnerable": False,
}
"""What a line says once it has lapsed. What is counted stays: its agencies, its days, and the case it led to."""


@dataclass(frozen=True)
class CallWanted:
    """Which lines are asked for: those of the call of a day, or of them only what changed after a place in the trail.

    The call of a day holds what was raised that day, what was still open when it began, and what was closed that day.
    """

    day: date
    since: int = 0
