"""The operational group on its pages: from an agenda to its minutes, and every store alike."""

import io
import re
import time
from datetime import timedelta

import docx
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from unit.casework.factories import NOW, TODAY, case_at, partnership
from wardmote.casework import calendar_feed, work
from wardmote.casework import operational_group as group
from wardmote.casework.looks import open_case
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import SignedIn
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'UPDATE "django_session"')


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


@pytest.fixture
def planned(at_work):
    """A meeting, and whoever convened it."""
    client = at_work("priya")
    answer = client.post("/meetings/plan", boxes("on", now().date() + timedelta(days=14)))
    assert answer.status_code == 302
    return client, answer["Location"]


def act(owner="marlshire-police/jo", decision="Visit together"):
    return {"decision": decision, "ends": "act", "owner": owner, **boxes("due", now().date() + timedelta(days=30))}


@pytest.mark.django_db
def test_a_meeting_from_its_agenda_to_its_minutes(planned, at_work):
    client, path = planned
    page = text(client.get(path))
    assert "Cases due" in page and "CSP-26-0002" in page and "Groups drinking by the play area" in page
    assert client.post(f"{path}/add", {"case": "", "title": "Lights in the park"}).status_code == 302
    assert "Enter the reference of a case you see" in text(
        client.post(f"{path}/add", {"case": "CSP-26-9999", "title": ""}), 422
    )
    assert "must still be decided" in text(client.get(f"{path}/close"))
    assert "not ended in a decision" in text(client.post(f"{path}/close"), 422)
    came = {"marlbridge": "came", "marlshire-police": "came", "marlshire-fire": "apologies"}
    assert client.post(f"{path}/attendance", came).status_code == 302
    at = re.search(rf"{path}/items/[0-9a-f]+", text(client.get(path)))[0]
    assert "Choose an agency of the group" in text(client.post(at, act(owner="") | {"version": "0"}), 422)
    ended = 0
    while "/items/" in at:
        assert 'name="version" value="0"' in text(client.get(at))
        answer = client.post(at, act(decision=f"Decision {ended}") | {"version": "0"})
        assert answer.status_code == 302
        at, ended = answer["Location"], ended + 1
    assert ended == text(client.get(path)).count("Decided: Decision")
    assert client.post(f"{path}/close").status_code == 302
    assert "Closed on" in text(client.get(path))
    assert "Cases due" not in text(client.get("/meetings")) and "Decision 0" in text(client.get("/meetings"))
    jo = at_work("jo")
    done = re.search(rf"{path}/items/[0-9a-f]+/done", text(jo.get("/meetings")))[0]
    assert jo.post(done, {"outcome": "Visited"}).status_code == 302
    assert jo.get(done).status_code == 409 and "Visited" in text(jo.get(path))
    assert jo.get(f"{path}/minutes").status_code == 403
    answer = client.post(f"{path}/minutes")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    word = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for wanted in (
        "Marlshire Fire and Rescue",
        "Sent apologies",
        "CSP-26-0002",
        "Decision 0",
        "Jo Marsh",
        "Lights in the park",
    ):
        assert wanted in said, wanted
    assert "Groups drinking" not in said and "Castle Gardens" not in said, "what a case says stays in the casebook"
    section = word.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert "not to be passed on" in section.footer.paragraphs[0].text


@pytest.mark.django_db
def test_what_was_decided_about_a_case_stands_on_it_and_says_where_it_does_not(planned, opened):
    client, path = planned
    case = "CSP-26-0002"
    at = next(
        each
        for each in re.findall(rf"{path}/items/[0-9a-f]+", text(client.get(path)))
        if case in text(client.get(each))
    )
    assert client.post(at, act(decision="Light the play area") | {"version": "0"}).status_code == 302
    assert "Light the play area" in text(opened("jo", case).get(f"/cases/{case}"))
    assert text(opened("jo", case).get("/work")).count("Light the play area") == 1
    assert client.post(f"{path}/add", {"case": "CSP-26-0001", "title": ""}).status_code == 302
    closed = next(
        each
        for each in re.findall(rf"{path}/items/[0-9a-f]+", text(client.get(path)))
        if "CSP-26-0001" in text(client.get(each))
    )
    told = text(client.post(closed, act() | {"version": "0"}, follow=True))
    assert "CSP-26-0001 is closed, so this stands with the group and not on the case." in told


@pytest.mark.django_db
def test_an_agenda_takes_in_what_has_come_up_since(at_work, opened):
    client, case = at_work("priya"), "CSP-26-0003"
    path = client.post("/meetings/plan", boxes("on", now().date() + timedelta(days=3)))["Location"]
    assert case not in text(client.get(path))
    due = {"what": "Agree barriers", "owner": "marlshire-police/", **boxes("due", now().date() + timedelta(days=2))}
    assert opened("ines", case).post(f"/cases/{case}/action", due).status_code == 302
    assert "Nothing that stands there changes" in text(client.get(f"{path}/refresh"))
    assert "1 item added." in text(client.post(f"{path}/refresh", follow=True))
    assert case in text(client.get(path))
    assert "Nothing new has come up." in text(client.post(f"{path}/refresh", follow=True))


@pytest.mark.django_db
def test_two_who_end_one_item_do_not_overwrite_each_other(planned):
    client, path = planned
    at = re.search(rf"{path}/items/[0-9a-f]+", text(client.get(path)))[0]
    assert client.post(at, act(decision="First") | {"version": "0"}).status_code == 302
    late = text(client.post(at, act(decision="Second, typed at once") | {"version": "0"}), 422)
    assert "meanwhile" in late and "Second, typed at once" in late
    assert client.post(at, act()).status_code == 422, "without a version nothing is overwritten"
    assert "First" in text(client.get(path))


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["ash", "olive", "dana"])
def test_who_does_not_join_the_group_reaches_none_of_it(planned, at_work, person):
    client = at_work(person)
    for path in ("/meetings", planned[1], planned[1] + "/minutes"):
        assert client.get(path).status_code == 403
    assert 'href="/meetings"' not in text(client.get("/"))


@pytest.mark.django_db
def test_an_agenda_of_sixty_is_quick_and_asks_little(planned, store):
    client, path = planned
    by = SignedIn(store.user("priya"), "filling", now())
    for number in range(60):
        group.add_item(store, by, path.rpartition("/")[2], title=f"Item {number}")
    for asked in (path, "/meetings"):
        client.get(asked)
        began = time.process_time()
        with CaptureQueriesContext(connections["default"]) as queries:
            text(client.get(asked))
        counted = [query["sql"] for query in queries if not query["sql"].startswith(NOT_COUNTED)]
        assert len(counted) <= 15, "\n".join(sql[:70] + "..." + sql[-60:] for sql in counted)
        assert time.process_time() - began < 2


def meetings_in(store):
    ours = partnership(store)
    lead, chair, told = "housing-R3", "housing-R3", {}
    shut = case_at("working", ours, tier="named", by="housing-R2", lead_person=lead).reference
    case_at("working", ours)
    first = group.plan(store, ours.by(chair), on=TODAY + timedelta(days=14))
    group.add_item(store, ours.by(chair), first.id, title="Bins")
    for item in group.read_meeting(store, ours.by(chair), first.id).items:
        due = TODAY + timedelta(days=item.position)
        group.end_item(
            store,
            ours.by(chair),
            first.id,
            item.id,
            0,
            decision=item.case or "x",
            ends="act",
            owner_agency="police",
            due=due,
        )
    group.keep_attendance(store, ours.by(chair), first.id, {"police": "came", "council": "apologies"})
    told["closed"] = group.close(store, ours.by(chair), first.id).version
    second = group.plan(store, ours.by(chair), on=TODAY + timedelta(days=21))
    for user in (chair, "council-R2", "police-R2", "outsider-R2", "council-R1"):
        for number, meeting in enumerate((first, second)):
            told[user, number] = _told(lambda by, m=meeting: _plain(group.read_meeting(store, by, m.id)), ours.by(user))
        told[user] = _told(lambda by: _group(group.read_group(store, by)), ours.by(user))
    file = open_case(store, ours.by(lead), shut, "case-work")
    told["on the case"] = sorted((action.what, action.owner_agency, action.due) for action in file.actions)
    told["days"] = calendar_feed.due_days(store, calendar_feed.make_feed(store, ours.by("police-R2")), NOW)
    (first_done,) = (action.id for action in file.actions if action.what == shut)
    work.complete_action(store, ours.by(lead), shut, first_done, outcome="x")
    told["done"] = store.group_action(first_done).done_on
    told["new"] = [group.refresh(store, ours.by(chair), second.id), store.group_action("none")]
    told["due"] = [(item.case, item.due) for item in store.group_actions_due("police")]
    told["none"] = store.group_actions_due("council")
    return told, shut


def _told(deed, by):
    try:
        return deed(by)
    except Exception as error:
        return type(error).__name__


def _plain(file):
    items = [(i.position, i.kind, i.case, i.title, i.decision, i.due, i.version) for i in file.items]
    came = [(each.agency, each.attended) for each in file.attendance]
    return items, came, [case.reference for case in file.cases], file.meeting.on


def _group(found):
    return (
        [m.on for m in found.meetings],
        [(a.case, a.decision, a.due) for a in found.actions],
        list(found.came.items()),
    )


@pytest.mark.django_db(databases=["default", *KEPT])
@pytest.mark.parametrize("kept", KEPT)
def test_meetings_read_the_same_from_every_store(kept):
    (slow, _), (quick, shut) = meetings_in(MemoryStore()), meetings_in(DjangoStore(kept))
    assert quick == slow
    seen = {user: [item[2] for item in quick[user, 0][0]] for user in ("housing-R3", "council-R2")}
    assert shut in seen["housing-R3"] and shut not in seen["council-R2"] and len(seen["council-R2"]) == 2
    assert quick["outsider-R2", 0] == "NotFound" and quick["council-R1"] == "NotPermitted"
    assert len(quick["due"]) == 2 and quick["done"] == TODAY and quick["new"] == [1, None]
    assert list(quick["days"].values()) == [1, 1, 1], "an action on a case is not counted once more for the group"
    assert not quick["none"]
