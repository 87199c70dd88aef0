"""Our own people: whoever is, or lives with, a person on a case loses sight of it."""

from collections.abc import Sequence

from wardmote.casework import notices, permissions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice
from wardmote.casework.errors import WrongEntry
from wardmote.casework.looks import InHand, in_hand
from wardmote.casework.nouns import Conflict, OwnTie, SignedIn
from wardmote.casework.persons.on_case import roles_of
from wardmote.casework.store import Store

OWN_TIES = ("is", "lives-with")


def declare_own_tie(
    store: Store, by: SignedIn, reference: str, person: str, *, user_id: str, how: str, purpose: str = ""
) -> OwnTie:
    """Say that a user is, or lives with, a person here: they lose sight of every case that person is on, now and later."""
    choice("how", how, OWN_TIES, "Choose whether they are this person or live with them.")
    with act(store, by, "conflict-declared", reference):
        hand = in_hand(store, by, reference, purpose)
        roles_of(store, by, hand, person)
        permissions.check_declare_conflict(by.user, hand.case, user_id, by.today)
        if store.user(user_id) is None:
            raise WrongEntry("user_id", "Choose the person with the conflict.")
        tie = OwnTie(person=person, user=user_id, how=how, declared_by=by.user.id, on=by.today)
        told = event(
            by,
            "permission",
            "own-tie-declared",
            "person",
            f"{reference}/{person}",
            look=hand.look,
            recipients=(user_id,),
            shown=(person,),
        )
        store.add_own_tie(tie, told)
        keep_own_away(store, by, hand, person, store.cases_of(person))
        return tie


def keep_own_away(store: Store, by: SignedIn, hand: InHand, person: str, references: Sequence[str]) -> None:
    """A conflict on each of these cases for each user who is, or lives with, the person."""
    for tie in store.own_ties(person):
        for reference in references:
            conflict = Conflict(case=reference, user=tie.user, declared_by=tie.declared_by, on=by.today)
            told = event(by, "permission", "conflict-declared", "case", reference, recipients=(tie.user,))
            store.add_conflict(conflict, told)
        notices.tell_of_conflict(store, by, hand.case, hand.sharing, tie.user)
