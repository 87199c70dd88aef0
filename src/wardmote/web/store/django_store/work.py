"""In Django: one person's work, and the addresses of calendars."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import over_cases, over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango

WORDS_OF_LINE = ("what", "where", "outcome")


def _either(condition: Q, value: Any, otherwise: Any) -> Case:
    """One value where a condition holds, another where not."""
    return Case(When(condition, then=value), default=otherwise)


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
        items = (
            self._rows(models.MeetingItem).filter(mine, ends="act", done_on=None).exclude(pk__in=actions.values("pk"))
        )
        lines = self._rows(models.CallLine).filter(mine, closed_at=None).exclude(what="")
        return sorted(day for rows in (actions, items, lines) for day in rows.values_list("due", flat=True))

    def extracted(
        self, before: date, event: AuditEvent
    ) -> tuple[Sequence[nouns.ExtractCase], Sequence[nouns.CallLine]]:
        """Of a line its words are not even read."""
        with self._logged(event):
            last = self._rows(models.Outcome).filter(case=OuterRef("pk")).order_by("-on", "-pk")
            site = self._rows(models.Site).filter(case=OuterRef("pk"))
            closed = Q(status="closed")
            rows = self._rows(models.Case).filter(opened_on__lt=before).order_by("reference")
            told = rows.annotate(
                outcome=_either(closed, Subquery(last.values("code")[:1]), Value("")),
                ended_on=_either(closed, Subquery(last.values("on")[:1]), None),
                ward_code=Coalesce(Subquery(site.values("ward_code")[:1]), Value("")),
            )
            kept = [field.name for field in fields(nouns.ExtractCase)]
            cases = [nouns.ExtractCase(**row) for row in told.values(*kept)]
            lines = self._rows(models.CallLine).filter(raised_on__lt=before).order_by("reference")
            return cases, [noun_of(nouns.CallLine, row, **nouns.LAPSED) for row in lines.defer(*WORDS_OF_LINE)]

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
