"""In Django: keys to the API."""

from collections.abc import Sequence

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.django_store.trail import TrailInDjango


class TokensInDjango(TrailInDjango):
    """Keys to the API."""

    def token(self, token_id: str) -> nouns.ApiToken | None:
        row = self._rows(models.ApiToken).filter(pk=token_id).first()
        return noun_of(nouns.ApiToken, row) if row else None

    def tokens_of(self, user_id: str) -> Sequence[nouns.ApiToken]:
        rows = self._rows(models.ApiToken).filter(user=user_id).order_by("-made_at", "-pk")
        return [noun_of(nouns.ApiToken, row) for row in rows]

    def add_token(self, token: nouns.ApiToken, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.ApiToken, token)

    def revoke_token(self, token_id: str, event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(models.ApiToken).filter(pk=token_id).update(revoked=True)
