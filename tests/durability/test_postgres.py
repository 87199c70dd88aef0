"""On PostgreSQL: a backup that comes back row for row, and a role that can add to the trail and do nothing else to it."""

import psycopg
import pytest

from durability.places import MAKE, Home, address, database_of, sql

ATTEMPTS = {
    "change a record": "UPDATE store_trailrecord SET actor = 'nobody' WHERE seq = 1",
    "remove a record": "DELETE FROM store_trailrecord WHERE seq = 1",
    "remove what a list showed": "DELETE FROM store_trailshown",
    "change a head": "UPDATE store_signedhead SET hash = ''",
    "empty the trail": "TRUNCATE store_trailrecord CASCADE",
    "take a trigger away": "ALTER TABLE store_trailrecord DISABLE TRIGGER ALL",
    "drop a trigger": "DROP TRIGGER store_trailrecord_kept ON store_trailrecord",
    "drop the trail": "DROP TABLE store_trailrecord CASCADE",
    "change the trail's columns": "ALTER TABLE store_trailrecord ALTER COLUMN actor DROP NOT NULL",
    "replace what refuses": "CREATE OR REPLACE FUNCTION wardmote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "switch triggers off": "SET session_replication_role = replica",
    "own the trail": "ALTER TABLE store_trailrecord OWNER TO app",
    "take rights": "GRANT UPDATE ON store_trailrecord TO app; UPDATE store_trailrecord SET actor = ''",
    "become the owner": "SET ROLE keeper",
    "forget a migration": "DELETE FROM django_migrations",
}


@pytest.fixture(scope="module")
def split(postgres, tmp_path_factory):
    """A casebook whose tables belong to `keeper`, served as `app`."""
    sql(postgres, "CREATE ROLE keeper LOGIN", "CREATE ROLE app LOGIN", "CREATE DATABASE split OWNER keeper")
    home = Home(tmp_path_factory.mktemp("split"), WARDMOTE_DATABASE_URL=address(postgres, "split", "app"))
    ran = home.python(MAKE, check=False)
    assert ran.returncode != 0
    assert "Start once with WARDMOTE_MIGRATION_DATABASE_URL set" in ran.stderr
    home.environment["WARDMOTE_MIGRATION_DATABASE_URL"] = address(postgres, "split", "keeper")
    home.python(MAKE)
    del home.environment["WARDMOTE_MIGRATION_DATABASE_URL"]
    return home


def as_app(home):
    return psycopg.connect(home.environment["WARDMOTE_DATABASE_URL"])


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_applications_role_can_do_nothing_to_the_trail_but_add(split, attempt):
    with as_app(split) as live:
        before = live.execute("SELECT * FROM store_trailrecord ORDER BY seq").fetchall()
        live.rollback()
        with pytest.raises(psycopg.Error) as refused:
            for statement in ATTEMPTS[attempt].split("; U"):
                live.execute(statement if not statement.startswith("PDATE") else "U" + statement)
        assert type(refused.value).__name__ == "InsufficientPrivilege", refused.value
        live.rollback()
        assert live.execute("SELECT * FROM store_trailrecord ORDER BY seq").fetchall() == before
        assert before


def test_the_owner_too_is_refused_while_the_triggers_are_there(postgres, split):
    with (
        psycopg.connect(address(postgres, "split", "keeper")) as live,
        pytest.raises(psycopg.Error, match="only ever added"),
    ):
        live.execute(ATTEMPTS["change a record"])


TRY = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wardmote.casework.audit import verify_chain
from wardmote.web.accounts.models import Account
from wardmote.web.pages import agencies
from wardmote.web.store.django_store import DjangoStore

def last():
    record = DjangoStore().last_record()
    return record.event.deed, record.event.outcome, record.event.actor

with connection.cursor() as cursor:
    try:
        cursor.execute("UPDATE store_trailrecord SET actor = 'x'")
    except DatabaseError as error:
        assert "permission denied" in str(error) or "only ever added to" in str(error), error
assert last() == ("trail-change-refused", "deny", ""), last()

def show(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_trailrecord WHERE seq = 3")

agencies.casebook = show
client = Client(raise_request_exception=False, HTTP_HOST="localhost")
client.force_login(Account.objects.get(pk="priya"), backend="allauth.account.auth_backends.AuthenticationBackend")
agencies.who = lambda request: show(request)
assert client.get("/agencies").status_code == 500
assert last() == ("trail-change-refused", "deny", "priya"), last()
assert verify_chain(DjangoStore().records_until()).holds
print("written down")
"""


def test_an_attempt_through_the_application_is_written_down(split):
    ran = split.python(TRY)
    assert ran.stdout == "written down\n"
    assert "an attempt to change the audit trail was refused" in ran.stderr


def test_an_attempt_through_the_application_is_written_down_on_sqlite(home):
    assert home.python(TRY).stdout == "written down\n"


def test_a_role_that_is_not_another_is_refused(postgres, tmp_path):
    for role in ("wardmote", "keeper"):
        home = database_of(postgres, tmp_path / role)
        name = home.environment["WARDMOTE_DATABASE_URL"].rpartition("/")[2]
        owner = "keeper" if role == "keeper" else "wardmote"
        sql(postgres, f"ALTER DATABASE {name} OWNER TO {owner}")
        home.environment["WARDMOTE_DATABASE_URL"] = address(postgres, name, role)
        home.environment["WARDMOTE_MIGRATION_DATABASE_URL"] = address(postgres, name, owner)
        ran = home.python(MAKE, check=False)
        assert "be neither a superuser nor the tables' owner" in ran.stderr


def everything(home):
    """Every row of every table."""
    with psycopg.connect(home.environment["WARDMOTE_DATABASE_URL"]) as live:
        tables = live.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: sorted(map(repr, live.execute(f'SELECT * FROM "{name}"'))) for (name,) in tables}


def test_a_backup_comes_back_row_for_row(postgres, split, tmp_path):
    """Taken as the application's role, restored as the owner of another database, used there by the application."""
    documents = split.folder / "casebook" / "documents"
    documents.mkdir(exist_ok=True)
    (documents / "d").write_bytes(b"sealed elsewhere")
    before, file = everything(split), tmp_path / "b"
    ran = split.command("backup", split.folder, "--to", file)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    sql(postgres, "CREATE DATABASE again OWNER keeper")
    again = Home(tmp_path, WARDMOTE_DATABASE_URL=address(postgres, "again", "app"), WARDMOTE_KEY_DIR=str(split.keys))
    owner = {"WARDMOTE_MIGRATION_DATABASE_URL": address(postgres, "again", "keeper")}
    ran = again.command("restore", file, again.folder, **owner)
    assert ran.returncode == 0, ran.stderr
    after = everything(again)
    for table, wanted in before.items():
        assert set(wanted) <= set(after[table]), table
        assert len(after[table]) - len(wanted) == {"store_trailrecord": 2, "store_signedhead": 1}.get(table, 0), table
    assert (again.folder / "casebook" / "documents" / "d").read_bytes() == b"sealed elsewhere"
    assert again.command("audit", "verify", again.folder).returncode == 0
    outside = split.folder / "casebook" / "heads"
    assert again.command("audit", "verify", again.folder, "--heads", outside).returncode == 0
    with as_app(again) as live, pytest.raises(psycopg.errors.InsufficientPrivilege):
        live.execute(ATTEMPTS["change a record"])
    used = again.command("restore", file, tmp_path / "other", **owner)
    assert (used.returncode, "is not empty" in used.stderr) == (2, True)
    assert everything(again) == after


def test_a_backup_that_is_refused_leaves_the_database_empty(postgres, split, tmp_path):
    file = tmp_path / "b"
    assert split.command("backup", split.folder, "--to", file).returncode == 0
    sql(postgres, "CREATE DATABASE stays OWNER keeper")
    owner = {"WARDMOTE_MIGRATION_DATABASE_URL": address(postgres, "stays", "keeper")}
    into = Home(tmp_path, WARDMOTE_DATABASE_URL=address(postgres, "stays", "app"), WARDMOTE_KEY_DIR=str(split.keys))
    file.write_bytes(file.read_bytes()[:-5])
    ran = into.command("restore", file, into.folder, **owner)
    assert (ran.returncode, "cut short" in ran.stderr) == (2, True)
    assert everything(Home(tmp_path, WARDMOTE_DATABASE_URL=owner["WARDMOTE_MIGRATION_DATABASE_URL"])) == {}
    assert not into.folder.exists() or not any(into.folder.iterdir())
    lite = into.command("restore", file, into.folder, WARDMOTE_DATABASE_URL="")
    assert lite.returncode == 2


def test_a_trail_that_does_not_hold_is_not_restored(postgres, tmp_path):
    """The owner rewrote a record and then made a backup: what comes back is checked, and taken away again."""
    home = database_of(postgres, tmp_path)
    home.python(MAKE)
    with psycopg.connect(home.environment["WARDMOTE_DATABASE_URL"]) as live:
        live.execute("ALTER TABLE store_trailrecord DISABLE TRIGGER ALL")
        live.execute("UPDATE store_trailrecord SET actor = 'somebody' WHERE seq = 20")
    assert home.command("backup", home.folder, "--to", tmp_path / "b").returncode == 0
    again = database_of(postgres, tmp_path / "again")
    ran = again.command("restore", tmp_path / "b", again.folder, WARDMOTE_KEY_DIR=str(home.keys))
    assert ran.returncode == 2
    assert "does not hold at record 20" in ran.stderr
    assert everything(again) == {}
    assert not any(again.folder.iterdir())
