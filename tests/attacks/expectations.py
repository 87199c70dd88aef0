"""What each address answers whom, in plain words: a new address needs a line here, or the matrix fails.

The words about roles are those of tests/unit/casework/test_access.py, and are not read from the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

from unit.casework.test_access import BREAKS_GLASS, LEADS_CASES, REFERS, SEES_ROUTINELY, SEES_WHEN_GRANTED, expected

EVERY_ROLE = frozenset(f"R{number}" for number in range(1, 16))
SEES = frozenset(SEES_ROUTINELY) | frozenset(SEES_WHEN_GRANTED)
MAY_REFER = frozenset(REFERS)
WORKS = frozenset({"R2", "R3", "R4", "R5"})
LEADS = frozenset(LEADS_CASES)
READS_LOGS = frozenset({"R11", "R14"})
KEEPS_PEOPLE = frozenset({"R11", "R12"})
ADMINISTERS = frozenset({"R12"})
MANAGES = frozenset({"R13"})
JOINS_GROUP = frozenset({"R2", "R3", "R4", "R13"})
RUNS_GROUP = frozenset({"R3", "R4", "R13"})
JOINS_CALL = frozenset({"R1", "R2", "R3", "R4", "R13"})


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


def on_a_line(cell: Cell) -> int:
    """A line that Marsh Homes raised on the daily call: whoever joins the call there, and in an agency that shares for it."""
    if cell.role not in JOINS_CALL:
        return 403
    return 404 if cell.relation == "outsider" else 200


def on_a_meeting(roles: frozenset[str], relations: str = "lead") -> Expectation:
    """A meeting that Marsh Homes convened: whoever joins the group there, and in an agency that shares for case meetings."""

    def answer(cell: Cell) -> int:
        if cell.role not in JOINS_GROUP:
            return 403
        if cell.relation == "outsider":
            return 404
        return 200 if cell.role in roles and cell.relation in relations.split() else 403

    return answer


def refers_to_the_lead(cell: Cell) -> int:
    """A place, to Marsh Homes: from itself, and from an agency that is in the agreement with it."""
    return 200 if "location" in REFERS.get(cell.role, ()) and cell.relation != "outsider" else 403


def on_what_we_wrote(cell: Cell) -> int:
    """A role, a relation or a detail that Marsh Homes wrote on its own case: they end and change it."""
    return on_case(WORKS, relations="lead")(cell)


def on_a_grant(cell: Cell) -> int:
    """Access to a case, where there is any: its lead agency ends it."""
    return 404 if cell.tie == "nothing" else on_case(LEADS, relations="lead")(cell)


def on_a_large_export(cell: Cell) -> int:
    """An export somebody of Marsh Homes asked for, too large to go alone: there to who asked, and to who may approve it."""
    approves = cell.role in {"R3", "R13"} and cell.relation == "lead"
    return 200 if cell.sees and approves else 404


def on_a_lead_who_can_answer(cell: Cell) -> int:
    """Whoever reads the log is told why they name no other lead: this one can answer, or they are not its agency's officer."""
    return 403 if cell.reads_log else 404


def on_who_saw_a_person(cell: Cell) -> int:
    """The log of a person on a case of Marsh Homes."""
    if cell.role not in READS_LOGS:
        return 403
    return 200 if cell.reads_log else 404


def on_a_sealed_request(cell: Cell) -> int:
    """Access asked for to a sealed case: leads and privacy officers of its agency approve it, and partnership managers."""
    own = cell.relation == "lead" and cell.role in {"R3", "R11", "R13"}
    return 200 if own or (cell.relation == "partner" and cell.role == "R13") else 404


def on_an_emergency(cell: Cell) -> int:
    """Saltmarsh Police opened a case of Marsh Homes: the privacy officers of the two."""
    if cell.role != "R11":
        return 403
    return 404 if cell.relation == "outsider" else 200


def of_the_parties(role: str) -> Expectation:
    """An agreement of the council, the police and Marsh Homes: it is public, and the outsider signs and ends nothing of it."""
    return lambda cell: 200 if cell.role == role and cell.relation != "outsider" else 403


def on_a_colleague(roles: frozenset[str], status: int = 200) -> Expectation:
    """Somebody of Marsh Homes, to whoever keeps people: those of other agencies are not there."""

    def answer(cell: Cell) -> int:
        if cell.role not in KEEPS_PEOPLE:
            return 403
        if cell.relation != "lead":
            return 404
        return status if cell.role in roles else 403

    return answer


def on_their_map(cell: Cell) -> int:
    """How a tracker of Marsh Homes is read: those who bring cases in there."""
    if cell.role not in LEADS:
        return 403
    return 200 if cell.relation == "lead" else 404


def only_there(role: str) -> Expectation:
    """Marsh Homes itself, by this role."""
    return lambda cell: 200 if cell.role == role and cell.relation == "lead" else 403


NOT_NOW = 409
"""The cases of the matrix are in progress with an action not done: they cannot be answered, closed or reopened. Nobody's
account is shut, and nobody has lost a second factor."""

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
    "add_document": on_case(WORKS),
    "open_document": on_case(),
    "export_case": on_case(LEADS),
    "case_export": on_a_large_export,
    "bring_in": to(LEADS),
    "bring_in_columns": to(LEADS, 302),
    "bring_in_check": to(LEADS, 302),
    "tracker_map": on_their_map,
    "add_person": on_case(WORKS),
    "relate": on_case(WORKS),
    "add_role": on_case(WORKS),
    "own_tie": on_case(),
    "add_detail": on_case(WORKS),
    "end_role": on_what_we_wrote,
    "end_relation": on_what_we_wrote,
    "open_detail": on_case(),
    "change_detail": on_what_we_wrote,
    "assess_risk": on_case(WORKS),
    "link_case": on_case(WORKS),
    "unlink_case": on_case(WORKS),
    "place_case": on_case(WORKS),
    "search": to(SEES),
    "person_looks": on_who_saw_a_person,
    "person_looks_export": to(READS_LOGS),
    "case_access": on_case(),
    "give_access": on_case(LEADS, relations="lead"),
    "end_access": on_a_grant,
    "declare_conflict": on_case(),
    "raise_tier": on_case(LEADS, relations="lead"),
    "hand_over": on_case(LEADS, relations="lead"),
    "decide": on_case(LEADS, relations="lead"),
    "name_lead": on_a_lead_who_can_answer,
    "approvals": always(200),
    "approve_access": on_a_sealed_request,
    "break_glass": to(frozenset(BREAKS_GLASS)),
    "reviews": always(200),
    "review_emergency": on_an_emergency,
    "notices": always(200),
    "read_notice": always(302),
    "daily_call": to(JOINS_CALL),
    "call_changes": to(JOINS_CALL, 204),  # nothing on it is newer than what was there
    "call_nothing_new": to(JOINS_CALL),
    "call_printed": to(JOINS_CALL),
    "call_change": on_a_line,
    "call_close": on_a_line,
    "call_open_again": on_a_line,
    "call_tie": on_a_line,
    "my_work": always(200),
    "loads": to(LEADS),
    "calendar_feed": always(200),
    "calendar": always(404),  # the code of an agency is no secret of a calendar
    "repeats": to(WORKS),
    "meetings": to(JOINS_GROUP),
    "meeting_plan": to(RUNS_GROUP),
    "meeting": on_a_meeting(JOINS_GROUP, "lead partner"),
    "meeting_add": on_a_meeting(RUNS_GROUP),
    "meeting_refresh": on_a_meeting(RUNS_GROUP),
    "meeting_item": on_a_meeting(RUNS_GROUP),
    "meeting_attendance": on_a_meeting(RUNS_GROUP),
    "meeting_close": on_a_meeting(RUNS_GROUP),
    "meeting_minutes": on_a_meeting(RUNS_GROUP),
    "group_action_done": on_a_meeting(JOINS_GROUP),
    "case_reviews": to(SEES),
    "case_review_return": always(200),
    "unasked": to(WORKS),
    "tell_unasked": on_case(WORKS),
    "case_review": on_case(),
    "case_review_apply": on_case(WORKS),
    "add_complaint": on_case(WORKS),
    "review_complaints": on_case(WORKS),
    "review_agreed": on_case(LEADS, NOT_NOW, "lead"),  # the person applied themselves
    "review_decide": on_case(LEADS, relations="lead"),
    "review_panel": on_case(LEADS, NOT_NOW, "lead"),  # nothing is decided yet
    "review_outcome": on_case(LEADS, NOT_NOW, "lead"),
    "review_recommend": on_case(LEADS, NOT_NOW, "lead"),
    "review_appeal": on_case(LEADS, NOT_NOW, "lead"),
    "review_appeal_answer": on_case(LEADS, NOT_NOW, "lead"),
    "review_withdraw": on_case(LEADS, relations="lead"),
    "review_letter": on_case(LEADS, relations="lead"),
    "answer_recommendation": on_case(WORKS, relations="lead"),
    "who_looked": to(READS_LOGS),
    "case_looks": on_log,
    "agencies": always(200),
    "agency_add": to(MANAGES),
    "agency_keep": only_there("R12"),
    "agency_administrator": always(403),  # each agency has one, who adds people
    "agreements": always(200),
    "agreement_propose": to(MANAGES),
    "agreement_sign": of_the_parties("R11"),
    "agreement_end": of_the_parties("R13"),
    "people": to(KEEPS_PEOPLE),
    "people_add": to(ADMINISTERS),
    "people_attest": to(KEEPS_PEOPLE),
    "person": on_a_colleague(KEEPS_PEOPLE),
    "person_role": on_a_colleague(ADMINISTERS),
    "person_role_approve": on_a_colleague(KEEPS_PEOPLE),
    "person_role_end": on_a_colleague(ADMINISTERS),
    "person_disable": on_a_colleague(ADMINISTERS),
    "person_open": on_a_colleague(ADMINISTERS, NOT_NOW),
    "person_invite": on_a_colleague(ADMINISTERS),
    "person_factor_ask": on_a_colleague(ADMINISTERS),
    "person_factor_approve": on_a_colleague(KEEPS_PEOPLE, NOT_NOW),
    "person_sign_out": on_a_colleague(ADMINISTERS),
    "person_identity": always(404),  # no agency of Saltmarsh has a sign-in of its own
    "invitation_code": always(302),
    "invitation": always(404),
    "sessions": always(200),
    "single_sign_on": always(404),
    "single_sign_on_back": always(404),
    "tokens": always(200),
    "make_token": always(200),
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

PROVED = {
    "make_token", "calendar_feed", "export_case", "bring_in", "bring_in_columns", "bring_in_check", "tracker_map", "open_detail", "give_access",
    "approve_access", "break_glass", "person_looks_export", "agency_add", "agency_keep", "agreement_propose", "agreement_sign",
    "agreement_end", "people_add", "people_attest", "person_role", "person_role_approve", "person_role_end", "person_disable",
    "person_invite", "person_factor_ask", "person_sign_out", "case_export",
}  # fmt: skip
"""What is guarded twice: whoever may is first asked to prove who they are, whoever may not is told so and asked nothing."""

BODIES = {
    "api:refer": {"to": "housing", "kind": "location"},
    "api:add_action": {"owner_agency": "housing", "due": "2026-12-20"},
}
"""What the examples of the API's own description need changed to fit Saltmarsh."""
