"""In Django: one person's work, and the addresses of calendars."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import over_cases, over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango


class WorkInDjango(TrailInDjango):
    """What is to be done, by whom."""

    def actions_to_do(self, look: nouns.Look, sees: Filter, agency: str, user: str) -> Sequence[nouns.Action]:
        with self._within():
            waiting = self._rows(models.Action).filter(over_things_of_cases(sees, self.using), done_on=None)
            rows = waiting.filter(Q(owner_agency=agency) | Q(by=user)).order_by("due", "pk")
            found = nouns_of(nouns.Action, rows)
            if found:
                shown = sorted({action.case for action in found})
                self.append(consultation(look, "work-listed", "case-list", "", ("what", "due"), shown))
            return found

    def standings_led(self, sees: Filter, agency: str, statuses: Collection[str]) -> Sequence[nouns.Standing]:
        rows = self._rows(models.Case).filter(over_cases(sees, self.using), lead_agency=agency, status__in=statuses)
        return nouns_of(nouns.Standing, rows.order_by("reference"))

    def dues_of(self, agency: str, user: str, sees: Filter) -> Sequence[date]:
        mine = Q(owner_agency=agency, owner_person__in=("", user))
        actions = self._rows(models.Action).filter(over_things_of_cases(sees, self.using), mine, done_on=None)
        items = self._rows(models.MeetingItem).filter(mine, ends="act", done_on=None)
        lines = self._rows(models.CallLine).filter(mine, closed_at=None).exclude(what="")
        return sorted(day for rows in (actions, items, lines) for day in rows.values_list("due", flat=True))

    def feed(self, digest: str) -> nouns.CalendarFeed | None:
        row = self._rows(models.CalendarFeed).filter(digest=digest).first()
        return noun_of(nouns.CalendarFeed, row) if row else None

    def feeds_of(self, user: str) -> Sequence[nouns.CalendarFeed]:
        rows = self._rows(models.CalendarFeed).filter(user=user).order_by("made_on", "pk")
        return [noun_of(nouns.CalendarFeed, row) for row in rows]

    def add_feed(self, feed: nouns.CalendarFeed, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.CalendarFeed, feed)

    def save_feed(self, feed: nouns.CalendarFeed, event: AuditEvent) -> nouns.CalendarFeed:
        saved = replace(feed, version=feed.version + 1)
        with self._logged(event):
            self._save_version(models.CalendarFeed, feed.id, saved, "id")
        return saved
