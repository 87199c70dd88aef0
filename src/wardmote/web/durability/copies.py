"""A copy of the database at one moment while people go on working, and putting one back: SQLite and PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from wardmote.errors import WrongUse

Say = Callable[[str], None]
PAGES_AT_ONCE = 4096
POSTGRESQL = Path("/usr/lib/postgresql")
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
POSTGRESQL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@dataclass(frozen=True)
class State:
    """What a database held when it was copied: rows in each table, the end of the trail, the migrations it had."""

    rows: Mapping[str, int]
    last_seq: int
    last_hash: str
    migrations: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def state(cursor: Any, tables: str) -> State:
    """Read through a cursor, in whatever moment its transaction sees."""
    cursor.execute(tables)
    rows = {name: _one(cursor, f'SELECT count(*) FROM "{name}"')[0] for (name,) in cursor.fetchall()}
    last = _one(cursor, "SELECT seq, hash FROM store_trailrecord ORDER BY seq DESC LIMIT 1") or (0, "")
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return State(rows, last[0], last[1], [f"{app}.{name}" for app, name in cursor.fetchall()])


def _one(cursor: Any, question: str) -> Any:
    cursor.execute(question)
    return cursor.fetchone()


# SQLite


def copy_sqlite(source: Path, to: Path, say: Say) -> State:
    """The online backup of SQLite. One read transaction is held throughout, so that writers neither wait nor start it anew."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(to)) as copy:
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _, left, of: say(f"{(of - left) * 100 // (of or 1)} %"))
    return sqlite_state(to)


def sqlite_state(file: Path) -> State:
    """What a file holds, once SQLite has checked every page and index of it. Raises WrongUse when it is not sound."""
    try:
        with closing(sqlite3.connect(file)) as opened:
            told = [row[0] for row in opened.execute("PRAGMA integrity_check(3)")]
            if told != ["ok"]:
                raise WrongUse(f"the database in {file.parent} is damaged: {'; '.join(told)}")
            return state(opened.cursor(), SQLITE_TABLES)
    except sqlite3.DatabaseError as error:
        raise WrongUse(f"the database in {file.parent} is damaged: {error}") from error


# PostgreSQL


def reached(settings: Mapping[str, Any]) -> dict[str, Any]:
    """How to reach the database that Django's settings name."""
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {name: settings[key] for name, key in named.items() if settings.get(key)}


def copy_postgresql(settings: Mapping[str, Any], to: Path, say: Say) -> State:
    """pg_dump in the same snapshot as the state is read in."""
    with psycopg.connect(**reached(settings)) as live, live.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _one(cursor, "SELECT pg_export_snapshot()")[0]
        held = state(cursor, POSTGRESQL_TABLES)
        say("pg_dump")
        run(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
            f"--file={to}")  # fmt: skip
    run(settings, "pg_restore", "--list", str(to), reaching=False)
    return held


def restore_postgresql(settings: Mapping[str, Any], source: Path) -> State:
    """All of the copy in one transaction, or nothing; then what the database holds."""
    run(settings, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(source))
    with psycopg.connect(**reached(settings)) as live, live.cursor() as cursor:
        return state(cursor, POSTGRESQL_TABLES)


def refuse_used(settings: Mapping[str, Any]) -> None:
    """Raises WrongUse unless the database is empty: nothing is ever restored over something."""
    held = (
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')"
    )
    try:
        with psycopg.connect(**reached(settings)) as live, live.cursor() as cursor:
            if _one(cursor, held)[0]:
                raise WrongUse(
                    f"the database {settings['NAME']} is not empty: restore into a new one, made by createdb"
                )
    except psycopg.OperationalError as error:
        raise WrongUse(f"the database cannot be reached: {error}".strip()) from error


def empty_postgresql(settings: Mapping[str, Any]) -> None:
    """Take away what a refused restore brought into a database that was empty before."""
    with psycopg.connect(**reached(settings)) as live, live.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def program(name: str) -> str:
    """A program of PostgreSQL: on the path, or the newest that Debian installed."""
    beside = sorted(POSTGRESQL.glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]), reverse=True)
    found = next(iter(beside), None) or shutil.which(name)
    if not found:
        raise WrongUse(f"{name} is not installed. Run: apt-get install postgresql-client")
    return str(found)


def run(settings: Mapping[str, Any], name: str, *options: str, reaching: bool = True) -> None:
    """Run one, told where the database is by the environment: a password on the command line is everybody's."""
    place = reached(settings)
    named = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    environment = {**os.environ, **{named[key]: str(value) for key, value in place.items()}}
    into = [f"--dbname={place['dbname']}"] if reaching else []
    ran = subprocess.run([program(name), *into, *options], env=environment, capture_output=True, text=True)
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise WrongUse(f"{name} failed: {last[0]}")
