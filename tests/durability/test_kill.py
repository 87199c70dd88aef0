"""K1 and K2: processes are killed while people's writes are acknowledged; nothing acknowledged is lost, nothing is half done."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from durability.places import MAKE

WRITER = Path(__file__).with_name("writer.py")
TABLES = {"note": ("store_note", "id"), "case": ("store_case", "reference"), "action": ("store_action", "id")}
HALF_DONE = {
    "a case without its referral": "SELECT count(*) FROM store_case c WHERE NOT EXISTS (SELECT 1 FROM store_referral r WHERE r.case_id = c.reference)",
    "an action on a case that did not begin": "SELECT count(*) FROM store_action a JOIN store_case c ON c.reference = a.case_id WHERE c.status IN ('referred', 'accepted')",
    "a note without its record": "SELECT count(*) FROM store_note n WHERE NOT EXISTS (SELECT 1 FROM store_trailrecord t WHERE t.object_id = n.case_id || '/' || n.id AND t.deed = 'note-added')",
    "a record without its note": "SELECT count(*) FROM store_trailrecord t WHERE t.deed = 'note-added' AND NOT EXISTS (SELECT 1 FROM store_note n WHERE t.object_id = n.case_id || '/' || n.id)",
    "a gap in the trail": "SELECT count(*) - max(seq) FROM store_trailrecord",
}


class Writer:
    """The process that writes, and what it has acknowledged."""

    def __init__(self, home) -> None:
        command = [sys.executable, WRITER, str(home.folder)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=home.environment, **pipes)
        assert self.process.stdout.readline() == "ready\n"
        self.acknowledged: list[tuple[str, str]] = []

    def round(self, mark: str, enough: int, kill) -> int:
        """Let a child write until it has acknowledged enough; `kill` then ends it, in the middle of what comes next."""
        self.process.stdin.write(f"{mark}\n")
        self.process.stdin.flush()
        before, pid, killed = len(self.acknowledged), None, False
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "gone":
                return len(self.acknowledged) - before
            if word == "pid":
                pid = int(rest)
            elif word in TABLES:
                self.acknowledged.append((word, rest))
            if pid and not killed and len(self.acknowledged) - before >= enough:
                killed = True
                kill(pid)
        raise AssertionError("the writer ended")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=60)


def lost(cursor, acknowledged) -> list[tuple[str, str]]:
    """What was acknowledged and is not there."""
    held = {}
    for word, (table, key) in TABLES.items():
        cursor.execute(f"SELECT {key} FROM {table}")
        held[word] = {row[0] for row in cursor.fetchall()}
    return [(word, key) for word, key in acknowledged if key not in held[word]]


def half_done(cursor) -> list[str]:
    found = []
    for name, question in HALF_DONE.items():
        cursor.execute(question)
        if cursor.fetchone()[0]:
            found.append(name)
    return found


# SQLite


def kills_on_sqlite(home, kills):
    chance, writer = random.Random(kills), Writer(home)

    def kill(pid):
        sleep(chance.random() * 0.04)
        os.kill(pid, signal.SIGKILL)

    for number in range(kills):
        writer.round(f"round-{number}", chance.randint(1, 12), kill)
        with closing(sqlite3.connect(home.database)) as opened:
            cursor = opened.cursor()
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert lost(cursor, writer.acknowledged) == []
            assert half_done(cursor) == []
    writer.close()
    print(f"{kills} kills, {len(writer.acknowledged)} acknowledged, 0 lost")
    assert len(writer.acknowledged) >= kills
    ran = home.command("audit", "verify", home.folder)
    assert ran.returncode == 0, ran.stdout


def test_killing_a_process_on_sqlite_loses_nothing_acknowledged(home):
    kills_on_sqlite(home, 20)


@pytest.mark.prove
def test_killing_a_process_on_sqlite_loses_nothing_acknowledged_in_full(home):
    kills_on_sqlite(home, 200)


# PostgreSQL


def crash(server) -> None:
    """kill -9 the postmaster and every backend, as the machine's own killer might; postmaster.pid is left alone."""
    postmaster = psutil.Process(int((server.folder / "data" / "postmaster.pid").read_text().split()[0]))
    everyone = [postmaster, *postmaster.children(recursive=True)]
    for process in everyone:
        process.kill()
    psutil.wait_procs(everyone, timeout=20)


def kills_on_postgresql(server, home, kills):
    import psycopg

    home.python(MAKE)
    chance, writer, slowest = random.Random(kills), Writer(home), 0.0
    name = home.environment["WARDMOTE_DATABASE_URL"].rpartition("/")[2]
    reached = {"dbname": name, "user": "wardmote", "host": str(server.folder / "socket")}
    with psycopg.connect(**reached) as live:
        for setting in ("synchronous_commit", "fsync", "full_page_writes"):
            assert live.execute(f"SHOW {setting}").fetchone() == ("on",), setting

    def kill(_):
        sleep(chance.random() * 0.1)
        crash(server)

    for number in range(kills):
        writer.round(f"round-{number}", chance.randint(1, 40), kill)
        began = monotonic()
        server.start_again()
        slowest = max(slowest, monotonic() - began)
        with psycopg.connect(**reached) as live, live.cursor() as cursor:
            assert lost(cursor, writer.acknowledged) == []
            assert half_done(cursor) == []
    writer.close()
    print(f"{kills} kills, {len(writer.acknowledged)} acknowledged, 0 lost, ready again within {slowest:.1f} s")
    assert len(writer.acknowledged) >= kills
    ran = home.command("audit", "verify", home.folder)
    assert ran.returncode == 0, ran.stdout


def test_killing_the_server_of_postgresql_loses_nothing_acknowledged(postgres, on_postgres):
    kills_on_postgresql(postgres, on_postgres, 3)


@pytest.mark.prove
def test_killing_the_server_of_postgresql_loses_nothing_acknowledged_in_full(postgres, on_postgres):
    kills_on_postgresql(postgres, on_postgres, 20)
