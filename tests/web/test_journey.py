"""One agency refers a problem place to another, works it, closes it, reopens it; the trail of it all verifies."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from wardmote.casework.audit import verify_chain
from wardmote.web.clock import now
from wardmote.web.folder import Casebook
from wardmote.web.heads import read_heads, sign_today

pytestmark = pytest.mark.django_db


def post(client, path, **typed):
    return client.post(path, typed, follow=True).content.decode()


def test_from_referral_to_reopening(at_work, store, tmp_path):
    kit, priya, jo = at_work("kit"), at_work("priya"), at_work("jo")
    text = post(
        kit,
        "/cases/refer",
        kind="location",
        place="Mill Bridge",
        summary="Parapet being dismantled",
        to="marlbridge",
        why="We are called out each weekend",
        risk="standard",
    )
    reference = re.search(r"CSP-\d\d-\d{4}", text)[0]
    assert f"{reference} referred to Marlbridge Council" in text

    case = f"/cases/{reference}"
    assert priya.get(case).headers["Location"] == f"{case}/purpose"
    text = post(priya, f"{case}/purpose", purpose="triage")
    assert "You are seeing this for: <strong>triage of a referral" in text
    text = post(priya, f"{case}/triage", answer="accepted", lead_person="priya")
    assert "Accepted. Now set the first action." in text

    due = (now() + timedelta(days=5)).date()
    boxes = {"due_day": due.day, "due_month": due.month, "due_year": due.year}
    text = post(priya, f"{case}/action", what="watch the bridge on Saturday", owner="marlshire-police/jo", **boxes)
    assert "Jo Marsh (Marlshire Constabulary) to watch the bridge on Saturday by" in text
    assert "In progress" in text

    post(jo, f"{case}/purpose", purpose="case-work")
    note = {"kind": "opinion", "protection": "P1", "data_category": "incident"}
    text = post(jo, f"{case}/note", text="Same group as in the gardens", **note)
    assert "Note added." in text
    text = post(jo, f"{case}/close", outcome="problem-stopped", why="x")
    assert "None of your roles lets you record decisions" in text
    text = post(priya, f"{case}/close", outcome="problem-stopped", why="x")
    assert "1 action is not done" in text

    done = re.search(rf"{case}/actions/\w+", jo.get(case).content.decode())[0]
    post(jo, done, outcome="Stone taken away; four stopped and spoken to")
    text = post(priya, f"{case}/close", outcome="problem-stopped", why="Quiet for a month")
    assert "Closed: problem stopped" in text
    text = post(priya, f"{case}/reopen", why="Started again on Friday")
    assert "Reopened" in text
    assert "Once" in text

    casebook = Casebook(tmp_path)
    casebook.heads.mkdir(parents=True)
    assert sign_today(store, casebook, now())
    verdict = verify_chain(store.records_until(), read_heads(casebook.heads))
    assert verdict.holds
    assert settings.CASEBOOK.keys.is_dir()


@pytest.mark.parametrize(
    "path, typed, said",
    [
        (
            "/cases/refer",
            {},
            ["Enter where it is.", "Enter what is wrong, in one line.", "Choose the agency to refer to."],
        ),
        ("/cases/CSP-26-0002/note", {"text": "  "}, ["Enter the note.", "Choose fact, opinion or intelligence."]),
        (
            "/cases/CSP-26-0002/action",
            {"what": "go", "owner": "marlbridge/", "due_day": "31", "due_month": "2", "due_year": "2026"},
            ["Enter the day it is due as a day, a month and a year"],
        ),
        (
            "/cases/CSP-26-0002/action",
            {"what": "go", "owner": "marlbridge/", "due_day": "1", "due_month": "2", "due_year": "2020"},
            ["Enter a day that is not in the past."],
        ),
        ("/cases/CSP-26-0004/triage", {"answer": "signposted", "why": "theirs"}, ["Enter who can help."]),
        ("/cases/CSP-26-0004/triage", {"answer": "refused"}, ["Enter why the agency does not take it."]),
    ],
)
def test_errors_stand_beside_their_field_and_what_was_typed_is_kept(opened, path, typed, said):
    reference = re.search(r"CSP-\d\d-\d{4}", path)
    client = opened("priya", reference[0] if reference else "CSP-26-0002")
    answer = client.post(path, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in text
    assert "<title>Error: " in text
    for sentence in said:
        assert text.count(sentence) == 2, sentence
    for value in typed.values():
        if value.strip():
            assert value in text


def test_a_person_outside_the_roles_is_told_in_words(at_work):
    answer = at_work("olive").get("/cases/refer")
    assert answer.status_code == 403
    assert "None of your roles lets you refer a case to an agency." in answer.content.decode()


def test_two_people_answering_one_referral(opened, store):
    """The second is told, and nothing is answered twice."""
    first, second = opened("priya", "CSP-26-0004"), opened("priya", "CSP-26-0004")
    assert first.post("/cases/CSP-26-0004/triage", {"answer": "accepted", "lead_person": "priya"}).status_code == 302
    answer = second.post("/cases/CSP-26-0004/triage", {"answer": "refused", "why": "no"})
    assert answer.status_code == 422
    assert "A case that is accepted cannot become refused" in answer.content.decode()


def test_a_protected_entry_is_masked_until_asked_for_and_the_asking_is_logged(opened, store):
    client = opened("priya", "CSP-26-0002")
    typed = {"text": "SAFE-ADDRESS", "kind": "fact", "protection": "P3", "data_category": "contact"}
    client.post("/cases/CSP-26-0002/note", typed)
    page = client.get("/cases/CSP-26-0002").content.decode()
    assert "SAFE-ADDRESS" not in page
    entry = re.search(r"/cases/CSP-26-0002/notes/\w+", page)[0]
    assert "SAFE-ADDRESS" not in client.get(entry).content.decode()
    assert "SAFE-ADDRESS" in client.post(entry).content.decode()
    assert store.last_record().event.deed == "note-opened"
    worker = opened("sam", "CSP-26-0002")
    assert worker.post(entry).status_code == 404
    assert entry not in worker.get("/cases/CSP-26-0002").content.decode()


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/CSP-26-0002", "/agencies"])
def test_pages_take_few_queries(opened, path, django_assert_max_num_queries):
    client = opened("priya", "CSP-26-0002")
    client.get(path)
    with django_assert_max_num_queries(40):
        client.get(path)


@pytest.mark.django_db
def test_the_purpose_of_a_case_is_changed_from_its_page(opened):
    client, case = opened("priya", "CSP-26-0002"), "/cases/CSP-26-0002"
    page = client.get(case).content.decode()
    assert "for: <strong>work on the case</strong>" in page and f'href="{case}/purpose">Choose another purpose' in page
    assert "So far it was: work on the case." in client.get(f"{case}/purpose").content.decode()
    assert client.post(f"{case}/purpose", {"purpose": "safety-planning"}).status_code == 302
    assert "for: <strong>safety planning</strong>" in client.get(case).content.decode()


@pytest.mark.django_db
def test_a_case_lead_opens_a_case_of_their_own_agency_and_leads_it_at_once(at_work):
    told = {"kind": "location", "place": "Mill Bridge", "summary": "Parapet", "why": "Ours", "risk": "standard"}
    priya = at_work("priya")
    assert "Yours. You lead it at once." in priya.get("/cases/refer").content.decode()
    text = post(priya, "/cases/refer", to="marlbridge", **told)
    reference = re.search(r"(CSP-\d\d-\d{4}) opened. Now set the first action.", text)[1]
    text = post(priya, f"/cases/{reference}/purpose", purpose="case-work")
    assert "Accepted" in text and "Set an action" in text and "Answer the referral" not in text
    sam = at_work("sam")
    assert "Yours. One of its case leads answers you." in sam.get("/cases/refer").content.decode()
    assert "referred to Marlbridge Council" in post(sam, "/cases/refer", to="marlbridge", **told)
    kit = at_work("kit")
    text = kit.post("/cases/refer", {"to": "marlshire-fire", **told})
    assert text.status_code == 422 and "Nobody in your agency could answer this" in text.content.decode()
    assert kit.get("/cases").content.decode().count(">Parapet<") == 2, "nothing was kept of what was refused"
