"""What a casework store must do. `memory_store` is the slow, obvious one; `wardmote.web` implements it in Django.

Four promises every store keeps:

1. Every write takes an `AuditEvent` and saves both in the same transaction, or neither.
2. Every read of personal data takes a `Look`, appends a consultation event first, and returns nothing if that fails.
3. Every read of cases takes a `Filter` (a condition without viewer terms) and compiles it into its one query, so that
   a hidden case and a missing one cost the same and answer the same.
4. `save_*` compares `version` with what is stored, raises `EditedMeanwhile` if they differ, and stores version + 1.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, TypeAlias

from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead
from wardmote.casework.conditions import Condition
from wardmote.casework.nouns import (
    Action,
    Agency,
    AgreementDraft,
    Case,
    CaseFile,
    CaseGrant,
    CasePage,
    Conflict,
    Decision,
    Look,
    Note,
    Outcome,
    Referral,
    ReferralAnswer,
    Sharing,
    SharingAgreement,
    Standing,
    TrailQuery,
    User,
    Wanted,
)

Filter: TypeAlias = Condition
"""A condition with no `Of("viewer", …)` left in it: `visibility.cases_seen_by`, `notes_seen_by`, `trails_seen_by`."""


class Store(Protocol):
    """The casework store. Outside `transaction()` a store may refuse to write."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is saved together or not at all. Nests: an inner one joins the outer."""
        ...

    def new_id(self) -> str:
        """An opaque id, never reused."""
        ...

    def new_reference(self, year: int) -> str:
        """The next case reference of a year: CSP-26-0007. Never reused."""
        ...

    # The trail

    def append(self, event: AuditEvent) -> AuditRecord:
        """Add to the end of the chain, in the current transaction: `audit.link` on the last record, one writer at a time."""
        ...

    def last_record(self) -> AuditRecord | None: ...

    def trail(self, look: Look, query: TrailQuery) -> Sequence[AuditRecord]:
        """Audit records, oldest first. Reading the log is itself logged first, as a review of `query.object_id`.

        `query.object_id` matches an object of that id, a thing on it ("CSP-26-0007/…"), and a list that showed it.
        """
        ...

    def export_trail(self, event: AuditEvent) -> Iterable[AuditRecord]:
        """Every record from the first, for the offline verifier; the export is logged and is not in itself."""
        ...

    def add_head(self, head: SignedHead, event: AuditEvent) -> None: ...

    def heads(self) -> Sequence[SignedHead]: ...

    def purpose_given(self, session: str, reference: str) -> str:
        """The purpose this session last gave for this case, or blank; read from the trail itself.

        It is that of the session's latest allowed record with a purpose whose object is the case or a thing on it.
        A list that showed the case does not count.
        """
        ...

    # Agencies, people, agreements

    def agency(self, code: str) -> Agency | None: ...

    def agencies(self) -> Sequence[Agency]: ...

    def save_agency(self, agency: Agency, event: AuditEvent) -> None: ...

    def user(self, user_id: str) -> User | None: ...

    def users(self, agency: str = "") -> Sequence[User]: ...

    def save_user(self, user: User, event: AuditEvent) -> None: ...

    def agreements(self) -> Sequence[SharingAgreement]: ...

    def save_agreement(self, agreement: SharingAgreement, event: AuditEvent) -> None:
        """From now on this is the agreement of its id. A draft of the same id is gone."""
        ...

    def drafts(self) -> Sequence[AgreementDraft]:
        """Agreements waiting for signatures, at most one for an id."""
        ...

    def save_draft(self, draft: AgreementDraft, event: AuditEvent) -> None:
        """Keeps the draft of this agreement id, in place of an earlier one."""
        ...

    # Cases: what the rules need

    def standing(self, reference: str, sees: Filter) -> Standing | None:
        """None for a hidden case as for a missing one, by the same query."""
        ...

    def sharing_of(self, standing: Standing) -> Sharing:
        """Every agreement naming the lead agency (lapsed ones too), every grant and conflict of this case."""
        ...

    def open_dues(self, reference: str) -> Sequence[date]:
        """When the actions of a case that are not done are due, earliest first."""
        ...

    # Cases: reads of personal data

    def read_file(self, look: Look, reference: str, sees: Filter, sees_notes: Filter) -> CaseFile | None:
        """The case with what hangs on it; notes only those `sees_notes` holds for, P3 text masked."""
        ...

    def read_note(self, look: Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter) -> Note | None:
        """One note with its text, P3 included: an act of its own in the trail."""
        ...

    def read_action(self, look: Look, action_id: str, reference: str) -> Action | None:
        """One action of a case that the caller already has in hand."""
        ...

    def list_cases(self, look: Look, sees: Filter, wanted: Wanted) -> CasePage: ...

    # Cases: writes

    def add_case(self, case: Case, event: AuditEvent) -> None: ...

    def save_standing(self, standing: Standing, event: AuditEvent) -> Standing:
        """Saves status, lead, tier, risk, marking, next date, reopenings; returns it with its new version."""
        ...

    def add_referral(self, referral: Referral, event: AuditEvent) -> None: ...

    def answer_referral(self, reference: str, answer: ReferralAnswer, event: AuditEvent) -> None:
        """Writes the answer onto the referral of this case."""
        ...

    def add_note(self, note: Note, event: AuditEvent) -> None: ...

    def add_action(self, action: Action, event: AuditEvent) -> None: ...

    def save_action(self, action: Action, event: AuditEvent) -> Action: ...

    def add_decision(self, decision: Decision, event: AuditEvent) -> None: ...

    def add_outcome(self, outcome: Outcome, event: AuditEvent) -> None: ...

    # Access to one case

    def grant(self, grant_id: str) -> CaseGrant | None: ...

    def grants_on(self, today: date) -> Sequence[CaseGrant]:
        """Every grant that has not ended and is not revoked, for those who approve them."""
        ...

    def add_grant(self, grant: CaseGrant, event: AuditEvent) -> None: ...

    def save_grant(self, grant: CaseGrant, event: AuditEvent) -> CaseGrant: ...

    def add_conflict(self, conflict: Conflict, event: AuditEvent) -> None: ...
