"""Triage: the receiving agency accepts, signposts or refuses what it was referred. Nobody answers their own referral."""

from dataclasses import replace

from wardmote.casework import permissions, policies, transitions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import words
from wardmote.casework.looks import InHand, in_charge
from wardmote.casework.nouns import ReferralAnswer, SignedIn, Standing
from wardmote.casework.store import Store

PURPOSE = "triage"


def accept(store: Store, by: SignedIn, reference: str, *, lead_person: str = "", purpose: str = PURPOSE) -> Standing:
    """Take the case, naming who leads it if that is known. A case that is not open keeps the lead it came with."""
    return _answer(store, by, reference, "accepted", "", "", lead_person, purpose)


def take_in(store: Store, by: SignedIn, hand: InHand) -> Standing:
    """Take, and lead, a case in hand that one has just opened for one's own agency, or brought in from its old tracker."""
    permissions.check_take_in(by.user, hand.case, by.today)
    return _answer_in_hand(store, by, hand, "accepted", "", "", by.user.id)


def signpost(store: Store, by: SignedIn, reference: str, *, to: str, why: str, purpose: str = PURPOSE) -> Standing:
    """Say who can help instead."""
    to = words("to", to, "Enter who can help.")
    why = words("why", why, "Enter why they are the right ones.")
    return _answer(store, by, reference, "signposted", why, to, "", purpose)


def refuse(store: Store, by: SignedIn, reference: str, *, why: str, purpose: str = PURPOSE) -> Standing:
    """Do not take the case. A refusal is a valid answer, and its reason is kept."""
    why = words("why", why, "Enter why the agency does not take it.")
    return _answer(store, by, reference, "refused", why, "", "", purpose)


def _answer(
    store: Store, by: SignedIn, reference: str, answer: str, why: str, to: str, lead_person: str, purpose: str
) -> Standing:
    with act(store, by, f"case-{answer}", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_triage(by.user, hand.case, by.today)
        return _answer_in_hand(store, by, hand, answer, why, to, lead_person)


def _answer_in_hand(
    store: Store, by: SignedIn, hand: InHand, answer: str, why: str, to: str, lead_person: str
) -> Standing:
    reference = hand.case.reference
    policies.check_move(hand.case, answer)
    lead = lead_person or hand.case.lead_person
    if lead:
        permissions.check_lead_person(store.user(lead), hand.case.lead_agency, hand.case.kind, by.today)
    answered = ReferralAnswer(answer=answer, by=by.user.id, on=by.today, reason=why, signposted_to=to)
    said = event(by, "alteration", "referral-answered", "referral", reference, look=hand.look, fields=("answer",))
    store.answer_referral(reference, answered, said)
    deed = transitions.move(hand.case.status, answer).deed
    moved = event(by, "alteration", deed, "case", reference, look=hand.look, fields=("status", "lead_person"))
    return store.save_standing(replace(hand.case, status=answer, lead_person=lead), moved)
