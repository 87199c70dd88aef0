"""An error forced in every rule, in the trail, in the keys and in the store: nothing is shown, nothing is kept, nothing leaks."""

import inspect

import pytest

from attacks.forms import filled
from wardmote.casework import audit, permissions, policies, visibility
from wardmote.web.store.django_store import DjangoStore
from web.addresses import path

pytestmark = pytest.mark.django_db
CASE = "CSP-26-0002"
CONTENT = ("Castle Gardens", "drinking", "hostel", "single cans")
SECRET = "SECRET-OF-THE-FAULT"
ASKED = (f"/cases/{CASE}", "/cases", "/", f"/cases/{CASE}/note", f"/api/cases/{CASE}", "/api/cases")
ADDED = ("Note", "Action", "Decision", "Outcome", "Referral", "ReferralAnswer")


class Broken(Exception):
    """Not one that casework knows."""


def breaks(*_, **__):
    raise Broken(SECRET)


def rules():
    """Every function that decides something, by module and name."""
    for module in (permissions, policies, visibility):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield module, name


def is_asked(module, name):
    """Whether a rule is met on the way of the requests below: the others are met by addresses of other parts."""
    return (module.__name__.rpartition(".")[2], name) in MET


MET = {
    ("permissions", "check_capability"), ("permissions", "check_look"), ("permissions", "check_work"),
    ("permissions", "check_write_note"), ("permissions", "check_use_token"), ("permissions", "check_token_deed"),
    ("permissions", "can_look"), ("permissions", "grounds"), ("policies", "check_add_note"), ("visibility", "check_visible"),
    ("visibility", "cases_seen_by"), ("visibility", "notes_seen_by"), ("visibility", "visible"), ("visibility", "note_visible"),
    ("visibility", "viewer"),
}  # fmt: skip


@pytest.fixture
def asking(opened, program):
    """Priya's session and her program, both of which have said what they open the case for."""
    client, priya = opened("priya", CASE), program("priya")
    client.raise_request_exception = False
    assert priya.get(f"/api/cases/{CASE}").status_code == 200
    return client, priya


def everything_asked(asking):
    client, program = asking
    for address in ASKED:
        yield address, (program if address.startswith("/api") else client).get(address)
    typed = {"text": "x", "kind": "fact", "protection": "P1", "data_category": "incident"}
    yield "note by page", client.post(f"/cases/{CASE}/note", typed)
    yield "note by program", program.post(f"/api/cases/{CASE}/notes", {"text": "x"})


def counts():
    from attacks.test_canaries import models_of_ours

    return {name: models_of_ours()[name].objects.count() for name in ADDED}


def closed(answer):
    """No content, no word of the fault, no trace of the program."""
    text = answer.content.decode()
    return not any(
        word in text for word in (*CONTENT, SECRET, "Traceback", "Broken", "wardmote/casework", "site-packages")
    )


@pytest.mark.parametrize(
    "module, name", list(rules()), ids=lambda value: getattr(value, "__name__", value).rpartition(".")[2]
)
def test_a_rule_that_fails_lets_nobody_through(asking, monkeypatch, module, name):
    before = counts()
    monkeypatch.setattr(module, name, breaks)
    for other in (permissions, policies, visibility):
        if getattr(other, name, None) is not None:
            monkeypatch.setattr(other, name, breaks)
    statuses = []
    for address, answer in everything_asked(asking):
        statuses.append(answer.status_code)
        if answer.status_code == 500:
            assert closed(answer), address
        if answer.status_code >= 400 and address.startswith("note"):
            assert counts() == before, address
    if is_asked(module, name):
        assert 500 in statuses, "this rule was never asked"


def test_what_is_said_to_be_met_exists():
    assert {(module.__name__.rpartition(".")[2], name) for module, name in rules()} >= MET


BEHIND = {
    "the trail": (DjangoStore, "append"),
    "the end of the trail": (DjangoStore, "last_record"),
    "the hash of a record": (audit, "digest"),
    "the purpose given": (DjangoStore, "purpose_given"),
    "where a case stands": (DjangoStore, "standing"),
    "who shares it": (DjangoStore, "sharing_of"),
    "who asks": (DjangoStore, "user"),
}


@pytest.mark.parametrize("what", BEHIND)
def test_what_stands_behind_a_page_fails_and_nothing_is_shown(asking, monkeypatch, what):
    before = counts()
    monkeypatch.setattr(*BEHIND[what], breaks)
    failed = 0
    for address, answer in everything_asked(asking):
        if answer.status_code >= 500:
            failed += 1
            assert closed(answer), address
    assert failed >= 3
    assert counts() == before


def test_a_case_is_never_shown_when_a_rule_about_it_fails(asking, monkeypatch):
    """Each rule the page of a case asks, one by one: the answer is an error and holds none of the case."""
    client, program = asking
    for module, name in rules():
        if is_asked(module, name) and name in (
            "check_look",
            "grounds",
            "cases_seen_by",
            "notes_seen_by",
            "check_visible",
        ):
            with monkeypatch.context() as broken:
                broken.setattr(module, name, breaks)
                for answer in (client.get(f"/cases/{CASE}"), program.get(f"/api/cases/{CASE}")):
                    assert answer.status_code == 500, name
                    assert closed(answer), name


def test_a_key_that_cannot_be_compared_opens_nothing(asking, monkeypatch):
    monkeypatch.setattr("wardmote.casework.tokens.hmac.compare_digest", breaks)
    answer = asking[1].get(f"/api/cases/{CASE}")
    assert answer.status_code == 500
    assert closed(answer)


def test_a_secret_that_cannot_be_made_makes_no_token(at_work, store, monkeypatch):
    form = filled(store)["make_token"]
    client = at_work("sam")
    client.raise_request_exception = False
    monkeypatch.setattr("wardmote.casework.tokens.secrets.token_urlsafe", breaks)
    answer = client.post(path("make_token"), form.typed)
    assert answer.status_code == 500
    assert closed(answer)
    assert store.tokens_of("sam") == []
