"""May this person give roles, and keep the accounts and agencies of others?"""

from collections.abc import Sequence
from datetime import date

from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import Agency, Invitation, RoleGrant, User
from wardmote.casework.permissions.capability import check_capability, passes
from wardmote.vocabulary.roles import roles

# Roles of people


def check_assign_role(user: User, person: User, role: RoleGrant, today: date) -> None:
    """An administrator gives roles in their own agency, never to themselves, never two that must not meet."""
    check_capability(user, "administer-users", today)
    if person.id == user.id:
        raise NotPermitted("Nobody gives themselves a role. Ask another administrator.")
    if person.agency != user.agency:
        raise NotPermitted("You give roles in your own agency only.")
    clash = _clash(person, role)
    if clash:
        raise NotPermitted(f"{roles()[role.role].name} is never held with {clash}. End the other role first.")


def _clash(person: User, role: RoleGrant) -> str:
    """The name of a role held in the same days that must not meet this one, or nothing."""
    for held in person.role_grants:
        overlap = held.start <= role.until and role.start <= held.until
        apart = held.role in roles()[role.role].never_with or role.role in roles()[held.role].never_with
        if overlap and apart:
            return roles()[held.role].name
    return ""


def can_assign_role(user: User, person: User, role: RoleGrant, today: date) -> bool:
    return passes(lambda: check_assign_role(user, person, role, today))


def check_approve_role(user: User, person: User, role: RoleGrant, today: date) -> None:
    """A role cleared to P3 needs a second person of the agency: another administrator, or its privacy officer."""
    if not (user.may("administer-users", today) or user.may("see-trail", today)):
        raise NotPermitted("An administrator or the privacy officer of the agency approves this role.")
    if person.agency != user.agency or user.id in (person.id, role.by):
        raise NotPermitted("Somebody else of the agency must approve this role.")


def can_approve_role(user: User, person: User, role: RoleGrant, today: date) -> bool:
    return passes(lambda: check_approve_role(user, person, role, today))


def check_end_role(user: User, person: User, today: date) -> None:
    """An administrator ends roles and accounts in their own agency; not their own, so that no agency locks itself out."""
    check_capability(user, "administer-users", today)
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("You end roles of other people in your own agency only.")


def can_end_role(user: User, person: User, today: date) -> bool:
    return passes(lambda: check_end_role(user, person, today))


# Accounts of people


def check_keep_account(user: User, person: User, today: date) -> None:
    """An administrator invites, opens again, disables and signs out other people of their own agency, never themselves."""
    check_capability(user, "administer-users", today)
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("You look after the accounts of other people in your own agency only.")


def can_keep_account(user: User, person: User, today: date) -> bool:
    return passes(lambda: check_keep_account(user, person, today))


def check_vouch(user: User, person: User, today: date) -> None:
    """An administrator or the privacy officer says that a person still works for the agency; nobody says it of themselves."""
    if not (user.may("administer-users", today) or user.may("see-trail", today)):
        raise NotPermitted("An administrator or the privacy officer of the agency does this. Ask one of them.")
    if person.agency != user.agency or person.id == user.id:
        raise NotPermitted("Somebody else of this person's agency must do this.")


def can_vouch(user: User, person: User, today: date) -> bool:
    return passes(lambda: check_vouch(user, person, today))


def check_approve_factor(user: User, person: User, asked: Invitation, today: date) -> None:
    """A lost second factor is set up again only when a second person agrees: another administrator, or the privacy officer."""
    check_vouch(user, person, today)
    if user.id == asked.by:
        raise NotPermitted("You asked for this, so somebody else of the agency must approve it.")


def can_approve_factor(user: User, person: User, asked: Invitation, today: date) -> bool:
    return passes(lambda: check_approve_factor(user, person, asked, today))


# Agencies


def check_add_agency(user: User, today: date) -> None:
    """The partnership manager brings an agency in; what it then sees, only an agreement every party signs can give it."""
    check_capability(user, "manage-agencies", today)


def can_add_agency(user: User, today: date) -> bool:
    return passes(lambda: check_add_agency(user, today))


def check_keep_agency(user: User, agency: Agency, today: date) -> None:
    """An agency keeps its own contact and privacy officer."""
    check_capability(user, "administer-users", today)
    if user.agency != agency.code:
        raise NotPermitted("You keep the entry of your own agency only.")


def can_keep_agency(user: User, agency: Agency, today: date) -> bool:
    return passes(lambda: check_keep_agency(user, agency, today))


def check_name_administrator(user: User, people: Sequence[User], today: date) -> None:
    """The partnership manager names an agency's administrator while it has none who can sign in: its first, or after a loss."""
    check_capability(user, "manage-agencies", today)
    if any(person.may("administer-users", today) for person in people):
        raise NotPermitted("This agency has an administrator. Ask them to add people.")


def can_name_administrator(user: User, people: Sequence[User], today: date) -> bool:
    return passes(lambda: check_name_administrator(user, people, today))
