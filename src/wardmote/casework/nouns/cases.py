"""A case and what hangs on it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands: everything the rules need and nothing about anybody. Reading it is not a consultation."""

    reference: str
    kind: str
    tier: str
    risk: str
    marking: str
    status: str
    lead_agency: str
    lead_person: str = ""
    referred_by: str
    referring_agency: str
    opened_on: date
    next_date: date | None = None
    reopenings: int = 0
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Case(Standing):
    """A case of a location, a victim or an offender, with the words that may be personal: read only with a Look."""

    place: str
    summary: str

    @property
    def standing(self) -> Standing:
        return Standing(**{name: getattr(self, name) for name in Standing.__dataclass_fields__})


@dataclass(frozen=True, kw_only=True)
class ReferralAnswer:
    """What the receiving agency answered. `answer` is the status the case moved to."""

    answer: str
    by: str
    on: date
    reason: str = ""
    signposted_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Referral:
    """One agency asks another, or itself, to take a case. Gateway and agreement are blank inside one agency."""

    id: str
    case: str
    from_agency: str
    to_agency: str
    by: str
    on: date
    why: str
    gateway: str
    agreement: str
    answer: ReferralAnswer | None = None


@dataclass(frozen=True, kw_only=True)
class Note:
    """An entry on a case. It belongs to the agency that wrote it; `masked` means the text was left out (P3)."""

    id: str
    case: str
    owner_agency: str
    by: str
    at: datetime
    kind: str
    protection: str
    data_category: str
    text: str
    masked: bool = False


@dataclass(frozen=True, kw_only=True)
class Action:
    """Who does what by when. `owner_person` may be empty until the agency names someone."""

    id: str
    case: str
    owner_agency: str
    owner_person: str
    what: str
    due: date
    by: str
    set_on: date
    done_on: date | None = None
    done_by: str = ""
    outcome: str = ""
    version: int = 0

    def overdue_on(self, today: date) -> bool:
        return self.done_on is None and self.due < today


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided and why, by whom. Also how closing, reopening and handing over leave their reason."""

    id: str
    case: str
    by: str
    agency: str
    at: datetime
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a case ended. A reopened case keeps its earlier outcomes."""

    id: str
    case: str
    code: str
    by: str
    on: date
    comment: str = ""
