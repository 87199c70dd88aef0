"""May this person write, act and decide on a case, or speak for their agency about it?"""

from datetime import date, datetime

from wardmote.casework.errors import NotPermitted
from wardmote.casework.nouns import Action, Sharing, Standing, User
from wardmote.casework.permissions.capability import agreement_between, check_capability, check_leads, passes
from wardmote.casework.visibility import Entry, note_visible, visible

# Working


def check_work(user: User, case: Standing, today: date) -> None:
    """Anybody who sees the case and works cases adds their agency's notes and actions."""
    check_capability(user, "work", today)


def can_work(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_work(user, case, today))


def check_write_note(
    user: User, case: Standing, note: Entry, sharing: Sharing, today: date, now: datetime | None = None
) -> None:
    """Nobody writes what they could not read back: the level, and intelligence, bind the author as well."""
    check_work(user, case, today)
    if not note_visible(user, case, note, sharing, today, now):
        raise NotPermitted(
            "Your roles do not reach this protection level or kind of entry. Ask the case lead to add it."
        )


def can_write_note(
    user: User, case: Standing, note: Entry, sharing: Sharing, today: date, now: datetime | None = None
) -> bool:
    return passes(lambda: check_write_note(user, case, note, sharing, today, now))


def check_change_entry(user: User, case: Standing, entry: Entry, today: date) -> None:
    """What an agency wrote of a person is ended or confirmed by that agency, or by the agency that leads the case."""
    check_work(user, case, today)
    if user.agency not in (entry.owner_agency, case.lead_agency):
        raise NotPermitted("This belongs to another agency. Ask it, or the agency that leads the case, to change it.")


def can_change_entry(user: User, case: Standing, entry: Entry, today: date) -> bool:
    return passes(lambda: check_change_entry(user, case, entry, today))


def check_own_action(person: User | None, agency: str, case: Standing, sharing: Sharing, today: date) -> None:
    """An action goes to an agency the case is shared with and, if to a person, to one who works there and sees the case."""
    if agency != case.lead_agency and not agreement_between(
        sharing.agreements, agency, case.lead_agency, case.kind, today
    ):
        raise NotPermitted("This case is not shared with that agency. Choose another, or ask the partnership manager.")
    if person is not None and not (
        person.agency == agency and person.may("work", today) and visible(person, case, sharing, today)
    ):
        raise NotPermitted("That person cannot work on this case. Choose somebody of the agency who can.")


def can_own_action(person: User | None, agency: str, case: Standing, sharing: Sharing, today: date) -> bool:
    return passes(lambda: check_own_action(person, agency, case, sharing, today))


def check_complete(user: User, case: Standing, action: Action, today: date) -> None:
    """The agency that owns an action completes it; so may the agency that leads the case."""
    check_work(user, case, today)
    if user.agency not in (action.owner_agency, case.lead_agency):
        raise NotPermitted("This action belongs to another agency. Ask its owner to complete it.")


def can_complete(user: User, case: Standing, action: Action, today: date) -> bool:
    return passes(lambda: check_complete(user, case, action, today))


def check_lead(user: User, case: Standing, today: date) -> None:
    """Decisions, handing over, closing and reopening are the lead agency's."""
    check_leads(user, case, "lead", today)


def can_lead(user: User, case: Standing, today: date) -> bool:
    return passes(lambda: check_lead(user, case, today))


def check_hand_over(user: User, case: Standing, to_agency: str, sharing: Sharing, today: date) -> None:
    check_lead(user, case, today)
    if not agreement_between(sharing.agreements, case.lead_agency, to_agency, case.kind, today):
        raise NotPermitted("No sharing agreement in force lets this agency take the case. Ask the partnership manager.")


def can_hand_over(user: User, case: Standing, to_agency: str, sharing: Sharing, today: date) -> bool:
    return passes(lambda: check_hand_over(user, case, to_agency, sharing, today))


def check_speak_for(user: User, case: Standing, agency: str, today: date) -> None:
    """A body answers for itself in a case review; the agency that leads the case may answer for any."""
    check_work(user, case, today)
    if user.agency not in (agency, case.lead_agency):
        raise NotPermitted("You answer for your own agency only. Ask the agency that leads the case.")


def can_speak_for(user: User, case: Standing, agency: str, today: date) -> bool:
    return passes(lambda: check_speak_for(user, case, agency, today))


# The operational group


def check_run_meeting(user: User, convener: str, today: date) -> None:
    """A case lead or the partnership manager of the agency that convenes a meeting runs it."""
    check_capability(user, "join-group", today)
    if user.agency != convener or not (user.may("lead", today) or user.may("manage-agreements", today)):
        raise NotPermitted(
            "A case lead or the partnership manager of the agency that convenes the group does this. Ask one of them."
        )


def can_run_meeting(user: User, convener: str, today: date) -> bool:
    return passes(lambda: check_run_meeting(user, convener, today))


def check_group_action(user: User, owner_agency: str, convener: str, today: date) -> None:
    """The agency that owns an action of the group says it is done; so may the one that convened the meeting."""
    check_capability(user, "join-group", today)
    if user.agency not in (owner_agency, convener):
        raise NotPermitted("This action belongs to another agency. Ask its owner.")


def can_group_action(user: User, owner_agency: str, convener: str, today: date) -> bool:
    return passes(lambda: check_group_action(user, owner_agency, convener, today))
