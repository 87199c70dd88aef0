"""A case you may not see answers exactly like a case that never was: status, headers, bytes, number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wardmote.web.accounts import limits

MISSING = "CSP-26-9999"
PARTS = (
    "",
    "/purpose",
    "/triage",
    "/note",
    "/notes/n1",
    "/action",
    "/actions/a1",
    "/close",
    "/reopen",
    "/who-looked",
    "/document",
    "/documents/d1",
    "/export",
    "/exports/e1",
    "/people/add",
    "/people/relate",
    "/people/p1/role",
    "/people/p1/conflict",
    "/people/p1/add/address",
    "/roles/r1/end",
    "/relations/t1/end",
    "/details/d1",
    "/details/d1/change",
    "/risk",
    "/links/add",
    "/links/l1/remove",
    "/place",
    "/access",
    "/access/give",
    "/access/g1/end",
    "/access/conflict",
    "/access/fewer",
    "/hand-over",
    "/decision",
    "/lead",
)


def answered(client, method, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = getattr(client, method)(path, {"purpose": "case-work"} if method == "post" else None)
    return answer.status_code, sorted(answer.items()), answer.content, len(queries)


@pytest.mark.parametrize("person", ["ines", "jo", "kit", "ash", "olive", "ravi"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_hidden_and_missing_are_the_same(at_work, hidden_case, person, method, monkeypatch):
    """On a slow machine the session would be written between the two, and be counted."""
    monkeypatch.setattr(limits, "SEEN_EVERY_SECONDS", 10_000)
    client = at_work(person)
    client.get("/")
    for part in PARTS:
        hidden = answered(client, method, f"/cases/{hidden_case}{part}")
        missing = answered(client, method, f"/cases/{MISSING}{part}")
        assert hidden == missing, part
        assert hidden[0] in (404, 405)


def test_no_address_at_all_reads_the_same(at_work, hidden_case):
    client = at_work("ines")
    hidden, nowhere = client.get(f"/cases/{hidden_case}"), client.get("/no/such/page")
    assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content)


@pytest.mark.parametrize("person", ["ines", "jo", "kit", "ash", "ravi", "wren", "olive"])
def test_a_hidden_case_is_in_no_page_no_list_and_no_count(at_work, hidden_case, person):
    client = at_work(person)
    for path in (
        "/",
        "/cases",
        "/cases?words=HIDDEN",
        f"/cases?words={hidden_case}",
        "/cases?kind=victim",
        "/agencies",
    ):
        text = client.get(path).content.decode()
        assert "HIDDEN-" not in text
        assert f"/cases/{hidden_case}" not in text
    if person in ("ines", "jo", "kit", "ash"):
        assert "of 4</caption>" in client.get("/cases").content.decode()


def test_whoever_may_see_it_does(at_work, opened, hidden_case):
    assert "HIDDEN-SUMMARY" in at_work("priya").get("/cases").content.decode()
    assert "HIDDEN-PLACE" in opened("priya", hidden_case).get(f"/cases/{hidden_case}").content.decode()
