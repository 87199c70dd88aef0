"""Telling a person where their application stands: which letter is due, what it says, and whether it may go there.

Nothing is sent from here. A letter is drafted for somebody to read and send, once the address has passed the check of
`safe_contact`; or the person was told in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act
from wardmote.casework.case_reviews.application import counted, keep_changed
from wardmote.casework.case_reviews.procedure import Threshold
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, check_protected, filters, in_charge
from wardmote.casework.nouns import CaseReview, Detail, ReviewFile, SignedIn
from wardmote.casework.safe_contact import Sending, check_send
from wardmote.casework.store import Store

LETTERS = {
    "acknowledged": "acknowledged_on",
    "decision": "decision_told_on",
    "outcome": "outcome_told_on",
    "appeal": "appeal_told_on",
}
"""Each thing the person must be told, and where the day it was told stands."""
SPOKEN, SENT = "spoken", "sent"
"""That they were told in words; that the letter drafted earlier has gone."""
REACH = "How to reach us stands at the top of this letter; please give our reference."
SOMEBODY_ELSE = "Somebody who did not take part in what was decided will look at it."
AWAY, LEFT_BEHIND = ("refuge", "safe"), ("home", "previous")


@dataclass(frozen=True)
class Letter:
    """A letter as it is drafted: to whom, where, about what, in paragraphs. It holds no name but the recipient's.

    `contact` is how the agency that sends it is reached; blank where the agency keeps none, and the letter then says what
    to fill in. `protection` is that of the address: the draft is kept no less protected.
    """

    name: str
    to: str
    subject: str
    paragraphs: tuple[str, ...]
    written_on: date
    protection: str
    about: str
    contact: str


def due_letter(review: CaseReview) -> str:
    """What the person must be told next; nothing where they know all there is."""
    if review.withdrawn_on:
        return ""
    if review.appeal_answered_on and not review.appeal_told_on:
        return "appeal"
    if review.status == "reviewed" and not review.outcome_told_on:
        return "outcome"
    if review.decided_on and not review.decision_told_on:
        return "decision"
    return "" if review.acknowledged_on or review.decided_on else "acknowledged"


def check_nothing_owed(file: ReviewFile) -> None:
    """A case does not close over an ASB case review that somebody is owed."""
    for review in file.reviews:
        if review.status == "met":
            raise NotNow(
                "An ASB case review of this case must be held first. Record its outcome, or that it was withdrawn."
            )
        if review.status == "received":
            raise NotNow(
                "An application for an ASB case review waits. Decide on the threshold, or record that it was withdrawn."
            )
        if review.appealed_on and not review.appeal_answered_on:
            raise NotNow("An appeal about the ASB case review waits. Answer it first.")
        if due_letter(review):
            raise NotNow("The person has not been told what came of the ASB case review. Tell them first, on its page.")


def contacts(store: Store, by: SignedIn, hand: InHand, person: str) -> list[Detail]:
    """The addresses and emails on this case that this user sees and that a letter may go to.

    None by a channel that a rule of theirs forbids; none to a home while they stay at a refuge or a safe address. Both
    are taken from every case they are on.
    """
    own = [d for d in store.known_around(person).details if d.person == person and d.current_on(by.today)]
    forbidden = {channel for detail in own if detail.about == "safe-contact" for channel in detail.forbids}
    away = any(detail.sort in AWAY for detail in own)
    return [
        detail
        for detail in _seen(store, by, hand, person)
        if (detail.about == "address" or detail.sort == "email")
        and channel_of(detail) not in forbidden
        and not (away and detail.sort in LEFT_BEHIND)
    ]


def rules(store: Store, by: SignedIn, hand: InHand, person: str) -> list[Detail]:
    """How they may be reached safely, as far as this user sees it on this case. A protected rule comes without its words."""
    found = [detail for detail in _seen(store, by, hand, person) if detail.about == "safe-contact"]
    return [replace(each, value="", masked=True) if each.protection == "P3" else each for each in found]


def _seen(store: Store, by: SignedIn, hand: InHand, person: str) -> list[Detail]:
    """What is known of them on this case now, and this user sees."""
    return [
        detail
        for detail in store.details_on(hand.case.reference, person)
        if detail.current_on(by.today)
        and visibility.note_visible(by.user, hand.case, detail, hand.sharing, by.today, by.utc)
    ]


def channel_of(detail: Detail) -> str:
    return "letter" if detail.about == "address" else "email"


def due(store: Store, by: SignedIn, reference: str, review_id: str) -> tuple[InHand, CaseReview, str]:
    """The application and what its person must be told next, for the page that asks how."""
    with act(store, by, "case-review-letter", reference):
        hand, review, _, about = _owed(store, by, reference, review_id)
        return hand, review, about


def _owed(store: Store, by: SignedIn, reference: str, review_id: str) -> tuple[InHand, CaseReview, ReviewFile, str]:
    hand = in_charge(store, by, reference)
    permissions.check_lead(by.user, hand.case, by.today)
    file = store.read_reviews(hand.look, reference)
    review = file.review(review_id)
    if review is None:
        raise NotFound
    about = due_letter(review)
    if not about:
        raise NotNow("The person has been told all there is to tell.")
    return hand, review, file, about


def tell(store: Store, by: SignedIn, reference: str, review_id: str, *, how: str) -> Letter | None:
    """Draft the letter that is due to one contact, by its id. Nobody is told by a draft.

    For "sent", keep that the letter drafted earlier has gone; for "spoken", that the person was told in words.
    """
    with act(store, by, "case-review-letter", reference):
        hand, review, file, about = _owed(store, by, reference, review_id)
        if how == SENT and review.drafted != about:
            raise WrongEntry("how", "No letter about this is drafted yet. Draft it first.")
        if how in (SPOKEN, SENT):
            keep_changed(store, by, hand, "case-review-told", review, **{LETTERS[about]: by.today, "drafted": ""})
            return None
        letter = _letter(store, by, hand, file, review, about, how)
        keep_changed(store, by, hand, "case-review-letter", review, drafted=about)
        return letter


def _letter(
    store: Store, by: SignedIn, hand: InHand, file: ReviewFile, review: CaseReview, about: str, detail_id: str
) -> Letter:
    chosen = next((each for each in contacts(store, by, hand, review.person) if each.id == detail_id), None)
    if chosen is None:
        raise WrongEntry("how", "Choose where the letter goes.")
    if chosen.protection == "P3":
        check_protected(store, by, hand.case)
    check_send(
        Sending(review.person, channel_of(chosen), chosen.value, chosen.uprn),
        store.known_around(review.person),
        by.today,
    )
    opened = store.read_detail(hand.look, detail_id, hand.case.reference, *filters(by))
    if opened is None:
        raise NotFound
    name = _name(store, by, hand, review.person)
    names = {agency.code: agency.name for agency in store.agencies()}
    said = tuple(_paragraphs(about, review, file, names))
    subject = "Your request for an ASB case review"
    contact = _contact_of(store, by.user.agency)
    return Letter(name, opened.value, subject, said, by.today, chosen.protection, about, contact)


def _contact_of(store: Store, agency: str) -> str:
    kept = store.agency(agency)
    return kept.letter_contact if kept else ""


def says_how_to_reach(store: Store, by: SignedIn) -> bool:
    """Whether the letters of this person's agency say how to reach it."""
    return bool(_contact_of(store, by.user.agency))


def _name(store: Store, by: SignedIn, hand: InHand, person: str) -> str:
    """As this user sees it; a protected name stays out of a letter that others may handle."""
    named = [d for d in store.details_on(hand.case.reference, person) if d.about == "name" and not d.until]
    seen = [d for d in named if visibility.note_visible(by.user, hand.case, d, hand.sharing, by.today, by.utc)]
    open_names = [detail.value for detail in seen if detail.protection != "P3"]
    return open_names[-1] if open_names else ""


def _paragraphs(about: str, review: CaseReview, file: ReviewFile, names: Mapping[str, str]) -> Sequence[str]:
    if about == "acknowledged":
        return _acknowledged(review, [names[body.agency] for body in file.bodies_of(review)])
    said = {"decision": _decision, "outcome": _outcome, "appeal": _appeal}
    return said[about](review, file)


def _acknowledged(review: CaseReview, asked: Sequence[str]) -> list[str]:
    """`asked` are the names of the bodies that were really asked."""
    what = "every complaint they have" if len(asked) > 1 else "every complaint it has"
    return [
        f"We received your request for an ASB case review on {_day(review.received_on)}. You may know it as the "
        "community trigger.",
        *([f"We have asked {_listed(asked)} for {what} about what you told us."] if asked else []),
        f"We will tell you by {_day(review.decide_due)} whether the threshold for a review is met. It is met when at "
        f"least {_number(review.needed)} complaints qualify. If fewer do, we decide by how long it has gone on, the harm "
        "it does, and whether what was done about it was enough.",
        f"If more happens, or if you no longer want the review, tell us. {REACH}",
        f"If something more happens, or you no longer want the review, tell us. {REACH}",
    ]


def _decision(review: CaseReview, file: ReviewFile) -> list[str]:
    told = counted(review, file)
    counted_words = (
        f"We found {len(told.qualifications)} complaint{'s' * (len(told.qualifications) != 1)} about it, "
        f"of which {len(told.qualifying)} qualify."
    )
    left_out = _left_out(review, told)
    if review.met_by:
        held = f" It will be held by {_day(review.review_due)}." if review.review_due else ""
        ask = f"If you want the review to know something more, tell us. {REACH}"
        return [f"The threshold for a review is met, so we will hold one.{held}", counted_words, *left_out, ask]
    return [
        "The threshold for a review is not met.",
        counted_words,
        *left_out,
        f"Why we decided so: {review.why}",
        f"You may ask for this decision to be looked at again. Tell us why you think it is wrong. {REACH} {SOMEBODY_ELSE}",
    ]


def _left_out(review: CaseReview, told: Threshold) -> list[str]:
    """Why each of the person's own complaints does not qualify; of those of others no more than how many."""
    own = [each for each in told.left_out if getattr(each.complaint, "person", "") == review.person]
    others = len(told.left_out) - len(own)
    return [
        *(f"Your complaint of {_day(each.complaint.made_on)} does not qualify: {each.reason}." for each in own),
        *([f"Of the complaints of others, {others} do{'es' * (others == 1)} not qualify."] if others else []),
    ]


def _outcome(review: CaseReview, file: ReviewFile) -> list[str]:
    made = file.recommendations_of(review)
    return [
        f"The review was held. What it found: {review.finding}",
        *(f"Recommended: {each.what}" for each in made),
        *([] if made else ["It made no recommendation."]),
        f"You may ask for the way this review was carried out to be looked at again. Tell us why. {REACH} {SOMEBODY_ELSE}",
    ]


def _appeal(review: CaseReview, file: ReviewFile) -> list[str]:
    upheld = review.appeal_answer == "upheld"
    review_words = "A new review" if review.earlier_finding else "A review"
    held = f" {review_words} will be held by {_day(review.review_due)}." if upheld and review.review_due else ""
    return [
        f"We looked again, as you asked on {_day(review.appealed_on)}. Your appeal is {'' if upheld else 'not '}upheld.{held}",
        f"Why: {review.appeal_finding}",
        f"If you have a question about this answer, ask us. {REACH}",
    ]


def _listed(names: Sequence[str]) -> str:
    """ "One, two and three"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _number(number: int) -> str:
    return ("", "one", "two", "three")[number]
