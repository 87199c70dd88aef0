"""My work and repeats on their pages, the calendar for a program that signs in to nothing, and every store alike."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unit.casework.factories import NOW, SHARING, TODAY, case_at, partnership
from wardmote.casework import calendar_feed, daily_call, my_work, persons, repeats
from wardmote.casework.looks import open_case
from wardmote.casework.memory_store import MemoryStore
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'UPDATE "django_session"')


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


@pytest.mark.django_db
def test_my_work_leads_to_what_is_to_be_done(at_work):
    page = text(at_work("jo").get("/work"))
    assert "visit the shops that sell single cans" in page and "days overdue" in page
    link = re.search(r'href="(/cases/CSP-26-0002/actions/[0-9a-f]+)"', page)[1]
    assert at_work("jo").get(link).status_code == 302, "the purpose is asked first"
    assert "visit the shops" in text(at_work("priya").get("/work")).partition("What others owe you")[2]
    assert "What your agency" not in page and at_work("jo").get("/work/loads").status_code == 403
    assert "Priya Nair" in text(at_work("priya").get("/work/loads"))


@pytest.mark.django_db
def test_a_calendar_program_is_told_how_many_and_never_which(at_work):
    client, nobody = at_work("jo"), Client()
    shown = text(client.post("/account/calendar", {"do": "make"}))
    address = re.search(r"/calendar/[\w-]+\.ics", shown)[0]
    answer = nobody.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    told = text(answer)
    assert "SUMMARY:1 thing due\r\n" in told
    allowed = r"(BEGIN|END|VERSION|PRODID|X-WR-CALNAME|UID|DTSTAMP|DTSTART;VALUE=DATE|DTEND;VALUE=DATE|SUMMARY|TRANSP):[^\n]{1,60}"
    for line in told.strip().split("\r\n"):
        assert re.fullmatch(allowed, line), line
    assert not {"jo", "CSP", "shops"} & set(re.findall(r"[A-Za-z]+", told))
    assert client.post("/account/calendar", {"do": "end"}).status_code == 302
    assert nobody.get(address).status_code == nobody.get("/calendar/nothing.ics").status_code == 404
    assert nobody.get("/account/calendar").status_code == 302


@pytest.mark.django_db
def test_repeats_lead_to_their_cases_and_lines(at_work):
    client = at_work("priya")
    day = now().date() + timedelta(days=1)
    due = {"due_day": day.day, "due_month": day.month, "due_year": day.year}
    for number in range(4):
        sent = {"what": "Bins", "where": "Castle Gardens, Marlbridge", "owner": "marlbridge/", **due}
        assert client.post("/call", sent).status_code == 302
        assert client.post("/call", sent | {"where": f"{number} Elsewhere"}).status_code == 302
    page = text(client.get("/repeats"))
    assert "Castle Gardens, Marlbridge" in page and "1 case, 4 lines of the call" in page
    assert "/call/DC-26-0001" in page and "/cases/CSP-26-0002" in page
    for asked in ("?kind=harmed&window=365", "?kind=zebra&window=x", "?kind=suspected"):
        assert "Marjorie" not in text(client.get("/repeats" + asked))
    assert at_work("tom").get("/repeats").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/work", "/work/loads", "/repeats", "/"])
def test_the_pages_ask_little_of_the_database(at_work, path):
    client = at_work("priya")
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as queries:
        text(client.get(path))
    asked = [query["sql"] for query in queries if not query["sql"].startswith(NOT_COUNTED)]
    assert len(asked) <= 15, "\n".join(sql[:70] + "..." + sql[-60:] for sql in asked)


def work_in(store):
    ours = partnership(store)
    ours.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}))
    lead, told = "housing-R3", {}
    for kind in ("victim", "location", "victim"):
        case = case_at("working", ours, kind=kind, lead_person=lead, place="1 Weir Street").reference
        open_case(store, ours.by(lead), case, "case-work")
        persons.add_person(
            store, ours.by(lead), case, role="victim", name="Ada Invented", birth=TODAY.replace(year=1980)
        )
    daily_call.raise_line(
        store, ours.by("police-R2"), what="Bins", where="1 weir street", owner_agency="housing", due=TODAY
    )
    for user in (lead, "council-R2", "police-R5", "outsider-R2"):
        who = ours.by(user, NOW + timedelta(days=1))
        found = my_work.my_work(store, who)
        told[user] = [[(t.source, t.reference, t.what, t.due) for t in tasks] for tasks in vars(found).values()]
        for kind in repeats.KINDS:
            seen = repeats.read_repeats(store, who, kind)
            told[user, kind] = [(one.number, one.references, one.repeat, one.label) for one in seen]
    told["loads"] = [(load.person, load.cases, load.to_do) for load in my_work.loads(store, ours.by(lead)).each]
    code = calendar_feed.make_feed(store, ours.by(lead))
    told["feed"] = calendar_feed.due_days(store, code, NOW)
    calendar_feed.end_feed(store, ours.by(lead))
    told["ended"] = [feed.ended_on for feed in store.feeds_of(lead)]
    return told


@pytest.mark.django_db(databases=["default", *KEPT])
@pytest.mark.parametrize("kept", KEPT)
def test_work_reads_the_same_from_every_store(kept):
    slow, quick = work_in(MemoryStore()), work_in(DjangoStore(kept))
    assert quick == slow
    assert quick["housing-R3", "harmed"][0][0] == 3 and quick["housing-R3", "place"][0][0] == 4
    assert quick["police-R5", "place"][0][0] == 2, "victims' cases only, and no call"
    assert quick["outsider-R2", "place"] == [] and sum(quick["feed"].values()) == 4
