"""In Django: access to one case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.conditions import over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango


class AccessInDjango(TrailInDjango):
    """Access to one case."""

    def grant(self, grant_id: str) -> nouns.CaseGrant | None:
        row = self._rows(models.CaseGrant).filter(pk=grant_id).first()
        return noun_of(nouns.CaseGrant, row) if row else None

    def grants_on(self, today: date) -> Sequence[nouns.CaseGrant]:
        rows = self._rows(models.CaseGrant).filter(revoked=False, until__gte=today)
        return [noun_of(nouns.CaseGrant, row) for row in rows.order_by("pk")]

    def grants_with_cases(self, today: date, sees: Filter) -> Sequence[tuple[nouns.CaseGrant, nouns.Standing]]:
        rows = self._rows(models.CaseGrant).filter(
            over_things_of_cases(sees, self.using), revoked=False, until__gte=today
        )
        rows = rows.select_related("case").order_by("pk")
        return [(noun_of(nouns.CaseGrant, row), noun_of(nouns.Standing, row.case)) for row in rows]

    def add_grant(self, grant: nouns.CaseGrant, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.CaseGrant, grant)

    def save_grant(self, grant: nouns.CaseGrant, event: AuditEvent) -> nouns.CaseGrant:
        saved = replace(grant, version=grant.version + 1)
        with self._logged(event):
            self._save_version(models.CaseGrant, grant.id, saved, "id")
        return saved

    def add_conflict(self, conflict: nouns.Conflict, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Conflict, conflict)
