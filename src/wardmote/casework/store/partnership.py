"""What a store does with agencies, people and agreements."""

from collections.abc import Sequence
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.nouns import (
    Agency,
    AgreementDraft,
    SharingAgreement,
    User,
)


class PartnershipStore(Protocol):
    """Agencies, people and agreements."""

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
