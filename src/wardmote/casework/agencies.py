"""Agencies: brought in by the partnership manager, each with an administrator who is invited; kept by that administrator."""

from dataclasses import replace
from datetime import date, timedelta

from wardmote.casework import permissions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.invitations import password_invitation
from wardmote.casework.nouns import Agency, Invited, RoleGrant, SignedIn, User
from wardmote.casework.people import new_person
from wardmote.casework.store import Store
from wardmote.vocabulary.agencies import agency_kinds

ADMINISTRATOR, PRIVACY_OFFICER, MANAGER = "R12", "R11", "R13"
FIRST_ROLE_LASTS = timedelta(days=364)


def add_agency(store: Store, by: SignedIn, *, name: str, kind: str, contact: str, administrator: str) -> Invited:
    """Bring an agency in, with its first administrator. It shares nothing until an agreement it has signed names it."""
    agency = new_agency(store, name, kind, contact)
    administrator = words("administrator", administrator, "Enter the name of the agency's administrator.")
    with act(store, by, "agency-added"):
        permissions.check_add_agency(by.user, by.today)
        permissions.check_proven(by)
        store.save_agency(agency, event(by, "configuration", "agency-added", "agency", agency.code))
        return _invited(store, by, agency, administrator)


def name_administrator(store: Store, by: SignedIn, code: str, *, administrator: str) -> Invited:
    """Invite an administrator to an agency that has none who can sign in."""
    administrator = words("administrator", administrator, "Enter the name of the agency's administrator.")
    with act(store, by, "administrator-named"):
        agency = agency_of(store, code)
        permissions.check_name_administrator(by.user, store.users(code), by.today)
        permissions.check_proven(by)
        return _invited(store, by, agency, administrator)


def keep_agency(
    store: Store, by: SignedIn, code: str, *, contact: str, letter_contact: str, privacy_officer: str
) -> Agency:
    """Say whom people ask about data in one's agency, what its letters say of how to reach it, and which privacy officer
    is told of alerts."""
    contact = words("contact", contact, "Enter whom to ask about data.")
    with act(store, by, "agency-kept"):
        agency = agency_of(store, code)
        permissions.check_keep_agency(by.user, agency, by.today)
        permissions.check_proven(by)
        if privacy_officer and privacy_officer not in [person.id for person in officers(store, code, by.today)]:
            raise WrongEntry("privacy_officer", "Choose somebody of the agency who is its privacy officer.")
        kept = replace(
            agency,
            controller_contact=contact,
            letter_contact=letter_contact.strip(),
            privacy_officer=privacy_officer,
        )
        fields = ("controller_contact", "letter_contact", "privacy_officer")
        changed = [name for name in fields if getattr(kept, name) != getattr(agency, name)]
        store.save_agency(kept, event(by, "configuration", "agency-kept", "agency", code, fields=changed))
        return kept


def officers(store: Store, code: str, today: date) -> list[User]:
    """The people of an agency who hold the role of its privacy officer today."""
    return [p for p in store.users(code) if PRIVACY_OFFICER in {role.code for role in p.roles_on(today)}]


def new_agency(store: Store, name: str, kind: str, contact: str) -> Agency:
    """An agency not saved yet; its code is made from its name and never changes."""
    name = words("name", name, "Enter the name of the agency.")
    contact = words("contact", contact, "Enter whom to ask about data.")
    choice("kind", kind, agency_kinds(), "Choose what kind of agency it is.")
    if len(name) > 120:
        raise WrongEntry("name", "Shorten the name to 120 characters.")
    code = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold()).split())[:60].strip("-")
    if not code or store.agency(code):
        raise WrongEntry("name", "There is an agency of this name. Enter another name.")
    return Agency(code, name, kind, controller_contact=contact)


def agency_of(store: Store, code: str) -> Agency:
    """The agency with this code. Raises NotFound."""
    agency = store.agency(code)
    if agency is None:
        raise NotFound
    return agency


def _invited(store: Store, by: SignedIn, agency: Agency, name: str) -> Invited:
    grants = (RoleGrant(ADMINISTRATOR, by.today, by.today + FIRST_ROLE_LASTS, by.user.id),)
    person = new_person(store, name, agency.code, by.today, grants)
    store.save_user(person, event(by, "permission", "user-added", "user", person.id, fields=(ADMINISTRATOR,)))
    made, code = password_invitation(store, person, by.user.id, by.utc)
    store.add_invitation(made, event(by, "permission", "invited", "user", person.id))
    return Invited(made, person.name, person.username, code)
