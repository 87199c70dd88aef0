"""What each address answers whom, in plain words: a new address needs a line here, or the matrix fails.

The words about roles are those of tests/unit/casework/test_access.py, and are not read from the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

from unit.casework.test_access import LEADS_CASES, REFERS, SEES_ROUTINELY, SEES_WHEN_GRANTED, expected

EVERY_ROLE = frozenset(f"R{number}" for number in range(1, 16))
SEES = frozenset(SEES_ROUTINELY) | frozenset(SEES_WHEN_GRANTED)
MAY_REFER = frozenset(REFERS)
WORKS = frozenset({"R2", "R3", "R4", "R5"})
LEADS = frozenset(LEADS_CASES)
READS_LOGS = frozenset({"R11", "R14"})


@dataclass(frozen=True)
class Cell:
    """Who asks, about which case."""

    role: str
    relation: str
    kind: str = "location"
    tier: str = "open"
    tie: str = "nothing"

    @property
    def sees(self) -> bool:
        return expected(self.role, self.relation, "active", "live", self.kind, self.tier, "standard", self.tie)

    @property
    def reads_log(self) -> bool:
        """Auditors every log; the privacy officer that of their own agency's cases."""
        return self.role == "R14" or (self.role == "R11" and self.relation == "lead")


Expectation = Callable[[Cell], int]


def always(status: int) -> Expectation:
    return lambda cell: status


def to(roles: frozenset[str], status: int = 200) -> Expectation:
    """These roles get it; the others are told that they may not."""
    return lambda cell: status if cell.role in roles else 403


def on_case(
    roles: frozenset[str] = EVERY_ROLE, status: int = 200, relations: str = "lead partner outsider"
) -> Expectation:
    """Whoever sees the case: these roles of these agencies get it, the others are told that they may not. Nobody else."""

    def answer(cell: Cell) -> int:
        if not cell.sees:
            return 404
        return status if cell.role in roles and cell.relation in relations.split() else 403

    return answer


def on_log(cell: Cell) -> int:
    return 200 if cell.reads_log else 404


def refers_to_the_lead(cell: Cell) -> int:
    """A place, to Marsh Homes: from itself, and from an agency that is in the agreement with it."""
    return 200 if "location" in REFERS.get(cell.role, ()) and cell.relation != "outsider" else 403


NOT_NOW = 409
"""The cases of the matrix are in progress with an action not done: they cannot be answered, closed or reopened."""

EXPECTED: dict[str, Expectation] = {
    "today": always(200),
    "cases": to(SEES),
    "refer": to(MAY_REFER),
    "case": on_case(),
    "case_purpose": on_case(),
    "triage": on_case(LEADS, NOT_NOW, "lead"),
    "add_note": on_case(WORKS),
    "open_note": on_case(),
    "add_action": on_case(WORKS),
    "complete_action": on_case(WORKS, relations="lead"),
    "close": on_case(LEADS, NOT_NOW, "lead"),
    "reopen": on_case(LEADS, NOT_NOW, "lead"),
    "who_looked": to(READS_LOGS),
    "case_looks": on_log,
    "agencies": always(200),
    "tokens": always(200),
    "make_token": always(302),
    "revoke_token": always(404),
    "health": always(200),
    "account_login": always(302),
    "account_inactive": always(200),
    "mfa_authenticate": always(302),
    "account_logout": always(200),
    "account_reauthenticate": always(403),  # nobody of Saltmarsh has a password to type again
    "mfa_reauthenticate": always(403),
    "mfa_index": always(200),
    "mfa_activate_totp": always(200),
    "mfa_view_recovery_codes": always(404),
    "mfa_generate_recovery_codes": always(200),
    "api_description": always(200),
    "api:who_am_i": always(200),
    "api:agencies": always(200),
    "api:list_cases": to(SEES),
    "api:refer": refers_to_the_lead,
    "api:open_case": on_case(),
    "api:open_note": on_case(),
    "api:who_looked": on_log,
    "api:answer_referral": on_case(LEADS, NOT_NOW, "lead"),
    "api:add_note": on_case(WORKS),
    "api:add_action": on_case(WORKS),
    "api:complete_action": on_case(WORKS, relations="lead"),
    "api:close": on_case(LEADS, NOT_NOW, "lead"),
    "api:reopen": on_case(LEADS, NOT_NOW, "lead"),
}

BODIES = {
    "api:refer": {"to": "housing", "kind": "location"},
    "api:add_action": {"owner_agency": "housing", "due": "2026-12-20"},
}
"""What the examples of the API's own description need changed to fit Saltmarsh."""
