"""The small rules, their pairs, their tables and their pages."""

import ast
import inspect
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import ROOT
from unit.casework.factories import (
    NOW,
    SHARING,
    TODAY,
    YEAR_END,
    case_at,
    granted,
    partnership,
    person,
    referred,
    where,
)
from wardmote.casework import looks, nouns, permissions, policies, reference, transitions, work
from wardmote.casework.errors import CaseworkError, NotNow
from wardmote.casework.nouns import PROTECTION_LEVELS, AgreementDraft, RoleGrant, SignedIn
from wardmote.casework.purposes import gateways, purposes
from wardmote.casework.transitions import MOVES, STATUSES
from wardmote.vocabulary.agencies import agency_kinds
from wardmote.vocabulary.outcomes import outcome_codes, outcomes_for
from wardmote.vocabulary.roles import CAPABILITIES, roles

CASEWORK = ROOT / "src" / "wardmote" / "casework"


def test_the_reference_pages_are_what_the_rules_say(tmp_path, capsys):
    assert reference.main([str(ROOT / "docs" / "reference"), "--check"]) == 0, capsys.readouterr().out
    assert reference.main([str(tmp_path), "--check"]) == 1
    assert reference.main([str(tmp_path)]) == 0
    assert reference.main([str(tmp_path), "--check"]) == 0


def test_every_status_has_an_owner_and_is_reached_and_every_move_needs_a_known_capability():
    assert all(status.owner and status.meaning for status in STATUSES.values())
    assert {m.after for m in MOVES} | transitions.BEGINS == set(STATUSES)
    assert {m.capability for m in MOVES} <= set(CAPABILITIES)
    assert {name for name in STATUSES if not any(m.before == name for m in MOVES)} == transitions.ENDS


@pytest.mark.parametrize("before", STATUSES)
def test_a_move_that_is_not_in_the_table_is_refused_with_what_can_be_done(before):
    case = case_at(before, partnership())
    for after in STATUSES:
        known = any((m.before, m.after) == (before, after) for m in MOVES)
        assert policies.can_move(case, after) == known
        if not known:
            with pytest.raises(
                NotNow, match=f"A case that is {before} cannot become {after}. It (can become|stays so)"
            ):
                policies.check_move(case, after)


def test_every_rule_is_a_pair_with_the_same_arguments():
    for module in (permissions, policies):
        named = dict(inspect.getmembers(module, inspect.isfunction))
        for name in [name for name in named if name.startswith("can_")]:
            check = named["check_" + name.removeprefix("can_")]
            assert list(inspect.signature(check).parameters) == list(inspect.signature(named[name]).parameters), name
    alone = {"check_outcome", "check_grant_days", "check_leads", "check_visible"}
    for name in [n for n in dir(permissions) + dir(policies) if n.startswith("check_") and n not in alone]:
        pair = "can_" + name.removeprefix("check_")
        assert hasattr(permissions, pair) or hasattr(policies, pair), name


@pytest.mark.parametrize("status", STATUSES)
def test_what_the_state_allows(status):
    ours = partnership()
    case = case_at(status, ours)
    in_hand = status in ("accepted", "working", "reopened")
    assert policies.can_add_note(case) == (in_hand or status == "referred")
    assert policies.can_in_hand(case) == in_hand
    assert policies.can_hand_over(case, "police") == in_hand
    assert not policies.can_hand_over(case, case.lead_agency)
    assert policies.can_close(case, 0) == in_hand
    assert not policies.can_close(case, 2)
    assert policies.can_raise_tier(case, "sealed") and not policies.can_raise_tier(case, "open")


def test_the_pairs_say_the_same_on_a_real_case():
    ours = partnership()
    case = referred(ours, tier="restricted")
    held = ours.store.grant(granted(ours, case.reference, "housing-R2"))
    sharing = ours.store.sharing_of(case)
    lead, police, worker = ours.user("housing-R3"), ours.user("police-R3"), ours.user("housing-R2")
    assert not policies.can_approve(held, case, TODAY) and policies.can_revoke(held, TODAY)
    assert permissions.can_triage(lead, case, TODAY) and not permissions.can_triage(police, case, TODAY)
    assert permissions.can_capability(lead, "work", TODAY)
    assert permissions.can_refer(police, "housing", "location", [SHARING], TODAY)
    assert not permissions.can_refer(police, "outsider", "location", [SHARING], TODAY)
    assert permissions.can_lead_person(lead, "housing", "location", TODAY)
    assert not permissions.can_lead_person(None, "housing", "location", TODAY)
    assert permissions.can_look(worker, case, "case-work", sharing, TODAY)
    assert not permissions.can_look(worker, case, "daily-call", sharing, TODAY)
    assert permissions.can_work(worker, case, TODAY) and not permissions.can_work(person("housing", "R11"), case, TODAY)
    assert permissions.can_lead(lead, case, TODAY) and not permissions.can_lead(worker, case, TODAY)
    assert permissions.can_hand_over(lead, case, "police", sharing, TODAY)
    assert not permissions.can_hand_over(lead, case, "outsider", sharing, TODAY)
    assert not permissions.can_grant(worker, case, held, sharing, TODAY)
    assert permissions.can_grant(lead, case, held, sharing, TODAY)
    assert not permissions.can_approve(worker, case, held, sharing, TODAY)
    assert permissions.can_revoke(lead, case, TODAY) and not permissions.can_revoke(worker, case, TODAY)
    assert permissions.can_declare_conflict(worker, case, worker.id, TODAY)
    assert not permissions.can_declare_conflict(worker, case, lead.id, TODAY)
    nobody = ours.user("housing-R11")
    assert permissions.can_name_lead(nobody, case, "housing-R3b", None, TODAY)
    assert not permissions.can_name_lead(nobody, case, "housing-R3b", lead, TODAY)
    manager, officer = ours.user("council-R13"), ours.user("council-R11")
    assert permissions.can_propose(manager, SHARING, TODAY) and not permissions.can_propose(officer, SHARING, TODAY)
    assert permissions.can_sign(officer, AgreementDraft(SHARING, manager.id), TODAY)
    assert not permissions.can_sign(manager, AgreementDraft(SHARING, manager.id), TODAY)
    admin, role = ours.user("housing-R12"), RoleGrant("R2", TODAY, YEAR_END, "housing-R12")
    assert permissions.can_assign_role(admin, ours.user("housing-R1"), role, TODAY)
    assert not permissions.can_assign_role(lead, worker, role, TODAY)
    assert permissions.can_end_role(admin, worker, TODAY) and not permissions.can_end_role(worker, lead, TODAY)
    assert permissions.can_approve_role(ours.user("housing-R11"), worker, role, TODAY)
    assert not permissions.can_approve_role(worker, lead, role, TODAY)
    assert permissions.can_own_action(worker, "housing", case, sharing, TODAY)
    assert not permissions.can_own_action(police, "police", case, sharing, TODAY)


def test_the_pairs_for_notes_and_actions_on_a_real_case():
    ours = partnership()
    reference = case_at("working", ours, kind="victim", by="council-R5").reference
    lead = ours.by("housing-R3")
    note = work.add_note(ours.store, lead, reference, text="Here", protection="P3", data_category="contact")
    case, sharing = where(ours, reference), ours.store.sharing_of(where(ours, reference))
    assert permissions.can_write_note(lead.user, case, note, sharing, TODAY)
    assert not permissions.can_write_note(ours.user("housing-R2"), case, note, sharing, TODAY)
    action = looks.open_case(ours.store, lead, reference).actions[0]
    assert policies.can_complete(action)
    assert permissions.can_complete(lead.user, case, action, TODAY)
    assert not permissions.can_complete(ours.user("police-R2"), case, action, TODAY)


def test_sight_in_the_14_days_after_a_lapse_is_known_as_such():
    ours = partnership()
    case = case_at("working", ours, risk="high")
    police, housing = ours.user("police-R2"), ours.user("housing-R2")
    assert not permissions.in_grace(police, case, ours.store.sharing_of(case), TODAY)
    ours.lapse(TODAY - timedelta(days=3))
    assert permissions.in_grace(police, case, ours.store.sharing_of(case), TODAY)
    assert not permissions.in_grace(housing, case, ours.store.sharing_of(case), TODAY)
    assert permissions.grounds(police, case, ours.store.sharing_of(case), TODAY)["daily-call"].agreement == "isa-1"
    assert not permissions.in_grace(police, case, ours.store.sharing_of(case), TODAY + timedelta(days=12))


def test_the_purposes_of_a_partner_are_those_of_its_own_live_agreements():
    ours = partnership()
    case = case_at("working", ours)
    panel = replace(SHARING, id="isa-2", purposes=frozenset({"subject-request"}), gateway="asb-2014-sch4")
    ours.save(replace(panel, parties=frozenset({"housing", "council"})))
    sharing = ours.store.sharing_of(case)
    assert "subject-request" not in permissions.grounds(ours.user("police-R2"), case, sharing, TODAY)
    offered = permissions.grounds(ours.user("council-R2"), case, sharing, TODAY)
    assert (offered["subject-request"].gateway, offered["daily-call"].gateway) == ("asb-2014-sch4", "cda-1998-s115")
    assert permissions.grounds(ours.user("outsider-R2"), case, sharing, TODAY) == {}


def test_the_person_who_referred_a_case_opens_it_for_any_purpose_until_it_is_taken():
    ours = partnership()
    case = referred(ours, by="council-R2")
    offered = permissions.grounds(ours.user("council-R2"), case, ours.store.sharing_of(case), TODAY)
    assert set(offered) == set(purposes())


def test_roles_explain_themselves_and_point_only_at_what_exists():
    assert list(roles()) == [f"R{number}" for number in range(1, 16)]
    for role in roles().values():
        assert role.capabilities <= set(CAPABILITIES)
        assert role.clearance in PROTECTION_LEVELS
        assert len(role.explanation) > 40 and role.explanation.endswith(".")
        assert role.open_kinds <= role.granted_kinds or role.code == "R1"
        for other in role.never_with:
            assert role.code in roles()[other].never_with, f"{role.code} and {other} must each name the other"
        assert bool(role.open_kinds | role.granted_kinds) == ("see" in role.capabilities)


def test_no_role_that_audits_operates_or_administers_sees_content():
    content = {code for code, role in roles().items() if "see" in role.capabilities}
    assert content == {"R1", "R2", "R3", "R4", "R5", "R10", "R13"}
    assert content <= roles()["R14"].never_with and content <= roles()["R15"].never_with
    assert {"R2", "R3", "R4", "R5", "R6"} <= roles()["R12"].never_with


def test_a_role_that_is_withdrawn_from_the_table_stops_counting(monkeypatch):
    withdrawn = roles() | {"R2": replace(roles()["R2"], valid_to="2026-10")}
    monkeypatch.setattr(nouns.partnership, "roles", lambda: withdrawn)
    assert person("police", "R2").roles_on(date(2026, 10, 31)) != ()
    assert person("police", "R2").roles_on(TODAY) == ()


def test_dated_lists_hold_what_they_say():
    assert agency_kinds()["integrated-care-board"].valid_from == "2022-07"
    assert agency_kinds()["police"].competent_authority
    assert {code.slug for code in outcomes_for("victim", TODAY)} < set(outcome_codes())
    assert not outcome_codes()["problem-moved"].settled
    assert not gateways()["care-act-2014-s45"].in_use_on(date(2015, 3, 31))


def test_today_is_the_day_in_london_whatever_the_clock_says():
    summer = SignedIn(person("police", "R2"), "s", datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    winter = SignedIn(person("police", "R2"), "s", datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert (summer.today, winter.today) == (date(2026, 7, 2), date(2026, 12, 1))
    with pytest.raises(ValueError):
        SignedIn(person("police", "R2"), "s", NOW.replace(tzinfo=None))


def test_refusals_never_name_a_person_or_a_place_and_end_as_a_sentence():
    sentences = re.compile(r"^[A-Z0-9].*\.$", re.DOTALL)
    ours = partnership()
    case = case_at("working", ours, tier="named")
    for user in ("police-R3", "housing-R12", "housing-R2"):
        for check in (permissions.check_lead, permissions.check_triage, permissions.check_revoke):
            try:
                check(ours.user(user), case, TODAY)
            except CaseworkError as refused:
                assert sentences.match(str(refused)) and user not in str(refused)


@pytest.mark.parametrize("module", sorted(CASEWORK.glob("*.py")), ids=lambda path: path.stem)
def test_casework_imports_no_framework_no_database_and_reads_no_clock(module):
    """Only the standard library, cryptography, and the wardmote packages upstream of it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top = name.split(".")[0]
            if top == "wardmote":
                assert name.split(".")[1] in ("casework", "vocabulary", "periods", "errors"), name
            else:
                assert top in ("cryptography", *sys.stdlib_module_names) and top != "sqlite3", name
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("today", "now", "utcnow", "time_ns") or _is_ours(node), ast.unparse(node)


def _is_ours(node: ast.Attribute) -> bool:
    """`by.today` and `by.now` are given to the verbs, not read from a clock."""
    return isinstance(node.value, ast.Name) and node.value.id in ("by", "self", "look")
