"""In Django: ASB case reviews."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.happenings import assembled, shown_of
from wardmote.casework.store import Filter
from wardmote.casework.store.case_reviews import Part as ReviewPart
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of, nouns_of
from wardmote.web.store.conditions import over_call_lines, over_cases, over_notes, over_things_of_cases
from wardmote.web.store.django_store.trail import TrailInDjango
from wardmote.web.store.together import Found, Part, of_case, read_together

PARTS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "reviews": (nouns.CaseReview, ("received_on",)),
    "complaints": (nouns.Complaint, ("made_on",)),
    "bodies": (nouns.BodyAsked, ("agency",)),
    "recommendations": (nouns.Recommendation, ("made_on",)),
    "tellings": (nouns.Telling, ("on",)),
}
"""What a review file holds, and the order of each."""
LIVE = Q(status__in=("received", "met"))


def reviews_on(reference: str) -> dict[str, Part]:
    """The parts of a case's reviews, to be read with others of the case."""
    return {name: of_case(_model(noun), reference, *order) for name, (noun, order) in PARTS.items()}


def reviews_of_file(found: Found) -> nouns.ReviewFile:
    return nouns.ReviewFile(**{name: nouns_of(noun, found[name]) for name, (noun, _) in PARTS.items()})


class CaseReviewsInDjango(TrailInDjango):
    """ASB case reviews."""

    def read_reviews(self, look: nouns.Look, reference: str) -> nouns.ReviewFile:
        with self._logged(consultation(look, "case-reviews-read", "case", reference, ("asks", "why", "finding"))):
            return reviews_of_file(read_together(self.using, reviews_on(reference)))

    def list_reviews(self, look: nouns.Look, sees: Filter, since: date) -> nouns.ReviewFile:
        with self._within():
            seen = self._rows(models.CaseReview).filter(over_things_of_cases(sees, self.using))
            reviews = nouns_of(
                nouns.CaseReview, seen.filter(LIVE | Q(received_on__gte=since)).order_by("received_on", "pk")
            )
            if not reviews:
                return nouns.ReviewFile()
            shown = sorted({review.case for review in reviews})
            self.append(consultation(look, "case-reviews-listed", "case-review", "", ("status",), shown))
            waits = {"review__in": [review.id for review in reviews], "answered_on": None}
            bodies = self._rows(models.BodyAsked).filter(**waits).order_by("agency", "pk")
            asked = self._rows(models.Recommendation).filter(**waits).order_by("made_on", "pk")
            return nouns.ReviewFile(
                reviews=reviews,
                bodies=nouns_of(nouns.BodyAsked, bodies),
                recommendations=nouns_of(nouns.Recommendation, asked),
            )

    def complaints_made(self, look: nouns.Look, sees: Filter, since: date) -> Sequence[nouns.Complaint]:
        with self._within():
            rows = self._rows(models.Complaint).filter(over_things_of_cases(sees, self.using), made_on__gte=since)
            found = nouns_of(nouns.Complaint, rows.exclude(person="").order_by("made_on", "pk"))
            shown = sorted({complaint.case for complaint in found}) + sorted({complaint.person for complaint in found})
            self.append(consultation(look, "complaints-sought", "search", "", ("made_on",), shown))
            return found

    def attempts(self, look: nouns.Look, people: Collection[str], sees: Filter) -> Sequence[nouns.Telling]:
        with self._within():
            rows = self._rows(models.Telling).filter(over_things_of_cases(sees, self.using), person__in=sorted(people))
            found = nouns_of(nouns.Telling, rows.order_by("on", "pk"))
            if found:
                shown = sorted({telling.person for telling in found})
                self.append(consultation(look, "tellings-read", "person", "", ("outcome", "words"), shown))
            return found

    def happenings(
        self, look: nouns.Look, since: date, sees: Filter, sees_notes: Filter, sees_lines: Filter
    ) -> Sequence[nouns.Happening]:
        with self._within():
            made = self._rows(models.Complaint).filter(over_things_of_cases(sees, self.using), made_on__gte=since)
            complaints = nouns_of(nouns.Complaint, made)
            told = {complaint.case for complaint in complaints}
            rows = self._rows(models.Case).filter(over_cases(sees, self.using))
            cases = {row.pk: noun_of(nouns.Case, row) for row in rows.filter(Q(opened_on__gte=since) | Q(pk__in=told))}
            seen = self._rows(models.PersonOnCase).filter(over_notes(sees, self.using), case__opened_on__gte=since)
            people = nouns_of(nouns.PersonOnCase, seen.filter(over_notes(sees_notes, self.using)))
            raised = self._rows(models.CallLine).filter(over_call_lines(sees_lines, self.using), raised_on__gte=since)
            sites = {
                site.case_id: site.uprn
                for site in self._rows(models.Site).exclude(uprn="").filter(case__in=list(cases))
            }
            known = {part.person for part in people} | {each.person for each in complaints if each.person}
            same = self.same_people(known, sees, sees_notes)
            found = assembled(cases, sites, complaints, people, nouns_of(nouns.CallLine, raised), same, since)
            self.append(consultation(look, "repeats-sought", "search", "", ("place",), shown_of(found)))
            return found

    def asked_for(self) -> Sequence[nouns.Asked]:
        reviews = self._rows(models.CaseReview).values_list("case_id", "person", "received_on")
        told = self._rows(models.Telling).filter(outcome__in=sorted(nouns.TOLD_FOR_GOOD))
        return [
            *(nouns.Asked(case, person, on, True) for case, person, on in reviews.order_by("received_on", "pk")),
            *(
                nouns.Asked(case, person, on, False)
                for case, person, on in told.order_by("on", "pk").values_list("case_id", "person", "on")
            ),
        ]

    def same_people(self, people: Collection[str], sees: Filter, sees_notes: Filter) -> Mapping[str, str]:
        seen = self._rows(models.Detail).filter(over_notes(sees, self.using)).filter(over_notes(sees_notes, self.using))
        marked = seen.filter(person__in=sorted(people), about__in=("name", "birth"))
        known: dict[tuple[str, str], str] = {}
        for person, about, mark in marked.order_by("mark").values_list("person", "about", "mark"):
            known.setdefault((person, about), mark)
        both = [person for person in people if (person, "name") in known and (person, "birth") in known]
        return {person: f"{known[person, 'name']}/{known[person, 'birth']}" for person in both}

    def abuse_flags(self, people: Collection[str]) -> Sequence[nouns.AbuseFlag]:
        judged = self._rows(models.Assessment).filter(tool="dash")
        named = judged.filter(person__in=people).values_list("person", "case_id", "case__lead_person")
        of_case = self._rows(models.PersonOnCase).filter(
            Exists(judged.filter(case=OuterRef("case"), person="")), person__in=people, role="victim"
        )
        found = {*named, *of_case.values_list("person", "case_id", "case__lead_person")}
        return [nouns.AbuseFlag(*each) for each in sorted(found)]

    def review_facts(self, first: date, last: date) -> Sequence[nouns.ReviewFact]:
        recommended = self._rows(models.Recommendation).filter(review=OuterRef("pk"))
        rows = self._rows(models.CaseReview).filter(received_on__range=(first, last)).order_by("received_on")
        kept = ("received_on", "status", "decide_due", "decided_on", "reviewed_on", "recommended")
        return [nouns.ReviewFact(**row) for row in rows.annotate(recommended=Exists(recommended)).values(*kept)]

    def add_review_part(self, part: nouns.ReviewPart, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(_model(type(part)), part)

    def save_review_part(self, part: ReviewPart, event: AuditEvent) -> ReviewPart:
        saved = replace(part, version=part.version + 1)
        with self._logged(event):
            self._save_version(_model(type(part)), part.id, saved, "id")
        return saved


def _model(noun: type[Any]) -> type[Any]:
    """The model that keeps a noun: it has its name."""
    return getattr(models, noun.__name__)
