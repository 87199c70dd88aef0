"""How two people on a case stand to each other."""

from dataclasses import replace

from wardmote.casework import permissions, policies, protection, visibility
from wardmote.casework.audit import act
from wardmote.casework.entries import choice
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, in_hand
from wardmote.casework.nouns import NOTE_KINDS, TIES, Relation, SignedIn
from wardmote.casework.persons.on_case import check_change, roles_of, told_of
from wardmote.casework.store import Store


def relate(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    one: str,
    other: str,
    tie: str,
    kind: str = "fact",
    purpose: str = "",
) -> Relation:
    """Say how two people on this case stand to each other. Of a parent and a child, the parent comes first."""
    choice("tie", tie, TIES, "Choose how they stand to each other.")
    choice("kind", kind, NOTE_KINDS, "Choose fact, opinion or intelligence.")
    if one == other:
        raise WrongEntry("other", "Choose two different people.")
    with act(store, by, "relation-added", reference):
        hand = in_hand(store, by, reference, purpose)
        roles = roles_of(store, by, hand, one) | roles_of(store, by, hand, other)
        relation = Relation(
            id=store.new_id(),
            case=reference,
            one=one,
            other=other,
            tie=tie,
            owner_agency=by.user.agency,
            by=by.user.id,
            at=by.utc,
            kind=kind,
            protection=protection.least("relation", hand.case.kind, roles),
        )
        if any(same_relation(relation, known) for known in store.relations_on(reference)):
            raise NotNow("This is on the case already.")
        return write_relation(store, by, hand, relation)


def write_relation(store: Store, by: SignedIn, hand: InHand, relation: Relation) -> Relation:
    """Write a relation and tell the trail of both its ends."""
    permissions.check_write_note(by.user, hand.case, relation, hand.sharing, by.today, by.utc)
    policies.check_add_note(hand.case)
    ends = relation.one, relation.other
    told = told_of(by, hand, "relation-added", "relation", relation.id, "tie", *ends, action="collection")
    store.add_relation(relation, told)
    return relation


def same_relation(new: Relation, known: Relation) -> bool:
    """Whether the new one says what a relation that has not ended says already, in either order."""
    return not known.ended_on and known.tie == new.tie and {known.one, known.other} == {new.one, new.other}


def end_relation(store: Store, by: SignedIn, reference: str, relation_id: str, *, purpose: str = "") -> Relation:
    """They no longer stand to each other like this. It stays as history, and opens nothing to anybody."""
    with act(store, by, "relation-ended", reference):
        hand = in_hand(store, by, reference, purpose)
        relation = next((r for r in store.relations_on(reference) if r.id == relation_id), None)
        if relation is None or not visibility.note_visible(
            by.user, hand.case, relation, hand.sharing, by.today, by.utc
        ):
            raise NotFound
        check_change(by, hand, relation)
        if relation.ended_on:
            raise NotNow(f"This ended on {relation.ended_on:%-d %B %Y}.")
        told = told_of(by, hand, "relation-ended", "relation", relation.id, "ended_on", relation.one, relation.other)
        return store.save_relation(replace(relation, ended_on=by.today), told)
