"""In Django: agencies, people and agreements."""

from collections.abc import Sequence
from typing import Any

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.web.accounts.models import Account
from wardmote.web.store import models
from wardmote.web.store.agreements import NAMED, agreements_in, forget
from wardmote.web.store.as_nouns import columns_of, noun_of
from wardmote.web.store.django_store.trail import TrailInDjango


class PartnershipInDjango(TrailInDjango):
    """Agencies, people and agreements."""

    def agency(self, code: str) -> nouns.Agency | None:
        row = self._rows(models.Agency).filter(pk=code).first()
        return noun_of(nouns.Agency, row) if row else None

    def agencies(self) -> Sequence[nouns.Agency]:
        return [noun_of(nouns.Agency, row) for row in self._rows(models.Agency).order_by("code")]

    def save_agency(self, agency: nouns.Agency, event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(models.Agency).update_or_create(code=agency.code, defaults=columns_of(agency, models.Agency))

    def user(self, user_id: str) -> nouns.User | None:
        row = self._rows(Account).prefetch_related("role_grants").filter(pk=user_id).first()
        return user_of(row) if row else None

    def users(self, agency: str = "") -> Sequence[nouns.User]:
        rows = self._rows(Account).prefetch_related("role_grants").order_by("pk")
        return [user_of(row) for row in (rows.filter(agency=agency) if agency else rows)]

    def save_user(self, user: nouns.User, event: AuditEvent) -> None:
        """The username is written once; when somebody last signed in is written by signing in alone."""
        with self._logged(event):
            kept = {"name": user.name, "agency": user.agency, "is_active": not user.disabled}
            kept |= {"opened_on": user.opened_on, "attested_on": user.attested_on}
            fresh = {**kept, "username": user.username or user.id, "password": "!"}
            row, _ = self._rows(Account).update_or_create(pk=user.id, defaults=kept, create_defaults=fresh)
            self._rows(models.RoleGrant).filter(account=row).delete()
            for grant in user.role_grants:
                self._insert(models.RoleGrant, grant, account_id=user.id)

    def agreements(self) -> Sequence[nouns.SharingAgreement]:
        return agreements_in(self.using)

    def save_agreement(self, agreement: nouns.SharingAgreement, event: AuditEvent) -> None:
        with self._logged(event):
            columns = columns_of(agreement, models.SharingAgreement, "id")
            self._rows(models.SharingAgreement).update_or_create(pk=agreement.id, defaults=columns)
            self._rows(models.AgreementDraft).filter(pk=agreement.id).delete()
            forget(self.using)

    def drafts(self) -> Sequence[nouns.AgreementDraft]:
        return [_draft(row) for row in self._rows(models.AgreementDraft).order_by("pk")]

    def save_draft(self, draft: nouns.AgreementDraft, event: AuditEvent) -> None:
        with self._logged(event):
            columns = columns_of(draft.agreement, models.AgreementDraft) | columns_of(draft, models.AgreementDraft)
            self._rows(models.AgreementDraft).update_or_create(pk=draft.agreement.id, defaults=columns)


def user_of(row: Any) -> nouns.User:
    """The person of a row of an account, with their roles."""
    grants = tuple(noun_of(nouns.RoleGrant, grant) for grant in row.role_grants.all())
    return nouns.User(
        row.id,
        row.name,
        row.agency,
        grants,
        disabled=not row.is_active,
        username=row.username,
        opened_on=row.opened_on,
        attested_on=row.attested_on,
        signed_in_at=row.last_login,
    )


def _draft(row: Any) -> nouns.AgreementDraft:
    named = {name: frozenset(getattr(row, name)) for name in NAMED}
    proposed = noun_of(nouns.SharingAgreement, row, **named)
    return nouns.AgreementDraft(proposed, row.by, frozenset(row.signed), frozenset(row.signatories))
