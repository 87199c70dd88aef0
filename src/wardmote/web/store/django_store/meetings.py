"""In Django: the meetings of the operational group."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.store import Filter
from wardmote.casework.store.meetings import Part
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import over_cases, over_meetings
from wardmote.web.store.django_store.trail import TrailInDjango

MODELS: dict[type[Any], type[Any]] = {
    nouns.Meeting: models.Meeting,
    nouns.MeetingItem: models.MeetingItem,
    nouns.Attendance: models.Attendance,
}


class MeetingsInDjango(TrailInDjango):
    """Meetings, their items and who came."""

    def meetings(self, sees: Filter) -> Sequence[nouns.Meeting]:
        return [noun_of(nouns.Meeting, row) for row in self._meetings_seen(sees).order_by("-on", "-pk")]

    def read_meeting(
        self, look: nouns.Look, meeting_id: str, sees: Filter, sees_cases: Filter
    ) -> nouns.MeetingFile | None:
        with self._within():
            row = self._meetings_seen(sees).filter(pk=meeting_id).first()
            if row is None:
                return None
            items = nouns_of(
                nouns.MeetingItem, self._rows(models.MeetingItem).filter(meeting=row).order_by("position", "pk")
            )
            cases = self._cases_of(items, sees_cases)
            shown = sorted(case.reference for case in cases)
            self.append(consultation(look, "meeting-read", "meeting", meeting_id, ("title", "decision"), shown))
            came = self._rows(models.Attendance).filter(meeting=row).order_by("agency")
            return nouns.MeetingFile(
                noun_of(nouns.Meeting, row),
                tuple(item for item in items if not item.case or item.case in shown),
                nouns_of(nouns.Attendance, came),
                cases,
            )

    def open_group_actions(self, look: nouns.Look, sees: Filter, sees_cases: Filter) -> Sequence[nouns.MeetingItem]:
        with self._within():
            waiting = self._waiting().filter(meeting__in=self._meetings_seen(sees))
            items = nouns_of(nouns.MeetingItem, waiting.order_by("due", "pk"))
            seen = {case.reference for case in self._cases_of(items, sees_cases)}
            found = [item for item in items if not item.case or item.case in seen]
            if found:
                shown = sorted({item.case for item in found if item.case})
                self.append(consultation(look, "group-actions-listed", "meeting", "", ("decision",), shown))
            return found

    def group_actions_due(self, agency: str) -> Sequence[nouns.MeetingItem]:
        rows = self._waiting().filter(owner_agency=agency).order_by("due", "pk")
        return [noun_of(nouns.MeetingItem, row) for row in rows]

    def group_action(self, item_id: str) -> nouns.MeetingItem | None:
        row = self._rows(models.MeetingItem).filter(pk=item_id).first()
        return noun_of(nouns.MeetingItem, row) if row else None

    def attendance(self, meetings: Collection[str]) -> Sequence[nouns.Attendance]:
        rows = self._rows(models.Attendance).filter(meeting__in=meetings).order_by("agency", "pk")
        return [noun_of(nouns.Attendance, row) for row in rows]

    def add_meeting_part(self, part: nouns.MeetingPart, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(MODELS[type(part)], part)

    def save_meeting_part(self, part: Part, event: AuditEvent) -> Part:
        saved = replace(part, version=part.version + 1)
        with self._logged(event):
            self._save_version(MODELS[type(part)], part.id, saved, "id")
        return saved

    def _meetings_seen(self, sees: Filter) -> QuerySet[Any]:
        return self._rows(models.Meeting).filter(over_meetings(sees, self.using))

    def _waiting(self) -> QuerySet[Any]:
        return self._rows(models.MeetingItem).filter(ends="act", done_on=None)

    def _cases_of(self, items: Sequence[nouns.MeetingItem], sees: Filter) -> tuple[nouns.Case, ...]:
        """The cases that these items name and this person sees."""
        named = sorted({item.case for item in items if item.case})
        if not named:
            return ()
        rows = self._rows(models.Case).filter(over_cases(sees, self.using), pk__in=named)
        return nouns_of(nouns.Case, rows.order_by("reference"))
