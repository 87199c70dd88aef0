"""The daily call on its page: lines in seconds, two editors lose nothing, and no look that was none."""

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from unit.casework.factories import NOW, SHARING, TODAY, case_at, partnership
from wardmote.casework import daily_call
from wardmote.casework.audit import operator_event
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.visibility import cases_seen_by
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]


def typed(what="Bins on fire", owner="marlbridge/", **more):
    due = now().date() + timedelta(days=1)
    return {
        "what": what,
        "where": "Tanner's Yard",
        "owner": owner,
        "due_day": due.day,
        "due_month": due.month,
        "due_year": due.year,
        **more,
    }


def version_of(page):
    return int(re.search(r'data-version="(\d+)"', page)[1])


@pytest.fixture
def raised(at_work):
    client = at_work("priya")
    assert client.post("/call", typed()).status_code == 302
    return client


@pytest.mark.django_db
def test_a_line_is_raised_closed_opened_again_and_read_back(raised):
    page = raised.get("/call").content.decode()
    assert "DC-26-0001" in page and "Bins on fire" in page and "1 open." in page
    form = raised.get("/call/DC-26-0001/close").content.decode()
    assert 'name="version" value="0"' in form
    assert raised.post("/call/DC-26-0001/close", {"version": "0", "outcome": ""}).status_code == 422
    assert raised.post("/call/DC-26-0001/close", {"version": "0", "outcome": "Put out"}).status_code == 302
    assert "Put out" in raised.get("/call").content.decode()
    assert raised.post("/call/DC-26-0001/open-again", {"version": "1"}).status_code == 302
    printed = raised.get("/call/read-back").content.decode()
    assert "DC-26-0001" in printed and "1 open of 1" in printed
    assert "Bins" not in printed and "Tanner" not in printed


@pytest.mark.django_db
def test_nothing_new_is_offered_to_whoever_has_raised_nothing(raised, at_work):
    assert "Nothing new from us" not in raised.get("/call").content.decode()
    assert raised.post("/call/nothing-new").status_code == 422
    kit = at_work("kit")
    assert "Nothing new from us" in kit.get("/call").content.decode()
    assert kit.post("/call/nothing-new").status_code == 302
    assert "Nothing new from Marlshire Fire" in raised.get("/call").content.decode()
    assert kit.post("/call", typed(owner="marlshire-fire/")).status_code == 302
    assert "Nothing new from" not in raised.get("/call").content.decode()


@pytest.mark.django_db
def test_two_who_change_one_line_lose_nothing(raised, at_work):
    other = at_work("jo")
    assert other.post("/call/DC-26-0001", typed("Bins on fire again", version="0")).status_code == 302
    late = raised.post("/call/DC-26-0001", typed("My own words", version="0"))
    assert late.status_code == 422
    text = late.content.decode()
    assert "Somebody else has changed this" in text
    assert "My own words" in text and 'name="version" value="0"' in text, "what was typed is kept, and cannot overwrite"
    assert raised.post("/call/DC-26-0001", typed("No version")).status_code == 422
    assert "Bins on fire again" in raised.get("/call").content.decode()


@pytest.mark.django_db
def test_asking_for_changes_is_a_look_only_when_there_are_some(raised, at_work, store):
    watcher = at_work("ash")
    page = watcher.get("/call").content.decode()
    seen, before = version_of(page), store.last_record().seq
    with CaptureQueriesContext(connections["default"]) as queries:
        assert watcher.get(f"/call/changes?since={seen}").status_code == 204
    assert store.last_record().seq == before
    assert len(queries) <= 7
    raised.post("/call", typed("Second line"))
    told = watcher.get(f"/call/changes?since={seen}").content.decode()
    assert "Second line" in told and "Bins on fire" not in told
    assert store.last_record().event.shown == ("DC-26-0002",)
    for nonsense in ("", "x", "-1", "9" * 40, "1e3"):
        assert watcher.get("/call/changes", {"since": nonsense}).status_code in (200, 204)
    assert watcher.get("/call?day=2026-13-45").status_code == 200


@pytest.mark.django_db
def test_from_a_line_to_a_case_in_one_step(raised):
    form = raised.get("/cases/refer?line=DC-26-0001").content.decode()
    assert "Bins on fire" in form and "Tanner&#x27;s Yard" in form
    sent = {
        "kind": "location",
        "place": "Tanner's Yard",
        "summary": "Bins on fire",
        "to": "marlbridge",
        "why": "Again",
        "risk": "standard",
    }
    assert raised.post("/cases/refer?line=DC-26-0001", sent).status_code == 302
    assert "Case CSP-26-0005" in raised.get("/call").content.decode()
    raised.post("/call", typed("Another"))
    assert raised.post("/call/DC-26-0002/case", {"version": "0", "case": "CSP-26-9999"}).status_code == 422
    assert raised.post("/call/DC-26-0002/case", {"version": "0", "case": "csp-26-0002"}).status_code == 302
    assert "Case CSP-26-0002" in raised.get("/call").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["olive", "dana", "wren", "ravi"])
def test_who_does_not_join_the_call_sees_none_of_it(raised, at_work, person):
    client = at_work(person)
    for path in ("/call", "/call/changes", "/call/read-back", "/call/DC-26-0001", "/call/DC-26-0001/close"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Bins" not in answer.content.decode()
    assert "Daily call</a>" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_line_of_somebody_who_shares_nothing_looks_missing(raised, at_work):
    from wardmote.web.store.models import SharingAgreement

    SharingAgreement.objects.update(end=now().date() - timedelta(days=1))
    client = at_work("jo")
    client.get("/call")
    hidden, missing = client.get("/call/DC-26-0001"), client.get("/call/DC-26-9999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def lines_in(store):
    ours = partnership(store)
    ours.save(SHARING)
    for number in range(3):
        daily_call.raise_line(
            store, ours.by("council-R2"), what=f"Line {number}", where="Weir Street", owner_agency="council", due=TODAY
        )
    daily_call.close_line(store, ours.by("police-R1"), "DC-26-0002", 0, outcome="Done")
    told_of = store.agencies_raising(TODAY), store.agencies_raising(TODAY - timedelta(days=1))
    daily_call.say_nothing_new(store, ours.by("police-R1"))
    told = {"raising": told_of}
    for person in ("council-R1", "police-R3", "outsider-R2"):
        for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)):
            call = daily_call.read_call(store, ours.by(person, NOW + timedelta(days=1)), day)
            told[person, day] = (call.lines, call.nothing_new, call.version)
    since = min(line.changed for line in told["council-R1", TODAY][0])
    changed = daily_call.changes(store, ours.by("council-R1"), TODAY, since).lines
    told["newest"] = [
        daily_call.newest(store, ours.by(person), TODAY) for person in ("council-R1", "police-R1", "outsider-R2")
    ]
    case = case_at("working", ours, tier="named").reference
    told["cases"] = [
        store.cases_in_sight({case, "CSP-26-9999"}, cases_seen_by(ours.user(person), TODAY))
        for person in ("housing-R3", "housing-R3b", "police-R1", "outsider-R2")
    ]
    lapsing = operator_event(NOW, "call-lines-lapsed", "call", TODAY.isoformat())
    with store.transaction():
        told["lapsed"] = [store.lines_to_lapse(TODAY), store.lines_to_lapse(TODAY + timedelta(days=1))]
        told["lapsed"] += [store.lapse_call_lines(TODAY + timedelta(days=1), lapsing)]
        told["lapsed"] += [store.lines_to_lapse(TODAY + timedelta(days=1))]
    told["after"] = daily_call.read_call(store, ours.by("council-R1"), TODAY).lines
    return told, changed


@pytest.mark.django_db(databases=["default", *KEPT])
@pytest.mark.parametrize("kept", KEPT)
def test_the_call_reads_the_same_from_every_store(kept):
    slow, quick = lines_in(MemoryStore()), lines_in(DjangoStore(kept))
    assert quick == slow
    assert quick[0]["police-R3", TODAY][0]
    assert quick[0]["lapsed"] == [0, 3, 3, 0]
    assert len(set(quick[0]["cases"])) == 2, "somebody sees the case and somebody does not"
    assert [line.what for line in quick[0]["after"]] == ["", "", ""]


@pytest.mark.django_db
def test_the_first_run_finds_a_morning(at_work, store):
    from wardmote.web.invented_day import invent_day

    invent_day(store, now())
    client = at_work("priya")
    page = client.get("/call").content.decode()
    assert "3 open." in page and "Glass broken at the bus shelter again" in page and "overdue" in page
    assert "Caretaker" not in page and "From " in page
    assert "3 complaints: 3 to Marlbridge Council" in client.get("/case-reviews/not-asked").content.decode()
    assert (
        "Decide" in client.get("/case-reviews").content.decode()
        or "Acknowledge" in client.get("/case-reviews").content.decode()
    )
    assert "Convened by Marlbridge Council" in client.get("/meetings").content.decode()
