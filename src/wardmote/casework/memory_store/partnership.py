"""In memory: agencies, people and agreements."""

from collections.abc import Sequence

from wardmote.casework.audit import AuditEvent
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import Agency, AgreementDraft, SharingAgreement, User


class PartnershipInMemory(TrailInMemory):
    """Agencies, people and agreements."""

    def __init__(self) -> None:
        super().__init__()
        self._agencies: dict[str, Agency] = {}
        self._users: dict[str, User] = {}
        self._agreements: dict[str, SharingAgreement] = {}
        self._drafts: dict[str, AgreementDraft] = {}

    def agency(self, code: str) -> Agency | None:
        return self._agencies.get(code)

    def agencies(self) -> Sequence[Agency]:
        return list(self._agencies.values())

    def save_agency(self, agency: Agency, event: AuditEvent) -> None:
        self.append(event)
        self._agencies[agency.code] = agency

    def user(self, user_id: str) -> User | None:
        return self._users.get(user_id)

    def users(self, agency: str = "") -> Sequence[User]:
        return [user for user in self._users.values() if agency in ("", user.agency)]

    def save_user(self, user: User, event: AuditEvent) -> None:
        self.append(event)
        self._users[user.id] = user

    def agreements(self) -> Sequence[SharingAgreement]:
        return list(self._agreements.values())

    def save_agreement(self, agreement: SharingAgreement, event: AuditEvent) -> None:
        self.append(event)
        self._agreements[agreement.id] = agreement
        self._drafts.pop(agreement.id, None)

    def drafts(self) -> Sequence[AgreementDraft]:
        return list(self._drafts.values())

    def save_draft(self, draft: AgreementDraft, event: AuditEvent) -> None:
        self.append(event)
        self._drafts[draft.agreement.id] = draft
