"""K3: the power is cut at any moment of the application's own SQL. FULL loses nothing acknowledged; NORMAL, the control, does."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import apsw
import pytest

from conftest import ROOT
from durability.power import Disk, Image, Tape
from durability.record import SETTINGS
from wardmote.web.settings.database import PRAGMAS

COMMITS = 90
NAME = "casebook.sqlite3"
STATE = (
    "SELECT (SELECT max(seq) FROM store_trailrecord), (SELECT count(*) FROM store_note), (SELECT count(*) FROM store_case),"
    " (SELECT count(*) FROM store_referral), (SELECT count(*) FROM store_action), (SELECT sum(version) FROM store_case)"
)


@pytest.fixture(scope="module")
def recorded(made, tmp_path_factory):
    """The statements of real verbs, the database before them, and the settings they ran under."""
    place = tmp_path_factory.mktemp("recorded")
    subprocess.run(["cp", "-rp", made.folder, place], check=True)
    before = (place / "marlbridge" / "casebook" / NAME).read_bytes()
    command = [sys.executable, "-m", "durability.record", place / "marlbridge", str(COMMITS), place / "told.json"]
    paths = os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    subprocess.run(command, env={**made.environment, "PYTHONPATH": paths}, check=True, timeout=120)
    return before, json.loads((place / "told.json").read_text())


def replay(recorded, synchronous):
    """The tape of the whole replay, with a mark after each commit, and the state of the database at each mark."""
    before, told = recorded
    tape, files = Tape(), {NAME: bytearray(before)}
    disk = Disk(f"disk-{synchronous}", tape, files)
    states = []
    database = apsw.Connection(NAME, vfs=f"disk-{synchronous}")
    database.execute("PRAGMA locking_mode=EXCLUSIVE")
    for pragma in PRAGMAS.replace("FULL", synchronous).split(";"):
        database.execute(pragma)
    live = {name: database.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}

    def mark():
        states.append(database.execute(STATE).fetchone())
        tape.tell("committed", "", len(states) - 1)

    mark()
    for statement in told["statements"]:
        database.execute(statement)
        if statement.startswith("COMMIT"):
            mark()
    length = len(tape.told)
    database.close()
    disk.unregister()
    del tape.told[length:]
    return live, tape.told, states


def cut(before, told, states, number, place: Path):
    """Cut the power `number` times. How often was something acknowledged lost, and how often was the file damaged?"""
    chance, losses, damaged = Random(number), 0, 0
    for _ in range(number):
        at, image, acknowledged = chance.randrange(len(told)), Image({NAME: before}), 0
        for what, file, where, data in told[:at]:
            if what == "committed":
                acknowledged = where
            else:
                image.take(what, file, where, data)
        for file in place.iterdir():
            file.unlink()
        for file, data in image.cut(chance).items():
            (place / file).write_bytes(data)
        try:
            with closing(sqlite3.connect(place / NAME)) as opened:
                sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                found = opened.execute(STATE).fetchone()
        except sqlite3.DatabaseError:
            sound, found = False, None
        damaged += not sound
        if sound:
            assert found in states, "half of a commit is there"
            losses += states.index(found) < acknowledged
    return losses, damaged


def cuts(recorded, number, tmp_path):
    before, told = recorded
    for synchronous in ("FULL", "NORMAL"):
        live, tape, states = replay(recorded, synchronous)
        place = tmp_path / synchronous
        place.mkdir()
        losses, damaged = cut(before, tape, states, number, place)
        kept = [entry[0] for entry in tape]
        print(
            f"{synchronous}: {number} cuts over {len(states) - 1} commits, {kept.count('wrote')} writes and "
            f"{kept.count('synced')} syncs: {losses} lost something acknowledged, {damaged} damaged"
        )
        assert len(set(states)) > COMMITS
        assert any(entry[:2] == ("wrote", NAME) for entry in tape), "there was no checkpoint"
        if synchronous == "FULL":
            assert live == told["live"], "the settings replayed are the application's own"
            assert (losses, damaged) == (0, 0)
        else:
            assert live == {**told["live"], "synchronous": 1}
            assert losses > number / 4, "the control must fail, or this test proves nothing"


def test_a_power_cut_loses_nothing_acknowledged(recorded, tmp_path):
    cuts(recorded, 40, tmp_path)


@pytest.mark.prove
def test_a_power_cut_loses_nothing_acknowledged_in_full(recorded, tmp_path):
    cuts(recorded, 200, tmp_path)
