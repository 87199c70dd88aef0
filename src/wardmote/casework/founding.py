"""What is done at the machine itself because nobody can sign in who could do it: the first run, and naming a manager.

The first run makes one agency and three people, who can then do the rest. Three, because from the first minute nobody
may do alone what needs two: the administrator gives roles, the privacy officer approves those that reach protected
addresses, the partnership manager proposes agreements for others to sign.
"""

from datetime import datetime

from wardmote.casework.agencies import ADMINISTRATOR, FIRST_ROLE_LASTS, MANAGER, PRIVACY_OFFICER, new_agency
from wardmote.casework.audit import AuditEvent
from wardmote.casework.entries import words
from wardmote.casework.errors import NotNow, WrongEntry
from wardmote.casework.invitations import password_invitation
from wardmote.casework.nouns import LONDON, Agency, Invited, RoleGrant
from wardmote.casework.people import new_person
from wardmote.casework.store import Store
from wardmote.vocabulary.roles import roles

FOUNDER = "first-run"
"""Who the trail says did either: whoever holds the keyboard of the machine, who holds no account."""


def found(
    store: Store,
    now: datetime,
    *,
    name: str,
    kind: str,
    contact: str,
    administrator: str,
    privacy_officer: str,
    manager: str,
) -> list[Invited]:
    """Make the first agency and its three first people; returns their invitations, the administrator's first."""
    named = {ADMINISTRATOR: administrator, PRIVACY_OFFICER: privacy_officer, MANAGER: manager}
    named = {
        role: words("people", person, f"Enter the name of the {roles()[role].name.lower()}.")
        for role, person in named.items()
    }
    if len({person.casefold() for person in named.values()}) < len(named):
        raise WrongEntry("people", "Name three different people: nobody may do alone what needs two.")
    with store.transaction():
        if store.agencies():
            raise NotNow(
                "This casebook has an agency already. Its administrators and partnership manager add the rest."
            )
        agency = new_agency(store, name, kind, contact)
        store.save_agency(agency, _event("configuration", "agency-added", "agency", agency.code, now))
        return [_invited(store, agency, role, person, now) for role, person in named.items()]


def name_manager(store: Store, now: datetime, *, agency: str, manager: str) -> Invited:
    """A new partnership manager where nobody is one any more: they left, or their accounts lapsed. They can then name the rest."""
    manager = words("manager", manager, "Enter the name of the new partnership manager.")
    with store.transaction():
        found = [known for known in store.agencies() if known.name.casefold() == agency.strip().casefold()]
        if not found:
            raise WrongEntry("agency", "Enter the name of an agency as the casebook has it.")
        today = now.astimezone(LONDON).date()
        managing = [user.name for user in store.users() if user.may("manage-agreements", today)]
        if managing:
            raise NotNow(
                f"The casebook has a partnership manager: {', '.join(managing)}. They add people on its pages."
            )
        return _invited(store, found[0], MANAGER, manager, now)


def _invited(store: Store, agency: Agency, role: str, name: str, now: datetime) -> Invited:
    today = now.astimezone(LONDON).date()
    grants = (RoleGrant(role, today, today + FIRST_ROLE_LASTS, FOUNDER),)
    person = new_person(store, name, agency.code, today, grants)
    store.save_user(person, _event("permission", "user-added", "user", person.id, now, role))
    made, code = password_invitation(store, person, FOUNDER, now)
    store.add_invitation(made, _event("permission", "invited", "user", person.id, now))
    return Invited(made, person.name, person.username, code)


def _event(action: str, deed: str, object_type: str, object_id: str, now: datetime, *fields: str) -> AuditEvent:
    return AuditEvent(
        at=now,
        actor=FOUNDER,
        agency="",
        roles=(),
        session="",
        source="",
        action=action,
        deed=deed,
        object_type=object_type,
        object_id=object_id,
        fields=fields,
    )
