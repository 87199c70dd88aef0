"""Closing a case with an outcome, and reopening it: every reopening counts, because "not fixed" is what residents feel."""

from dataclasses import replace

from wardmote.casework import permissions, policies, transitions
from wardmote.casework.audit import act, event
from wardmote.casework.case_reviews.letters import check_nothing_owed
from wardmote.casework.entries import words
from wardmote.casework.looks import InHand, in_charge
from wardmote.casework.nouns import Outcome, SignedIn, Standing
from wardmote.casework.store import Store
from wardmote.casework.work import keep_decision


def close(store: Store, by: SignedIn, reference: str, *, outcome: str, why: str, purpose: str = "") -> Standing:
    """End the case with an outcome that fits its kind, once every action is done and no ASB case review is owed."""
    why = words("why", why, "Enter why the case ends.")
    with act(store, by, "case-closed", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_lead(by.user, hand.case, by.today)
        check_nothing_owed(store.read_reviews(hand.look, reference))
        return close_in_hand(store, by, hand, outcome, why)


def close_in_hand(store: Store, by: SignedIn, hand: InHand, outcome: str, why: str) -> Standing:
    """The closing of a case already in hand."""
    reference = hand.case.reference
    permissions.check_lead(by.user, hand.case, by.today)
    policies.check_close(hand.case, len(store.open_dues(reference)))
    policies.check_outcome(hand.case, outcome, by.today)
    keep_decision(store, by, hand, "closure-decided", "Close the case", why)
    ended = Outcome(id=store.new_id(), case=reference, code=outcome, by=by.user.id, on=by.today)
    how = event(by, "collection", "outcome-recorded", "outcome", f"{reference}/{ended.id}", look=hand.look)
    store.add_outcome(ended, how)
    deed = transitions.move(hand.case.status, "closed").deed
    told = event(by, "alteration", deed, "case", reference, look=hand.look, fields=("status", "next_date"))
    return store.save_standing(replace(hand.case, status="closed", next_date=None), told)


def reopen(store: Store, by: SignedIn, reference: str, *, why: str, purpose: str = "") -> Standing:
    """Take a closed case up again. Its earlier outcomes stay, and the count of reopenings goes up."""
    why = words("why", why, "Enter what came back.")
    with act(store, by, "case-reopened", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_move(hand.case, "reopened")
        keep_decision(store, by, hand, "reopening-decided", "Reopen the case", why)
        deed = transitions.move(hand.case.status, "reopened").deed
        told = event(by, "alteration", deed, "case", reference, look=hand.look, fields=("status", "reopenings"))
        again = replace(hand.case, status="reopened", reopenings=hand.case.reopenings + 1)
        return store.save_standing(again, told)
