"""A person comes onto a case, in a role that is always said, and leaves that role."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from wardmote.casework import permissions, policies, protection, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, in_hand
from wardmote.casework.normal_forms import form_of
from wardmote.casework.nouns import NOTE_KINDS, PERSON_ROLES, Detail, PersonOnCase, Relation, SignedIn
from wardmote.casework.persons.details import new_detail, raise_protection, write_detail
from wardmote.casework.persons.on_case import check_change, told_of
from wardmote.casework.persons.own_ties import keep_own_away
from wardmote.casework.persons.relations import same_relation, write_relation
from wardmote.casework.store import Store

IDENTITY = ("name", "alias", "birth")
"""What comes along when a person is chosen from another case."""


def add_person(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    role: str,
    name: str,
    birth: date | None = None,
    kind: str = "fact",
    protection: str = "",
    purpose: str = "",
) -> PersonOnCase:
    """Put a person on a case, by name and in a role that is always said (DPA 2018 s.38)."""
    _check_role(role, kind)
    name = words("name", name, "Enter the person's name, or what they are known as.")
    with act(store, by, "person-added", reference):
        hand = in_hand(store, by, reference, purpose)
        person = "p" + store.new_id()[:18]
        part = _put_on(store, by, hand, person, role, kind)
        given = {"name": name} | ({"birth": _birth(birth, by.today)} if birth else {})
        for about, value in given.items():
            write_detail(store, by, hand, (role,), new_detail(by, hand, person, about, value, kind), protection)
        return part


def bring_person(
    store: Store, by: SignedIn, reference: str, person: str, *, from_case: str, role: str, purpose: str = ""
) -> PersonOnCase:
    """Put a person the user sees on another case onto this one too, or give them another role on the same.

    Name, aliases and date of birth come along as far as the user sees them, and so does whom they must be kept apart
    from where both are here; each stays its owner's.
    """
    _check_role(role, "fact")
    with act(store, by, "person-added", reference):
        hand = in_hand(store, by, reference, purpose)
        seen = _sight_of(store, by, from_case, person)
        part = _put_on(store, by, hand, person, role, "fact")
        if from_case != reference:
            _bring_identity(store, by, hand, part, [d for d in store.details_on(from_case, person) if seen(d)])
            _bring_oppositions(store, by, hand, part, [r for r in store.relations_on(from_case) if seen(r)])
        raise_protection(store, by, hand, person)
        return part


def _sight_of(store: Store, by: SignedIn, from_case: str, person: str) -> Callable[[visibility.Entry], bool]:
    """What the user sees of what is written on a case. WrongEntry where they see no such person there."""
    case = store.standing(from_case, visibility.cases_seen_by(by.user, by.today))
    sharing = store.sharing_of(case) if case else None

    def seen(entry: visibility.Entry) -> bool:
        return bool(case and sharing and visibility.note_visible(by.user, case, entry, sharing, by.today))

    if not any(part.person == person and seen(part) for part in store.people_on(from_case)):
        raise WrongEntry("person", "Choose a person of a case you see.")
    return seen


def _bring_identity(store: Store, by: SignedIn, hand: InHand, part: PersonOnCase, details: Iterable[Detail]) -> None:
    already = {(d.about, form_of(d.about, d.value)) for d in store.details_on(part.case, part.person)}
    for detail in details:
        if detail.about in IDENTITY and (detail.about, form_of(detail.about, detail.value)) not in already:
            copied = replace(detail, id=store.new_id(), case=part.case, by=by.user.id, at=by.utc, version=0)
            write_detail(store, by, hand, (part.role,), copied, detail.protection)


def _bring_oppositions(
    store: Store, by: SignedIn, hand: InHand, part: PersonOnCase, relations: Iterable[Relation]
) -> None:
    here = {other.person for other in store.people_on(part.case)}
    already = store.relations_on(part.case)
    for relation in relations:
        both = relation.joins(part.person) and relation.far_end(part.person) in here
        known = any(same_relation(relation, kept) for kept in already)
        if relation.tie == "opposing" and not relation.ended_on and both and not known:
            copied = replace(relation, id=store.new_id(), case=part.case, by=by.user.id, at=by.utc, version=0)
            write_relation(store, by, hand, copied)


def _put_on(store: Store, by: SignedIn, hand: InHand, person: str, role: str, kind: str) -> PersonOnCase:
    part = PersonOnCase(
        id=store.new_id(),
        case=hand.case.reference,
        person=person,
        role=role,
        owner_agency=by.user.agency,
        by=by.user.id,
        at=by.utc,
        kind=kind,
        protection=protection.least("role", hand.case.kind),
    )
    permissions.check_write_note(by.user, hand.case, part, hand.sharing, by.today, by.utc)
    policies.check_add_note(hand.case)
    if any((p.person, p.role, p.ended_on) == (person, role, None) for p in store.people_on(part.case)):
        raise NotNow("This person has this role on the case already.")
    where = f"{part.case}/{part.id}"
    store.add_person_on_case(
        part,
        event(by, "collection", "person-added", "person", where, look=hand.look, fields=("role",), shown=(person,)),
    )
    keep_own_away(store, by, hand, person, [part.case])
    return part


def _check_role(role: str, kind: str) -> None:
    choice("role", role, PERSON_ROLES, "Choose whether the person is a victim, suspect, offender, witness or reporter.")
    choice("kind", kind, NOTE_KINDS, "Choose fact, opinion or intelligence.")


def _birth(birth: date, today: date) -> str:
    if not date(1900, 1, 1) <= birth <= today:
        raise WrongEntry("birth", "Enter a date of birth that is in the past.")
    return birth.isoformat()


def end_role(store: Store, by: SignedIn, reference: str, part_id: str, *, purpose: str = "") -> PersonOnCase:
    """A person no longer has this role here: a suspect who was cleared, say. It stays to be seen as ended."""
    with act(store, by, "person-role-ended", reference):
        hand = in_hand(store, by, reference, purpose)
        part = next((part for part in store.people_on(reference) if part.id == part_id), None)
        if part is None or not visibility.note_visible(by.user, hand.case, part, hand.sharing, by.today, by.utc):
            raise NotFound
        check_change(by, hand, part)
        if part.ended_on:
            raise NotNow(f"This role ended on {part.ended_on:%-d %B %Y}.")
        told = told_of(by, hand, "person-role-ended", "person", part.id, "ended_on", part.person)
        return store.save_person_on_case(replace(part, ended_on=by.today), told)
