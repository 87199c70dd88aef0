"""What every change to a person on a case asks first, and how the trail tells of it."""

from wardmote.casework import permissions, policies, visibility
from wardmote.casework.audit import AuditEvent, event
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import Detail, PersonOnCase, Relation, SignedIn
from wardmote.casework.store import Store


def roles_of(store: Store, by: SignedIn, hand: InHand, person: str) -> set[str]:
    """The roles of a person this user sees on the case, ended ones too. NotFound for nobody."""
    parts = [part for part in store.people_on(hand.case.reference) if part.person == person]
    if not any(visibility.note_visible(by.user, hand.case, part, hand.sharing, by.today, by.utc) for part in parts):
        raise NotFound
    return {part.role for part in parts}


def check_change(by: SignedIn, hand: InHand, entry: PersonOnCase | Detail | Relation) -> None:
    """Whoever changes an entry may, by who wrote it, while the state of the case allows it."""
    permissions.check_change_entry(by.user, hand.case, entry, by.today)
    policies.check_add_note(hand.case)


def told_of(
    by: SignedIn, hand: InHand, deed: str, noun: str, noun_id: str, field: str, *people: str, action: str = "alteration"
) -> AuditEvent:
    """The record of one changed field about these people, under the look it was made from."""
    where = f"{hand.case.reference}/{noun_id}"
    return event(by, action, deed, noun, where, look=hand.look, fields=(field,), shown=people)
