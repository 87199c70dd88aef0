"""In Django: invitations and sessions."""

from collections.abc import Sequence
from dataclasses import replace

from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.web.accounts.models import SignInSession
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.django_store.trail import TrailInDjango

PROVIDER = "agency"
"""What the one configured provider of single sign-on is called in the rows that bind people to it."""


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

    def identity(self, user_id: str) -> str:
        return self._bound().filter(user=user_id).values_list("uid", flat=True).first() or ""

    def bound_to(self, identity: str) -> str:
        return self._bound().filter(uid=identity).values_list("user_id", flat=True).first() or ""

    def bind(self, user_id: str, identity: str, event: AuditEvent) -> None:
        with self._logged(event):
            self._bound().filter(user=user_id).delete()
            if identity:
                self._bound().create(user_id=user_id, provider=PROVIDER, uid=identity)

    def _bound(self) -> QuerySet[SocialAccount]:
        return self._rows(SocialAccount).filter(provider=PROVIDER)
