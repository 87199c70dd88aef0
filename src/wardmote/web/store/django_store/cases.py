"""In Django: cases and what hangs on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.store import FILE_FIELDS, Filter
from wardmote.web.store import models
from wardmote.web.store.agreements import agreements_in
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.conditions import over_cases, over_notes
from wardmote.web.store.django_store.access import AccessInDjango
from wardmote.web.store.django_store.documents import DocumentsInDjango
from wardmote.web.store.django_store.emergencies import EmergenciesInDjango
from wardmote.web.store.django_store.partnership import PartnershipInDjango
from wardmote.web.store.django_store.people import PeopleInDjango
from wardmote.web.store.django_store.sign_in import SignInInDjango
from wardmote.web.store.django_store.surroundings import SurroundingsInDjango

LINE_FIELDS = ("place", "summary")


class CasesInDjango(
    PartnershipInDjango,
    AccessInDjango,
    EmergenciesInDjango,
    SignInInDjango,
    DocumentsInDjango,
    PeopleInDjango,
    SurroundingsInDjango,
):
    """Cases and what hangs on them."""

    def standing(self, reference: str, sees: Filter) -> nouns.Standing | None:
        row = self._case_row(reference, sees)
        return noun_of(nouns.Standing, row) if row else None

    def sharing_of(self, standing: nouns.Standing) -> nouns.Sharing:
        return nouns.Sharing(
            agreements=tuple(a for a in agreements_in(self.using) if a.names(standing.lead_agency)),
            grants=tuple(self._of_case(nouns.CaseGrant, models.CaseGrant, standing.reference)),
            conflicts=tuple(self._of_case(nouns.Conflict, models.Conflict, standing.reference)),
            emergency_openings=tuple(
                self._of_case(nouns.EmergencyOpening, models.EmergencyOpening, standing.reference, "at")
            ),
        )

    def open_dues(self, reference: str) -> Sequence[date]:
        open_ones = self._rows(models.Action).filter(case=reference, done_on=None)
        return list(open_ones.order_by("due").values_list("due", flat=True))

    def read_file(self, look: nouns.Look, reference: str, sees: Filter, sees_notes: Filter) -> nouns.CaseFile | None:
        with self._within():
            row = self._case_row(reference, sees)
            if row is None:
                return None
            around = self._people_of_file(reference, sees_notes)
            around |= self._surroundings_of_file(reference, sees, sees_notes)
            shown = sorted({part.person for part in around["people"]})
            self.append(consultation(look, "case-opened", "case", reference, FILE_FIELDS, shown))
            notes = self._notes(reference, sees_notes)
            return nouns.CaseFile(
                case=noun_of(nouns.Case, row),
                referral=self._referral(reference),
                notes=tuple(_note(row, masked=row.protection == "P3") for row in notes),
                actions=tuple(self._of_case(nouns.Action, models.Action, reference, "set_on", "due")),
                decisions=tuple(self._of_case(nouns.Decision, models.Decision, reference, "at")),
                outcomes=tuple(self._of_case(nouns.Outcome, models.Outcome, reference, "on")),
                documents=tuple(noun_of(nouns.Document, row) for row in self._document_rows(reference, sees_notes)),
                **around,
            )

    def read_note(
        self, look: nouns.Look, note_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> nouns.Note | None:
        with self._within():
            row = self._notes(reference, sees_notes).filter(over_notes(sees, self.using), pk=note_id).first()
            if row is None:
                return None
            self.append(consultation(look, "note-opened", "note", f"{reference}/{note_id}", ("text",)))
            return _note(row, masked=False)

    def read_action(self, look: nouns.Look, action_id: str, reference: str) -> nouns.Action | None:
        with self._within():
            row = self._rows(models.Action).filter(pk=action_id, case=reference).first()
            if row is None:
                return None
            self.append(consultation(look, "action-read", "action", f"{reference}/{action_id}", ("what",)))
            return noun_of(nouns.Action, row)

    def list_cases(self, look: nouns.Look, sees: Filter, wanted: nouns.Wanted) -> nouns.CasePage:
        with self._within():
            found = self._rows(models.Case).filter(over_cases(sees, self.using), _wanted(wanted))
            total = found.count()
            first = (wanted.page - 1) * wanted.size
            rows = list(found.order_by(*_order(wanted.sort))[first : first + wanted.size])
            shown = [row.reference for row in rows]
            self.append(consultation(look, "cases-listed", "case-list", "", LINE_FIELDS, shown))
            following = self._next_actions(shown)
            lines = tuple(nouns.CaseLine(noun_of(nouns.Case, row), following.get(row.reference)) for row in rows)
            return nouns.CasePage(lines, total, wanted.page, wanted.size)

    def add_case(self, case: nouns.Case, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Case, case)

    def save_standing(self, standing: nouns.Standing, event: AuditEvent) -> nouns.Standing:
        saved = replace(standing, version=standing.version + 1)
        with self._logged(event):
            self._save_version(models.Case, standing.reference, saved, "reference")
        return saved

    def add_referral(self, referral: nouns.Referral, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Referral, referral)

    def answer_referral(self, reference: str, answer: nouns.ReferralAnswer, event: AuditEvent) -> None:
        with self._logged(event):
            referral = self._rows(models.Referral).filter(case=reference).order_by("on", "pk").last()
            if referral is None:
                raise ValueError(f"{reference} was never referred")
            try:
                self._insert(models.ReferralAnswer, answer, referral_id=referral.pk)
            except IntegrityError as error:  # somebody answered since this transaction looked
                raise EditedMeanwhile from error

    def add_note(self, note: nouns.Note, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Note, note)

    def add_action(self, action: nouns.Action, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Action, action)

    def save_action(self, action: nouns.Action, event: AuditEvent) -> nouns.Action:
        saved = replace(action, version=action.version + 1)
        with self._logged(event):
            self._save_version(models.Action, action.id, saved, "id")
        return saved

    def add_decision(self, decision: nouns.Decision, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Decision, decision)

    def add_outcome(self, outcome: nouns.Outcome, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Outcome, outcome)

    def _case_row(self, reference: str, sees: Filter) -> Any:
        return self._rows(models.Case).filter(over_cases(sees, self.using), pk=reference).first()

    def _notes(self, reference: str, sees_notes: Filter) -> QuerySet[Any]:
        notes = self._rows(models.Note).filter(over_notes(sees_notes, self.using), case=reference)
        return notes.order_by("at", "pk")

    def _referral(self, reference: str) -> nouns.Referral | None:
        rows = self._rows(models.Referral).select_related("answer_given").filter(case=reference)
        row = rows.order_by("on", "pk").last()
        if row is None:
            return None
        given = getattr(row, "answer_given", None)
        return noun_of(nouns.Referral, row, answer=noun_of(nouns.ReferralAnswer, given) if given else None)

    def _next_actions(self, references: Sequence[str]) -> dict[str, nouns.Action]:
        """The action due first on each of these cases."""
        open_ones = self._rows(models.Action).filter(case__in=references, done_on=None)
        rows = open_ones.order_by("-due", "-pk")
        return {row.case_id: noun_of(nouns.Action, row) for row in rows}


def _note(row: Any, masked: bool) -> nouns.Note:
    return noun_of(nouns.Note, row, masked=masked, text="" if masked else row.text)


def _wanted(wanted: nouns.Wanted) -> Q:
    asked = Q()
    if wanted.statuses:
        asked &= Q(status__in=sorted(wanted.statuses))
    if wanted.kinds:
        asked &= Q(kind__in=sorted(wanted.kinds))
    if wanted.lead_agency:
        asked &= Q(lead_agency=wanted.lead_agency)
    for words in wanted.words.split():
        asked &= Q(reference__icontains=words) | Q(place__icontains=words) | Q(summary__icontains=words)
    return asked


def _order(sort: str) -> tuple[Any, ...]:
    """The column asked for, cases without a date last, then by reference so that pages do not overlap.

    Said so that an index serves it: `nulls_last` is none to SQLite.
    """
    column = sort.removeprefix("-")
    last = (IsNull(F("next_date"), True),) if column == "next_date" else ()
    return (*last, sort, "reference")
