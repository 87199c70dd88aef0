"""What is decided on an ASB case review: the threshold, the review and its recommendations, an appeal; or that it is withdrawn.

Each is a step of the agency that leads the case, taken from where `application.STEPS` says; a body answers for itself.
"""

from collections.abc import Sequence
from datetime import date

from wardmote.casework import permissions
from wardmote.casework.audit import act
from wardmote.casework.case_reviews.application import counted, in_step, keep_changed, keep_new
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, WrongEntry
from wardmote.casework.left_out_names import check_names_left_out
from wardmote.casework.looks import in_charge
from wardmote.casework.nouns import (
    APPEAL_ANSWERS,
    RECOMMENDATION_ANSWERS,
    RELEVANT_BODIES,
    CaseReview,
    Recommendation,
    SignedIn,
)
from wardmote.casework.store import Store
from wardmote.periods import working_days_after

FEWEST_ON_A_PANEL = 2
"""A review is of the relevant bodies together (s.104(7)): one body alone holds none."""

# The threshold


def record_agreement(store: Store, by: SignedIn, reference: str, review_id: str, *, agreed_how: str) -> CaseReview:
    """The person agrees to what somebody else asked for them. Until then nothing is decided."""
    agreed_how = words("agreed_how", agreed_how, "Enter how they said that they agree.")
    with act(store, by, "agreement-recorded", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "agree")
        now = {"consent": True, "agreed_on": by.today, "agreed_how": agreed_how}
        return keep_changed(store, by, hand, "agreement-recorded", review, **now)


def decide(
    store: Store, by: SignedIn, reference: str, review_id: str, procedure: Procedure, *, met: bool, why: str
) -> CaseReview:
    """Met by number, the review must be held. Otherwise persistence, harm and the response so far decide (s.104(5))."""
    why = words("why", why, "Enter why.")
    with act(store, by, "threshold-decided", reference):
        hand, review, file = in_step(store, by, reference, review_id, "decide")
        check_names_left_out(store, hand, review.person, "why", why)
        by_number = counted(review, file).met_by_number
        if by_number and not met:
            raise WrongEntry(
                "answer", f"At least {review.needed} complaints qualify, so the threshold is met whatever else is said."
            )
        if not met and any(body.answered_on is None for body in file.bodies_of(review)):
            raise NotNow("Not every body has given its complaints yet. Wait for them, or answer for them.")
        return keep_changed(
            store,
            by,
            hand,
            "threshold-decided",
            review,
            status="met" if met else "not-met",
            decided_on=by.today,
            decided_by=by.user.id,
            met_by=("number" if by_number else "harm") if met else "",
            why=why,
            review_due=working_days_after(by.today, procedure.review) if met else None,
        )


def withdraw(store: Store, by: SignedIn, reference: str, review_id: str, *, why: str) -> CaseReview:
    """The person no longer wants it. The application is counted as withdrawn."""
    why = words("why", why, "Enter why it was withdrawn.")
    with act(store, by, "case-review-withdrawn", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "withdraw")
        now = {"status": "withdrawn", "withdrawn_on": by.today, "withdrawn_why": why}
        return keep_changed(store, by, hand, "case-review-withdrawn", review, **now)


# The review


def set_panel(
    store: Store, by: SignedIn, reference: str, review_id: str, *, on: date, bodies: Sequence[str]
) -> CaseReview:
    """Say when the panel meets, or met, and which of the relevant bodies are on it."""
    with act(store, by, "panel-set", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "panel")
        began = review.appeal_answered_on or review.decided_on
        if began and on < began:
            raise WrongEntry("on", "Enter a day that is not before it was decided to hold the review.")
        relevant = {agency.code for agency in store.agencies() if agency.kind in RELEVANT_BODIES}
        if len(relevant & set(bodies)) < FEWEST_ON_A_PANEL:
            raise WrongEntry("bodies", "Choose at least two bodies: a review is held by the bodies together.")
        now = {"panel_on": on, "panel_bodies": tuple(sorted(relevant & set(bodies)))}
        return keep_changed(store, by, hand, "panel-set", review, **now)


def check_held(review: CaseReview, today: date) -> None:
    """A review has an outcome once its panel has met."""
    if review.panel_on is None or len(review.panel_bodies) < FEWEST_ON_A_PANEL:
        raise NotNow("No panel is set. Set the day of the panel and the bodies on it first.")
    if review.panel_on > today:
        raise NotNow("The panel has not met yet. Record what it found once it has, or set the day it did meet.")


def record_outcome(store: Store, by: SignedIn, reference: str, review_id: str, *, finding: str) -> CaseReview:
    """Keep what the panel found. Its recommendations follow, each to one body."""
    finding = words("finding", finding, "Enter what the review found.")
    with act(store, by, "case-reviewed", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "outcome")
        check_held(review, by.today)
        check_names_left_out(store, hand, review.person, "finding", finding)
        return keep_changed(
            store,
            by,
            hand,
            "case-reviewed",
            review,
            status="reviewed",
            reviewed_on=by.today,
            reviewed_by=by.user.id,
            finding=finding,
            outcome_told_on=None,
        )


def recommend(store: Store, by: SignedIn, reference: str, review_id: str, *, agency: str, what: str) -> Recommendation:
    """Recommend something to one body, which must have regard to it."""
    what = words("what", what, "Enter what is recommended.")
    with act(store, by, "recommendation-made", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "recommend")
        check_names_left_out(store, hand, review.person, "what", what)
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
        keep_new(store, by, hand, "recommendation-made", made, ("what",))
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
        return keep_changed(store, by, hand, "recommendation-answered", made, **now)


def check_unanswered(made: Recommendation) -> None:
    if made.answered_on:
        raise NotNow("This recommendation was answered already.")


# Appeal


def appeal(store: Store, by: SignedIn, reference: str, review_id: str, *, why: str) -> CaseReview:
    """Keep that the person asks for the decision, or the review, to be looked at again (Schedule 4 para 3)."""
    why = words("why", why, "Enter why they appeal.")
    with act(store, by, "case-review-appealed", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "appeal")
        return keep_changed(store, by, hand, "case-review-appealed", review, appealed_on=by.today, appeal_why=why)


def check_answers_appeal(by: SignedIn, review: CaseReview) -> None:
    """Nobody answers an appeal against what they decided or recorded themselves."""
    if by.user.id in (review.decided_by, review.reviewed_by):
        raise NotPermitted(
            "You decided on this application, or recorded what the review found. A colleague answers the appeal."
        )


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
    """Upheld, a review must be held: the first where the threshold was not met, a new one where one was held.

    Whoever decided on the threshold, or recorded what the review found, does not answer. What the earlier review found is kept.
    """
    choice("answer", answer, APPEAL_ANSWERS, "Choose whether the appeal is upheld.")
    finding = words("finding", finding, "Enter why.")
    with act(store, by, "appeal-answered", reference):
        hand, review, _ = in_step(store, by, reference, review_id, "answer-appeal")
        check_answers_appeal(by, review)
        check_names_left_out(store, hand, review.person, "finding", finding)
        now: dict[str, object] = {
            "appeal_answered_on": by.today,
            "appeal_answer": answer,
            "appeal_finding": finding,
        }
        if answer == "upheld" and review.status == "not-met":
            due = working_days_after(by.today, procedure.review)
            now |= {"status": "met", "met_by": "appeal", "review_due": due}
        elif answer == "upheld" and review.status == "reviewed":
            due = working_days_after(by.today, procedure.review)
            anew = {"panel_on": None, "panel_bodies": (), "finding": "", "earlier_finding": review.finding}
            now |= {"status": "met", "review_due": due} | anew
        return keep_changed(store, by, hand, "appeal-answered", review, **now)
