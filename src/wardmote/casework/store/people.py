"""What a store does with people on cases, what is known of them, and how they stand to each other."""

from collections.abc import Collection, Sequence
from typing import Protocol

from wardmote.casework.audit import AuditEvent, AuditRecord
from wardmote.casework.conditions import ALWAYS
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import Detail, Found, Look, OwnTie, PersonOnCase, Relation, Sought
from wardmote.casework.safe_contact import Known


class PeopleStore(Protocol):
    """People on cases. Names, addresses and contacts are sealed at rest."""

    def people_on(self, reference: str) -> Sequence[PersonOnCase]:
        """Everybody on a case, ended roles too; for the rules. It holds roles and no names."""
        ...

    def cases_of(self, person: str, sees: Filter = ALWAYS) -> Sequence[str]:
        """The references of the cases a person is on that a filter lets through, by one query; for the rules."""
        ...

    def subjects_of(self, references: Collection[str]) -> frozenset[str]:
        """Everybody on these cases, each once; a case with nobody on it counts as itself. For counting, never shown."""
        ...

    def details_on(self, reference: str, person: str) -> Sequence[Detail]:
        """What one case knows of a person, whoever may see it; for the rules, never shown."""
        ...

    def detail(self, detail_id: str, reference: str) -> Detail | None:
        """One detail of a case, for the rules; `read_detail` is for showing it."""
        ...

    def relations_on(self, reference: str) -> Sequence[Relation]: ...

    def known_around(self, person: str) -> Known:
        """What every case knows of a person and of everybody within two relations of them; for the safety check alone."""
        ...

    def read_detail(
        self, look: Look, detail_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> Detail | None:
        """One detail with its value, P3 included: an act of its own in the trail, which names the person."""
        ...

    def find_people(self, look: Look, sees: Filter, sees_notes: Filter, sought: Sought) -> Sequence[Found]:
        """Exact matches on cases and details this person sees, by reference. The trail keeps what was shown, not what was asked."""
        ...

    def trail_of_person(self, look: Look, person: str) -> Sequence[AuditRecord]:
        """Every record that showed or concerned this person, oldest first. Reading it is logged first, as a review."""
        ...

    def add_person_on_case(self, part: PersonOnCase, event: AuditEvent) -> None: ...

    def save_person_on_case(self, part: PersonOnCase, event: AuditEvent) -> PersonOnCase: ...

    def add_detail(self, detail: Detail, event: AuditEvent) -> None: ...

    def save_detail(self, detail: Detail, event: AuditEvent) -> Detail: ...

    def add_relation(self, relation: Relation, event: AuditEvent) -> None: ...

    def save_relation(self, relation: Relation, event: AuditEvent) -> Relation: ...

    def own_ties(self, person: str) -> Sequence[OwnTie]:
        """The users who are, or live with, this person."""
        ...

    def add_own_tie(self, tie: OwnTie, event: AuditEvent) -> None: ...
