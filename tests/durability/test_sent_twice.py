"""K9: a form that is sent twice, one after the other or at the same moment, makes one record; two editors lose nothing."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from durability.places import Home, Person, Served, database_of

TABLES = ("note", "case", "referral", "action", "decision", "outcome", "referralanswer")
DUE = {"due_day": "1", "due_month": "3", "due_year": "2031"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, tmp_path_factory):
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        running = Served(Home(root))
    else:
        running = Served(database_of(request.getfixturevalue("postgres"), root))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def people(served):
    """Three people, each signed in once."""
    return {name: served.person(name) for name in ("priya.nair", "jo.marsh", "sam.reed")}


def counted(served, table):
    """How many rows a table has, read past the application."""
    question = f"SELECT count(*) FROM store_{table}"
    address = served.home.environment.get("WARDMOTE_DATABASE_URL")
    if address:
        import psycopg

        with psycopg.connect(address) as live:
            return live.execute(question).fetchone()[0]
    with closing(sqlite3.connect(served.home.database)) as opened:
        return opened.execute(question).fetchone()[0]


def all_counted(served):
    return {table: counted(served, table) for table in TABLES}


def same_moment(person: Person, path: str, times: int, **typed):
    """The same form from the same page, from several tabs at one moment."""
    hidden = person.form(path)
    assert "once" in hidden
    tabs = [Person(person.port, person.cookies) for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(lambda tab: tab.send(path, hidden, **typed), tabs))
    return hidden, answers


def twice(served, person, path, typed, makes):
    """Five at once, then once more, as after a broken line: the same answer, and one of each thing."""
    before = all_counted(served)
    hidden, answers = same_moment(person, path, 5, **typed)
    assert {(status, where) for status, where, _ in answers} == {(302, answers[0][1])}, answers
    assert person.send(path, hidden, **typed)[:2] == (302, answers[0][1])
    after = all_counted(served)
    assert {table: after[table] - before[table] for table in TABLES if after[table] != before[table]} == makes
    return answers[0][1]


def test_each_deed_counts_once_however_often_it_is_sent(served, people):
    priya, jo = people["priya.nair"], people["jo.marsh"]
    asked = {
        "kind": "location",
        "place": "Ferry Steps",
        "summary": "Twice",
        "to": "marlbridge",
        "why": "Twice",
        "risk": "standard",
    }
    case = twice(served, jo, "/cases/refer", asked, {"case": 1, "referral": 1})
    assert "referred to Marlbridge" in jo.ask("GET", case)[2] or case == "/"
    reference = re.search(r"CSP-\d\d-\d{4}", case + jo.ask("GET", "/cases?sort=-reference")[2])[0]
    case = f"/cases/{reference}"
    priya.open(reference)
    twice(served, priya, f"{case}/triage", {"answer": "accepted", "lead_person": "priya"}, {"referralanswer": 1})
    note = {"text": "Twice", "kind": "fact", "protection": "P1", "data_category": "incident"}
    twice(served, priya, f"{case}/note", note, {"note": 1})
    twice(served, priya, f"{case}/action", {"what": "go", "owner": "marlbridge/priya", **DUE}, {"action": 1})
    done = re.search(rf"{case}/actions/\w+", priya.ask("GET", case)[2])[0]
    twice(served, priya, done, {"outcome": "Been"}, {})
    twice(served, priya, f"{case}/close", {"outcome": "problem-stopped", "why": "Quiet"}, {"decision": 1, "outcome": 1})
    page = priya.ask("GET", case)[2]
    assert page.count("Closed: problem stopped") >= 1


def test_a_new_form_counts_again_and_a_refused_one_has_not_counted(served, people):
    priya = people["priya.nair"].open("CSP-26-0002")
    path, note = (
        "/cases/CSP-26-0002/note",
        {"text": "Same words", "kind": "fact", "protection": "P1", "data_category": "incident"},
    )
    before = counted(served, "note")
    assert [priya.send(path, priya.form(path), **note)[0] for _ in range(2)] == [302, 302]
    assert counted(served, "note") == before + 2
    hidden = priya.form(path)
    assert priya.send(path, hidden, **{**note, "text": "x" * 10_001})[0] == 422
    assert priya.send(path, hidden, **note)[0] == 302
    assert counted(served, "note") == before + 3


def test_a_token_is_worth_nothing_in_another_session_or_on_another_page(served, people):
    priya, sam = people["priya.nair"].open("CSP-26-0002"), people["sam.reed"].open("CSP-26-0002")
    path, note = (
        "/cases/CSP-26-0002/note",
        {"text": "Mine", "kind": "fact", "protection": "P1", "data_category": "incident"},
    )
    hidden = priya.form(path)
    before = counted(served, "note")
    assert priya.send(path, hidden, **note)[0] == 302
    theirs = {**sam.form(path), "once": hidden["once"]}
    assert sam.send(path, theirs, **note)[0] == 302
    assert counted(served, "note") == before + 2
    action = {**priya.form("/cases/CSP-26-0002/action"), "once": hidden["once"]}
    assert priya.send("/cases/CSP-26-0002/action", action)[0] == 422


def test_two_editors_one_is_told_and_nothing_is_lost(served, people):
    """Both answer one referral from pages opened before either did."""
    priya = people["priya.nair"].open("CSP-26-0004", "triage")
    other = served.person("priya.nair").open("CSP-26-0004", "triage")
    path = "/cases/CSP-26-0004/triage"
    forms = [(priya, priya.form(path)), (other, other.form(path))]
    before = counted(served, "referralanswer")
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda each: each[0].send(path, each[1], answer="accepted", lead_person="priya"), forms)
        )
    assert sorted(status for status, _, _ in answers) == [302, 422], answers
    (told,) = (page for status, _, page in answers if status == 422)
    assert "Somebody else has changed this" in told or "cannot become accepted" in told
    assert counted(served, "referralanswer") == before + 1
