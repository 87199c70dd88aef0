"""In Django: cases and what hangs on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F, IntegerField, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.store import FILE_FIELDS, Filter
from wardmote.web.store import models
from wardmote.web.store.agreements import agreements_in
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import in_words, over_cases, over_notes
from wardmote.web.store.django_store.access import AccessInDjango
from wardmote.web.store.django_store.case_reviews import reviews_of_file, reviews_on
from wardmote.web.store.django_store.documents import DocumentsInDjango
from wardmote.web.store.django_store.emergencies import EmergenciesInDjango
from wardmote.web.store.django_store.partnership import PartnershipInDjango
from wardmote.web.store.django_store.people import PeopleInDjango, people_of_file
from wardmote.web.store.django_store.sign_in import SignInInDjango
from wardmote.web.store.django_store.surroundings import (
    SurroundingsInDjango,
    linked_cases,
    links_of_case,
    surroundings_of_file,
)
from wardmote.web.store.together import Found, Part, cases_seen, of_case, on_case, read_together

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
        asked = {"case": cases_seen("= %s", (reference,), in_words(sees, self.using))}
        return next(iter(nouns_of(nouns.Standing, read_together(self.using, asked)["case"])), None)

    def sharing_of(self, standing: nouns.Standing) -> nouns.Sharing:
        found = read_together(
            self.using,
            {
                "grants": of_case(models.CaseGrant, standing.reference),
                "conflicts": of_case(models.Conflict, standing.reference),
                "emergency_openings": of_case(models.EmergencyOpening, standing.reference, "at"),
            },
        )
        return nouns.Sharing(
            agreements=tuple(a for a in agreements_in(self.using) if a.names(standing.lead_agency)),
            grants=nouns_of(nouns.CaseGrant, found["grants"]),
            conflicts=nouns_of(nouns.Conflict, found["conflicts"]),
            emergency_openings=nouns_of(nouns.EmergencyOpening, found["emergency_openings"]),
        )

    def open_dues(self, reference: str) -> Sequence[date]:
        open_ones = self._rows(models.Action).filter(case=reference, done_on=None)
        return list(open_ones.order_by("due").values_list("due", flat=True))

    def read_file(self, look: nouns.Look, reference: str, sees: Filter, sees_notes: Filter) -> nouns.CaseFile | None:
        with self._within():
            found = read_together(self.using, self._parts_of_file(reference, sees, sees_notes))
            if not found["case"]:
                return None
            people = people_of_file(found)
            shown = sorted({part.person for part in people["people"]})
            self.append(consultation(look, "case-opened", "case", reference, FILE_FIELDS, shown))
            return nouns.CaseFile(
                case=noun_of(nouns.Case, found["case"][0]),
                referral=_referral(found),
                notes=tuple(_note(row, masked=row.protection == "P3") for row in found["notes"]),
                actions=nouns_of(nouns.Action, found["actions"]),
                decisions=nouns_of(nouns.Decision, found["decisions"]),
                outcomes=nouns_of(nouns.Outcome, found["outcomes"]),
                documents=nouns_of(nouns.Document, found["documents"]),
                **people,
                **surroundings_of_file(found),
                reviews=reviews_of_file(found),
            )

    def _parts_of_file(self, reference: str, sees: Filter, sees_notes: Filter) -> dict[str, Part]:
        """Everything a case file shows: the case if it is seen, and what hangs on it as far as that is seen."""
        seen, note_seen = in_words(sees, self.using), in_words(sees_notes, self.using)
        return {
            "case": cases_seen("= %s", (reference,), seen),
            "referrals": of_case(models.Referral, reference, "on"),
            "answers": _answers_of_case(reference),
            "notes": on_case(models.Note, reference, note_seen, "at"),
            "actions": of_case(models.Action, reference, "set_on", "due"),
            "decisions": of_case(models.Decision, reference, "at"),
            "outcomes": of_case(models.Outcome, reference, "on"),
            "documents": on_case(models.Document, reference, note_seen, "at"),
            "people": on_case(models.PersonOnCase, reference, note_seen, "at"),
            "details": on_case(models.Detail, reference, note_seen, "at"),
            "relations": on_case(models.Relation, reference, note_seen, "at"),
            "assessments": on_case(models.Assessment, reference, note_seen, "at"),
            "links": links_of_case(reference),
            "linked": linked_cases(reference, seen),
            "site": of_case(models.Site, reference),
            **reviews_on(reference),
        }

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

    def list_cases(self, look: nouns.Look, sees: Filter, *wanted: nouns.Wanted) -> Sequence[nouns.CasePage]:
        with self._within():
            seen = self._rows(models.Case).filter(over_cases(sees, self.using))
            found = [_found(seen.filter(_wanted(one)), one) for one in wanted]
            shown = list(dict.fromkeys(row.reference for rows, _ in found for row in rows))
            self.append(consultation(look, "cases-listed", "case-list", "", LINE_FIELDS, shown))
            following = self._next_actions(shown)
            return [
                nouns.CasePage(
                    tuple(nouns.CaseLine(noun_of(nouns.Case, row), following.get(row.reference)) for row in rows),
                    min(there, one.counted_to),
                    one.page,
                    one.size,
                    more=there > one.counted_to,
                )
                for one, (rows, there) in zip(wanted, found, strict=True)
            ]

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

    def _notes(self, reference: str, sees_notes: Filter) -> QuerySet[Any]:
        notes = self._rows(models.Note).filter(over_notes(sees_notes, self.using), case=reference)
        return notes.order_by("at", "pk")

    def _next_actions(self, references: Sequence[str]) -> dict[str, nouns.Action]:
        """The action due first on each of these cases."""
        open_ones = self._rows(models.Action).filter(case__in=references, done_on=None)
        rows = open_ones.order_by("-due", "-pk")
        return {row.case_id: noun_of(nouns.Action, row) for row in rows}


def _answers_of_case(reference: str) -> Part:
    asked = f'SELECT id FROM "{models.Referral._meta.db_table}" WHERE case_id = %s'
    return Part(models.ReferralAnswer, f"referral_id IN ({asked})", (reference,))


def _referral(found: Found) -> nouns.Referral | None:
    """The latest referral of a case, with its answer."""
    if not found["referrals"]:
        return None
    row = found["referrals"][-1]
    given = [noun_of(nouns.ReferralAnswer, answer) for answer in found["answers"] if answer.referral_id == row.pk]
    return noun_of(nouns.Referral, row, answer=given[0] if given else None)


def _note(row: Any, masked: bool) -> nouns.Note:
    return noun_of(nouns.Note, row, masked=masked, text="" if masked else row.text)


class Count(Subquery):
    """How many rows a query has, in the same question as others."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _found(cases: QuerySet[Any], wanted: nouns.Wanted) -> tuple[list[Any], int]:
    """The cases of the page, and how many there are, counted until one too many: by one query, but for a page after the last."""
    some = cases.values("pk")[: wanted.counted_to + 1]
    ordered = cases.annotate(there=Count(some)).order_by(*_order(wanted.sort))
    rows = list(ordered[wanted.first : wanted.first + wanted.size])
    if rows:
        return rows, rows[0].there
    return rows, some.count() if wanted.first else 0


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
