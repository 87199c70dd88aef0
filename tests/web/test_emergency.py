"""Opening a case in an emergency, over HTTP: the journey, the alert, the banner, the review, the suspension."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wardmote.casework import access, referrals, work
from wardmote.casework.nouns import SignedIn
from wardmote.web.accounts import limits
from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.mail import send_due
from wardmote.web.store.models import CaseExport, Notice, NoticeAddress, TrailRecord

pytestmark = pytest.mark.django_db
REASON = "REASON-CANARY: he is at her door with the child inside"
TYPED = {"category": "threat-to-life", "reason": REASON}


@pytest.fixture
def shut_case(store):
    """A sealed case about a victim, led by Priya of the council, with a protected entry."""
    by = SignedIn(store.user("priya"), "shut", now(), proven_at=now())
    told = {"place": "PLACE-CANARY", "summary": "SUMMARY-CANARY", "why": "WHY-CANARY"}
    case = referrals.refer(store, by, to="marlbridge", kind="victim", tier="sealed", lead_person="priya", **told)
    work.add_note(
        store, by, case.reference, text="NOTE-CANARY", protection="P3", data_category="contact", purpose="case-work"
    )
    return case.reference


def broken(client, reference):
    return client.post("/emergency", TYPED | {"reference": reference})


def scrubbed(answer, *references):
    """The bytes of a form without its tokens and without the reference that was typed into it."""
    text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[\w-]+"', "", answer.content.decode())
    for reference in references:
        text = text.replace(reference, "")
    return answer.status_code, text


def test_the_whole_way_of_an_emergency(at_work, store, shut_case):
    for officer in ("dana", "ravi"):
        at_work(officer).post("/notices", {"address": f"{officer}@officers.example"})
    ines = at_work("ines")
    assert "open a case in an emergency" in ines.get(f"/cases/{shut_case}").content.decode()
    answer = broken(ines, shut_case.lower())
    assert answer["Location"] == f"/cases/{shut_case}"
    page = ines.get(f"/cases/{shut_case}").content.decode()
    until = re.search(r"It closes to you at (\d+ \w+ \d{4} at \d+:\d\d[ap]m)", page)
    assert until and "SUMMARY-CANARY" in page and "You are seeing this for: <strong>threat to life" in page
    for deed in ("Set an action", "Close the case", "Answer the referral"):
        assert f">{deed}</a>" not in page
    entry = re.search(rf"/cases/{shut_case}/notes/\w+", page)[0]
    for path in (f"/cases/{shut_case}/access", f"/cases/{shut_case}/note", entry):
        assert until[0] in ines.get(path).content.decode(), path
    assert "NOTE-CANARY" in ines.post(entry).content.decode()
    for path in ("access/give", "access/fewer", "hand-over", "decision", "action", "close", "reopen", "triage"):
        assert ines.get(f"/cases/{shut_case}/{path}").status_code == 403, path
    assert shut_case in ines.get("/").content.decode()
    assert shut_case not in ines.get("/cases").content.decode()

    assert [told.to for told in mail.outbox] == [["dana@officers.example"], ["ravi@officers.example"]]
    canaries = ("CANARY", shut_case, "Ines", "http", "Marl")
    for message in mail.outbox:
        text = message.subject + message.body + str(message.extra_headers)
        assert "You have 1 notice in Wardmote" in text
        assert not any(canary in text for canary in canaries)
    for officer in ("dana", "ravi"):
        client = at_work(officer)
        today = client.get("/").content.decode()
        assert "Ines Hart opened a case in an emergency (Threat to life)" in today
        assert "CANARY" not in today and shut_case not in today
    assert not Notice.objects.filter(words__contains="CANARY").exists()
    assert not Notice.objects.exclude(person__in=("dana", "ravi")).exists()
    assert "Ines Hart opened" not in at_work("tom").get("/").content.decode()

    review = re.search(r"/emergency/reviews/\w+", today)[0]
    page = client.get(review).content.decode()
    assert "REASON-CANARY" in page and "Opened a protected entry" in page
    assert not any(canary in page for canary in ("PLACE-CANARY", "SUMMARY-CANARY", "NOTE-CANARY"))
    assert client.post(review, {"outcome": "justified"}).status_code == 422
    found = {"outcome": "justified", "finding": "FINDING-CANARY"}
    assert client.post(review, found)["Location"] == "/"
    assert "Your emergency opening of" in ines.get("/").content.decode()
    assert "FINDING-CANARY" not in ines.get("/").content.decode()
    assert "No emergency waits for your review" in at_work("dana").get("/emergency/reviews").content.decode()
    done = at_work("dana").get(review).content.decode()
    assert "FINDING-CANARY" in done and "Record the review" not in done
    assert "Opened the case in an emergency" in at_work("dana").get(f"/cases/{shut_case}/who-looked").content.decode()
    trail = "".join(record.line() for record in store.records_until())
    assert "CANARY" not in trail
    with time_machine.travel(now() + timedelta(minutes=61)):
        again = at_work("ines")
        assert again.get(f"/cases/{shut_case}").status_code == 404
        assert "is open to you in an emergency" not in again.get("/").content.decode()


@pytest.mark.parametrize("person", ["sam", "jo", "kit", "ash", "dana", "olive", "wren"])
def test_roles_that_may_not_are_told_and_are_not_offered_it(at_work, person, shut_case):
    client = at_work(person)
    assert client.get("/emergency").status_code == 403
    assert broken(client, shut_case).status_code == 403
    assert "in an emergency</a>" not in client.get("/").content.decode()
    assert "in an emergency</a>" not in client.get("/no/such/page").content.decode()
    assert not TrailRecord.objects.filter(deed="glass-broken", outcome="allow").exists()


def test_what_is_open_in_an_emergency_is_read_and_not_taken_out(at_work, shut_case):
    ines = at_work("ines")
    assert broken(ines, shut_case).status_code == 302
    assert ines.get(f"/cases/{shut_case}").status_code == 200
    assert ines.get(f"/cases/{shut_case}/people/add").status_code == 200
    asked = ines.post(f"/cases/{shut_case}/export", {"recipient": "court", "why": "To keep"})
    assert asked.status_code in (403, 422) and "application/zip" not in asked["Content-Type"]
    assert not CaseExport.objects.filter(case=shut_case).exists()


def test_a_case_one_is_shut_out_of_answers_like_one_that_is_not_there(at_work, store, shut_case, monkeypatch):
    monkeypatch.setattr(limits, "SEEN_EVERY_SECONDS", 10_000)
    priya = SignedIn(store.user("priya"), "shut", now(), proven_at=now())
    access.declare_conflict(store, priya, shut_case, user_id="ines", purpose="case-work")
    ines = at_work("ines")
    ines.get("/")
    answers, counts = [], []
    for reference in (shut_case, "CSP-26-9999", shut_case):
        with CaptureQueriesContext(connection) as queries:
            answer = broken(ines, reference)
        answers.append((sorted(answer.items()), scrubbed(answer, reference)))
        counts.append(len(queries))
    assert answers[0] == answers[1] == answers[2] and answers[0][1][0] == 422
    assert len(set(counts)) == 1
    assert answers[0][1][1].count("There is no case with this reference.") == 2
    assert not Notice.objects.filter(about__startswith="emergency").exists()


def test_a_proof_is_asked_before_anything_is_typed(at_work):
    answer = at_work("ines", proven=False).get("/emergency")
    assert answer["Location"] == "/account/again?next=/emergency"


@pytest.mark.parametrize(
    "typed, said",
    [
        ({}, ["Enter the reference of the case.", "Choose what the emergency is.", "Enter why you must see this case"]),
        (TYPED | {"reference": "CSP-26-0002", "reason": "quick"}, ["in at least 20 characters"]),
    ],
)
def test_errors_say_what_to_enter(at_work, typed, said):
    answer = at_work("ines").post("/emergency", typed)
    assert answer.status_code == 422
    for sentence in said:
        assert answer.content.decode().count(sentence) == 2


def test_over_christmas_an_emergency_unreviewed_too_long_takes_the_way_until_it_is_reviewed(at_work, store, shut_case):
    """Opened on Christmas Eve: due on 30 December, for Friday, Saturday, Sunday and Monday are not worked."""
    eve = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    Account.objects.update(attested_on=eve.date(), opened_on=eve.date())

    def at(moment, person):
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        try:
            client = at_work(person)
            return client, client.get("/").content.decode()
        finally:
            traveller.stop()

    with time_machine.travel(eve, tick=False):
        assert broken(at_work("ines"), shut_case).status_code == 302
    _, today = at(datetime(2026, 12, 30, 23, 0, tzinfo=UTC), "ravi")
    assert "by 30 December 2026" in today and "overdue" not in today
    _, today = at(datetime(2026, 12, 31, 9, 0, tzinfo=UTC), "ravi")
    assert "1 day overdue" in today
    with time_machine.travel(datetime(2026, 12, 30, 23, 0, tzinfo=UTC), tick=False):
        assert at_work("ines").get("/emergency").status_code == 200
        assert "can open no case in an emergency" not in at_work("tom").get("/").content.decode()
    with time_machine.travel(datetime(2026, 12, 31, 9, 0, tzinfo=UTC), tick=False):
        answer = at_work("ines").get("/emergency")
        assert answer.status_code == 403 and "until your last one is reviewed" in answer.content.decode()
        assert broken(at_work("ines"), "CSP-26-0002").status_code == 403
        assert "Ines Hart can open no case in an emergency" in at_work("tom").get("/").content.decode()
        review = re.search(r"/emergency/reviews/\w+", at_work("ravi").get("/").content.decode())[0]
        at_work("ravi").post(review, {"outcome": "not-justified", "finding": "There was no danger"})
        assert at_work("ines").get("/emergency").status_code == 200
        assert "can open no case in an emergency" not in at_work("tom").get("/").content.decode()


# Notices


def test_a_notice_is_put_away_by_a_button_and_counted_nowhere_as_nothing(at_work, shut_case):
    dana = at_work("dana")
    assert "For you" not in dana.get("/").content.decode()
    assert "No notices yet" in dana.get("/notices").content.decode()
    broken(at_work("ines"), shut_case)
    notice = re.search(r"/notices/\w+/read", dana.get("/").content.decode())[0]
    assert at_work("ravi").post(notice).status_code == 404
    assert dana.get(notice)["Location"] == "/notices"
    assert dana.post(notice, {"from": "today"})["Location"] == "/"
    assert "opened a case in an emergency" not in dana.get("/").content.decode()
    assert ", read " in dana.get("/notices").content.decode()


def test_an_address_that_is_none_is_refused_beside_its_box_and_an_empty_one_ends_the_mail(at_work):
    dana = at_work("dana")
    answer = dana.post("/notices", {"address": "dana at home"})
    assert answer.status_code == 422 and answer.content.decode().count("Enter an e-mail address, like") == 2
    dana.post("/notices", {"address": "dana@home.example"})
    assert 'value="dana@home.example"' in dana.get("/notices").content.decode()
    dana.post("/notices", {"address": ""})
    assert not NoticeAddress.objects.exists()


def test_mail_is_sent_once_for_what_is_new_and_a_server_that_is_away_stops_nothing(
    at_work, store, shut_case, settings, monkeypatch
):
    at_work("dana").post("/notices", {"address": "dana@home.example"})
    assert send_due(store, now()) == 0
    monkeypatch.setattr("wardmote.web.mail.send_mail", away)
    assert broken(at_work("ines"), shut_case).status_code == 302
    assert mail.outbox == []
    monkeypatch.undo()
    assert [send_due(store, now()), send_due(store, now())] == [1, 0]
    assert broken(at_work("tom"), shut_case).status_code == 302
    assert [message.subject for message in mail.outbox] == [
        "You have 1 notice in Wardmote",
        "You have 2 notices in Wardmote",
    ]


def away(*_, **__):
    raise ConnectionRefusedError("no mail server")
