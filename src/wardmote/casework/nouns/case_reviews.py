"""The ASB case review (community trigger): the application, the complaints it rests on, who was asked, what came of it.

Everything here hangs on one case, the behaviour that was complained of, and is seen by whoever sees that case.
"""

from dataclasses import dataclass
from datetime import date

APPLICANTS = ("self", "other")
"""The person who is harmed, or anybody else for them (2014 Act s.104(4)(a))."""
RELEVANT_BODIES = (
    "council-community-safety",
    "council-housing",
    "police",
    "integrated-care-board",
    "registered-housing",
)
"""The kinds of agency that are asked for their complaints: s.105, with housing providers co-opted under Schedule 4."""
RECOMMENDATION_ANSWERS = ("accepted", "in-part", "refused")
APPEAL_ANSWERS = ("upheld", "not-upheld")
WAYS_TO_TELL = ("next-contact", "ring", "text", "visit")
"""How somebody who never asked is told of the case review: never by post, which others may open."""
TELLING_OUTCOMES = ("will-apply", "does-not-want", "not-reached", "not-safe")
TOLD_FOR_GOOD = frozenset({"will-apply", "does-not-want"})


@dataclass(frozen=True, kw_only=True)
class CaseReview:
    """One application for a review and its way: received, then met or not met, then reviewed; or withdrawn.

    Every last day is worked out when it begins to run and kept, so that a change of the local procedure moves no old one.
    `met_by` is "number", "harm" or "appeal". `applicant` is who applied for the person, when somebody else did, and
    `agreed_how` how the person later agreed to it. `earlier_finding` is of the review that an appeal set aside. `drafted` is
    the letter that is drafted and not yet said to be sent.
    """

    id: str
    case: str
    person: str
    applied_by: str
    applicant: str = ""
    consent: bool = False
    agreed_on: date | None = None
    agreed_how: str = ""
    asks: str
    agency: str
    by: str
    received_on: date
    needed: int
    acknowledge_due: date
    decide_due: date
    status: str = "received"
    acknowledged_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    met_by: str = ""
    why: str = ""
    decision_told_on: date | None = None
    review_due: date | None = None
    panel_on: date | None = None
    panel_bodies: tuple[str, ...] = ()
    reviewed_on: date | None = None
    reviewed_by: str = ""
    finding: str = ""
    earlier_finding: str = ""
    outcome_told_on: date | None = None
    appealed_on: date | None = None
    appeal_why: str = ""
    appeal_answered_on: date | None = None
    appeal_answer: str = ""
    appeal_finding: str = ""
    appeal_told_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_why: str = ""
    drafted: str = ""
    version: int = 0

    @property
    def live(self) -> bool:
        """Whether somebody still has to decide or to hold the review."""
        return self.status in ("received", "met")

    @property
    def due(self) -> date | None:
        """The next last day that runs: to acknowledge, to decide, to hold the review."""
        if self.status == "received":
            return self.decide_due if self.acknowledged_on else self.acknowledge_due
        return self.review_due if self.status == "met" else None


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """A complaint about the behaviour, made to one of the bodies: by whom, where known, when, and of what day.

    `caveat` is a local reason not to count it ("case closed", "no action taken"): kept, shown, and never applied (s.104(4)).
    """

    id: str
    case: str
    person: str = ""
    agency: str
    behaviour_on: date
    made_on: date
    their_reference: str = ""
    caveat: str = ""
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class BodyAsked:
    """One body was asked for every complaint it had about the behaviour, and whether it has said: that is all.

    `answered_why` says why somebody of another agency answered for it; nothing where it answered itself.
    """

    id: str
    case: str
    review: str
    agency: str
    asked_on: date
    due: date
    answered_on: date | None = None
    answered_by: str = ""
    answered_why: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Recommendation:
    """What a review asks one body to do, and what that body answers (Schedule 4 para 4)."""

    id: str
    case: str
    review: str
    agency: str
    what: str
    by: str
    made_on: date
    answer: str = ""
    words: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Somebody past the threshold who never asked was told of the review, or was not: how, and what came of it."""

    id: str
    case: str
    person: str
    agency: str
    by: str
    on: date
    how: str
    outcome: str
    words: str = ""


@dataclass(frozen=True)
class ReviewFile:
    """The reviews of one case with all that belongs to them; or of many cases, only what still waits."""

    reviews: tuple[CaseReview, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    bodies: tuple[BodyAsked, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    tellings: tuple[Telling, ...] = ()

    def review(self, review_id: str) -> CaseReview | None:
        return next((review for review in self.reviews if review.id == review_id), None)

    def bodies_of(self, review: CaseReview) -> tuple[BodyAsked, ...]:
        return tuple(body for body in self.bodies if body.review == review.id)

    def recommendations_of(self, review: CaseReview) -> tuple[Recommendation, ...]:
        return tuple(each for each in self.recommendations if each.review == review.id)


ReviewPart = CaseReview | Complaint | BodyAsked | Recommendation | Telling
VersionedPart = CaseReview | BodyAsked | Recommendation
"""What is kept of a review; what of it is changed later."""


@dataclass(frozen=True, kw_only=True)
class ReviewFact:
    """What the yearly return counts of one application: nothing about anybody, nor about which case."""

    received_on: date
    status: str
    decide_due: date
    decided_on: date | None
    reviewed_on: date | None
    recommended: bool


@dataclass(frozen=True)
class Asked:
    """That somebody asked for a review of a case, or was told of it for good: which complaints are seen to by then."""

    case: str
    person: str
    on: date
    covers_case: bool


@dataclass(frozen=True)
class AbuseFlag:
    """A person judged for domestic abuse on a case: for deciding who tells them, never shown."""

    person: str
    case: str
    lead_person: str
