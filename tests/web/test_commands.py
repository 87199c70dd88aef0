"""`wardmote audit verify` on a real casebook: whole, tampered with, cut, and without one."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

MAKE = """
import sys
from pathlib import Path
from wardmote.web.start import start
casebook = start(Path(sys.argv[1]))
from wardmote.web.clock import now
from wardmote.web.heads import sign_today
from wardmote.web.invented import invent
from wardmote.web.store.django_store import DjangoStore
invent(DjangoStore(), now())
sign_today(DjangoStore(), casebook, now())
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    left_out = ("DJANGO_SETTINGS_MODULE", "WARDMOTE_FOLDER", "WARDMOTE_DATABASE_URL", "WARDMOTE_PUBLIC_URL")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "WARDMOTE_KEY_DIR": str(tmp_path_factory.mktemp("keys"))}


@pytest.fixture(scope="module")
def made(tmp_path_factory, environment):
    folder = tmp_path_factory.mktemp("made") / "marlbridge"
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], env=environment, check=True, timeout=120)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy to tamper with."""
    copy = tmp_path / "marlbridge"
    subprocess.run(["cp", "-r", made, copy], check=True)
    return copy


def verify(folder, environment, *options):
    command = [sys.executable, "-m", "wardmote.cli", "audit", "verify", str(folder), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def tamper(folder, *statements):
    """What the owner of the file can always do: take the triggers away and write."""
    with closing(sqlite3.connect(folder / "casebook" / "casebook.sqlite3")) as database, database:
        for table in ("store_trailrecord", "store_trailshown"):
            for deed in ("update", "delete"):
                database.execute(f"DROP TRIGGER {table}_no_{deed}")
        for statement in statements:
            database.execute(statement)


def test_a_whole_trail_holds(folder, environment):
    ran = verify(folder, environment)
    assert ran.returncode == 0, ran.stderr
    assert "The audit trail holds" in ran.stdout
    assert "1 signed head" in ran.stdout
    told = json.loads(verify(folder, environment, "--json").stdout)
    assert told["holds"] is True
    assert told["records"] > 40


@pytest.mark.parametrize(
    "statement, first_bad",
    [
        ("UPDATE store_trailrecord SET actor = 'somebody' WHERE seq = 20", 20),
        ("UPDATE store_trailrecord SET at = '2020-01-01 00:00:00' WHERE seq = 7", 7),
        ("UPDATE store_trailrecord SET outcome = 'deny' WHERE seq = 1", 1),
        ("DELETE FROM store_trailrecord WHERE seq = 12", 12),
    ],
)
def test_a_changed_trail_does_not_hold_and_the_first_bad_record_is_named(folder, environment, statement, first_bad):
    tamper(folder, "DELETE FROM store_trailshown", statement)
    ran = verify(folder, environment)
    assert ran.returncode == 1
    assert f"does NOT hold: record {first_bad}:" in ran.stdout
    assert "was changed while nobody had it open" in ran.stderr


def test_a_cut_end_shows_against_a_head_held_elsewhere(folder, made, environment):
    last = json.loads(verify(folder, environment, "--json").stdout)["records"]
    tamper(folder, "DELETE FROM store_trailshown", f"DELETE FROM store_trailrecord WHERE seq > {last - 10}")
    ran = verify(folder, environment, "--heads", str(made / "casebook" / "heads"))
    assert ran.returncode == 1
    assert "the chain ends at" in ran.stdout


def test_no_casebook_is_said_in_one_line(tmp_path, environment):
    ran = verify(tmp_path, environment)
    assert ran.returncode == 2
    assert "there is no casebook" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.django_db
def test_tables_and_models_agree():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_people_outside_this_machine_are_not_served_without_a_certificate(tmp_path, environment):
    command = [sys.executable, "-m", "wardmote.cli", "serve", str(tmp_path / "m"), "--address", "0.0.0.0"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert "set WARDMOTE_PUBLIC_URL to serve others" in ran.stderr


FIRST = {
    "--agency": "Weirside Council",
    "--contact": "data@weirside.example",
    "--administrator": "Ada Able",
    "--privacy-officer": "Pat Price",
    "--manager": "Mo Marsh",
}
LOOK = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from django.test import Client
from wardmote.web.store.django_store import DjangoStore
store = DjangoStore()
print(sorted((user.username, user.role_grants[0].role) for user in store.users()), len(store.agencies()))
for link in sys.argv[2:]:
    client = Client()
    client.get(link, HTTP_HOST="127.0.0.1")
    typed = {"password": "three words apart", "again": "three words apart"}
    print(client.post("/account/invitation", typed, HTTP_HOST="127.0.0.1").get("Location"))
print(Client().post("/account/sign-in", {"login": "ada.able", "password": "three words apart"}, HTTP_HOST="127.0.0.1").get("Location"))
"""


def first_run(folder, environment, **changed):
    typed = [word for pair in (FIRST | changed).items() for word in pair]
    command = [sys.executable, "-m", "wardmote.cli", "first-run", str(folder), *typed]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_a_real_partnership_begins_with_three_invitations_that_work(tmp_path, environment):
    folder = tmp_path / "weirside"
    same = first_run(folder, environment, **{"--manager": "Ada Able"})
    assert same.returncode == 2
    assert "Name three different people" in same.stderr
    ran = first_run(folder, environment)
    assert ran.returncode == 0, ran.stderr
    links = re.findall(r"http://127.0.0.1:8000(/account/invitation/[\w-]+)", ran.stdout)
    assert len(links) == 3
    assert "Ada Able (Agency user administrator), username ada.able" in ran.stdout
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder), *links], env=environment, capture_output=True, text=True, timeout=120
    )
    assert looked.stdout.splitlines() == [
        "[('ada.able', 'R12'), ('mo.marsh', 'R13'), ('pat.price', 'R11')] 1",
        *["/account/sign-in"] * 3,
        "/",
    ], looked.stderr
    again = first_run(folder, environment)
    assert again.returncode != 0
    assert "has an agency already" in again.stderr
    assert "Traceback" not in again.stderr
    assert verify(folder, environment).returncode == 0
    manager = [sys.executable, "-m", "wardmote.cli", "name-manager", str(folder), "--manager", "Mia New"]
    asked = [*manager, "--agency", "weirside council"]
    refused = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=120)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "has a partnership manager: Mo Marsh" in refused.stderr


def test_everything_is_taken_out_by_one_command(folder, environment, tmp_path):
    command = [sys.executable, "-m", "wardmote.cli", "export", str(folder), "--out", str(tmp_path / "out")]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert "1 document and the trail" in ran.stdout
    assert "NOT encrypted" in ran.stdout
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 2
    assert "is not empty" in ran.stderr
    assert "Traceback" not in ran.stderr
