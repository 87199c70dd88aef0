"""The log of the running application: one line of JSON for each request and fault, and nothing about anybody in it."""

import json
import logging

import pytest
from django.test import Client

from wardmote.web.log import Line

pytestmark = pytest.mark.django_db
CANARIES = (
    "CANARY-WORDS",
    "CANARY-NAME",
    "CANARY-PASSWORD",
    "CSP-26-",
    "Priya",
    "priya",
    "sam.reed",
    "/cases",
    "192.0.2",
)


@pytest.fixture
def lines():
    """What is written while the test runs, by every logger, at every level."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    kept = Kept(logging.DEBUG)
    kept.setFormatter(Line())
    root, requests = logging.getLogger(), logging.getLogger("wardmote.requests")
    before = root.level, requests.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    requests.setLevel(logging.INFO)
    yield written
    root.removeHandler(kept)
    root.setLevel(before[0])
    requests.setLevel(before[1])


def broken(*_, **__):
    raise RuntimeError("CANARY-WORDS in a message, for CSP-26-0002")


def test_a_request_is_one_line_that_names_the_address_and_not_the_path(at_work, lines):
    at_work("priya").get("/cases/CSP-26-0002/purpose")
    told = [json.loads(line) for line in lines]
    (line,) = [line for line in told if line["event"] == "request"]
    assert line["address"] == "case_purpose"
    assert (line["level"], line["method"], line["status"]) == ("info", "GET", 200)
    assert set(line) == {"time", "level", "event", "request", "address", "method", "status", "ms"}


def test_a_fault_shows_a_reference_that_is_in_the_log_with_its_kind_and_place(at_work, lines, monkeypatch):
    client = at_work("priya")
    client.raise_request_exception = False
    monkeypatch.setattr("wardmote.web.pages.cases.list_cases", broken)
    text = client.get("/cases?words=CANARY-WORDS").content.decode()
    faults = [json.loads(line) for line in lines if "fault" in line]
    assert [line["fault"] for line in faults] == ["RuntimeError"]
    assert any("cases.py" in place for place in faults[0]["where"])
    assert faults[0]["request"]
    assert f"this reference: <strong>{faults[0]['request']}</strong>" in text


def test_nothing_about_anybody_reaches_the_log(at_work, lines, monkeypatch, settings):
    priya = at_work("priya")
    priya.raise_request_exception = False
    priya.post("/cases/CSP-26-0002/purpose", {"purpose": "case-work"})
    note = {"text": "CANARY-WORDS", "kind": "fact", "protection": "P1", "data_category": "incident"}
    priya.post("/cases/CSP-26-0002/note", note, REMOTE_ADDR="192.0.2.9")
    priya.get("/cases?words=CANARY-WORDS")
    priya.get("/cases/CSP-26-9999/CANARY-NAME")
    at_work("olive").post("/people/add", {"name": "CANARY-NAME"})
    for _ in range(12):
        Client().post("/account/sign-in", {"login": "sam.reed", "password": "CANARY-PASSWORD"}, REMOTE_ADDR="192.0.2.9")
    Client(enforce_csrf_checks=True).post("/account/sign-in", {"login": "CANARY-NAME", "password": "x"})
    Client().get("/health", HTTP_HOST="CANARY-NAME.example")
    Client().get("/account/invitation/CANARY-WORDS", follow=True)
    monkeypatch.setattr("wardmote.casework.work.add_note", broken)
    priya.post("/cases/CSP-26-0002/note", note)
    logging.getLogger("django.db.backends").error("duplicate key (username)=(%s)", "CANARY-NAME")
    assert len(lines) > 20
    assert any('"fault": "RuntimeError"' in line for line in lines)
    for line in lines:
        json.loads(line)
        assert not [canary for canary in CANARIES if canary in line], line


def test_the_settings_write_every_record_this_way(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "wardmote.web.log.Line"
    assert set(settings.LOGGING["handlers"]) == {"console"}
