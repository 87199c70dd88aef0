"""What a key to the API stands on, and what the pairs of rules answer that only pages and programs ask."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership, person, referred, signed_in
from wardmote.casework import permissions, tokens
from wardmote.casework.errors import NotFound, NotPermitted, ProofNeeded, TokenRefused, WrongEntry
from wardmote.casework.nouns import CaseExport


@pytest.fixture
def made():
    """A partnership, somebody in it, and a token of theirs for reading."""
    ours = partnership()
    by = ours.by("council-R3")
    token, written = tokens.make_token(ours.store, by, name="weekly report", deeds=["read"], days=30)
    return ours, by, token, written


def test_a_token_is_known_by_its_secret_and_by_nothing_else(made):
    ours, _, token, written = made
    assert tokens.presented(ours.store, written) == token
    for wrong in (
        written[:-1],
        written + "x",
        written.replace(token.id, "other"),
        written.replace("wardmote", "x"),
        "",
    ):
        with pytest.raises(TokenRefused):
            tokens.presented(ours.store, wrong)
    assert token.digest not in written


@pytest.mark.parametrize(
    "why, change_user, change_token",
    [
        ("the account is shut", {"disabled": True}, {}),
        ("the account was never opened", {"opened_on": None}, {}),
        ("its agency never said they are theirs", {"attested_on": None}, {}),
        ("its maker moved to another agency", {"agency": "housing"}, {}),
        ("the role it was made under has ended", {"role_grants": ()}, {}),
        ("it was ended", {}, {"revoked": True}),
        ("its last day is past", {}, {"until": TODAY - timedelta(days=1)}),
    ],
)
def test_a_token_ends_with_what_it_stands_on(made, why, change_user, change_token):
    ours, by, token, _ = made
    assert permissions.can_use_token(by.user, token, TODAY)
    user, changed = replace(by.user, **change_user), replace(token, **change_token)
    assert not permissions.can_use_token(user, changed, TODAY), why
    with pytest.raises(TokenRefused):
        tokens.check_live(ours.store, replace(by, user=user), changed)
    refused = ours.store.last_record().event
    assert (refused.deed, refused.outcome) == ("token-refused", "deny")


def test_a_token_for_reading_changes_nothing(made):
    _, _, token, _ = made
    assert permissions.can_token_deed(token, "read")
    assert not permissions.can_token_deed(token, "write")


def test_a_token_is_made_at_the_keyboard_after_a_proof_by_somebody_with_a_role(made):
    ours, by, _, _ = made
    assert permissions.can_make_token(by)
    assert not permissions.can_make_token(replace(by, proven_at=None))
    with pytest.raises(ProofNeeded):
        permissions.check_make_token(replace(by, proven_at=None))
    assert not permissions.can_make_token(signed_in(person("council"), NOW))
    for wrong in ({"deeds": []}, {"deeds": ["rule"]}, {"days": 0}, {"days": 91}, {"name": "n" * 101}):
        with pytest.raises(WrongEntry):
            tokens.make_token(ours.store, by, **({"name": "n", "deeds": ["read"], "days": 7} | wrong))


def test_a_token_is_ended_by_who_made_it(made):
    ours, by, token, _ = made
    with pytest.raises(NotFound):
        tokens.revoke_token(ours.store, ours.by("housing-R3"), token.id)
    tokens.revoke_token(ours.store, by, token.id)
    (kept,) = tokens.tokens_of(ours.store, by)
    assert kept.revoked


def test_what_may_be_asked_of_the_rules_without_trying(made):
    ours, by, _, _ = made
    lead, worker, officer, manager = by.user, *(person("council", role) for role in ("R2", "R11", "R13"))
    case = referred(ours)
    export = CaseExport(
        id="e", case=case.reference, by=lead.id, agency="council", at=NOW, recipient="court", addressed_to="usher",
        why="hearing", marking="OFFICIAL", subjects=60, expires=TODAY,
    )  # fmt: skip
    asked = {
        "a lead brings in": permissions.can_bring_in(lead, ["location"], TODAY),
        "a lead takes a case out": permissions.can_export(lead, case, TODAY),
        "a privacy officer asks who saw a person": permissions.can_trail_of_person(officer, TODAY),
        "a manager names the administrator of an agency without one": permissions.can_name_administrator(
            manager, [worker], TODAY
        ),
    }
    asked |= {
        "a lead runs a meeting of their agency": permissions.can_run_meeting(lead, "council", TODAY),
        "a lead does an action of their agency": permissions.can_group_action(lead, "council", "housing", TODAY),
        "a lead answers for their agency": permissions.can_speak_for(
            ours.user("housing-R3"), case_at("working", partnership()), "housing", TODAY
        ),
    }
    assert asked == dict.fromkeys(asked, True)
    refused = {
        "a worker brings in": permissions.can_bring_in(worker, ["location"], TODAY),
        "a worker takes a case out": permissions.can_export(worker, case, TODAY),
        "a worker asks who saw a person": permissions.can_trail_of_person(worker, TODAY),
        "a lead takes in what another agency brought": permissions.can_take_in(ours.user("housing-R3"), case, TODAY),
        "who asked approves": permissions.can_approve_export(lead, export, TODAY),
        "a worker names an administrator": permissions.can_name_administrator(worker, [], TODAY),
        "another agency changes what it did not write": permissions.can_change_entry(
            ours.user("police-R3"), case, written_by("housing"), TODAY
        ),
    }
    assert refused == dict.fromkeys(refused, False)
    with pytest.raises(NotPermitted):
        permissions.check_approve_export(lead, export, TODAY)


def written_by(agency):
    """An entry that an agency wrote."""

    class Entry:
        owner_agency, kind, protection, data_category = agency, "fact", "P1", "incident"

    return Entry()
