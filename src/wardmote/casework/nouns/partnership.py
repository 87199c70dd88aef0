"""Agencies, their people, and the agreements they share under."""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.nouns.codes import ATTEST_WARNING, ATTESTED_FOR, LONDON, SHUT_UNUSED
from wardmote.vocabulary.roles import Role, roles


@dataclass(frozen=True)
class Agency:
    """A partner: the tenant that owns its facts. `kind` is a slug of `vocabulary.agencies`.

    `letter_contact` is how people reach it, line by line as it stands on its letters.
    """

    code: str
    name: str
    kind: str
    privacy_officer: str = ""
    controller_contact: str = ""
    letter_contact: str = ""


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
    """A person who works in one agency. `id` is opaque and never reused.

    Two clocks run from the days an account was opened and attested, and from the last sign-in; every verb that makes an
    account sets both days, and an account that lacks one is shut.
    """

    id: str
    name: str
    agency: str
    role_grants: tuple[RoleGrant, ...] = ()
    disabled: bool = False
    username: str = ""
    opened_on: date | None = None
    attested_on: date | None = None
    signed_in_at: datetime | None = None

    @property
    def unused_from(self) -> date | None:
        """The first day on which the account is shut because nobody signed in to it."""
        signed_in_on = self.signed_in_at.astimezone(LONDON).date() if self.signed_in_at else None
        counted = [day for day in (self.opened_on, signed_in_on) if day]
        return max(counted) + SHUT_UNUSED if counted else None

    @property
    def lapses_on(self) -> date | None:
        """The first day on which the account is shut because its agency has not said again that the person is theirs."""
        return self.attested_on + ATTESTED_FOR if self.attested_on else None

    def shut_on(self, today: date) -> str:
        """Why the account is shut today: "disabled", "unopened", "unused" or "lapsed"; nothing while it is open."""
        if self.disabled:
            return "disabled"
        if self.opened_on is None or self.attested_on is None:
            return "unopened"
        if self.unused_from and today >= self.unused_from:
            return "unused"
        return "lapsed" if self.lapses_on and today >= self.lapses_on else ""

    def attest_due_on(self, today: date) -> bool:
        """Whether the person is within 14 days of lapsing, or has lapsed."""
        return self.lapses_on is not None and today >= self.lapses_on - ATTEST_WARNING

    def roles_on(self, today: date) -> tuple[Role, ...]:
        """The roles that count today: none while the account is shut, none that has ended."""
        if self.shut_on(today):
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
