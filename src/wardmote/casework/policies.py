"""Does the state of the thing allow it? Nothing here asks who is doing it.

Rules come in pairs: `check_…` raises NotNow with the reason, `can_…` is true or false by calling it. Buttons use the
second, verbs the first, so a page and the server cannot disagree.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime

from wardmote.casework.errors import NotNow, OverBudget, WrongEntry
from wardmote.casework.nouns import (
    LONGEST_GRANT,
    TIERS,
    Action,
    CaseGrant,
    EmergencyOpening,
    Invitation,
    Standing,
    User,
)
from wardmote.casework.transitions import IN_HAND, move
from wardmote.vocabulary.outcomes import outcomes_for


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except (NotNow, OverBudget):
        return False
    return True


# Moves between statuses


def check_move(case: Standing, after: str) -> None:
    move(case.status, after)


def can_move(case: Standing, after: str) -> bool:
    return _passes(lambda: check_move(case, after))


# Working on a case


def check_add_note(case: Standing) -> None:
    """Notes go on a case that somebody has in hand, or that waits for triage."""
    if case.status not in IN_HAND | {"referred"}:
        raise NotNow(f"This case is {case.status}. Reopen it to add a note.")


def can_add_note(case: Standing) -> bool:
    return _passes(lambda: check_add_note(case))


def check_in_hand(case: Standing) -> None:
    """Actions, decisions and handing over need a case that somebody has taken."""
    if case.status not in IN_HAND:
        raise NotNow(f"This case is {case.status}. It must be accepted or reopened first.")


def can_in_hand(case: Standing) -> bool:
    return _passes(lambda: check_in_hand(case))


def check_complete(action: Action) -> None:
    if action.done_on is not None:
        raise NotNow(f"This action was completed on {action.done_on:%-d %B %Y}.")


def can_complete(action: Action) -> bool:
    return _passes(lambda: check_complete(action))


def check_hand_over(case: Standing, to_agency: str) -> None:
    check_in_hand(case)
    if to_agency == case.lead_agency:
        raise NotNow("This agency already leads the case. Choose another.")


def can_hand_over(case: Standing, to_agency: str) -> bool:
    return _passes(lambda: check_hand_over(case, to_agency))


# Closing


def check_close(case: Standing, open_actions: int) -> None:
    """A case closes with every action done: an action left behind is how people are forgotten."""
    check_move(case, "closed")
    if open_actions:
        raise NotNow(f"{open_actions} action{'s are' if open_actions > 1 else ' is'} not done. Complete them first.")


def can_close(case: Standing, open_actions: int) -> bool:
    return _passes(lambda: check_close(case, open_actions))


def check_outcome(case: Standing, code: str, today: date) -> None:
    """The outcome fits the kind of case and is in use today."""
    if code not in {outcome.slug for outcome in outcomes_for(case.kind, today)}:
        raise WrongEntry("outcome", f"Choose an outcome for a case about a {case.kind}.")


# Access to one case


def check_grant_days(start: date, until: date, today: date) -> None:
    """A grant starts today or later, ends, and lasts at most 90 days (security.md section 3)."""
    if start < today:
        raise WrongEntry("start", "Access starts today or later.")
    if until < start:
        raise WrongEntry("until", "Enter a last day that is not before the first.")
    if until - start >= LONGEST_GRANT:
        raise WrongEntry("until", "Access lasts at most 90 days. It can be granted again.")


def check_approve(grant: CaseGrant, case: Standing, today: date) -> None:
    """A grant waits for approval while it is live and does not yet reach the tier of its case."""
    if not grant.live_on(today):
        raise NotNow("This access has ended. Ask for it again.")
    if not waits_for_approval(grant, case):
        raise NotNow("This access needs no approval.")


def can_approve(grant: CaseGrant, case: Standing, today: date) -> bool:
    return _passes(lambda: check_approve(grant, case, today))


def waits_for_approval(grant: CaseGrant, case: Standing) -> bool:
    return TIERS.index(grant.reaches) < TIERS.index(case.tier)


def check_revoke(grant: CaseGrant, today: date) -> None:
    if grant.revoked or grant.until < today:
        raise NotNow("This access has already ended.")


def can_revoke(grant: CaseGrant, today: date) -> bool:
    return _passes(lambda: check_revoke(grant, today))


def reaches(lead_approved: bool, approvals: int) -> str:
    """The strictest tier a grant opens: restricted with the lead's approval, sealed with two approvals."""
    if approvals >= 2:
        return "sealed"
    return "restricted" if lead_approved else "named"


def check_raise_tier(case: Standing, tier: str) -> None:
    """A tier only goes up: lowering one would undo what two people had to approve."""
    if TIERS.index(tier) <= TIERS.index(case.tier):
        raise NotNow(f"This case is {case.tier}. Choose a stricter tier.")


def can_raise_tier(case: Standing, tier: str) -> bool:
    return _passes(lambda: check_raise_tier(case, tier))


# How many cases


def check_budget(opened: Collection[str], reference: str, allowed: int) -> None:
    """Nobody's work needs more different cases in an hour than this; copying them all does (security.md S7).

    `opened` are the cases of the last hour. One that is among them may always be opened again.
    """
    if reference not in opened and len(opened) >= allowed:
        raise OverBudget(allowed)


def can_budget(opened: Collection[str], reference: str, allowed: int) -> bool:
    return _passes(lambda: check_budget(opened, reference, allowed))


# Accounts


def check_open_again(person: User, today: date) -> None:
    if not person.shut_on(today):
        raise NotNow("This account is open.")


def can_open_again(person: User, today: date) -> bool:
    return _passes(lambda: check_open_again(person, today))


def check_invite(person: User) -> None:
    """A disabled account is opened again first: an invitation must not be a way round that."""
    if person.disabled:
        raise NotNow("This account is shut. Open it again first.")


def can_invite(person: User) -> bool:
    return _passes(lambda: check_invite(person))


def check_approve_factor(asked: Invitation | None, now: datetime) -> None:
    if asked is None or asked.digest or not asked.waits_at(now):
        raise NotNow("Nobody has asked for this person's second factor to be set up again, or the asking has run out.")


def can_approve_factor(asked: Invitation | None, now: datetime) -> bool:
    return _passes(lambda: check_approve_factor(asked, now))


# Emergencies


def check_review(opening: EmergencyOpening) -> None:
    """An opening is reviewed once."""
    if opening.outcome:
        raise NotNow("This emergency has been reviewed already.")


def can_review(opening: EmergencyOpening) -> bool:
    return _passes(lambda: check_review(opening))
