"""The ASB case review on a case: what each step needs, reading it, applying, and giving the complaints.

Source: Anti-social Behaviour, Crime and Policing Act 2014 ss.104-105 and Schedule 4; what counts is in `procedure`.
What a step needs of where the application stands is one table, `STEPS`; what is then decided is in `decisions`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.case_reviews.procedure import Procedure, Threshold, threshold
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, in_charge, in_hand
from wardmote.casework.nouns import (
    APPLICANTS,
    RELEVANT_BODIES,
    BodyAsked,
    CaseReview,
    Complaint,
    Look,
    ReviewFile,
    SignedIn,
    VersionedPart,
)
from wardmote.casework.persons import roles_of
from wardmote.casework.store import Store
from wardmote.casework.store.case_reviews import Part
from wardmote.periods import working_days_after

HARMED = frozenset({"victim", "reporter", "witness"})
"""The roles on a case of whom a complaint or an application may be."""
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
    "agree": _step(
        "received",
        "The person's agreement is recorded already, or the threshold was decided.",
        lambda review: not review.consent,
    ),
    "decide": _step(
        "received",
        "The threshold was decided already, or nobody has recorded that the person agrees to what somebody else asked for "
        "them. Record that they agree first.",
        lambda review: review.consent,
    ),
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
    "withdraw": _step(
        "received met",
        "It was decided already, so it can no longer be withdrawn.",
        lambda review: review.reviewed_on is None,
    ),
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
    received_on: date | None = None,
) -> CaseReview:
    """Keep an application by the person, or by anybody for them, and ask every body for its complaints.

    Its clocks run from the day it was received, which is today unless said otherwise.
    """
    choice("applied_by", applied_by, APPLICANTS, "Choose who applied.")
    asks = words("asks", asks, "Enter what they ask for.")
    if applied_by == "other":
        applicant = words("applicant", applicant, "Enter who applied for them.")
    received_on = received_on or by.today
    if received_on > by.today:
        raise WrongEntry("received_on", "Enter a day that is not still to come.")
    with act(store, by, "case-review-applied", reference):
        hand = in_charge(store, by, reference)
        permissions.check_work(by.user, hand.case, by.today)
        _check_harmed(store, by, hand, person)
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
            agreed_on=by.today if consent and applied_by == "other" else None,
            asks=asks,
            agency=by.user.agency,
            by=by.user.id,
            received_on=received_on,
            needed=procedure.complaints,
            acknowledge_due=working_days_after(received_on, procedure.acknowledge),
            decide_due=working_days_after(received_on, procedure.decide),
        )
        keep_new(store, by, hand, "case-review-applied", review, ("asks",))
        _ask_bodies(store, by, hand, review, working_days_after(by.today, procedure.answer))
        return review


def _check_harmed(store: Store, by: SignedIn, hand: InHand, person: str) -> None:
    """Somebody who is on the case for more than what they are thought to have done."""
    try:
        roles = roles_of(store, by, hand, person)
    except NotFound as error:
        raise WrongEntry("person", "Choose a person on this case.") from error
    if not roles & HARMED:
        raise WrongEntry(
            "person", "Choose a victim, a reporter or a witness: this person is thought to cause the harm."
        )


def _ask_bodies(store: Store, by: SignedIn, hand: InHand, review: CaseReview, due: date) -> None:
    """The council, the police, the health commissioner and the housing providers, whether or not they share this case."""
    for agency in store.agencies():
        if agency.kind in RELEVANT_BODIES:
            asked = BodyAsked(
                id=store.new_id(), case=review.case, review=review.id, agency=agency.code, asked_on=by.today, due=due
            )
            keep_new(store, by, hand, "body-asked", asked, ("agency",))


def keep_new(
    store: Store, by: SignedIn, hand: InHand, deed: str, part: VersionedPart | Complaint, fields: tuple[str, ...]
) -> None:
    where = f"{part.case}/{part.id}"
    store.add_review_part(part, event(by, "collection", deed, "case-review", where, look=hand.look, fields=fields))


def keep_changed(store: Store, by: SignedIn, hand: InHand, deed: str, was: Part, **now: object) -> Part:
    where = f"{was.case}/{was.id}"
    told = event(by, "alteration", deed, "case-review", where, look=hand.look, fields=tuple(now))
    return store.save_review_part(replace(was, **now), told)  # type: ignore[arg-type]


def take(
    store: Store, by: SignedIn, reference: str, review_id: str, step: str
) -> tuple[InHand, CaseReview, ReviewFile]:
    """The application for a step that this person may take now, for the page that asks for it."""
    with act(store, by, "case-reviews-read", reference):
        return in_step(store, by, reference, review_id, step)


def in_step(
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
            _check_harmed(store, by, hand, person)
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
        if any(_same(complaint, kept) for kept in store.read_reviews(hand.look, reference).complaints):
            raise WrongEntry(
                "made_on",
                "This complaint is there already: the same body, days and person. If it is another one, give the reference "
                "that each has at the body.",
            )
        keep_new(store, by, hand, "complaint-added", complaint, ("behaviour_on", "made_on"))
        return complaint


def _same(one: Complaint, other: Complaint) -> bool:
    """Of one body, one day and one person, unless each has a reference of its own."""
    alike = all(getattr(one, name) == getattr(other, name) for name in ("agency", "behaviour_on", "made_on", "person"))
    references = {one.their_reference.casefold(), other.their_reference.casefold()}
    told_apart = len(references) > 1 and ("" not in references or not one.person)
    return alike and not told_apart


def say_all(
    store: Store, by: SignedIn, reference: str, review_id: str, *, agency: str, answered_why: str = ""
) -> BodyAsked:
    """One body says that it has given every complaint it has; or somebody else says so for it, and why."""
    ours = agency == by.user.agency
    if not ours:
        answered_why = words("answered_why", answered_why, "Enter why you answer for this body, and how you know.")
    with act(store, by, "body-answered", reference):
        hand, review, file = in_step(store, by, reference, review_id, "complaints")
        permissions.check_speak_for(by.user, hand.case, agency, by.today)
        asked = next((body for body in file.bodies_of(review) if body.agency == agency), None)
        if asked is None or asked.answered_on:
            raise NotNow("This body was not asked, or has answered already.")
        now = {"answered_on": by.today, "answered_by": by.user.id, "answered_why": "" if ours else answered_why}
        return keep_changed(store, by, hand, "body-answered", asked, **now)
