"""What a store does with ASB case reviews."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import (
    AbuseFlag,
    Asked,
    Complaint,
    Happening,
    Look,
    ReviewFact,
    ReviewFile,
    ReviewPart,
    Telling,
    VersionedPart,
)

Part = TypeVar("Part", bound=VersionedPart)


class CaseReviewsStore(Protocol):
    """ASB case reviews: applications, complaints, bodies asked, recommendations, and who was told."""

    def read_reviews(self, look: Look, reference: str) -> ReviewFile:
        """All reviews and complaints of a case already in hand, oldest first. The look is logged first."""
        ...

    def list_reviews(self, look: Look, sees: Filter, since: date) -> ReviewFile:
        """Reviews on cases in sight that are live or were received since a day, by their day; with them the bodies and
        recommendations that have not been answered. Logged with the cases shown, unless there are none."""
        ...

    def complaints_made(self, look: Look, sees: Filter, since: date) -> Sequence[Complaint]:
        """Complaints of known people on cases in sight, made since a day, by their day. Logged with the cases and people."""
        ...

    def asked_for(self) -> Sequence[Asked]:
        """Every application, and every person told for good; for the rules."""
        ...

    def attempts(self, look: Look, people: Collection[str], sees: Filter) -> Sequence[Telling]:
        """How these people were told before, or were not, on cases in sight, by day. Logged with the people, unless none."""
        ...

    def happenings(
        self, look: Look, since: date, sees: Filter, sees_notes: Filter, sees_lines: Filter
    ) -> Sequence[Happening]:
        """What happened since a day on the cases and lines in sight: cases opened, complaints, people, lines raised.
        Logged with the cases, lines and people."""
        ...

    def same_people(self, people: Collection[str], sees: Filter, sees_notes: Filter) -> Mapping[str, str]:
        """For each of these people of whom name and date of birth are seen, one mark of the two; for the rules."""
        ...

    def abuse_flags(self, people: Collection[str]) -> Sequence[AbuseFlag]:
        """Where these people were judged for domestic abuse, whoever may see it: by name, or as victim of the case."""
        ...

    def review_facts(self, first: date, last: date) -> Sequence[ReviewFact]:
        """What the return counts of the applications received between two days, both included."""
        ...

    def add_review_part(self, part: ReviewPart, event: AuditEvent) -> None: ...

    def save_review_part(self, part: Part, event: AuditEvent) -> Part: ...
