"""In Django: people on cases, what is known of them, and who saw them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, AuditRecord, consultation, event
from wardmote.casework.conditions import ALWAYS
from wardmote.casework.normal_forms import address_form, form_of, name_form, uprn_form
from wardmote.casework.safe_contact import Known
from wardmote.casework.store import Filter
from wardmote.web.sealing import search_mark
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of, records_of
from wardmote.web.store.conditions import over_notes, over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango
from wardmote.web.store.together import Found


class PeopleInDjango(TrailInDjango):
    """People on cases."""

    def people_on(self, reference: str) -> Sequence[nouns.PersonOnCase]:
        return self._of_case(nouns.PersonOnCase, models.PersonOnCase, reference, "at")

    def cases_of(self, person: str, sees: Filter = ALWAYS) -> Sequence[str]:
        rows = self._rows(models.PersonOnCase).filter(over_things_of_cases(sees, self.using), person=person)
        return list(rows.order_by("case_id").values_list("case_id", flat=True).distinct())

    def subjects_of(self, references: Collection[str]) -> frozenset[str]:
        on = list(self._rows(models.PersonOnCase).filter(case__in=references).values_list("case_id", "person"))
        return frozenset({person for _, person in on} | (set(references) - {case for case, _ in on}))

    def details_on(self, reference: str, person: str) -> Sequence[nouns.Detail]:
        rows = self._rows(models.Detail).filter(case=reference, person=person).order_by("at", "pk")
        return [noun_of(nouns.Detail, row) for row in rows]

    def detail(self, detail_id: str, reference: str) -> nouns.Detail | None:
        row = self._rows(models.Detail).filter(pk=detail_id, case=reference).first()
        return noun_of(nouns.Detail, row) if row else None

    def relations_on(self, reference: str) -> Sequence[nouns.Relation]:
        return self._of_case(nouns.Relation, models.Relation, reference, "at")

    def known_around(self, person: str) -> Known:
        near = {person}
        for _ in range(2):
            near |= {end for pair in self._joining(near).values_list("one", "other") for end in pair}
        details = self._rows(models.Detail).filter(person__in=near).order_by("at", "pk")
        within = self._rows(models.Relation).filter(one__in=near, other__in=near).order_by("at", "pk")
        return Known(
            tuple(noun_of(nouns.Detail, row) for row in details),
            tuple(noun_of(nouns.Relation, row) for row in within),
        )

    def _joining(self, people: Iterable[str]) -> QuerySet[Any]:
        ends = sorted(people)
        return self._rows(models.Relation).filter(Q(one__in=ends) | Q(other__in=ends))

    def read_detail(
        self, look: nouns.Look, detail_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> nouns.Detail | None:
        with self._within():
            seen = self._seen(models.Detail, sees_notes).filter(over_notes(sees, self.using), case=reference)
            row = seen.filter(pk=detail_id, person__in=self._people_seen(reference, sees_notes)).first()
            if row is None:
                return None
            where = f"{reference}/{detail_id}"
            self.append(consultation(look, "detail-opened", "detail", where, (row.about,), [row.person]))
            return noun_of(nouns.Detail, row)

    def find_people(
        self, look: nouns.Look, sees: Filter, sees_notes: Filter, sought: nouns.Sought
    ) -> Sequence[nouns.Found]:
        with self._within():
            found = [*self._places_found(sees, sought), *self._people_found(sees, sees_notes, sought)]
            found.sort(key=lambda one: (one.case.reference, one.person, one.role))
            shown = sorted({one.case.reference for one in found}) + sorted({one.person for one in found if one.person})
            self.append(consultation(look, "people-sought", "search", "", (), shown))
            return found

    def _places_found(self, sees: Filter, sought: nouns.Sought) -> list[nouns.Found]:
        """Cases whose place it is. The site is filtered as a note is, by the case it belongs to."""
        if not (sought.address or sought.uprn):
            return []
        rows = self._rows(models.Site).filter(over_notes(sees, self.using), _is_sought(sought))
        return [nouns.Found(noun_of(nouns.Standing, row.case)) for row in rows.select_related("case")]

    def _people_found(self, sees: Filter, sees_notes: Filter, sought: nouns.Sought) -> list[nouns.Found]:
        """The roles of people of whom a detail that is seen matches; of a name, those born on that day too."""
        details = self._seen(models.Detail, sees_notes).filter(over_notes(sees, self.using))
        asked = Q(about__in=("name", "alias")) if sought.name else Q(about="address")
        matches = set(details.filter(asked, _is_sought(sought)).values_list("case_id", "person"))
        if sought.name:
            born = _birth_mark(sought.birth)
            matches &= set(details.filter(about="birth", mark=born).values_list("case_id", "person"))
        people = self._seen(models.PersonOnCase, sees_notes).filter(over_notes(sees, self.using))
        rows = people.filter(person__in=[person for _, person in matches]).select_related("case")
        return [
            nouns.Found(noun_of(nouns.Standing, row.case), row.person, row.role)
            for row in rows
            if (row.case_id, row.person) in matches
        ]

    def trail_of_person(self, look: nouns.Look, person: str) -> Sequence[AuditRecord]:
        with self._logged(event(look.by, "review", "trail-read", "trail", person, look=look)):
            showed = self._rows(models.TrailShown).filter(reference=person).values("record_id")
            rows = self._rows(models.TrailRecord).filter(seq__in=showed).order_by("seq")
            return list(records_of(rows))

    def add_person_on_case(self, part: nouns.PersonOnCase, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.PersonOnCase, part)

    def save_person_on_case(self, part: nouns.PersonOnCase, event: AuditEvent) -> nouns.PersonOnCase:
        return self._saved(models.PersonOnCase, part, event)

    def add_detail(self, detail: nouns.Detail, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Detail, detail, **marks_of(detail))

    def save_detail(self, detail: nouns.Detail, event: AuditEvent) -> nouns.Detail:
        return self._saved(models.Detail, detail, event)

    def add_relation(self, relation: nouns.Relation, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Relation, relation)

    def save_relation(self, relation: nouns.Relation, event: AuditEvent) -> nouns.Relation:
        return self._saved(models.Relation, relation, event)

    def own_ties(self, person: str) -> Sequence[nouns.OwnTie]:
        rows = self._rows(models.OwnTie).filter(person=person).order_by("pk")
        return [noun_of(nouns.OwnTie, row) for row in rows]

    def add_own_tie(self, tie: nouns.OwnTie, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.OwnTie, tie)

    def _saved(self, model: type[Any], noun: Any, event: AuditEvent) -> Any:
        saved = replace(noun, version=noun.version + 1)
        with self._logged(event):
            self._save_version(model, noun.id, saved, "id")
        return saved

    def _seen(self, model: type[Any], sees_notes: Filter) -> QuerySet[Any]:
        """What of a table is seen, by the rule for notes."""
        return self._rows(model).filter(over_notes(sees_notes, self.using)).order_by("at", "pk")

    def _people_seen(self, reference: str, sees_notes: Filter) -> QuerySet[Any]:
        """The people whose role on a case is seen: of anybody else nothing shows."""
        seen = self._rows(models.PersonOnCase).filter(over_notes(sees_notes, self.using), case=reference)
        return seen.values("person")


def people_of_file(found: Found) -> dict[str, Any]:
    """What a case file shows of people."""
    people = nouns_of(nouns.PersonOnCase, found["people"])
    seen = {part.person for part in people}
    return {
        "people": people,
        "details": tuple(_detail(row) for row in found["details"] if row.person in seen),
        "relations": tuple(noun_of(nouns.Relation, row) for row in found["relations"] if {row.one, row.other} <= seen),
    }


def marks_of(detail: nouns.Detail) -> dict[str, str]:
    """What a detail is found by. Aliases are found as names are."""
    what = "name" if detail.about == "alias" else detail.about
    return {
        "mark": search_mark(what, form_of(detail.about, detail.value)),
        "uprn_mark": search_mark("uprn", uprn_form(detail.uprn)),
    }


def _is_sought(sought: nouns.Sought) -> Q:
    if sought.name:
        return Q(mark=search_mark("name", name_form(sought.name)))
    if sought.uprn:
        return Q(uprn_mark=search_mark("uprn", uprn_form(sought.uprn)))
    return Q(mark=search_mark("address", address_form(sought.address)))


def _birth_mark(birth: date | None) -> str:
    return search_mark("birth", birth.isoformat() if birth else "none")


def _detail(row: Any) -> nouns.Detail:
    """A detail as a case page shows it: P3 left out."""
    if row.protection == "P3":
        return noun_of(nouns.Detail, row, value="", uprn="", masked=True)
    return noun_of(nouns.Detail, row)
