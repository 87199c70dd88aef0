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
from typing import Protocol, TypeAlias

from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead
from wardmote.casework.conditions import Condition
from wardmote.casework.nouns import (
    Action,
    Agency,
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
        """Audit records, oldest first. Reading the log is itself logged, as a review."""
        ...

    def export_trail(self, event: AuditEvent) -> Iterable[AuditRecord]:
        """Every record from the first, for the offline verifier; the export is logged and is not in itself."""
        ...

    def add_head(self, head: SignedHead, event: AuditEvent) -> None: ...

    def heads(self) -> Sequence[SignedHead]: ...

    def purpose_given(self, session: str, reference: str) -> Look | None:
        """The latest look of this session that was allowed on this case with its purpose; from the trail itself.

        Only purpose, gateway and agreement of the answer are used.
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

    def save_agreement(self, agreement: SharingAgreement, event: AuditEvent) -> None: ...

    # Cases: what the rules need

    def standing(self, reference: str, sees: Filter) -> Standing | None:
        """None for a hidden case as for a missing one, by the same query."""
        ...

    def sharing_of(self, standing: Standing) -> Sharing:
        """Every agreement naming the lead agency (lapsed ones too), every grant and conflict of this case."""
        ...

    def open_actions(self, reference: str) -> int:
        """How many actions of a case are not done."""
        ...

    # Cases: reads of personal data

    def read_file(self, look: Look, reference: str, sees: Filter, sees_notes: Filter) -> CaseFile | None:
        """The case with what hangs on it; notes only those `sees_notes` holds for, P3 text masked."""
        ...

    def read_note(self, look: Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter) -> Note | None:
        """One note with its text, P3 included: an act of its own in the trail."""
        ...

    def read_action(self, look: Look, action_id: str, reference: str, sees: Filter) -> Action | None: ...

    def list_cases(self, look: Look, sees: Filter, wanted: Wanted) -> CasePage: ...

    # Cases: writes

    def add_case(self, case: Case, event: AuditEvent) -> None: ...

    def save_standing(self, standing: Standing, event: AuditEvent) -> Standing:
        """Saves status, lead, tier, risk, marking, next date, reopenings; returns it with its new version."""
        ...

    def add_referral(self, referral: Referral, event: AuditEvent) -> None: ...

    def answer_referral(
        self, reference: str, answer: str, answered: Decision, signposted_to: str, event: AuditEvent
    ) -> None:
        """Writes the answer onto the case's referral: by, on and reason are those of `answered`."""
        ...

    def add_note(self, note: Note, event: AuditEvent) -> None: ...

    def add_action(self, action: Action, event: AuditEvent) -> None: ...

    def save_action(self, action: Action, event: AuditEvent) -> None: ...

    def add_decision(self, decision: Decision, event: AuditEvent) -> None: ...

    def add_outcome(self, outcome: Outcome, event: AuditEvent) -> None: ...

    # Access to one case

    def grant(self, grant_id: str) -> CaseGrant | None: ...

    def add_grant(self, grant: CaseGrant, event: AuditEvent) -> None: ...

    def save_grant(self, grant: CaseGrant, event: AuditEvent) -> None: ...

    def add_conflict(self, conflict: Conflict, event: AuditEvent) -> None: ...
