"""No look without its record: written first, in the chain, and never changed."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from wardmote.casework.audit import verify_chain
from wardmote.web.store.django_store import DjangoStore, TrailUnwritten

DATABASES = ["default", *(["postgres"] if "postgres" in connections.databases else [])]


def deeds(store, **wanted):
    return [
        record.event.deed
        for record in store.records_until()
        if all(getattr(record.event, name) == value for name, value in wanted.items())
    ]


def test_the_record_is_there_before_the_page_is_made(opened, store, monkeypatch):
    client = opened("priya", "CSP-26-0002")
    seen = []

    def note_last(*_):
        seen.append(store.last_record().event)
        return []

    monkeypatch.setattr("wardmote.web.pages.case.timeline", note_last)
    assert client.get("/cases/CSP-26-0002").status_code == 200
    assert [(event.deed, event.actor, event.purpose, event.object_id) for event in seen] == [
        ("case-opened", "priya", "case-work", "CSP-26-0002")
    ]


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/CSP-26-0002", "/cases/CSP-26-0002/triage"])
def test_a_trail_that_cannot_be_written_shows_nothing(opened, monkeypatch, path):
    client = opened("priya", "CSP-26-0002")

    def fails(*_):
        raise TrailUnwritten

    monkeypatch.setattr(DjangoStore, "append", fails)
    answer = client.get(path)
    if path.endswith("/triage"):
        assert answer.status_code == 409  # already answered: nothing is read, so nothing is logged
    else:
        assert answer.status_code == 503
    text = answer.content.decode()
    assert "Castle Gardens" not in text
    assert "drinking" not in text


@pytest.mark.django_db(transaction=False)
def test_a_database_that_refuses_the_record_shows_nothing(opened):
    client = opened("priya", "CSP-26-0002")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER full BEFORE INSERT ON store_trailrecord BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    answer = client.get("/cases/CSP-26-0002")
    assert answer.status_code == 503
    assert b"Castle Gardens" not in answer.content


def test_a_write_whose_record_fails_is_not_kept(opened, store, monkeypatch):
    client = opened("priya", "CSP-26-0002")
    from wardmote.web.store.models import Note

    before = Note.objects.count()
    real = DjangoStore.append
    monkeypatch.setattr(
        DjangoStore, "append", lambda self, event: real(self, event) if event.deed != "note-added" else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        client.post(
            "/cases/CSP-26-0002/note",
            {"text": "Lost", "kind": "fact", "protection": "P1", "data_category": "incident"},
        )
    assert Note.objects.count() == before


@pytest.mark.django_db(databases=DATABASES)
@pytest.mark.parametrize("alias", DATABASES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize("table, column", [("store_trailrecord", "actor"), ("store_signedhead", "hash")])
def test_the_database_refuses_to_change_or_remove_a_record(alias, statement, table, column):
    store = DjangoStore(alias)
    _write_one(store)
    with (
        pytest.raises(DatabaseError, match="only ever added to"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column, column))
    assert verify_chain(store.records_until()).holds


def _write_one(store):
    from django.conf import settings

    from unit.casework.factories import setting_up
    from wardmote.casework.audit import add_daily_head
    from wardmote.web.keys import head_key

    with store.transaction():
        store.append(setting_up("tried", "x"))
    from datetime import date

    add_daily_head(store, "marlbridge", date(2026, 11, 23), head_key(settings.CASEBOOK.keys), setting_up("head", "y"))


def test_who_looked_is_answered_on_one_page_without_the_case(opened, at_work):
    client = opened("jo", "CSP-26-0002", "daily-call")
    client.get("/cases/CSP-26-0002")
    for reader in ("dana", "wren"):
        text = at_work(reader).get("/cases/CSP-26-0002/who-looked").content.decode()
        assert "Jo Marsh (Marlshire Constabulary)" in text
        assert "Daily call" in text
        assert "Crime and Disorder Act 1998 s.115" in text
        assert "Castle Gardens" not in text
    assert at_work("ravi").get("/cases/CSP-26-0002/who-looked").status_code == 404
    assert at_work("priya").get("/cases/CSP-26-0002/who-looked").status_code == 404


def test_a_refusal_is_in_the_trail(at_work, store, hidden_case):
    at_work("ines").get(f"/cases/{hidden_case}")
    last = store.last_record().event
    assert (last.actor, last.outcome, last.object_id) == ("ines", "deny", hidden_case)
