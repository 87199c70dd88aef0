"""Who looks, what for, and what they are shown."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wardmote.casework.nouns.case_reviews import ReviewFile
from wardmote.casework.nouns.cases import Action, Case, Decision, Note, Outcome, Referral
from wardmote.casework.nouns.codes import CASES_AN_HOUR, LONDON, PROOF_LASTS
from wardmote.casework.nouns.documents import Document
from wardmote.casework.nouns.partnership import User
from wardmote.casework.nouns.people import Detail, PersonOnCase, Relation
from wardmote.casework.nouns.surroundings import Assessment, LinkedCase, Site

if TYPE_CHECKING:
    from wardmote.casework.audit import AuditRecord


@dataclass(frozen=True)
class SignedIn:
    """A person at work: who, in which session, from where, at what moment. Made once per request from a fresh User.

    `proven_at` is when this session last proved, by password or second factor, that it is still this person.
    `cases_an_hour` is how many different cases they may open within an hour.
    """

    user: User
    session: str
    now: datetime
    source: str = ""
    proven_at: datetime | None = None
    cases_an_hour: int = CASES_AN_HOUR

    def __post_init__(self) -> None:
        if self.now.utcoffset() is None:
            raise ValueError("now must know its time zone")

    @property
    def freshly_proven(self) -> bool:
        return self.proven_at is not None and self.now - self.proven_at <= PROOF_LASTS

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @cached_property
    def utc(self) -> datetime:
        return self.now.astimezone(UTC)


@dataclass(frozen=True)
class Look:
    """A look at personal data: by whom (person and session), what for, under which power. Every read takes one."""

    by: SignedIn
    purpose: str
    gateway: str = ""
    agreement: str = ""


@dataclass(frozen=True)
class CaseFile:
    """One case as one person may see it: what was read, after the look was logged."""

    case: Case
    referral: Referral | None
    notes: tuple[Note, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    documents: tuple[Document, ...] = ()
    people: tuple[PersonOnCase, ...] = ()
    details: tuple[Detail, ...] = ()
    relations: tuple[Relation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    links: tuple[LinkedCase, ...] = ()
    site: Site | None = None
    reviews: ReviewFile = field(default_factory=ReviewFile)


@dataclass(frozen=True)
class Wanted:
    """What a case list is asked for. Empty means any; `words` are looked for in reference, place and summary."""

    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    lead_agency: str = ""
    words: str = ""
    sort: str = "-opened_on"
    page: int = 1
    size: int = 50
    counted: int = 1_000

    @property
    def first(self) -> int:
        """How many cases come before the page."""
        return (self.page - 1) * self.size

    @property
    def counted_to(self) -> int:
        """Cases are counted no further: to count each of 20,000 takes longer than to show a page of them."""
        return self.first + self.counted


@dataclass(frozen=True)
class CaseLine:
    """One line of a case list: the case and the next thing due on it."""

    case: Case
    next_action: Action | None = None


@dataclass(frozen=True)
class CasePage:
    """One page of a case list; `total` counts only what this person may see, and there are `more` where it stopped."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    size: int
    more: bool = False


SORTS = frozenset({"reference", "opened_on", "next_date", "status", "lead_agency", "place"})


@dataclass(frozen=True)
class TrailPage:
    """One page of what the log says, newest first; `total` and `people` count all of it."""

    records: tuple["AuditRecord", ...]
    total: int
    people: int
    page: int
    size: int


@dataclass(frozen=True)
class TrailQuery:
    """Which audit records are asked for. Empty means any; `since` and `until` are both included."""

    object_id: str = ""
    actor: str = ""
    actions: frozenset[str] = field(default_factory=frozenset)
    since: datetime | None = None
    until: datetime | None = None
