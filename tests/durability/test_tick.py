"""`wardmote tick`: each thing once, a clock that jumped stops it, and a file that changed while it rested is refused."""

import random
import sqlite3
import subprocess
from contextlib import closing

import pytest

from wardmote.errors import WrongUse
from wardmote.web.durability.resting import digest_of, refuse_changed, refuse_damaged
from wardmote.web.folder import Casebook

AT = """
import sys
from datetime import timedelta
from pathlib import Path
from wardmote.web import clock
real = clock.now
clock.now = lambda: real() + timedelta(days=float(sys.argv[2]))
from wardmote.cli.tick import run_tick
sys.exit(run_tick(Path(sys.argv[1]), len(sys.argv) > 3))
"""

RAISE = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from wardmote.casework import daily_call
from wardmote.casework.nouns import SignedIn
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore
store = DjangoStore()
by = SignedIn(store.user("priya"), "session", now(), "test")
daily_call.raise_line(store, by, what="Bins on fire", where="Weir", owner_agency="marlbridge", due=by.today)
"""


def count(home, question):
    with closing(sqlite3.connect(home.database)) as opened:
        return opened.execute(question).fetchone()[0]


def test_each_job_is_done_once_and_says_so(home, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    put = str(tmp_path / "elsewhere")
    first = home.command("tick", home.folder, WARDMOTE_BACKUP_TO=put)
    assert (first.returncode, first.stderr) == (0, "")
    assert "MB), read back" in first.stdout
    assert "ended sessions (each time): 0 cleared away" in first.stdout
    assert "notices by e-mail (each time): 0 people written to" in first.stdout
    second = home.command("tick", home.folder, WARDMOTE_BACKUP_TO=put)
    assert "head of the trail (each day): not due: signed today" in second.stdout
    assert "backup (each day): not due: backed up today" in second.stdout
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
    assert "WARDMOTE_BACKUP_TO names no place" in home.command("tick", home.folder).stdout


def test_old_backups_go_but_never_the_newest(home, tmp_path):
    def names():
        return sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".wardmote-backup")

    aged = [f"{home.folder.name}-{moment}.wardmote-backup" for moment in ("2020-01-01T020000Z", "2020-01-02T020000Z")]
    other = "elsewhere-2020-01-01T020000Z.wardmote-backup"
    for name in (*aged, other):
        (tmp_path / name).write_bytes(b"sealed")
    where = {"WARDMOTE_BACKUP_TO": str(tmp_path)}
    assert "old backups (each day): not due" in home.command("tick", home.folder, **where).stdout
    assert len(names()) == 4
    assert (
        "old backups (each day): 2 removed"
        in home.command("tick", home.folder, WARDMOTE_BACKUP_DAYS="35", **where).stdout
    )
    (kept,) = set(names()) - {other}
    assert kept not in aged
    again = home.command("tick", home.folder, WARDMOTE_BACKUP_DAYS="35", **where).stdout
    assert "old backups (each day): not due: none is older" in again
    assert home.command("audit", "verify", home.folder).returncode == 0
    wrong = home.command("tick", home.folder, WARDMOTE_BACKUP_DAYS="soon", **where)
    assert wrong.returncode == 1
    assert "WARDMOTE_BACKUP_DAYS is not a number of days. Write one, like 35" in wrong.stdout
    assert len(names()) == 2


def test_a_day_later_a_head_is_signed_and_written(home):
    before = {head.name for head in (home.folder / "casebook" / "heads").iterdir()}
    ran = home.python(AT, "1")
    assert "head of the trail (each day): signed " in ran.stdout
    (new,) = {head.name for head in (home.folder / "casebook" / "heads").iterdir()} - before
    assert home.command("audit", "verify", home.folder).returncode == 0, new


def test_a_line_of_the_daily_call_lapses_after_a_year(home):
    """Its words and its people go; its agencies and days stay, to be counted."""
    home.python(RAISE)
    early = home.python(AT, "364", "the clock is right")
    assert "lines of the daily call (each time): not due: no line is a year old" in early.stdout
    ran = home.python(AT, "367", "the clock is right")
    assert "1 lines of the daily call lapsed after a year" in ran.stdout
    assert count(home, "SELECT count(*) FROM store_callline WHERE what = '' AND raised_by = ''") == 1
    assert count(home, "SELECT count(*) FROM store_callline WHERE owner_agency = 'marlbridge'") == 1
    assert home.command("audit", "verify", home.folder).returncode == 0


@pytest.mark.parametrize("days", [-0.1, 365 * 30])
def test_a_clock_that_jumped_does_nothing_until_somebody_says_it_is_right(home, days):
    with closing(sqlite3.connect(home.database)) as opened, opened:
        opened.execute(
            "INSERT INTO accounts_signinsession (session_key, session_data, expire_date, name, account, source) VALUES ('ended', 'x', '2001-01-01', '', '', ''), ('alive', 'x', '2040-01-01', '', '', '')"
        )
    digest_of(Casebook(home.folder)).unlink()
    ran = home.python(AT, days, check=False)
    assert ran.returncode == 1
    assert "nothing was done, because the clock reads" in ran.stderr
    assert count(home, "SELECT count(*) FROM accounts_signinsession") == 2
    assert count(home, "SELECT count(*) FROM store_signedhead") == 1
    if days == -0.1:
        assert home.python(AT, days, "right").returncode == 0
        assert count(home, "SELECT count(*) FROM accounts_signinsession") == 1


def test_a_job_that_fails_is_said_and_the_rest_is_done(home):
    ran = home.command("tick", home.folder, WARDMOTE_BACKUP_TO="/nowhere/at/all")
    assert ran.returncode == 1
    assert "backup (each day): FAILED: there is no folder" in ran.stdout
    assert "ended sessions" in ran.stdout


def test_no_casebook_is_said(home, tmp_path):
    ran = home.command("tick", tmp_path / "none")
    assert (ran.returncode, "there is no casebook" in ran.stderr) == (2, True)


# The file at rest


def test_every_flipped_byte_of_a_file_at_rest_is_refused(home):
    flips(home, 60)


@pytest.mark.prove
def test_every_flipped_byte_of_a_file_at_rest_is_refused_in_full(home):
    flips(home, 1000)


def flips(home, number):
    """K6: with the digest none is served; without it, only those in texts that SQLite cannot judge pass its own checks."""
    casebook, chance = Casebook(home.folder), random.Random(number)
    whole = home.database.read_bytes()
    refuse_changed(casebook)
    refuse_damaged(casebook)
    unseen = 0
    for _ in range(number):
        spoilt, at = bytearray(whole), chance.randrange(len(whole))
        spoilt[at] ^= 1 << chance.randrange(8)
        home.database.write_bytes(spoilt)
        with pytest.raises(WrongUse, match="changed or damaged while nobody had it open"):
            refuse_changed(casebook)
        try:
            refuse_damaged(casebook)
        except WrongUse:
            continue
        unseen += 1
    print(f"{number} flips: all refused by the digest; {number - unseen} also by SQLite's own checks")
    assert unseen < number


def test_serving_and_ticking_refuse_a_damaged_file_and_say_how_to_restore(home):
    data = bytearray(home.database.read_bytes())
    data[-2000] ^= 1
    home.database.write_bytes(data)
    for command in (("tick", home.folder), ("serve", home.folder)):
        ran = home.command(*command)
        assert ran.returncode == 2
        assert "wardmote restore FILE NEW_DIR" in ran.stderr
        assert "Traceback" not in ran.stderr
    digest_of(Casebook(home.folder)).unlink()
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    home.database.write_bytes(data)
    ran = home.command("serve", home.folder)
    assert (ran.returncode, "is damaged" in ran.stderr) == (2, True)


def test_a_killed_command_leaves_no_digest_and_the_next_starts(home):
    home.python("import os, sys; from pathlib import Path; from wardmote.web.start import start; start(Path(sys.argv[1]))\n"
                "os._exit(9)", check=False)  # fmt: skip
    casebook = Casebook(home.folder)
    assert not digest_of(casebook).exists()
    assert home.command("tick", home.folder).returncode == 0
    assert digest_of(casebook).exists()


def test_while_somebody_else_has_the_file_open_no_digest_is_written(home):
    program = (
        "import sys; from pathlib import Path; from wardmote.web.start import start; start(Path(sys.argv[1]))\n"
        "from wardmote.web.store.django_store import DjangoStore; DjangoStore().last_record()\n"
        "print('open', flush=True); sys.stdin.readline()"
    )
    import sys

    command = [sys.executable, "-c", program, str(home.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=home.environment, **pipes) as held:
        assert held.stdout.readline() == "open\n"
        assert home.command("tick", home.folder).returncode == 0
        assert not digest_of(Casebook(home.folder)).exists()
        held.communicate("\n")
    assert digest_of(Casebook(home.folder)).exists()
