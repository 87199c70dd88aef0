"""In memory: invitations and sessions."""

from collections.abc import Sequence
from dataclasses import replace

from wardmote.casework.audit import AuditEvent
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import Invitation, Session


class SignInInMemory(TrailInMemory):
    """Invitations and sessions."""

    def __init__(self) -> None:
        super().__init__()
        self._invitations: dict[str, Invitation] = {}
        self._sessions: dict[str, Session] = {}
        self._identities: dict[str, str] = {}

    def invitations(self, user_id: str) -> Sequence[Invitation]:
        return [made for made in self._invitations.values() if made.user == user_id]

    def invitation_with(self, digest: str) -> Invitation | None:
        return next((made for made in self._invitations.values() if made.digest and made.digest == digest), None)

    def add_invitation(self, invitation: Invitation, event: AuditEvent) -> None:
        self.append(event)
        self._invitations[invitation.id] = invitation

    def save_invitation(self, invitation: Invitation, event: AuditEvent) -> Invitation:
        if self._invitations[invitation.id].version != invitation.version:
            raise EditedMeanwhile
        self.append(event)
        self._invitations[invitation.id] = replace(invitation, version=invitation.version + 1)
        return self._invitations[invitation.id]

    def sessions(self, user_id: str) -> Sequence[Session]:
        found = [session for session in self._sessions.values() if session.user == user_id]
        return sorted(found, key=lambda session: session.seen_at, reverse=True)

    def end_sessions(self, user_id: str, names: Sequence[str], event: AuditEvent) -> None:
        self.append(event)
        kept = {key: s for key, s in self._sessions.items() if s.user != user_id or s.name not in names}
        self._sessions = kept

    def identity(self, user_id: str) -> str:
        return self._identities.get(user_id, "")

    def bound_to(self, identity: str) -> str:
        return next((user for user, bound in self._identities.items() if bound and bound == identity), "")

    def bind(self, user_id: str, identity: str, event: AuditEvent) -> None:
        self.append(event)
        self._identities[user_id] = identity
