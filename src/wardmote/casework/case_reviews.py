"""The ASB case review on a case: apply, give the complaints, decide on the threshold, hold the review, answer an appeal.

Source: Anti-social Behaviour, Crime and Policing Act 2014 ss.104-105 and Schedule 4; what counts is in `asb_case_review`.
What a step needs of where the application stands is one table, `STEPS`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from wardmote.casework import permissions, visibility
from wardmote.casework.asb_case_review import Procedure, Threshold, threshold
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, in_charge, in_hand
from wardmote.casework.nouns import (
    APPEAL_ANSWERS,
    APPLICANTS,
    RECOMMENDATION_ANSWERS,
    RELEVANT_BODIES,
    BodyAsked,
    CaseReview,
    Complaint,
    Look,
    Recommendation,
    ReviewFile,
    SignedIn,
    VersionedPart,
)
from wardmote.casework.persons import roles_of
from wardmote.casework.store import Store
from wardmote.casework.store.case_reviews import Part
from wardmote.periods import working_days_after

FINDING_REVIEWS = "case-review"
"""The purpose of the list of reviews. No list is asked a purpose."""


@dataclass(frozen=True)
class Step:
    """Where an application must stand for a step, and what is said where it does not."""

    of: frozenset[str]
    otherwise: str
    also: Callable[[CaseReview], bool] = lambda review: True


def _step(of: str, otherwise: str, also: Callable[[CaseReview], bool] = lambda review: True) -> Step:
    return Step(frozenset(of.split()), otherwise, also)


STEPS = {
    "complaints": _step("received", "The threshold was decided already. Complaints that come later count for a new application."),
    "decide": _step("received", "The threshold was decided already."),
    "panel": _step("met", "A review is held once the threshold is met."),
    "outcome": _step("met", "A review is held once the threshold is met, and once only."),
    "recommend": _step("reviewed", "Recommendations follow a review. Record its outcome first."),
    "appeal": _step(
        "not-met reviewed",
        "An appeal follows a threshold that was not met, or a review. There is one appeal.",
        lambda review: review.appealed_on is None,
    ),
    "answer-appeal": _step(
        "met not-met reviewed",
        "There is no appeal to answer.",
        lambda review: review.appealed_on is not None and review.appeal_answered_on is None,
    ),
    "withdraw": _step("received met", "It was decided already, so it can no longer be withdrawn."),
}  # fmt: skip


def can_step(review: CaseReview, step: str) -> bool:
    """Whether an application stands where this step can be taken."""
    return review.status in STEPS[step].of and STEPS[step].also(review)


def check_step(review: CaseReview, step: str) -> None:
    if not can_step(review, step):
        raise NotNow(STEPS[step].otherwise)


# Reading


def read(store: Store, by: SignedIn, reference: str) -> tuple[InHand, ReviewFile]:
    """The reviews and complaints of a case; whoever sees the case sees them. The look is logged."""
    with act(store, by, "case-reviews-read", reference):
        hand = in_hand(store, by, reference)
        return hand, store.read_reviews(hand.look, reference)


def list_reviews(store: Store, by: SignedIn, since: date) -> ReviewFile:
    """Reviews on the cases this person sees: those that wait, and those received since a day."""
    with act(store, by, "case-reviews-listed"):
        permissions.check_capability(by.user, "see", by.today)
        return store.list_reviews(Look(by, FINDING_REVIEWS), visibility.cases_seen_by(by.user, by.today), since)


def counted(review: CaseReview, file: ReviewFile) -> Threshold:
    """What the complaints on the case come to for an application. No caveat is asked for (s.104(4))."""
    return threshold(file.complaints, review.received_on, review.needed)


# Applying


def apply(
    store: Store,
    by: SignedIn,
    reference: str,
    procedure: Procedure,
    *,
    person: str,
    applied_by: str,
    asks: str,
    applicant: str = "",
    consent: bool = False,
) -> CaseReview:
    """Keep an application by the person, or by anybody for them, and ask every body for its complaints."""
    choice("applied_by", applied_by, APPLICANTS, "Choose who applied.")
    asks = words("asks", asks, "Enter what they ask for.")
    if applied_by == "other":
        applicant = words("applicant", applicant, "Enter who applied for them.")
    with act(store, by, "case-review-applied", reference):
        hand = in_charge(store, by, reference)
        permissions.check_work(by.user, hand.case, by.today)
        _check_person(store, by, hand, person)
        file = store.read_reviews(hand.look, reference)
        if any(review.live and review.person == person for review in file.reviews):
            raise NotNow("An application for this person is being decided already.")
        review = CaseReview(
            id=store.new_id(),
            case=reference,
            person=person,
            applied_by=applied_by,
            applicant=applicant if applied_by == "other" else "",
            consent=consent or applied_by == "self",
            asks=asks,
            agency=by.user.agency,
            by=by.user.id,
            received_on=by.today,
            needed=procedure.complaints,
            acknowledge_due=working_days_after(by.today, procedure.acknowledge),
            decide_due=working_days_after(by.today, procedure.decide),
        )
        _add(store, by, hand, "case-review-applied", review, ("asks",))
        _ask_bodies(store, by, hand, review, working_days_after(by.today, procedure.answer))
        return review


def _check_person(store: Store, by: SignedIn, hand: InHand, person: str) -> None:
    try:
        roles_of(store, by, hand, person)
    except NotFound as error:
        raise WrongEntry("person", "Choose a person on this case.") from error


def _ask_bodies(store: Store, by: SignedIn, hand: InHand, review: CaseReview, due: date) -> None:
    """The council, the police, the health commissioner and the housing providers, whether or not they share this case."""
    for agency in store.agencies():
        if agency.kind in RELEVANT_BODIES:
            asked = BodyAsked(
                id=store.new_id(), case=review.case, review=review.id, agency=agency.code, asked_on=by.today, due=due
            )
            _add(store, by, hand, "body-asked", asked, ("agency",))


def _add(
    store: Store, by: SignedIn, hand: InHand, deed: str, part: VersionedPart | Complaint, fields: tuple[str, ...]
) -> None:
    where = f"{part.case}/{part.id}"
    store.add_review_part(part, event(by, "collection", deed, "case-review", where, look=hand.look, fields=fields))


def _save(store: Store, by: SignedIn, hand: InHand, deed: str, was: Part, **now: object) -> Part:
    where = f"{was.case}/{was.id}"
    told = event(by, "alteration", deed, "case-review", where, look=hand.look, fields=tuple(now))
    return store.save_review_part(replace(was, **now), told)  # type: ignore[arg-type]


def take(
    store: Store, by: SignedIn, reference: str, review_id: str, step: str
) -> tuple[InHand, CaseReview, ReviewFile]:
    """The application for a step that this person may take now, for the page that asks for it."""
    with act(store, by, "case-reviews-read", reference):
        return _taken(store, by, reference, review_id, step)


def _taken(
    store: Store, by: SignedIn, reference: str, review_id: str, step: str
) -> tuple[InHand, CaseReview, ReviewFile]:
    """`take`, in a transaction already begun. Complaints are given by every body; the rest is the lead agency's."""
    hand = in_charge(store, by, reference)
    file = store.read_reviews(hand.look, reference)
    review = file.review(review_id)
    if review is None:
        raise NotFound
    if step == "complaints":
        permissions.check_work(by.user, hand.case, by.today)
    else:
        permissions.check_lead(by.user, hand.case, by.today)
    check_step(review, step)
    return hand, review, file


# Complaints


def add_complaint(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    agency: str,
    behaviour_on: date,
    made_on: date,
    person: str = "",
    their_reference: str = "",
    caveat: str = "",
) -> Complaint:
    """Keep a complaint that a body has about the behaviour of this case. A caveat is kept and never applied."""
    if made_on > by.today:
        raise WrongEntry("made_on", "Enter a day that is not still to come.")
    if behaviour_on > made_on:
        raise WrongEntry("behaviour_on", "Enter a day that is not after the complaint.")
    with act(store, by, "complaint-added", reference):
        hand = in_charge(store, by, reference)
        permissions.check_speak_for(by.user, hand.case, agency, by.today)
        if store.agency(agency) is None:
            raise WrongEntry("agency", "Choose the body it was made to.")
        if person:
            _check_person(store, by, hand, person)
        complaint = Complaint(
            id=store.new_id(),
            case=reference,
            person=person,
            agency=agency,
            behaviour_on=behaviour_on,
            made_on=made_on,
            their_reference=their_reference.strip(),
            caveat=caveat.strip(),
            by=by.user.id,
            on=by.today,
        )
        _add(store, by, hand, "complaint-added", complaint, ("behaviour_on", "made_on"))
        return complaint


def say_all(store: Store, by: SignedIn, reference: str, review_id: str, *, agency: str) -> BodyAsked:
    """One body says that it has given every complaint it has."""
    with act(store, by, "body-answered", reference):
        hand, review, file = _taken(store, by, reference, review_id, "complaints")
        permissions.check_speak_for(by.user, hand.case, agency, by.today)
        asked = next((body for body in file.bodies_of(review) if body.agency == agency), None)
        if asked is None or asked.answered_on:
            raise NotNow("This body was not asked, or has answered already.")
        return _save(store, by, hand, "body-answered", asked, answered_on=by.today, answered_by=by.user.id)


# The threshold


def decide(
    store: Store, by: SignedIn, reference: str, review_id: str, procedure: Procedure, *, met: bool, why: str
) -> CaseReview:
    """Met by number, the review must be held. Otherwise persistence, harm and the response so far decide (s.104(5))."""
    why = words("why", why, "Enter why.")
    with act(store, by, "threshold-decided", reference):
        hand, review, file = _taken(store, by, reference, review_id, "decide")
        by_number = counted(review, file).met_by_number
        if by_number and not met:
            raise WrongEntry(
                "answer", f"At least {review.needed} complaints qualify, so the threshold is met whatever else is said."
            )
        if not met and any(body.answered_on is None for body in file.bodies_of(review)):
            raise NotNow("Not every body has given its complaints yet. Wait for them, or answer for them.")
        return _save(
            store,
            by,
            hand,
            "threshold-decided",
            review,
            status="met" if met else "not-met",
            decided_on=by.today,
            met_by=("number" if by_number else "harm") if met else "",
            why=why,
            review_due=working_days_after(by.today, procedure.review) if met else None,
        )


def withdraw(store: Store, by: SignedIn, reference: str, review_id: str, *, why: str) -> CaseReview:
    """The person no longer wants it. The application is counted as withdrawn."""
    why = words("why", why, "Enter why it was withdrawn.")
    with act(store, by, "case-review-withdrawn", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "withdraw")
        now = {"status": "withdrawn", "withdrawn_on": by.today, "withdrawn_why": why}
        return _save(store, by, hand, "case-review-withdrawn", review, **now)


# The review


def set_panel(store: Store, by: SignedIn, reference: str, review_id: str, *, on: date) -> CaseReview:
    """Say when the panel meets."""
    if on < by.today:
        raise WrongEntry("on", "Enter a day that is not in the past.")
    with act(store, by, "panel-set", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "panel")
        return _save(store, by, hand, "panel-set", review, panel_on=on)


def record_outcome(store: Store, by: SignedIn, reference: str, review_id: str, *, finding: str) -> CaseReview:
    """Keep what the panel found. Its recommendations follow, each to one body."""
    finding = words("finding", finding, "Enter what the review found.")
    with act(store, by, "case-reviewed", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "outcome")
        return _save(store, by, hand, "case-reviewed", review, status="reviewed", reviewed_on=by.today, finding=finding)


def recommend(store: Store, by: SignedIn, reference: str, review_id: str, *, agency: str, what: str) -> Recommendation:
    """Recommend something to one body, which must have regard to it."""
    what = words("what", what, "Enter what is recommended.")
    with act(store, by, "recommendation-made", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "recommend")
        if store.agency(agency) is None:
            raise WrongEntry("agency", "Choose the body it is made to.")
        made = Recommendation(
            id=store.new_id(),
            case=reference,
            review=review.id,
            agency=agency,
            what=what,
            by=by.user.id,
            made_on=by.today,
        )
        _add(store, by, hand, "recommendation-made", made, ("what",))
        return made


def respond(
    store: Store, by: SignedIn, reference: str, recommendation_id: str, *, answer: str, answer_words: str
) -> Recommendation:
    """A body answers what was recommended to it."""
    choice("answer", answer, RECOMMENDATION_ANSWERS, "Choose what the body answers.")
    answer_words = words("answer_words", answer_words, "Enter what the body will do, or why it will not.")
    with act(store, by, "recommendation-answered", reference):
        hand = in_charge(store, by, reference)
        file = store.read_reviews(hand.look, reference)
        made = next((each for each in file.recommendations if each.id == recommendation_id), None)
        if made is None:
            raise NotFound
        permissions.check_speak_for(by.user, hand.case, made.agency, by.today)
        check_unanswered(made)
        now = {"answer": answer, "words": answer_words, "answered_on": by.today, "answered_by": by.user.id}
        return _save(store, by, hand, "recommendation-answered", made, **now)


def check_unanswered(made: Recommendation) -> None:
    if made.answered_on:
        raise NotNow("This recommendation was answered already.")


# Appeal


def appeal(store: Store, by: SignedIn, reference: str, review_id: str, *, why: str) -> CaseReview:
    """Keep that the person asks for the decision, or the review, to be looked at again (Schedule 4 para 3)."""
    why = words("why", why, "Enter why they appeal.")
    with act(store, by, "case-review-appealed", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "appeal")
        return _save(store, by, hand, "case-review-appealed", review, appealed_on=by.today, appeal_why=why)


def answer_appeal(
    store: Store,
    by: SignedIn,
    reference: str,
    review_id: str,
    procedure: Procedure,
    *,
    answer: str,
    finding: str,
) -> CaseReview:
    """Upheld against a threshold that was not met, it is met now, and the review must be held."""
    choice("answer", answer, APPEAL_ANSWERS, "Choose whether the appeal is upheld.")
    finding = words("finding", finding, "Enter why.")
    with act(store, by, "appeal-answered", reference):
        hand, review, _ = _taken(store, by, reference, review_id, "answer-appeal")
        now: dict[str, object] = {
            "appeal_answered_on": by.today,
            "appeal_answer": answer,
            "appeal_finding": finding,
        }
        if answer == "upheld" and review.status == "not-met":
            due = working_days_after(by.today, procedure.review)
            now |= {"status": "met", "met_by": "appeal", "review_due": due}
        return _save(store, by, hand, "appeal-answered", review, **now)
