"""People on cases: adding them, what is known of them, how they stand to each other, and whom among us they must be kept from.

Everything is written on one case and seen there by the rule for notes. A person comes to a second case only by somebody
who sees them on the first, and only by name and date of birth: an address never travels from case to case by itself.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework import notices, permissions, policies, protection, visibility
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, check_protected, filters, in_hand
from wardmote.casework.normal_forms import contact_form, form_of, uprn_form
from wardmote.casework.nouns import (
    ABOUT,
    ADDRESS_SORTS,
    CHANNELS,
    CONTACT_SORTS,
    NOTE_KINDS,
    PERSON_ROLES,
    TIES,
    Conflict,
    Detail,
    OwnTie,
    PersonOnCase,
    Relation,
    SignedIn,
)
from wardmote.casework.safe_contact import Known, Sending, check_send
from wardmote.casework.store import Store

IDENTITY = ("name", "alias", "birth")
"""What comes along when a person is chosen from another case."""
CATEGORIES = {"address": "contact", "contact": "contact", "safe-contact": "contact"}
SORTS = {"address": ADDRESS_SORTS, "contact": CONTACT_SORTS}
OWN_TIES = ("is", "lives-with")


# Adding a person


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
            _write_detail(store, by, hand, (role,), _detail(by, hand, person, about, value, kind), protection)
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
        _raise_protection(store, by, hand, person)
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
            _write_detail(store, by, hand, (part.role,), copied, detail.protection)


def _bring_oppositions(
    store: Store, by: SignedIn, hand: InHand, part: PersonOnCase, relations: Iterable[Relation]
) -> None:
    here = {other.person for other in store.people_on(part.case)}
    already = store.relations_on(part.case)
    for relation in relations:
        both = relation.joins(part.person) and relation.far_end(part.person) in here
        known = any(_same_relation(relation, kept) for kept in already)
        if relation.tie == "opposing" and not relation.ended_on and both and not known:
            copied = replace(relation, id=store.new_id(), case=part.case, by=by.user.id, at=by.utc, version=0)
            _write_relation(store, by, hand, copied)


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
    _keep_own_away(store, by, hand, person, [part.case])
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
        _check_change(by, hand, part)
        if part.ended_on:
            raise NotNow(f"This role ended on {part.ended_on:%-d %B %Y}.")
        told = _told(by, hand, "person-role-ended", "person", part.id, "ended_on", part.person)
        return store.save_person_on_case(replace(part, ended_on=by.today), told)


# What is known of a person


def add_detail(
    store: Store,
    by: SignedIn,
    reference: str,
    person: str,
    *,
    about: str,
    value: str,
    sort: str = "",
    uprn: str = "",
    since: date | None = None,
    until: date | None = None,
    forbids: Collection[str] = (),
    kind: str = "fact",
    protection: str = "",
    purpose: str = "",
) -> Detail:
    """Write one thing known of a person. Where a new address takes the place of an old one, end the old one too."""
    choice("about", about, ABOUT, "Choose what you know.")
    choice("kind", kind, NOTE_KINDS, "Choose fact, opinion or intelligence.")
    value = words("value", value, "Enter what you know.")
    _check_value(about, value, sort, uprn, forbids)
    if since and until and until < since:
        raise WrongEntry("until", "Enter a last day that is not before the first.")
    with act(store, by, "detail-added", reference):
        hand = in_hand(store, by, reference, purpose)
        roles = roles_of(store, by, hand, person)
        known = replace(
            _detail(by, hand, person, about, value, kind),
            sort=sort,
            uprn=uprn_form(uprn),
            since=since,
            until=until,
            forbids=tuple(channel for channel in CHANNELS if channel in forbids),
        )
        return _write_detail(store, by, hand, roles, known, protection)


def _check_value(about: str, value: str, sort: str, uprn: str, forbids: Collection[str]) -> None:
    if about in SORTS:
        choice("sort", sort, SORTS[about], "Choose what kind it is.")
    if about == "contact" and (sort == "email") != ("@" in value):
        raise WrongEntry("value", "Enter a telephone number, or an email address like name@example.com.")
    if about == "contact" and sort == "phone" and not 7 <= len(contact_form(value)) <= 16:
        raise WrongEntry("value", "Enter a telephone number, like 01632 960 001.")
    if uprn and not uprn_form(uprn):
        raise WrongEntry("uprn", "Enter the UPRN as up to 12 digits.")
    for channel in forbids:
        choice("forbids", channel, CHANNELS, "Choose the ways they must not be reached.")


def _detail(by: SignedIn, hand: InHand, person: str, about: str, value: str, kind: str) -> Detail:
    return Detail(
        id="",
        case=hand.case.reference,
        person=person,
        about=about,
        value=value,
        owner_agency=by.user.agency,
        by=by.user.id,
        at=by.utc,
        kind=kind,
        protection="",
        data_category=CATEGORIES.get(about, "incident"),
    )


def _write_detail(store: Store, by: SignedIn, hand: InHand, roles: Iterable[str], known: Detail, asked: str) -> Detail:
    at_least = protection.least(known.about, hand.case.kind, tuple(roles), known.sort)
    detail = replace(known, id=known.id or store.new_id(), protection=protection.level(asked, at_least))
    permissions.check_write_note(by.user, hand.case, detail, hand.sharing, by.today, by.utc)
    policies.check_add_note(hand.case)
    where = f"{detail.case}/{detail.id}"
    added = event(
        by,
        "collection",
        "detail-added",
        "detail",
        where,
        look=hand.look,
        fields=(detail.about,),
        shown=(detail.person,),
    )
    store.add_detail(detail, added)
    return detail


def roles_of(store: Store, by: SignedIn, hand: InHand, person: str) -> set[str]:
    """The roles of a person this user sees on the case, ended ones too. NotFound for nobody."""
    parts = [part for part in store.people_on(hand.case.reference) if part.person == person]
    if not any(visibility.note_visible(by.user, hand.case, part, hand.sharing, by.today, by.utc) for part in parts):
        raise NotFound
    return {part.role for part in parts}


def _raise_protection(store: Store, by: SignedIn, hand: InHand, person: str) -> None:
    """A suspect who turns out to be a victim is protected as one, also in what was written before."""
    roles = {part.role for part in store.people_on(hand.case.reference) if part.person == person}
    for detail in store.details_on(hand.case.reference, person):
        level = protection.raised(detail.protection, protection.least(detail.about, hand.case.kind, roles, detail.sort))
        if level != detail.protection:
            told = _told(by, hand, "detail-protected", "detail", detail.id, "protection", person)
            store.save_detail(replace(detail, protection=level), told)


def end_detail(store: Store, by: SignedIn, reference: str, detail_id: str, *, until: date, purpose: str = "") -> Detail:
    """Say the last day something held: they moved, the number is no longer theirs. It stays as history."""
    with act(store, by, "detail-ended", reference):
        hand, detail = _changeable(store, by, reference, detail_id, purpose)
        if detail.since and until < detail.since:
            raise WrongEntry("until", "Enter a last day that is not before the first.")
        if until > by.today:
            raise WrongEntry("until", "Enter a day that is not still to come.")
        told = _told(by, hand, "detail-ended", "detail", detail.id, "until", detail.person)
        return store.save_detail(replace(detail, until=until), told)


def check_detail(store: Store, by: SignedIn, reference: str, detail_id: str, *, purpose: str = "") -> Detail:
    """Say that it was made sure of today, with the person themselves."""
    with act(store, by, "detail-checked", reference):
        hand, detail = _changeable(store, by, reference, detail_id, purpose)
        told = _told(by, hand, "detail-checked", "detail", detail.id, "checked_on", detail.person)
        return store.save_detail(replace(detail, checked_on=by.today), told)


def _changeable(store: Store, by: SignedIn, reference: str, detail_id: str, purpose: str) -> tuple[InHand, Detail]:
    hand = in_hand(store, by, reference, purpose)
    detail = store.detail(detail_id, reference)
    if detail is None or not visibility.note_visible(by.user, hand.case, detail, hand.sharing, by.today, by.utc):
        raise NotFound
    roles_of(store, by, hand, detail.person)
    _check_change(by, hand, detail)
    if detail.until:
        raise NotNow(f"This ended on {detail.until:%-d %B %Y}. Add what holds now.")
    return hand, detail


def _check_change(by: SignedIn, hand: InHand, entry: PersonOnCase | Detail | Relation) -> None:
    permissions.check_change_entry(by.user, hand.case, entry, by.today)
    policies.check_add_note(hand.case)


def open_detail(store: Store, by: SignedIn, reference: str, detail_id: str) -> Detail:
    """One protected address or contact: asked for by itself, after a fresh proof, and in the trail before it is shown."""
    with act(store, by, "detail-opened", reference):
        hand = in_hand(store, by, reference)
        check_protected(store, by, hand.case)
        found = store.read_detail(hand.look, detail_id, reference, *filters(by))
        if found is None:
            raise NotFound
        return found


def why_not_send(known: Known, detail: Detail, channel: str, today: date) -> None:
    """Raises Unsafe where this address or contact must not be used for this channel."""
    check_send(Sending(detail.person, channel, detail.value, detail.uprn), known, today)


# Relations


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
        if any(_same_relation(relation, known) for known in store.relations_on(reference)):
            raise NotNow("This is on the case already.")
        return _write_relation(store, by, hand, relation)


def _write_relation(store: Store, by: SignedIn, hand: InHand, relation: Relation) -> Relation:
    permissions.check_write_note(by.user, hand.case, relation, hand.sharing, by.today, by.utc)
    policies.check_add_note(hand.case)
    ends = relation.one, relation.other
    told = _told(by, hand, "relation-added", "relation", relation.id, "tie", *ends, action="collection")
    store.add_relation(relation, told)
    return relation


def _same_relation(new: Relation, known: Relation) -> bool:
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
        _check_change(by, hand, relation)
        if relation.ended_on:
            raise NotNow(f"This ended on {relation.ended_on:%-d %B %Y}.")
        told = _told(by, hand, "relation-ended", "relation", relation.id, "ended_on", relation.one, relation.other)
        return store.save_relation(replace(relation, ended_on=by.today), told)


# Our own people


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
        _keep_own_away(store, by, hand, person, store.cases_of(person))
        return tie


def _keep_own_away(store: Store, by: SignedIn, hand: InHand, person: str, references: Sequence[str]) -> None:
    """A conflict on each of these cases for each user who is, or lives with, the person."""
    for tie in store.own_ties(person):
        for reference in references:
            conflict = Conflict(case=reference, user=tie.user, declared_by=tie.declared_by, on=by.today)
            told = event(by, "permission", "conflict-declared", "case", reference, recipients=(tie.user,))
            store.add_conflict(conflict, told)
        notices.tell_of_conflict(store, by, hand.case, hand.sharing, tie.user)


def _told(
    by: SignedIn, hand: InHand, deed: str, noun: str, noun_id: str, field: str, *people: str, action: str = "alteration"
) -> AuditEvent:
    where = f"{hand.case.reference}/{noun_id}"
    return event(by, action, deed, noun, where, look=hand.look, fields=(field,), shown=people)
