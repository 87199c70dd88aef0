"""People and their roles: kept in one's own agency, never for oneself, always with an end; a P3 role waits for a second person.

Every verb here asks for a fresh proof of who one is, because each changes who may see what.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework import permissions, policies
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.nouns import RoleGrant, SignedIn, User
from wardmote.casework.store import Store
from wardmote.vocabulary.roles import roles


def add_user(store: Store, by: SignedIn, *, name: str) -> User:
    """Add a person to one's own agency, with no role yet. Their username is made from their name."""
    name = words("name", name, "Enter the person's name.")
    with act(store, by, "user-added"):
        permissions.check_capability(by.user, "administer-users", by.today)
        permissions.check_proven(by)
        person = new_person(store, name, by.user.agency, by.today)
        store.save_user(person, event(by, "permission", "user-added", "user", person.id))
        return person


def new_person(store: Store, name: str, agency: str, today: date, grants: tuple[RoleGrant, ...] = ()) -> User:
    """Somebody not saved yet, with both clocks of their account running from today."""
    taken = {person.username for person in store.users()}
    username = _username(name, taken)
    return User(store.new_id(), name, agency, grants, username=username, opened_on=today, attested_on=today)


def _username(name: str, taken: Collection[str]) -> str:
    """ "Zoë O'Hara" becomes zoe.ohara, or zoe.ohara2 when that is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    kept = ".".join("".join(c for c in word if c.isalnum()) for word in plain.split()) or "person"
    number = 1
    while (username := kept if number == 1 else f"{kept}{number}") in taken:
        number += 1
    return username


def assign_role(store: Store, by: SignedIn, user_id: str, *, role: str, start: date, until: date) -> User:
    """Give a role from a day until a day."""
    in_use = [code for code, known in roles().items() if known.in_use_on(by.today)]
    choice("role", role, in_use, "Choose a role.")
    if until < start or until < by.today:
        raise WrongEntry("until", "Enter a last day that is still to come.")
    with act(store, by, "role-assigned"):
        person = person_of(store, user_id)
        given = RoleGrant(role, start, until, by.user.id)
        permissions.check_assign_role(by.user, person, given, by.today)
        permissions.check_proven(by)
        with_role = replace(person, role_grants=(*person.role_grants, given))
        store.save_user(with_role, event(by, "permission", "role-assigned", "user", user_id, fields=(role,)))
        return with_role


def approve_role(store: Store, by: SignedIn, user_id: str, *, role: str) -> User:
    """Approve a role cleared to P3 that somebody else gave."""
    with act(store, by, "role-approved"):
        person = person_of(store, user_id)
        waiting = [grant for grant in person.role_grants if grant.role == role and not grant.approved_by]
        if not waiting:
            raise NotNow("No such role waits for approval.")
        permissions.check_approve_role(by.user, person, waiting[0], by.today)
        permissions.check_proven(by)
        approved = replace(waiting[0], approved_by=by.user.id)
        grants = tuple(approved if grant is waiting[0] else grant for grant in person.role_grants)
        now = replace(person, role_grants=grants)
        store.save_user(now, event(by, "permission", "role-approved", "user", user_id, fields=(role,)))
        return now


def end_role(store: Store, by: SignedIn, user_id: str, *, role: str) -> User:
    """End a role now: it is gone at the next request."""
    with act(store, by, "role-ended"):
        person = person_of(store, user_id)
        permissions.check_end_role(by.user, person, by.today)
        permissions.check_proven(by)
        kept = tuple(grant for grant in person.role_grants if grant.role != role)
        now = replace(person, role_grants=kept)
        store.save_user(now, event(by, "permission", "role-ended", "user", user_id, fields=(role,)))
        return now


def disable(store: Store, by: SignedIn, user_id: str) -> User:
    """Shut an account: its next request fails, in every session."""
    with act(store, by, "user-disabled"):
        person = person_of(store, user_id)
        permissions.check_end_role(by.user, person, by.today)
        permissions.check_proven(by)
        now = replace(person, disabled=True)
        store.save_user(now, event(by, "permission", "user-disabled", "user", user_id))
        _end_sessions(store, by, user_id)
        return now


def open_again(store: Store, by: SignedIn, user_id: str) -> User:
    """Open an account that was disabled, unused or lapsed. A role cleared to P3 must be approved again: they were away."""
    with act(store, by, "user-opened-again"):
        person = person_of(store, user_id)
        permissions.check_keep_account(by.user, person, by.today)
        permissions.check_proven(by)
        policies.check_open_again(person, by.today)
        grants = tuple(_unapproved(grant) for grant in person.role_grants)
        now = replace(person, disabled=False, opened_on=by.today, attested_on=by.today, role_grants=grants)
        store.save_user(now, event(by, "permission", "user-opened-again", "user", user_id))
        return now


def _unapproved(grant: RoleGrant) -> RoleGrant:
    return replace(grant, approved_by="") if roles()[grant.role].clearance == "P3" else grant


def attest(store: Store, by: SignedIn, user_ids: Collection[str]) -> None:
    """Say of people that they still work for one's agency and need what they have; each clock starts again."""
    if not user_ids:
        raise WrongEntry("people", "Choose the people who still work for your agency.")
    with act(store, by, "user-attested"):
        permissions.check_proven(by)
        for user_id in user_ids:
            person = person_of(store, user_id)
            permissions.check_vouch(by.user, person, by.today)
            now = replace(person, attested_on=by.today)
            store.save_user(now, event(by, "permission", "user-attested", "user", user_id))


def end_own_sessions(store: Store, by: SignedIn, names: Collection[str]) -> None:
    """End some of one's own sessions. Giving up what one has needs no proof."""
    with act(store, by, "sessions-ended"):
        _end_sessions(store, by, by.user.id, names)


def end_sessions(store: Store, by: SignedIn, user_id: str) -> None:
    """Sign somebody of one's agency out everywhere."""
    with act(store, by, "sessions-ended"):
        person = person_of(store, user_id)
        permissions.check_keep_account(by.user, person, by.today)
        permissions.check_proven(by)
        _end_sessions(store, by, user_id)


def bind_identity(store: Store, by: SignedIn, user_id: str, *, identity: str) -> None:
    """Say which identity of the agency's own sign-in is this person. Blank takes it away. Nobody is matched by e-mail alone."""
    identity = identity.strip()
    with act(store, by, "identity-bound"):
        person = person_of(store, user_id)
        permissions.check_keep_account(by.user, person, by.today)
        permissions.check_proven(by)
        if identity and store.bound_to(identity) not in ("", user_id):
            raise WrongEntry(
                "identity", "Somebody else has this identity. Check it with whoever runs the agency's sign-in."
            )
        deed = "identity-bound" if identity else "identity-unbound"
        store.bind(user_id, identity, event(by, "permission", deed, "user", user_id))


def _end_sessions(store: Store, by: SignedIn, user_id: str, names: Collection[str] | None = None) -> None:
    """The event names the sessions as the trail does, so that what was cut short can be found."""
    ending: Sequence[str] = [s.name for s in store.sessions(user_id) if names is None or s.name in names]
    store.end_sessions(user_id, ending, event(by, "authentication", "sessions-ended", "user", user_id, fields=ending))


def person_of(store: Store, user_id: str) -> User:
    """The person with this id. Raises NotFound."""
    person = store.user(user_id)
    if person is None:
        raise NotFound
    return person
