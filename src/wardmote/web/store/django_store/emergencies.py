"""In Django: cases opened in an emergency, and notices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango
from wardmote.web.store.together import Part, read_together


class EmergenciesInDjango(TrailInDjango):
    """Cases opened in an emergency, and notices."""

    def opening(self, opening_id: str) -> nouns.EmergencyOpening | None:
        row = self._rows(models.EmergencyOpening).filter(pk=opening_id).first()
        return noun_of(nouns.EmergencyOpening, row) if row else None

    def openings_unreviewed(self, sees: Filter) -> Sequence[nouns.EmergencyOpening]:
        waiting = self._rows(models.EmergencyOpening).filter(over_things_of_cases(sees, self.using), outcome="")
        return [noun_of(nouns.EmergencyOpening, row) for row in waiting.order_by("at", "pk")]

    def openings_live(self, user_id: str, now: datetime) -> Sequence[nouns.EmergencyOpening]:
        live = self._rows(models.EmergencyOpening).filter(user=user_id, at__lte=now, until__gte=now)
        return [noun_of(nouns.EmergencyOpening, row) for row in live.order_by("at", "pk")]

    def add_opening(self, opening: nouns.EmergencyOpening, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.EmergencyOpening, opening)

    def save_opening(self, opening: nouns.EmergencyOpening, event: AuditEvent) -> nouns.EmergencyOpening:
        saved = replace(opening, version=opening.version + 1)
        with self._logged(event):
            self._save_version(models.EmergencyOpening, opening.id, saved, "id")
        return saved

    def notices(self, person: str) -> tuple[Sequence[nouns.Notice], Mapping[str, datetime]]:
        asked = {
            "kept": Part(models.Notice, "person = %s", (person,), ("since",)),
            "seen": Part(models.NoticeSeen, "person = %s", (person,)),
        }
        found = read_together(self.using, asked)
        return nouns_of(nouns.Notice, found["kept"]), {row.notice: row.at for row in found["seen"]}

    def notices_known(self, ids: Collection[str]) -> frozenset[str]:
        return frozenset(self._rows(models.Notice).filter(pk__in=ids).values_list("pk", flat=True))

    def add_notices(self, notices: Sequence[nouns.Notice], event: AuditEvent) -> None:
        with self._logged(event):
            for notice in notices:
                self._insert(models.Notice, notice)

    def mark_notice_seen(self, person: str, notice_id: str, at: datetime, event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(models.NoticeSeen).get_or_create(person=person, notice=notice_id, defaults={"at": at})

    def notice_address(self, person: str) -> str:
        row = self._rows(models.NoticeAddress).filter(pk=person).first()
        return row.address if row else ""

    def save_notice_address(self, person: str, address: str, event: AuditEvent) -> None:
        with self._logged(event):
            if address:
                self._rows(models.NoticeAddress).update_or_create(pk=person, defaults={"address": address})
            else:
                self._rows(models.NoticeAddress).filter(pk=person).delete()
