"""The nouns of casework. All frozen; a change is a new value handed to the store with an audit event.

Codes (`kind`, `tier`, `status`, purposes, gateways, outcomes, roles) are words from closed lists, never free text.
Days are dates in Europe/London; instants are aware datetimes in UTC. Nothing here reads a clock.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from wardmote.vocabulary.roles import Role, roles

LONDON = ZoneInfo("Europe/London")
REFERENCE = re.compile(r"CSP-\d{2}-\d{4,6}")

KINDS = ("location", "victim", "offender")
TIERS = ("open", "named", "restricted", "sealed")
RISKS = ("standard", "high")
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""Nothing above OFFICIAL-SENSITIVE is accepted (Government Security Classifications, August 2024)."""
PROTECTION_LEVELS = ("P0", "P1", "P2", "P3")
"""P3 may kill, P2 may ruin, P1 personal, P0 public."""
NOTE_KINDS = ("fact", "opinion", "intelligence")
"""DPA 2018 s.38: fact is kept apart from personal assessment."""
LONGEST_GRANT = timedelta(days=90)
GRACE_AFTER_LAPSE = timedelta(days=14)
"""Open high-risk cases go on this long after an agreement ends: a safety plan must not vanish over paperwork."""


@dataclass(frozen=True)
class Agency:
    """A partner: the tenant that owns its facts. `kind` is a slug of `vocabulary.agencies`."""

    code: str
    name: str
    kind: str
    privacy_officer: str = ""
    controller_contact: str = ""


@dataclass(frozen=True)
class RoleGrant:
    """A role held by a person, from a day until a day, both included. It always ends.

    A role cleared to P3 counts only once a second person has approved it.
    """

    role: str
    start: date
    until: date
    by: str
    approved_by: str = ""

    def live_on(self, today: date) -> bool:
        role = roles()[self.role]
        approved = role.clearance != "P3" or bool(self.approved_by)
        return self.start <= today <= self.until and approved and role.in_use_on(today)


@dataclass(frozen=True)
class User:
    """A person who works in one agency. `id` is opaque and never reused."""

    id: str
    name: str
    agency: str
    role_grants: tuple[RoleGrant, ...] = ()
    disabled: bool = False

    def roles_on(self, today: date) -> tuple[Role, ...]:
        """The roles that count today: none for a disabled user, none that has ended."""
        if self.disabled:
            return ()
        return tuple(roles()[grant.role] for grant in self.role_grants if grant.live_on(today))

    def may(self, capability: str, today: date) -> bool:
        return any(capability in role.capabilities for role in self.roles_on(today))


@dataclass(frozen=True)
class SharingAgreement:
    """Who may share what about whom, under which power, until when (ICO data sharing code, DPA 2018 s.121).

    `end` is the last day; from midnight after it the other parties' sight stops. `purposes`, `subject_categories` (kinds
    of case) and `data_categories` are slugs.
    """

    id: str
    title: str
    parties: frozenset[str]
    subject_categories: frozenset[str]
    data_categories: frozenset[str]
    purposes: frozenset[str]
    gateway: str
    lawful_basis: str
    start: date
    review: date
    end: date

    def live_on(self, today: date) -> bool:
        return self.start <= today <= self.end

    def review_overdue_on(self, today: date) -> bool:
        return self.review < today

    def names(self, *agencies: str) -> bool:
        return self.parties.issuperset(agencies)


@dataclass(frozen=True)
class AgreementDraft:
    """An agreement somebody proposes, new or changed: nothing is shared under it until every party has signed.

    `signed` holds the agencies that have; `signatories` the people who did it for them.
    """

    agreement: SharingAgreement
    by: str
    signed: frozenset[str] = frozenset()
    signatories: frozenset[str] = frozenset()

    @property
    def complete(self) -> bool:
        return self.signed == self.agreement.parties


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


@dataclass(frozen=True, kw_only=True)
class CaseGrant:
    """Sight of one case for one person, or for everybody in one agency who holds one role.

    `reaches` is the strictest tier the grant opens: a grant by itself reaches named; the lead's approval makes it reach
    restricted; two approvals make it reach sealed. So a case whose tier is raised closes by itself to weaker grants.
    """

    id: str
    case: str
    agency: str
    to_user: str = ""
    to_role: str = ""
    purpose: str
    gateway: str
    start: date
    until: date
    by: str
    reason: str
    approvals: tuple[str, ...] = ()
    reaches: str = "named"
    revoked: bool = False
    version: int = 0

    def live_on(self, today: date) -> bool:
        return self.start <= today <= self.until and not self.revoked


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A person who must not see a case, because they are, live with, or know somebody in it. It beats every grant."""

    case: str
    user: str
    declared_by: str
    on: date


@dataclass(frozen=True)
class Sharing:
    """What decides who else sees one case: agreements that name its lead agency, its grants, its conflicts."""

    agreements: tuple[SharingAgreement, ...] = ()
    grants: tuple[CaseGrant, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class SignedIn:
    """A person at work: who, in which session, from where, at what moment. Made once per request from a fresh User."""

    user: User
    session: str
    now: datetime
    source: str = ""

    def __post_init__(self) -> None:
        if self.now.utcoffset() is None:
            raise ValueError("now must know its time zone")

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


@dataclass(frozen=True)
class CaseLine:
    """One line of a case list: the case and the next thing due on it."""

    case: Case
    next_action: Action | None = None


@dataclass(frozen=True)
class CasePage:
    """One page of a case list; `total` counts only what this person may see."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    size: int


SORTS = frozenset({"reference", "opened_on", "next_date", "status", "lead_agency", "place"})


@dataclass(frozen=True)
class TrailQuery:
    """Which audit records are asked for. Empty means any; `since` and `until` are both included."""

    object_id: str = ""
    actor: str = ""
    actions: frozenset[str] = field(default_factory=frozenset)
    since: datetime | None = None
    until: datetime | None = None
