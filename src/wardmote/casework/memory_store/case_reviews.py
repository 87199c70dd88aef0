"""In memory: ASB case reviews."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.happenings import assembled, shown_of
from wardmote.casework.memory_store.held import Pairing
from wardmote.casework.memory_store.people import PeopleInMemory
from wardmote.casework.memory_store.surroundings import SurroundingsInMemory
from wardmote.casework.normal_forms import form_of
from wardmote.casework.nouns import (
    TOLD_FOR_GOOD,
    AbuseFlag,
    Asked,
    BodyAsked,
    CaseReview,
    Complaint,
    Detail,
    Happening,
    Look,
    PersonOnCase,
    Recommendation,
    ReviewFact,
    ReviewFile,
    ReviewPart,
    Telling,
)
from wardmote.casework.store import Filter
from wardmote.casework.store.case_reviews import Part


class CaseReviewsInMemory(PeopleInMemory, SurroundingsInMemory):
    """ASB case reviews."""

    def __init__(self) -> None:
        super().__init__()
        self._review_parts: dict[str, ReviewPart] = {}

    def read_reviews(self, look: Look, reference: str) -> ReviewFile:
        self.append(consultation(look, "case-reviews-read", "case", reference, ("asks", "why", "finding")))
        return self._reviews_on(reference)

    def _reviews_on(self, reference: str) -> ReviewFile:
        return _file([part for part in self._review_parts.values() if part.case == reference])

    def list_reviews(self, look: Look, sees: Filter, since: date) -> ReviewFile:
        seen = {case.reference for case in self._seen(sees)}
        every = [part for part in self._review_parts.values() if part.case in seen]
        reviews = {r.id for r in every if isinstance(r, CaseReview) and (r.live or r.received_on >= since)}
        waiting = [
            part
            for part in every
            if part.id in reviews
            or (isinstance(part, BodyAsked | Recommendation) and part.review in reviews and not part.answered_on)
        ]
        if reviews:
            shown = sorted({part.case for part in waiting})
            self.append(consultation(look, "case-reviews-listed", "case-review", "", ("status",), shown))
        return _file(waiting)

    def complaints_made(self, look: Look, sees: Filter, since: date) -> Sequence[Complaint]:
        seen = {case.reference for case in self._seen(sees)}
        found = [c for c in self._kept(Complaint) if c.case in seen and c.person and c.made_on >= since]
        found.sort(key=lambda complaint: (complaint.made_on, complaint.id))
        shown = sorted({complaint.case for complaint in found}) + sorted({complaint.person for complaint in found})
        self.append(consultation(look, "complaints-sought", "search", "", ("made_on",), shown))
        return found

    def attempts(self, look: Look, people: Collection[str], sees: Filter) -> Sequence[Telling]:
        seen = {case.reference for case in self._seen(sees)}
        found = [t for t in self._kept(Telling) if t.person in people and t.case in seen]
        if found:
            shown = sorted({telling.person for telling in found})
            self.append(consultation(look, "tellings-read", "person", "", ("outcome", "words"), shown))
        return sorted(found, key=lambda telling: (telling.on, telling.id))

    def happenings(
        self, look: Look, since: date, sees: Filter, sees_notes: Filter, sees_lines: Filter
    ) -> Sequence[Happening]:
        every = {case.reference: case for case in self._seen(sees)}
        complaints = [c for c in self._kept(Complaint) if c.case in every and c.made_on >= since]
        told = {complaint.case for complaint in complaints}
        cases = {ref: case for ref, case in every.items() if case.opened_on >= since or ref in told}
        pairings: list[Pairing] = [
            {"note": part, "case": cases[part.case]} for part in self._people.values() if part.case in cases
        ]
        people = [pairing["note"] for pairing in self._passing(sees_notes, pairings)]
        seen = self._passing(sees_lines, [{"line": line} for line in self._all("_lines")])
        lines = [pairing["line"] for pairing in seen if pairing["line"].raised_on >= since]
        uprns = {site.case: site.uprn for site in self._sites.values()}
        same = self.same_people(_people_in(complaints, people), sees, sees_notes)
        found = assembled(cases, uprns, complaints, people, lines, same, since)
        self.append(consultation(look, "repeats-sought", "search", "", ("place",), shown_of(found)))
        return found

    def asked_for(self) -> Sequence[Asked]:
        told = [t for t in self._kept(Telling) if t.outcome in TOLD_FOR_GOOD]
        return [
            *(Asked(review.case, review.person, review.received_on, True) for review in self._kept(CaseReview)),
            *(Asked(telling.case, telling.person, telling.on, False) for telling in told),
        ]

    def same_people(self, people: Collection[str], sees: Filter, sees_notes: Filter) -> Mapping[str, str]:
        cases = {case.reference: case for case in self._seen(sees)}
        told = [d for d in self._details.values() if d.person in people and d.case in cases]
        pairings: list[Pairing] = [{"note": detail, "case": cases[detail.case]} for detail in told]
        seen = [pairing["note"] for pairing in self._passing(sees_notes, pairings)]
        marks = {}
        for person in people:
            names, births = (_first(seen, person, about) for about in ("name", "birth"))
            if names and births:
                marks[person] = f"{names}/{births}"
        return marks

    def abuse_flags(self, people: Collection[str]) -> Sequence[AbuseFlag]:
        found = set()
        for judged in self._assessments.values():
            if judged.tool != "dash":
                continue
            victims = {p.person for p in self._people.values() if p.case == judged.case and p.role == "victim"}
            case = next(c for c in self._all("_cases") if c.reference == judged.case)
            for person in ({judged.person} if judged.person else victims) & set(people):
                found.add(AbuseFlag(person, judged.case, case.lead_person))
        return sorted(found, key=lambda flag: (flag.person, flag.case))

    def review_facts(self, first: date, last: date) -> Sequence[ReviewFact]:
        recommended = {each.review for each in self._kept(Recommendation)}
        found = [
            ReviewFact(
                received_on=r.received_on,
                status=r.status,
                decide_due=r.decide_due,
                decided_on=r.decided_on,
                reviewed_on=r.reviewed_on,
                recommended=r.id in recommended,
            )
            for r in self._kept(CaseReview)
            if first <= r.received_on <= last
        ]
        return sorted(found, key=lambda fact: fact.received_on)

    def add_review_part(self, part: ReviewPart, event: AuditEvent) -> None:
        self.append(event)
        self._review_parts[part.id] = part

    def save_review_part(self, part: Part, event: AuditEvent) -> Part:
        kept = self._review_parts[part.id]
        if not isinstance(kept, type(part)) or kept.version != part.version:
            raise EditedMeanwhile
        self.append(event)
        saved = replace(part, version=part.version + 1)
        self._review_parts[part.id] = saved
        return saved

    def _kept(self, kind: type) -> list[Any]:
        return [part for part in self._review_parts.values() if isinstance(part, kind)]


def _people_in(complaints: Sequence[Complaint], people: Sequence[PersonOnCase]) -> set[str]:
    return {part.person for part in people} | {complaint.person for complaint in complaints if complaint.person}


def _first(seen: Sequence[Detail], person: str, about: str) -> str:
    found = sorted(form_of(about, d.value) for d in seen if d.person == person and d.about == about)
    return found[0] if found else ""


def _file(parts: Sequence[ReviewPart]) -> ReviewFile:
    """Each kind of part in the order it came in; complaints by their day."""

    def of(kind: type) -> tuple[Any, ...]:
        return tuple(part for part in parts if isinstance(part, kind))

    return ReviewFile(
        reviews=tuple(sorted(of(CaseReview), key=lambda r: (r.received_on, r.id))),
        complaints=tuple(sorted(of(Complaint), key=lambda c: (c.made_on, c.id))),
        bodies=tuple(sorted(of(BodyAsked), key=lambda b: (b.agency, b.id))),
        recommendations=tuple(sorted(of(Recommendation), key=lambda r: (r.made_on, r.id))),
        tellings=tuple(sorted(of(Telling), key=lambda t: (t.on, t.id))),
    )
