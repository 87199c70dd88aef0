"""In memory: people on cases, and what is known of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from wardmote.casework.audit import AuditEvent, AuditRecord, consultation, event
from wardmote.casework.conditions import ALWAYS
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.normal_forms import address_form, form_of, name_form, uprn_form
from wardmote.casework.nouns import Detail, Found, Look, OwnTie, PersonOnCase, Relation, Sought
from wardmote.casework.safe_contact import Known


class PeopleInMemory(TrailInMemory):
    """People on cases."""

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, PersonOnCase] = {}
        self._details: dict[str, Detail] = {}
        self._relations: dict[str, Relation] = {}
        self._own_ties: list[OwnTie] = []

    def people_on(self, reference: str) -> Sequence[PersonOnCase]:
        return self._of(self._people, reference)

    def cases_of(self, person: str, sees: Filter = ALWAYS) -> Sequence[str]:
        seen = {case.reference for case in self._seen(sees)}
        return sorted({part.case for part in self._people.values() if part.person == person} & seen)

    def subjects_of(self, references: Collection[str]) -> frozenset[str]:
        on = {part.case: part for part in self._people.values() if part.case in references}
        return frozenset(
            {part.person for part in self._people.values() if part.case in references} | (set(references) - set(on))
        )

    def details_on(self, reference: str, person: str) -> Sequence[Detail]:
        return [detail for detail in self._of(self._details, reference) if detail.person == person]

    def detail(self, detail_id: str, reference: str) -> Detail | None:
        found = self._details.get(detail_id)
        return found if found and found.case == reference else None

    def relations_on(self, reference: str) -> Sequence[Relation]:
        return self._of(self._relations, reference)

    def known_around(self, person: str) -> Known:
        near = {person}
        for _ in range(2):
            near |= {r.far_end(one) for one in near for r in self._relations.values() if r.joins(one)}
        return Known(
            tuple(detail for detail in self._details.values() if detail.person in near),
            tuple(r for r in self._relations.values() if {r.one, r.other} <= near),
        )

    def read_detail(
        self, look: Look, detail_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> Detail | None:
        for case in self._seen(sees):
            for detail in self._details_seen(case, sees_notes):
                if (case.reference, detail.id) == (reference, detail_id):
                    where = f"{reference}/{detail_id}"
                    told = consultation(look, "detail-opened", "detail", where, (detail.about,), [detail.person])
                    self.append(told)
                    return detail
        return None

    def find_people(self, look: Look, sees: Filter, sees_notes: Filter, sought: Sought) -> Sequence[Found]:
        found = []
        for case in self._seen(sees):
            sites = [site for site in self._all("_sites") if site.case == case.reference]
            found += [Found(case.standing) for site in sites if _is_sought_place(sought, case.place, site.uprn)]
            details = self._details_seen(case, sees_notes)
            found += [
                Found(case.standing, part.person, part.role)
                for part in self._written_seen(case, self._people, sees_notes)
                if _is_sought(sought, [detail for detail in details if detail.person == part.person])
            ]
        found.sort(key=lambda one: (one.case.reference, one.person, one.role))
        shown = sorted({one.case.reference for one in found}) + sorted({one.person for one in found if one.person})
        self.append(consultation(look, "people-sought", "search", "", (), shown))
        return found

    def trail_of_person(self, look: Look, person: str) -> Sequence[AuditRecord]:
        self.append(event(look.by, "review", "trail-read", "trail", person, look=look))
        return [record for record in self._records if person in record.event.shown]

    def add_person_on_case(self, part: PersonOnCase, event: AuditEvent) -> None:
        self.append(event)
        self._people[part.id] = part

    def save_person_on_case(self, part: PersonOnCase, event: AuditEvent) -> PersonOnCase:
        return self._saved(self._people, part, event)

    def add_detail(self, detail: Detail, event: AuditEvent) -> None:
        self.append(event)
        self._details[detail.id] = detail

    def save_detail(self, detail: Detail, event: AuditEvent) -> Detail:
        return self._saved(self._details, detail, event)

    def add_relation(self, relation: Relation, event: AuditEvent) -> None:
        self.append(event)
        self._relations[relation.id] = relation

    def save_relation(self, relation: Relation, event: AuditEvent) -> Relation:
        return self._saved(self._relations, relation, event)

    def own_ties(self, person: str) -> Sequence[OwnTie]:
        return [tie for tie in self._own_ties if tie.person == person]

    def add_own_tie(self, tie: OwnTie, event: AuditEvent) -> None:
        self.append(event)
        self._own_ties.append(tie)

    def _saved(self, table: dict[str, Any], noun: Any, event: AuditEvent) -> Any:
        if table[noun.id].version != noun.version:
            raise EditedMeanwhile
        self.append(event)
        table[noun.id] = replace(noun, version=noun.version + 1)
        return table[noun.id]

    def _written_seen(self, case: Any, table: dict[str, Any], sees: Filter) -> list[Any]:
        """What of a table was written on a case and is seen there, by the rule for notes."""
        kept = self._passing(sees, [{"case": case, "note": row} for row in self._of(table, case.reference)])
        return [pairing["note"] for pairing in kept]

    def _details_seen(self, case: Any, sees: Filter) -> list[Detail]:
        """Of a person whose role does not show, nothing shows."""
        seen = {part.person for part in self._written_seen(case, self._people, sees)}
        return [detail for detail in self._written_seen(case, self._details, sees) if detail.person in seen]

    def _relations_seen(self, case: Any, sees: Filter) -> list[Relation]:
        seen = {part.person for part in self._written_seen(case, self._people, sees)}
        return [r for r in self._written_seen(case, self._relations, sees) if {r.one, r.other} <= seen]


def _is_sought(sought: Sought, details: Sequence[Detail]) -> bool:
    """Whether what is seen of one person answers the search."""
    if sought.name:
        named = any(
            d.about in ("name", "alias") and form_of("name", d.value) == name_form(sought.name) for d in details
        )
        born = sought.birth.isoformat() if sought.birth else ""
        return named and any(d.about == "birth" and d.value == born for d in details)
    if sought.uprn:
        return any(d.about == "address" and uprn_form(d.uprn) == uprn_form(sought.uprn) for d in details)
    return any(d.about == "address" and form_of("address", d.value) == address_form(sought.address) for d in details)


def _is_sought_place(sought: Sought, place: str, uprn: str) -> bool:
    if sought.uprn:
        return uprn_form(uprn) == uprn_form(sought.uprn)
    return bool(sought.address) and address_form(place) == address_form(sought.address)
