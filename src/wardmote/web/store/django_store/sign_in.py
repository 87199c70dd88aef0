"""In Django: invitations and sessions."""

from collections.abc import Sequence
from dataclasses import replace

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.web.accounts.models import SignInSession
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.django_store.trail import TrailInDjango


class SignInInDjango(TrailInDjango):
    """Invitations and sessions."""

    def invitations(self, user_id: str) -> Sequence[nouns.Invitation]:
        rows = self._rows(models.Invitation).filter(user=user_id).order_by("made_at", "pk")
        return [noun_of(nouns.Invitation, row) for row in rows]

    def invitation_with(self, digest: str) -> nouns.Invitation | None:
        row = self._rows(models.Invitation).filter(digest=digest).exclude(digest="").first()
        return noun_of(nouns.Invitation, row) if row else None

    def add_invitation(self, invitation: nouns.Invitation, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Invitation, invitation)

    def save_invitation(self, invitation: nouns.Invitation, event: AuditEvent) -> nouns.Invitation:
        saved = replace(invitation, version=invitation.version + 1)
        with self._logged(event):
            self._save_version(models.Invitation, invitation.id, saved, "id")
        return saved

    def sessions(self, user_id: str) -> Sequence[nouns.Session]:
        rows = self._rows(SignInSession).filter(account=user_id, seen_at__isnull=False).order_by("-seen_at")
        return [noun_of(nouns.Session, row, user=row.account) for row in rows]

    def end_sessions(self, user_id: str, names: Sequence[str], event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(SignInSession).filter(account=user_id, name__in=names).delete()
