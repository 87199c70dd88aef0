"""What the bodies publish of ASB case reviews at least every 12 months (2014 Act s.104(9)): totals of the whole area.

These are statutory counts and are published however small they are; nothing here divides them by place, person or body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wardmote.casework.case_reviews.procedure import Application, InTime, Return, yearly_return
from wardmote.casework.nouns import LONDON, ReviewFact
from wardmote.casework.store import Store

OUTCOMES = {"received": "pending", "met": "met", "reviewed": "met", "not-met": "not-met", "withdrawn": "withdrawn"}


@dataclass(frozen=True)
class YearOfReviews:
    """The return of one financial year, and how many decisions came in time; None where none was due.

    `begun` is the day the casebook began: what was applied for before it is in no record here.
    """

    first: date
    last: date
    counts: Return
    in_time: InTime | None
    begun: date | None = None

    @property
    def unrecorded(self) -> bool:
        """Whether the year was over before there was a casebook and nothing of it was entered since: unknown, and not nil."""
        return self.begun is not None and self.last < self.begun and not self.counts.applications

    @property
    def in_part(self) -> bool:
        """Whether the casebook began after the year did, so that it may hold a part of it only."""
        return self.begun is not None and self.first < self.begun and not self.unrecorded

    @property
    def label(self) -> str:
        return f"Year ending March {self.last.year}"


def year_of(day: date) -> tuple[date, date]:
    """The financial year a day lies in: 1 April to 31 March."""
    began = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return date(began, 4, 1), date(began + 1, 3, 31)


def reviews_of_year(store: Store, day: date, today: date) -> YearOfReviews:
    """The applications received in the financial year of a day, as they stand today."""
    first, last = year_of(day)
    facts = store.review_facts(first, last)
    began = store.first_record()
    begun = began.event.at.astimezone(LONDON).date() if began else None
    counts = yearly_return([application(fact) for fact in facts])
    return YearOfReviews(first, last, counts, in_time(facts, today), begun)


def application(fact: ReviewFact) -> Application:
    reviewed = fact.reviewed_on is not None
    return Application(fact.received_on, OUTCOMES[fact.status], reviewed, reviewed and fact.recommended)


def in_time(facts: Sequence[ReviewFact], today: date) -> InTime | None:
    """Of the decisions made, or due before today, those made by their last day. A withdrawn application owes none."""
    owed = [fact for fact in facts if fact.decided_on or (fact.status == "received" and fact.decide_due < today)]
    made = sum(fact.decided_on is not None and fact.decided_on <= fact.decide_due for fact in owed)
    return InTime(made, len(owed)) if owed else None
