"""Every form carries what makes it count once; what is remembered goes with the deed, and is forgotten after an hour."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from wardmote.web import pages
from wardmote.web.clock import now
from wardmote.web.durability.jobs import Moment, run_due
from wardmote.web.pages import case_work
from wardmote.web.store.models import Note, SentForm

pytestmark = pytest.mark.django_db
TEMPLATES = Path(pages.__file__).parents[1] / "templates"
WITHOUT = {
    "case_purpose.html": "says what for; said twice it is said",
    "note.html": "shows; each showing is a look of its own",
    "document.html": "shows; each showing is a look of its own",
    "people/detail.html": "shows; each showing is a look of its own",
    "meeting/minutes.html": "takes out; each taking out is a look of its own",
    "export.html": "takes out; each taking out is a line of the ledger",
    "person_export.html": "takes out; each taking out is a line of the ledger",
    "search.html": "asks; each asking is a look of its own",
    "bring_in_check.html": "brings in; a reference brought in before is not brought in again",
    "notices.html": "sets one address; set twice it is set",
    "parts/notice.html": "puts a notice away; put away twice it is away",
    "sessions.html": "ends sessions; ended twice they are ended",
    "parts/lock.html": "signs out",
    "account/form.html": "signing in and out, which end in the same place",
}
PATH = "/cases/CSP-26-0002/note"
NOTE = {"text": "Once", "kind": "fact", "protection": "P1", "data_category": "incident"}


def token(client, path=PATH):
    return re.search(r'name="once" value="([\w-]{20,})"', client.get(path).content.decode())[1]


def test_every_form_that_is_sent_carries_its_token():
    sending = {
        file.relative_to(TEMPLATES).as_posix()
        for file in TEMPLATES.rglob("*.html")
        if 'method="post"' in (text := file.read_text("utf-8")) and "{% once %}" not in text
    }
    assert sending <= set(WITHOUT), "add {% once %} beside {% csrf_token %}"


def test_each_page_has_a_token_of_its_own(opened):
    client = opened("priya", "CSP-26-0002")
    assert len({token(client) for _ in range(5)}) == 5


def test_sent_again_it_leads_to_the_same_place_and_says_the_same(opened):
    client, before = opened("priya", "CSP-26-0002"), Note.objects.count()
    typed = {**NOTE, "once": token(client)}
    first, again = client.post(PATH, typed), client.post(PATH, typed)
    assert first["Location"] == again["Location"] == "/cases/CSP-26-0002"
    assert client.get(first["Location"]).content.decode().count("Note added.") == 1
    assert Note.objects.count() == before + 1
    assert "Note added." in client.post(PATH, typed, follow=True).content.decode()


def test_a_deed_that_failed_half_way_is_not_remembered(opened, monkeypatch):
    client = opened("priya", "CSP-26-0002")
    typed = {**NOTE, "once": token(client)}
    client.raise_request_exception = False
    before = Note.objects.count()
    monkeypatch.setattr(case_work, "back_to_case", lambda *_: 1 / 0)
    assert client.post(PATH, typed).status_code == 500
    assert (Note.objects.count(), SentForm.objects.count()) == (before, 0)
    monkeypatch.undo()
    assert client.post(PATH, typed).status_code == 302
    assert Note.objects.count() == before + 1


def test_a_refusal_stays_in_the_trail_and_is_not_remembered(opened, store):
    client = opened("jo", "CSP-26-0002")
    typed = {"outcome": "problem-stopped", "why": "x", "once": token(opened("priya", "CSP-26-0002"))}
    assert client.post("/cases/CSP-26-0002/close", typed).status_code == 422
    last = store.last_record().event
    assert (last.deed, last.outcome, last.actor) == ("case-closed", "deny", "jo")
    assert SentForm.objects.count() == 0


def test_it_is_forgotten_after_an_hour(opened, store, tmp_path):
    from wardmote.web.folder import Casebook

    client = opened("priya", "CSP-26-0002")
    client.post(PATH, {**NOTE, "once": token(client)})
    casebook = Casebook(tmp_path)
    casebook.heads.mkdir(parents=True)
    for minutes, left in ((59, 1), (61, 0)):
        list(run_due(Moment(store, casebook, now() + timedelta(minutes=minutes), lambda _: None)))
        assert SentForm.objects.count() == left
