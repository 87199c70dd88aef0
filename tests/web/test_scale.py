"""A casebook at size: what it is made of, and pages whose queries do not grow with it. No clock is asked here."""

from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wardmote.casework import looks, work
from wardmote.casework.audit import verify_chain
from wardmote.casework.nouns import SignedIn, Wanted
from wardmote.casework.visibility import EVERY_CASE, cases_seen_by, visible
from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented_years import FULL, Size, invent_years
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore

SMALL = FULL.over(50)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 15
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'UPDATE "django_session"')
"""Marks of a transaction, and the note of when a session was last seen, which is written every 20 seconds."""
pytestmark = pytest.mark.django_db(databases=["default", "empty"])


@pytest.fixture(scope="module")
def years(django_db_setup, django_db_blocker):
    """The invented casebook beside Marlbridge, in the database kept for the store; gone after this file."""
    with django_db_blocker.unblock():
        from django.db import transaction

        undo = transaction.atomic(using="empty")
        undo.__enter__()
        store = DjangoStore("empty")
        invent_years(store, SMALL, now())
        yield store
        transaction.set_rollback(True, using="empty")
        undo.__exit__(None, None, None)


def test_the_trail_of_an_invented_casebook_verifies(years):
    verdict = verify_chain(years.records_until())
    assert verdict.holds, verdict
    assert verdict.records >= SMALL.records


def test_it_is_of_the_size_asked_for_and_of_every_shape(years):
    cases = models.Case.objects.using("empty")
    assert cases.count() == SMALL.cases
    assert models.Note.objects.using("empty").count() == pytest.approx(SMALL.notes, rel=0.2)
    assert set(cases.values_list("kind", flat=True)) == {"location", "victim", "offender"}
    assert set(cases.values_list("tier", flat=True)) == {"open", "named", "restricted", "sealed"}
    statuses = set(cases.values_list("status", flat=True))
    assert statuses == {"referred", "accepted", "signposted", "refused", "working", "closed", "reopened"}
    assert len(years.users()) == 120
    assert len(years.agencies()) == 12


def test_the_same_size_and_day_give_the_same_casebook(years):
    from wardmote.invented.partnership import partnership
    from wardmote.invented.story import Story

    until = now()

    def told():
        return Story(partnership(until.date(), 5), 7, "CSP-25-0007", until - timedelta(days=200), until).tell(6)

    assert list(told().nouns) == list(told().nouns)
    assert told().events == told().events


def test_function_and_filter_agree_on_every_case_for_somebody_of_each_kind(years):
    today = now().date()
    cases = [years.standing(reference, EVERY_CASE) for reference in _references(years)]
    sharing = {case.reference: years.sharing_of(case) for case in cases}
    counts = set()
    for person in _one_of_each(years):
        listed = set(_references(years, person))
        allowed = {case.reference for case in cases if visible(person, case, sharing[case.reference], today)}
        assert listed == allowed, person.id
        counts.add(len(listed))
    assert len(counts) > 5


def _references(store, person=None):
    from wardmote.web.store.conditions import over_cases

    rows = models.Case.objects.using(store.using)
    if person is not None:
        rows = rows.filter(over_cases(cases_seen_by(person, now().date()), store.using))
    return list(rows.order_by("reference").values_list("reference", flat=True))


def _one_of_each(store):
    """The first person of each agency for each role."""
    first = {}
    for person in store.users():
        first.setdefault((person.agency, person.role_grants[0].role), person)
    return list(first.values())


# Pages


@pytest.fixture
def council(db, store):
    """Somebody of the invented council, signed in: their pages are asked for as the casebook fills."""
    client = Client()
    client.force_login(Account.objects.get(pk="priya"), backend=BACKEND)
    client.get("/")
    return client


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, path
    said = [query["sql"] for query in captured]
    return [sql for sql in said if not sql.startswith(NOT_COUNTED)]


def fill(store, cases):
    """More cases for Marlbridge, referred by its own people."""
    from wardmote.casework import referrals

    by = SignedIn(store.user("sam"), "filling", now())
    return [
        referrals.refer(store, by, to="marlbridge", kind="location", place=f"{n} Filler Row", summary="Filled", why="-")
        for n in range(cases)
    ]


@pytest.mark.parametrize("path", ["/", "/cases", "/cases?sort=next_date", "/cases?words=row", "/agencies"])
def test_a_page_asks_as_often_for_many_cases_as_for_few(council, store, path):
    fill(store, 10)
    few = queries(council, path)
    fill(store, 110)
    many = queries(council, path)
    assert len(many) == len(few) <= MOST_QUERIES


def test_a_case_page_asks_as_often_for_200_notes_as_for_five(opened, store):
    reference = "CSP-26-0002"
    client = opened("priya", reference)
    by = SignedIn(store.user("sam"), "writing", now())

    def write(notes):
        for number in range(notes):
            work.add_note(store, by, reference, text=f"Entry {number}", purpose="case-work")

    write(5)
    few = queries(client, f"/cases/{reference}")
    write(195)
    many = queries(client, f"/cases/{reference}")
    assert len(many) == len(few)
    assert len(many) <= MOST_QUERIES


def test_a_note_is_added_by_few_queries(opened):
    reference = "CSP-26-0002"
    client = opened("priya", reference)
    note = {"text": "Counted 11 people.", "kind": "fact", "protection": "P1", "data_category": "incident"}
    for number in range(2):  # the second time everything that is read once has been read
        sent = {**note, "once": f"note-{number}"}
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(f"/cases/{reference}/note", sent)
        assert answer.status_code == 302
    asked = [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
    assert any('INTO "store_note"' in sql for sql in asked)
    assert len(asked) <= MOST_QUERIES


def test_who_looked_is_shown_a_page_at_a_time_with_as_many_queries(at_work, opened, store):
    reference = "CSP-26-0002"
    opened("priya", reference)
    auditor = at_work("dana")
    auditor.get("/")
    few = queries(auditor, f"/cases/{reference}/who-looked")
    by = SignedIn(store.user("sam"), "looking", now())
    for _ in range(120):
        looks.open_case(store, by, reference, "case-work")
    many = queries(auditor, f"/cases/{reference}/who-looked")
    assert len(many) == len(few) <= MOST_QUERIES
    first = auditor.get(f"/cases/{reference}/who-looked").content.decode()
    assert "Looks 1 to 50 of " in first
    assert first.count('data-label="When"') == 50
    last = auditor.get(f"/cases/{reference}/who-looked?page=3").content.decode()
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    assert "There is no such page" in auditor.get(f"/cases/{reference}/who-looked?page=9").content.decode()


@pytest.mark.skipif("postgres" not in connections.databases, reason="PostgreSQL is not installed here")
@pytest.mark.django_db(databases=["default", "postgres"])
def test_a_casebook_is_made_on_postgresql_as_well():
    store, asker = DjangoStore("postgres"), "marlbridge-01"
    invent_years(store, Size(cases=30, notes=60, records=900, years=1), now())
    assert verify_chain(store.records_until()).holds
    by = SignedIn(store.user(asker), "asking", now())
    for sort in ("-opened_on", "next_date", "-next_date"):
        page = looks.list_cases(store, by, Wanted(sort=sort))
        assert [line.case.reference for line in page.lines] == _expected(store, by.user, sort)
    case = page.lines[0].case
    auditor = SignedIn(store.user("health-10"), "auditing", now())
    assert looks.who_saw_page(store, auditor, case.reference).records == tuple(
        list(reversed(looks.who_saw(store, auditor, case.reference)))[:50]
    )


def _expected(store, person, sort):
    seen = set(_references(store, person))
    cases = [case for case in models.Case.objects.using(store.using) if case.reference in seen]
    column = sort.removeprefix("-")
    cases.sort(key=lambda case: case.reference)
    cases.sort(key=lambda case: getattr(case, column) or date.min, reverse=sort.startswith("-"))
    cases.sort(key=lambda case: getattr(case, column) is None)
    return [case.reference for case in cases][:50]
