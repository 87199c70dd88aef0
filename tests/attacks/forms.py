"""What each form takes, filled in as a person would, on invented Marlbridge brought to where the form is offered."""

from dataclasses import dataclass, field
from datetime import timedelta

from attacks.tokens import token_for
from wardmote.casework import referrals, triage, work
from wardmote.casework.nouns import SignedIn
from wardmote.web.clock import now

NOT_OURS = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_generate_recovery_codes",
})  # fmt: skip
"""Signing in: the forms of a library, which take no column of a case. Tried in tests/web/test_sessions.py."""


@dataclass
class Filled:
    """A form that would be taken: the answer leads on, or shows what was asked for."""

    given: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)


def filled(store) -> dict[str, Filled]:
    """By the name of its address."""
    by = SignedIn(store.user("priya"), "filling", now(), "test", proven_at=now())
    ready = referrals.refer(
        store, SignedIn(store.user("ines"), "filling", now()), to="marlbridge", kind="location", place="Weir", summary="Litter", why="Theirs"
    ).reference  # fmt: skip
    triage.accept(store, by, ready)
    due = (now() + timedelta(days=9)).date()
    action = work.add_action(
        store, by, "CSP-26-0002", what="look", owner_agency="marlbridge", due=due, purpose="case-work"
    )
    note = work.add_note(store, by, "CSP-26-0002", text="seen", purpose="case-work")
    two = {"reference": "CSP-26-0002"}
    boxes = {"due_day": str(due.day), "due_month": str(due.month), "due_year": str(due.year)}
    return {
        "refer": Filled({}, {"kind": "location", "place": "Bridge", "summary": "Noise", "to": "marlbridge", "why": "Theirs", "risk": "high"}),
        "case_purpose": Filled(two, {"purpose": "daily-call"}),
        "triage": Filled({"reference": "CSP-26-0004"}, {"answer": "refused", "lead_person": "", "signposted_to": "", "why": "Not ours"}),
        "add_note": Filled(two, {"text": "Quiet", "kind": "fact", "protection": "P1", "data_category": "incident"}),
        "open_note": Filled({**two, "note_id": note.id}),
        "add_action": Filled(two, {"what": "go", "owner": "marlbridge/sam", **boxes}),
        "complete_action": Filled({**two, "action_id": action.id}, {"outcome": "Went"}),
        "close": Filled({"reference": ready}, {"outcome": "problem-stopped", "why": "Clean"}),
        "reopen": Filled({"reference": "CSP-26-0001"}, {"why": "Fires again"}),
        "make_token": Filled({}, {"name": "report", "deeds": "read", "days": "7"}),
        "revoke_token": Filled({"token_id": token_for("priya").split("_")[1]}),
    }  # fmt: skip
