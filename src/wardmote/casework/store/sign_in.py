"""What a store does with how people come to sign in."""

from collections.abc import Sequence
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.nouns import Invitation, Session


class SignInStore(Protocol):
    """Invitations and sessions."""

    def invitations(self, user_id: str) -> Sequence[Invitation]:
        """Every invitation of a person, oldest first."""
        ...

    def invitation_with(self, digest: str) -> Invitation | None: ...

    def add_invitation(self, invitation: Invitation, event: AuditEvent) -> None: ...

    def save_invitation(self, invitation: Invitation, event: AuditEvent) -> Invitation: ...

    def sessions(self, user_id: str) -> Sequence[Session]:
        """The sign-ins of a person that are kept, the last seen first; some may be past their limits."""
        ...

    def end_sessions(self, user_id: str, names: Sequence[str], event: AuditEvent) -> None:
        """Ends those of a person's sessions that have these names: their next request is nobody's."""
        ...

    def identity(self, user_id: str) -> str:
        """The identity of the agency's own sign-in that is this person; blank for none."""
        ...

    def bound_to(self, identity: str) -> str:
        """The person an identity is bound to; blank for nobody."""
        ...

    def bind(self, user_id: str, identity: str, event: AuditEvent) -> None:
        """This identity, in place of an earlier one; blank leaves none."""
        ...
