"""Keys to the API: made by hand, shown once, kept as a digest, narrow, and dead with what they stand on."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from attacks.tokens import Program, token_for
from unit.casework.factories import setting_up
from wardmote.web.access import ADDRESSES, EVERYONE
from wardmote.web.clock import now
from wardmote.web.store import models
from web.addresses import asked, example_body, is_api, path

pytestmark = pytest.mark.django_db
CASE = "/api/cases/CSP-26-0002"
FORM = {"name": "Weekly report", "deeds": "read", "days": "30"}
OPERATIONS = [name for name in ADDRESSES if is_api(name)]
GIVEN = {"reference": "CSP-26-0002", "note_id": "n1", "action_id": "a1"}


def made(client, **typed):
    return client.post("/account/tokens/new", FORM | typed)


def test_a_token_is_shown_once_and_kept_as_a_digest(at_work, store):
    client = at_work("priya")
    page = made(client).content.decode()
    token = re.search(r"wardmote_\w+_[-\w]+", page)[0]
    secret = token.split("_", 2)[2]
    assert Program(token).get("/api/me").json()["token"]["name"] == "Weekly report"
    row = models.ApiToken.objects.get(user="priya")
    assert secret not in str(vars(row))
    assert "Weekly report" in client.get("/account/tokens").content.decode()
    assert secret not in client.get("/account/tokens").content.decode()
    trail = [record.line() for record in store.records_until()]
    assert any('"token-made"' in line for line in trail)
    assert not any(secret in line for line in trail)


def test_making_one_needs_a_fresh_proof_before_the_form_is_shown(at_work):
    client = at_work("priya", proven=False)
    assert client.get("/account/tokens/new")["Location"].startswith("/account/again")
    assert made(client)["Location"].startswith("/account/again")
    assert not models.ApiToken.objects.exists()


def test_who_holds_no_role_makes_none(at_work):
    models.RoleGrant.objects.filter(account="priya").delete()
    assert made(at_work("priya")).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"deeds": "all"}, {"days": "91"}, {"days": "3650"}, {"days": "x"}, {"name": "x" * 200}]
)
def test_a_token_has_a_name_known_deeds_and_at_most_90_days(at_work, wrong):
    assert made(at_work("priya"), **wrong).status_code == 422
    assert not models.ApiToken.objects.exists()


def test_a_session_is_no_way_into_the_api(at_work):
    client = at_work("priya")
    for name in OPERATIONS:
        answer = client.generic(asked(name), path(name, **GIVEN))
        assert answer.status_code == 401, name
        assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "written",
    ["", "x", "wardmote", "wardmote__", "wardmote_0_0", "Basic eA==", "wardmote_" + "0" * 24 + "_" + "x" * 43],
)
def test_what_is_no_token_is_refused_and_fills_no_trail(client, store, written):
    before = store.last_record().seq
    for header in (written, f"Bearer {written}"):
        answer = client.get("/api/me", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "token-refused")
    assert store.last_record().seq == before


def test_a_token_for_reading_changes_nothing(program):
    reader = program("priya", "read")
    assert reader.get(CASE).status_code == 200
    writes = [name for name in OPERATIONS if asked(name) == "POST"]
    for name in writes:
        answer = reader.post(path(name, **GIVEN), example_body(name))
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted"), name
    assert len(writes) == 7
    assert program("priya", "write").get(CASE).status_code == 403


def test_the_last_day_of_a_token_is_its_last():
    token = token_for("priya", days=1)
    with time_machine.travel(now() + timedelta(days=1)):
        assert Program(token).get("/api/me").status_code == 200
    with time_machine.travel(now() + timedelta(days=2)):
        assert Program(token).get("/api/me").status_code == 401


def ways_to_end(store):
    """What a token stands on, each taken away as the application takes it away."""

    def save(**change):
        store.save_user(replace(store.user("jo"), **change), setting_up("user-set", "jo"))

    yesterday = now().date() - timedelta(days=1)
    return {
        "the account is shut": lambda: save(disabled=True),
        "its roles ended": lambda: save(
            role_grants=tuple(replace(g, until=yesterday) for g in store.user("jo").role_grants)
        ),
        "another role instead": lambda: save(
            role_grants=tuple(replace(g, role="R3") for g in store.user("jo").role_grants)
        ),
        "another agency": lambda: save(agency="marlbridge"),
        "nobody any more": lambda: models.RoleGrant.objects.filter(account="jo").delete(),
    }


@pytest.mark.parametrize(
    "how", ["the account is shut", "its roles ended", "another role instead", "another agency", "nobody any more"]
)
def test_a_token_dies_with_what_it_stands_on_the_same_instant(store, how):
    program = Program(token_for("jo"))
    assert program.get(CASE).status_code == 200
    with store.transaction():
        ways_to_end(store)[how]()
    for _ in range(2):
        assert program.get(CASE).status_code == 401
    last = store.last_record().event
    assert (last.deed, last.outcome, last.actor, last.source[:4]) == ("token-refused", "deny", "jo", "api ")


def test_ending_a_token_on_its_page_ends_it_at_its_next_use(at_work):
    client, program = at_work("jo"), Program(token_for("jo"))
    token = program.token.split("_")[1]
    assert program.get(CASE).status_code == 200
    assert f"/account/tokens/{token}/end" in client.get("/account/tokens").content.decode()
    assert client.get(f"/account/tokens/{token}/end").status_code == 200
    assert at_work("priya").post(f"/account/tokens/{token}/end").status_code == 404
    assert program.get(CASE).status_code == 200
    assert client.post(f"/account/tokens/{token}/end").status_code == 302
    assert program.get(CASE).status_code == 401
    assert "You ended it." in client.get("/account/tokens").content.decode()


def test_a_token_never_reaches_further_than_when_it_was_made(store):
    """A role given later is not the program's."""
    program = Program(token_for("jo"))
    more = replace(store.user("jo").role_grants[0], role="R3")
    with store.transaction():
        store.save_user(
            replace(store.user("jo"), role_grants=(*store.user("jo").role_grants, more)), setting_up("x", "jo")
        )
    assert program.get("/api/me").json()["roles"] == ["R2"]


def test_a_lapsed_agreement_counts_from_the_next_request(store):
    program = Program(token_for("kit"))
    assert program.get("/api/cases/CSP-26-0004").status_code == 200
    with store.transaction():
        ended = replace(store.agreements()[0], end=now().date() - timedelta(days=1))
        store.save_agreement(ended, setting_up("agreement-set", ended.id))
    assert program.get("/api/cases/CSP-26-0004").status_code == 404
    listed = [line["case"]["risk"] for line in program.get("/api/cases").json()["lines"]]
    assert listed == ["high"]  # which stays in sight for 14 days


def test_what_needs_a_person_at_the_keyboard_is_refused_to_a_token(program, store):
    priya = program("priya")
    note = {"text": "SAFE-ADDRESS", "protection": "P3", "data_category": "contact"}
    made = priya.post(f"{CASE}/notes", note).json()["id"]
    masked = [entry for entry in priya.get(CASE).json()["notes"] if entry["id"] == made]
    assert [(entry["masked"], entry["text"]) for entry in masked] == [(True, "")]
    answer = priya.get(f"{CASE}/notes/{made}")
    assert (answer.status_code, answer.json()["code"]) == (403, "proof-needed")
    assert "SAFE-ADDRESS" not in answer.content.decode()


def test_the_purpose_is_asked_once_for_each_case_and_token(store):
    program = Program(token_for("jo"), purpose="")
    answer = program.get(CASE)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        428,
        "purpose-needed",
        "Wardmote-Purpose",
    )
    assert "daily-call" in answer.json()["what_to_do"]
    assert program.get(CASE, **{"Wardmote-Purpose": "subject-request"}).status_code == 403
    assert program.get(CASE, **{"Wardmote-Purpose": "daily-call"}).status_code == 200
    assert program.get(CASE).status_code == 200
    assert program.get("/api/cases/CSP-26-0004").status_code == 428
    assert Program(token_for("jo"), purpose="").get(CASE).status_code == 428


def test_a_use_is_in_the_trail_like_a_look_at_a_page(program, store):
    priya = program("priya")
    token = priya.token.split("_")[1]
    assert priya.get(CASE).status_code == 200
    last = store.last_record().event
    assert (last.deed, last.actor, last.purpose) == ("case-opened", "priya", "case-work")
    assert last.source == f"api {token} 127.0.0.1"
    looks = program("dana").get(f"{CASE}/looks").json()
    assert looks[-1]["source"] == f"api {token} 127.0.0.1"
    assert priya.post(f"{CASE}/notes", {"text": "Seen"}).status_code == 200
    assert store.last_record().event.source == f"api {token} 127.0.0.1"


@pytest.mark.parametrize(
    "name", [name for name, listed in ADDRESSES.items() if is_api(name) and listed.who != EVERYONE]
)
def test_every_refusal_of_every_operation_has_the_one_shape(program, client, name, monkeypatch):
    """Not signed in, not found, wrong way, unreadable, unfit, trail not written, and failed inside."""
    priya, address = program("priya"), path(name, **GIVEN)
    missing = path(name, **{**GIVEN, "reference": "CSP-26-9999"})
    ask = priya.get if asked(name) == "GET" else lambda where: priya.post(where, example_body(name))
    answers = {
        401: client.generic(asked(name), address),
        405: priya.client.generic("PATCH", address, headers=priya.headers),
    }
    if missing != address:
        answers[404] = ask(missing)
    if asked(name) == "POST":
        post = {"content_type": "application/json", "headers": priya.headers}
        answers[400] = priya.client.post(address, "{", **post)
        answers[413] = priya.client.post(address, b'"' + b"x" * 1_100_000, **post)
        answers[422] = priya.post(address, {**example_body(name), "surprise": 1})
        assert answers[422].json()["field"] == "surprise"
    monkeypatch.setattr("wardmote.web.store.django_store.DjangoStore.user", lambda *_: 1 / 0)
    answers[500] = ask(address)
    for status, answer in answers.items():
        assert answer.status_code == status
        assert set(answer.json()) >= {"code", "message", "field", "what_to_do"}, status
        assert answer.json()["message"] and answer.json()["what_to_do"]
        assert answer["Content-Type"] == "application/json"
        assert answer["Cache-Control"] == "no-store"
