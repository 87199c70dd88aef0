"""Roles of people: given in one's own agency, never to oneself, always with an end; a P3 role waits for a second person."""

from dataclasses import replace
from datetime import date

from wardmote.casework import permissions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.nouns import RoleGrant, SignedIn, User
from wardmote.casework.store import Store
from wardmote.vocabulary.roles import roles


def add_user(store: Store, by: SignedIn, *, name: str) -> User:
    """Add a person to one's own agency, with no role yet."""
    name = words("name", name, "Enter the person's name.")
    with act(store, by, "user-added"):
        permissions.check_capability(by.user, "administer-users", by.today)
        person = User(store.new_id(), name, by.user.agency)
        store.save_user(person, event(by, "permission", "user-added", "user", person.id))
        return person


def assign_role(store: Store, by: SignedIn, user_id: str, *, role: str, start: date, until: date) -> User:
    """Give a role from a day until a day."""
    in_use = [code for code, known in roles().items() if known.in_use_on(by.today)]
    choice("role", role, in_use, "Choose a role.")
    if until < start or until < by.today:
        raise WrongEntry("until", "Enter a last day that is still to come.")
    with act(store, by, "role-assigned"):
        person = _person(store, user_id)
        given = RoleGrant(role, start, until, by.user.id)
        permissions.check_assign_role(by.user, person, given, by.today)
        with_role = replace(person, role_grants=(*person.role_grants, given))
        store.save_user(with_role, event(by, "permission", "role-assigned", "user", user_id, fields=(role,)))
        return with_role


def approve_role(store: Store, by: SignedIn, user_id: str, *, role: str) -> User:
    """Approve a role cleared to P3 that somebody else gave."""
    with act(store, by, "role-approved"):
        person = _person(store, user_id)
        waiting = [grant for grant in person.role_grants if grant.role == role and not grant.approved_by]
        if not waiting:
            raise NotNow("No such role waits for approval.")
        permissions.check_approve_role(by.user, person, waiting[0], by.today)
        approved = replace(waiting[0], approved_by=by.user.id)
        grants = tuple(approved if grant is waiting[0] else grant for grant in person.role_grants)
        now = replace(person, role_grants=grants)
        store.save_user(now, event(by, "permission", "role-approved", "user", user_id, fields=(role,)))
        return now


def end_role(store: Store, by: SignedIn, user_id: str, *, role: str) -> User:
    """End a role now: it is gone at the next request."""
    with act(store, by, "role-ended"):
        person = _person(store, user_id)
        permissions.check_end_role(by.user, person, by.today)
        kept = tuple(grant for grant in person.role_grants if grant.role != role)
        now = replace(person, role_grants=kept)
        store.save_user(now, event(by, "permission", "role-ended", "user", user_id, fields=(role,)))
        return now


def disable(store: Store, by: SignedIn, user_id: str) -> User:
    """Shut an account: its next request fails, in every session."""
    with act(store, by, "user-disabled"):
        person = _person(store, user_id)
        permissions.check_end_role(by.user, person, by.today)
        now = replace(person, disabled=True)
        store.save_user(now, event(by, "permission", "user-disabled", "user", user_id))
        return now


def _person(store: Store, user_id: str) -> User:
    person = store.user(user_id)
    if person is None:
        raise NotFound
    return person
