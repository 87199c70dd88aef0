"""In Django: the daily call."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, Q

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.conditions import over_call_lines, over_cases
from wardmote.web.store.django_store.trail import TrailInDjango

LINE_FIELDS = ("what", "where", "outcome")


class DailyCallInDjango(TrailInDjango):
    """The daily call."""

    def new_call_reference(self, year: int) -> str:
        return f"DC-{year % 100:02}-{self._next_number(models.CallNumber, year):04}"

    def call_version(self, sees: Filter) -> int:
        seen = self._rows(models.CallLine).filter(over_call_lines(sees, self.using))
        return seen.aggregate(last=Max("changed"))["last"] or 0

    def read_call(self, look: nouns.Look, sees: Filter, wanted: nouns.CallWanted) -> Sequence[nouns.CallLine]:
        with self._within():
            rows = self._rows(models.CallLine).filter(over_call_lines(sees, self.using), _on_call(wanted))
            found = [noun_of(nouns.CallLine, row) for row in rows.order_by("raised_at", "reference")]
            if found:
                shown = [line.reference for line in found]
                self.append(consultation(look, "call-read", "call", wanted.day.isoformat(), ("what", "where"), shown))
            return found

    def read_call_line(self, look: nouns.Look, reference: str, sees: Filter) -> nouns.CallLine | None:
        with self._within():
            row = self._rows(models.CallLine).filter(over_call_lines(sees, self.using), pk=reference).first()
            if row is None:
                return None
            self.append(consultation(look, "call-line-read", "call-line", reference, LINE_FIELDS))
            return noun_of(nouns.CallLine, row)

    def add_call_line(self, line: nouns.CallLine, event: AuditEvent) -> nouns.CallLine:
        with self._within():
            placed = replace(line, changed=self.append(event).seq)
            self._insert(models.CallLine, placed)
            return placed

    def save_call_line(self, line: nouns.CallLine, event: AuditEvent) -> nouns.CallLine:
        with self._within():
            placed = replace(line, version=line.version + 1, changed=self.append(event).seq)
            self._save_version(models.CallLine, line.reference, placed, "reference")
            return placed

    def nothing_new_on(self, day: date) -> Sequence[nouns.NothingNew]:
        rows = self._rows(models.NothingNew).filter(day=day).order_by("at")
        return [noun_of(nouns.NothingNew, row) for row in rows]

    def agencies_raising(self, day: date) -> frozenset[str]:
        rows = self._rows(models.CallLine).filter(raised_on=day).order_by()
        return frozenset(rows.values_list("raising_agency", flat=True).distinct())

    def add_nothing_new(self, said: nouns.NothingNew, event: AuditEvent) -> None:
        with self._within():
            self._insert(models.NothingNew, replace(said, changed=self.append(event).seq))

    def cases_in_sight(self, references: Collection[str], sees: Filter) -> frozenset[str]:
        rows = self._rows(models.Case).filter(over_cases(sees, self.using), pk__in=references)
        return frozenset(rows.values_list("pk", flat=True))

    def lapse_call_lines(self, before: date, event: AuditEvent) -> int:
        with self._logged(event):
            return self._to_lapse(before).update(**nouns.LAPSED)

    def lines_to_lapse(self, before: date) -> int:
        return self._to_lapse(before).count()

    def _to_lapse(self, before: date) -> Any:
        return self._rows(models.CallLine).filter(raised_on__lt=before).exclude(what="")


def _on_call(wanted: nouns.CallWanted) -> Q:
    """Raised by that day, and not closed before it began."""
    begun = datetime.combine(wanted.day, time.min, nouns.LONDON)
    still = Q(closed_at=None) | Q(closed_at__gte=begun)
    return Q(raised_on__lte=wanted.day, changed__gt=wanted.since) & still
