"""K4: the disk is full. People are told what to do, nothing is half saved, and it goes on when there is room again."""

import os
import sqlite3
import subprocess
from contextlib import closing

import pytest

from durability.places import Home, Served

NOTE = {"text": "x" * 9000, "kind": "fact", "protection": "P1", "data_category": "incident"}
COUNT = "SELECT (SELECT count(*) FROM store_note), (SELECT count(*) FROM store_trailrecord WHERE deed = 'note-added')"


def counts(home):
    with closing(sqlite3.connect(home.database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return opened.execute(COUNT).fetchone()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of eight MiB, where one can be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.getuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", disk], capture_output=True).returncode
    ):
        pytest.skip("no small disk can be mounted here; the page limit stands in for it")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk):
    """Take every byte that is left."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (65536, 4096, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                continue


def test_a_full_disk_is_said_and_survived(small_disk, tmp_path):
    home = Home(small_disk)
    home.keys = tmp_path / "keys"
    home.environment["WARDMOTE_KEY_DIR"] = str(home.keys)
    served = Served(home)
    try:
        person = served.person("priya.nair").open("CSP-26-0002")
        path = "/cases/CSP-26-0002/note"
        fresh = person.form(path)
        before = counts(home)
        fill(small_disk)
        status, _, page = person.send(path, fresh, **NOTE)
        assert status == 503
        assert "nothing was shown and nothing was saved" in page
        assert "the disk may be full" in page
        for _ in range(3):
            status, _, page = person.ask("GET", "/cases/CSP-26-0002")
            assert status == 503
            assert "Castle Gardens" not in page
        assert person.ask("GET", "/agencies")[0] == 200, "what is not about anybody can still be read"
        assert person.ask("GET", "/health")[0] == 503
        (small_disk / "filler").unlink()
        assert person.send(path, fresh, **NOTE)[0] == 302, "the same form, sent again when there is room"
        assert person.ask("GET", "/cases/CSP-26-0002")[0] == 200
        assert person.ask("GET", "/health")[0] == 200
    finally:
        served.stop()
    assert counts(home) == (before[0] + 1, before[1] + 1)
    assert home.command("audit", "verify", home.folder).returncode == 0


FULL = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from django.db import connection
from django.test import Client
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from wardmote.web.accounts.models import Account
from wardmote.web.store.models import Note, TrailRecord

client = Client(raise_request_exception=False, HTTP_HOST="localhost")
client.force_login(Account.objects.get(pk="priya"), backend="allauth.account.auth_backends.AuthenticationBackend")
client.post("/cases/CSP-26-0002/purpose", {"purpose": "case-work"})
NOTE = {"text": "x" * 9000, "kind": "fact", "protection": "P1", "data_category": "incident"}
PATHS = {
    "note": ("/cases/CSP-26-0002/note", NOTE),
    "refer": ("/cases/refer", {"kind": "location", "place": "p" * 200, "summary": "s", "to": "marlbridge", "why": "w" * 9000, "risk": "high"}),
    "triage": ("/cases/CSP-26-0004/triage", {"answer": "refused", "why": "w" * 9000}),
}
client.post("/cases/CSP-26-0004/purpose", {"purpose": "triage"})


def state():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('django_session', 'sqlite_sequence', 'store_trailrecord', 'store_trailshown')")
        return {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in cursor.fetchall()}


with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
for journey, (path, typed) in PATHS.items():
    seen = set()
    for room in range(0, 14):
        with connection.cursor() as cursor:
            now = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={now + room}")
        before = state()
        status = client.post(path, typed).status_code
        seen.add(status)
        assert status in (302, 503), status
        if status == 503:
            assert state() == before, (journey, room)
        else:
            break
    assert seen == {302, 503}, (journey, seen)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=1000000")
    assert client.get("/cases/CSP-26-0002").status_code == 200
from wardmote.casework.audit import verify_chain
from wardmote.web.store.django_store import DjangoStore
assert verify_chain(DjangoStore().records_until()).holds
assert TrailRecord.objects.filter(deed="note-added").count() == Note.objects.count()
print("survived")
"""


def test_at_each_page_that_is_missing_the_whole_deed_is_undone(home):
    """A limit on pages, which works everywhere: one page more room at a time until the deed fits."""
    assert home.python(FULL).stdout == "survived\n"
