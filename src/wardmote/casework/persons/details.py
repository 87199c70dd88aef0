"""What is known of a person on one case: written, protected, ended, made sure of, and opened one at a time."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from wardmote.casework import permissions, policies, protection, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.looks import InHand, check_protected, filters, in_hand
from wardmote.casework.normal_forms import contact_form, uprn_form
from wardmote.casework.nouns import ABOUT, ADDRESS_SORTS, CHANNELS, CONTACT_SORTS, NOTE_KINDS, Detail, SignedIn
from wardmote.casework.persons.on_case import check_change, roles_of, told_of
from wardmote.casework.safe_contact import Known, Sending, check_send
from wardmote.casework.store import Store

CATEGORIES = {"address": "contact", "contact": "contact", "safe-contact": "contact"}
SORTS = {"address": ADDRESS_SORTS, "contact": CONTACT_SORTS}


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
            new_detail(by, hand, person, about, value, kind),
            sort=sort,
            uprn=uprn_form(uprn),
            since=since,
            until=until,
            forbids=tuple(channel for channel in CHANNELS if channel in forbids),
        )
        return write_detail(store, by, hand, roles, known, protection)


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


def new_detail(by: SignedIn, hand: InHand, person: str, about: str, value: str, kind: str) -> Detail:
    """A detail as this user would write it now; its protection is not decided yet."""
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


def write_detail(store: Store, by: SignedIn, hand: InHand, roles: Iterable[str], known: Detail, asked: str) -> Detail:
    """Write a detail no less protected than its matter, the case and the person's roles ask, and tell the trail."""
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


def raise_protection(store: Store, by: SignedIn, hand: InHand, person: str) -> None:
    """A suspect who turns out to be a victim is protected as one, also in what was written before."""
    roles = {part.role for part in store.people_on(hand.case.reference) if part.person == person}
    for detail in store.details_on(hand.case.reference, person):
        level = protection.raised(detail.protection, protection.least(detail.about, hand.case.kind, roles, detail.sort))
        if level != detail.protection:
            told = told_of(by, hand, "detail-protected", "detail", detail.id, "protection", person)
            store.save_detail(replace(detail, protection=level), told)


def end_detail(store: Store, by: SignedIn, reference: str, detail_id: str, *, until: date, purpose: str = "") -> Detail:
    """Say the last day something held: they moved, the number is no longer theirs. It stays as history."""
    with act(store, by, "detail-ended", reference):
        hand, detail = _changeable(store, by, reference, detail_id, purpose)
        if detail.since and until < detail.since:
            raise WrongEntry("until", "Enter a last day that is not before the first.")
        if until > by.today:
            raise WrongEntry("until", "Enter a day that is not still to come.")
        told = told_of(by, hand, "detail-ended", "detail", detail.id, "until", detail.person)
        return store.save_detail(replace(detail, until=until), told)


def check_detail(store: Store, by: SignedIn, reference: str, detail_id: str, *, purpose: str = "") -> Detail:
    """Say that it was made sure of today, with the person themselves."""
    with act(store, by, "detail-checked", reference):
        hand, detail = _changeable(store, by, reference, detail_id, purpose)
        told = told_of(by, hand, "detail-checked", "detail", detail.id, "checked_on", detail.person)
        return store.save_detail(replace(detail, checked_on=by.today), told)


def _changeable(store: Store, by: SignedIn, reference: str, detail_id: str, purpose: str) -> tuple[InHand, Detail]:
    hand = in_hand(store, by, reference, purpose)
    detail = store.detail(detail_id, reference)
    if detail is None or not visibility.note_visible(by.user, hand.case, detail, hand.sharing, by.today, by.utc):
        raise NotFound
    roles_of(store, by, hand, detail.person)
    check_change(by, hand, detail)
    if detail.until:
        raise NotNow(f"This ended on {detail.until:%-d %B %Y}. Add what holds now.")
    return hand, detail


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
