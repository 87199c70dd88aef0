"""A monitor is told a word; the person who runs it is told what to put right; nobody is told anything about a case."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError

from wardmote.casework.audit import append, operator_event
from wardmote.web.clock import now
from wardmote.web.pages import health
from wardmote.web.store import migrations
from wardmote.web.store.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["priya", "wren", "olive", "ash", None])
def test_everybody_else_is_told_ok(client, at_work, person):
    answer = (at_work(person) if person else client).get("/health")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.startswith(b"ok 0.")
    assert len(answer.content) < 20


def test_the_system_operator_sees_what_keeps_the_casebook(at_work, store):
    append(store, operator_event(now() - timedelta(hours=3), "backed-up", "casebook", "backup"))
    newest = max(file.stem for file in Path(migrations.__file__).parent.glob("0*.py"))
    text = at_work("lin").get("/health").content.decode()
    for said in ("Records in the trail", "3 hours ago", "SQLite", "synchronous", "Free on the casebook", newest):
        assert said in text, said
    for hidden in ("Castle Gardens", "CSP-26", "Priya"):
        assert hidden not in text.split("<main")[1]


def test_what_is_wrong_is_marked_with_what_to_do(at_work, store, monkeypatch):
    text = at_work("lin").get("/health").content.decode()
    assert "Run wardmote tick, and hand the head to every agency." in text
    assert "Set WARDMOTE_BACKUP_TO" in text
    monkeypatch.setattr(health, "live", lambda name: "1")
    append(store, operator_event(now() - timedelta(days=3), "backed-up", "casebook", "backup"))
    text = at_work("lin").get("/health").content.decode()
    assert "It should be 2, or what people save may be lost." in text
    assert "It is late." in text


def test_a_casebook_that_cannot_be_written_is_503_for_everybody(client, at_work, monkeypatch):
    def full(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Heartbeat.objects, "update_or_create", full)
    for asking in (client, at_work("lin")):
        answer = asking.get("/health")
        assert answer.status_code == 503
        assert answer.content == b"the casebook cannot be read or written\n"


def test_asking_often_writes_seldom(client):
    client.get("/health")
    first = Heartbeat.objects.get().at
    client.get("/health")
    assert Heartbeat.objects.get().at == first
    health.beat(first + timedelta(seconds=11))
    assert Heartbeat.objects.get().at > first
