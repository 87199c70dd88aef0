"""What a store does with cases and what hangs on them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import (
    Action,
    Case,
    CaseFile,
    CasePage,
    Decision,
    Look,
    Note,
    Outcome,
    Referral,
    ReferralAnswer,
    Sharing,
    Standing,
    Wanted,
)

FILE_FIELDS = (
    "place",
    "summary",
    "referral",
    "notes",
    "actions",
    "decisions",
    "outcomes",
    "documents",
    "people",
    "details",
    "relations",
    "assessments",
    "links",
    "site",
    "reviews",
)
"""What the trail says a reading of a case file showed."""


class CasesStore(Protocol):
    """Cases and what hangs on them."""

    def standing(self, reference: str, sees: Filter) -> Standing | None:
        """None for a hidden case as for a missing one, by the same query."""
        ...

    def sharing_of(self, standing: Standing) -> Sharing:
        """Every agreement naming the lead agency (lapsed ones too); grants, conflicts and emergencies of this case."""
        ...

    def open_dues(self, reference: str) -> Sequence[date]:
        """When the actions of a case that are not done are due, earliest first."""
        ...

    def read_file(self, look: Look, reference: str, sees: Filter, sees_notes: Filter) -> CaseFile | None:
        """The case with what hangs on it; what agencies wrote only where `sees_notes` holds for it, P3 left out.

        Of a person nothing shows unless their role shows. The record names each person shown. A link shows where `sees`
        holds for its other end.
        """
        ...

    def read_note(self, look: Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter) -> Note | None:
        """One note with its text, P3 included: an act of its own in the trail."""
        ...

    def read_action(self, look: Look, action_id: str, reference: str) -> Action | None:
        """One action of a case that the caller already has in hand."""
        ...

    def list_cases(self, look: Look, sees: Filter, *wanted: Wanted) -> Sequence[CasePage]:
        """A page of each of these lists, and one record of all that they show."""
        ...

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
