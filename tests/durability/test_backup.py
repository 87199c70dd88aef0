"""A backup comes back whole, or is refused with the reason and nothing is changed."""

import io
import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from durability.places import Home, Served
from wardmote.web.durability.archive import contents, seal
from wardmote.web.durability.sealed_file import CHUNK, Sealing, Unsealable, Unsealing

KEY, OTHER = bytes(range(32)), bytes(32)


def sealed(data: bytes, key: bytes = KEY) -> bytes:
    file = io.BytesIO()
    sealing = Sealing(file, key)
    sealing.write(data)
    sealing.close()
    return file.getvalue()


def unsealed(file: bytes, *keys: bytes) -> bytes:
    opening = Unsealing(io.BytesIO(file), keys or (KEY,))
    read = b""
    while part := opening.read(50_000):
        read += part
    return read


# The sealed file


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_was_sealed_opens_with_its_key_among_others(size):
    data = random.Random(size).randbytes(size)
    assert unsealed(sealed(data), OTHER, KEY) == data


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_no_bit_can_be_flipped(at, bit):
    file = bytearray(sealed(bytes(3 * CHUNK)))
    file[at % len(file)] ^= 1 << bit
    with pytest.raises(Unsealable):
        unsealed(bytes(file))


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, 10**9))
def test_no_end_can_be_cut(cut):
    file = sealed(bytes(3 * CHUNK))
    with pytest.raises(Unsealable):
        unsealed(file[: cut % len(file)])


def test_chunks_cannot_be_cut_at_their_edge_swapped_repeated_or_added_to():
    file = sealed(bytes(3 * CHUNK))
    start = len(file) - 3 * (CHUNK + 16)
    head, chunks = file[:start], [file[start + n * (CHUNK + 16) : start + (n + 1) * (CHUNK + 16)] for n in range(3)]
    assert head + b"".join(chunks) == file
    for wrong in ([0, 1], [1, 0, 2], [0, 0, 1, 2], [0, 1, 2, 2], [0, 2]):
        with pytest.raises(Unsealable):
            unsealed(head + b"".join(chunks[n] for n in wrong))
    for left in (chunks[:2], []):
        with pytest.raises(Unsealable, match="cut short"):
            unsealed(head + b"".join(left))


def test_another_key_is_named_as_such_and_another_file_too():
    with pytest.raises(Unsealable, match="sealed with another key"):
        unsealed(sealed(b"x"), OTHER)
    with pytest.raises(Unsealable, match="not a sealed file"):
        unsealed(b"PK\x03\x04" + bytes(100))


def test_a_file_is_sealed_in_little_memory(tmp_path):
    """64 MB through a sealed archive, in a process that may hold little more than Python itself."""
    program = """
import io, resource, sys
from pathlib import Path
from wardmote.web.durability.archive import contents, seal
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[2], "w+b") as opened:
    wrote = seal(opened, bytes(32), b"{}", [("database", Path(sys.argv[1]))])
    opened.seek(0)
    assert contents(opened, [bytes(32)]) == wrote
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    big = tmp_path / "big"
    big.write_bytes(bytes(64_000_000))
    ran = subprocess.run(
        [sys.executable, "-c", program, big, tmp_path / "out"], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < 16_000, f"{ran.stdout} KiB more"


def test_an_archive_reads_back_as_it_was_written(tmp_path):
    (tmp_path / "a").write_bytes(os.urandom(200_000))
    file = io.BytesIO()
    wrote = seal(file, KEY, b"{}", [("database", tmp_path / "a")])
    file.seek(0)
    assert contents(file, [KEY]) == wrote
    assert set(wrote) == {"database", "manifest.json"}


# The commands, on SQLite


def rows(file) -> dict[str, list]:
    """Every row of every table."""
    with closing(sqlite3.connect(file)) as opened:
        tables = [
            name
            for (name,) in opened.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name != 'sqlite_sequence'"
            )
        ]
        return {table: sorted(map(repr, opened.execute(f'SELECT * FROM "{table}"'))) for table in tables}


def backed_up(home: Home, name: str = "b"):
    ran = home.command("backup", home.folder, "--to", home.root / name)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "", "quiet in a pipe"
    return home.root / name


def test_everything_comes_back_and_the_restoring_is_in_the_trail(home):
    documents = home.folder / "casebook" / "documents" / "ab"
    documents.mkdir(parents=True)
    (documents / "cd.sealed").write_bytes(os.urandom(300_000))
    before = rows(home.database)
    file = backed_up(home)
    came = home.command("restore", file, home.root / "again")
    assert came.returncode == 0, came.stderr
    there = home.root / "again" / "casebook"
    after = rows(there / "casebook.sqlite3")
    resumed = len(before["store_trailrecord"])
    for table, wanted in before.items():
        had = [row for row in after[table] if row in set(wanted)]
        assert had == wanted, table
    new = {table: len(after[table]) - len(wanted) for table, wanted in before.items()}
    assert {table for table, count in new.items() if count} == {"store_trailrecord", "store_signedhead"}
    (told,) = (row for row in after["store_trailrecord"] if "restored-from-backup" in row)
    assert told.startswith(f"({resumed + 1}, ")
    assert f"'{resumed + 1}'" in told
    assert (there / "documents/ab/cd.sealed").read_bytes() == (documents / "cd.sealed").read_bytes()
    assert {head.name for head in (home.folder / "casebook/heads").iterdir()} <= {
        h.name for h in (there / "heads").iterdir()
    }
    assert {path.stat().st_mode & 0o077 for path in there.rglob("*")} == {0}
    assert [path.name for path in (home.root / "again").iterdir()] == ["casebook"]
    assert sum("backed-up" in row for row in rows(home.database)["store_trailrecord"]) == 1


def test_a_head_signed_after_the_backup_shows_the_gap_and_where(home):
    file = backed_up(home)
    held = home.root / "held"
    home.python("import sys; from pathlib import Path; from wardmote.web.start import start; c = start(Path(sys.argv[1]))\n"
                "from wardmote.web.clock import now; from wardmote.web.heads import sign_today\n"
                "from wardmote.web.store.django_store import DjangoStore as S; sign_today(S(), c, now())")  # fmt: skip
    subprocess.run(["cp", "-r", home.folder / "casebook" / "heads", held], check=True)
    newest = max(json.loads(head.read_text())["seq"] for head in held.iterdir())
    again = home.root / "again"
    assert home.command("restore", file, again).returncode == 0
    ran = home.command("audit", "verify", again)
    assert ran.returncode == 0, ran.stdout
    assert "restored from a backup on" in ran.stdout
    ran = home.command("audit", "verify", again, "--heads", held)
    assert ran.returncode == 1, ran.stdout
    assert f"does NOT hold: record {newest}: the head signed at record {newest} does not match" in ran.stdout


SPOIL = {
    "wrong key": ("sealed with another key", lambda data: data),
    "cut in half": ("cut short", lambda data: data[: len(data) // 2]),
    "last byte gone": ("cut short", lambda data: data[:-1]),
    "a bit flipped": ("changed or damaged", lambda data: data[:9000] + bytes([data[9000] ^ 4]) + data[9001:]),
    "first line": ("not a sealed file", lambda data: b"x" + data[1:]),
    "second line": ("damaged", lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:]),
    "empty": ("not a sealed file", lambda data: b""),
    "zeros after": ("damaged", lambda data: data + bytes(20)),
}


EACH = """
import json, os, sys
from pathlib import Path
from wardmote.errors import WrongUse
from wardmote.web.clock import now
from wardmote.web.durability.restore import restore
folder, said = Path(sys.argv[1]), {}
for file in Path(sys.argv[2]).iterdir():
    os.environ["WARDMOTE_KEY_DIR"] = sys.argv[4 if file.name == "wrong key" else 3]
    try:
        restore(file, folder, now(), lambda _: None)
    except WrongUse as error:
        said[file.name] = str(error)
    assert not folder.exists() or not any(folder.iterdir()), file
print(json.dumps(said))
"""


def test_a_spoilt_backup_is_refused_with_the_reason_and_nothing_is_left(home, tmp_path):
    whole = backed_up(home).read_bytes()
    for how, (_, spoil) in SPOIL.items():
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / how).write_bytes(spoil(whole))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "backup.key").write_text("ab" * 32)
    ran = Home(tmp_path / "back").python(EACH, tmp_path / "files", home.keys, tmp_path / "other")
    told = json.loads(ran.stdout)
    assert set(told) == set(SPOIL)
    for how, (said, _) in SPOIL.items():
        assert said in told[how], how
        assert "Nothing was changed" in told[how]
    ran = home.command("restore", tmp_path / "files" / "a bit flipped", tmp_path / "into")
    assert ran.returncode == 2
    assert "changed or damaged" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not any((tmp_path / "into").iterdir())


def test_restoring_asks_for_an_empty_place_a_file_and_the_key(home, tmp_path):
    file = backed_up(home)
    before = rows(home.database)
    ran = home.command("restore", file, home.folder)
    assert (ran.returncode, rows(home.database)) == (2, before)
    assert "is not empty" in ran.stderr
    assert "there is no file" in home.command("restore", home.root / "none", tmp_path / "x").stderr
    without = home.command("restore", file, tmp_path / "x", WARDMOTE_KEY_DIR=str(tmp_path / "nokeys"))
    assert without.returncode == 2
    assert "holds no backup.key" in without.stderr
    assert not (tmp_path / "nokeys" / "backup.key").exists()


def test_backing_up_names_what_is_wrong(home, tmp_path):
    file = backed_up(home)
    for target, said in (
        (file, "is there already"),
        (tmp_path / "no" / "where", "there is no folder"),
        (home.keys / "b", "lies among the keys"),
    ):
        ran = home.command("backup", home.folder, "--to", target)
        assert (ran.returncode, said in ran.stderr, "Traceback" in ran.stderr) == (2, True, False), ran.stderr
    ran = home.command("backup", tmp_path / "nothing")
    assert ran.returncode == 2
    assert "there is no casebook" in ran.stderr
    assert not (tmp_path / "nothing").exists()
    assert not [*home.folder.rglob("*.part"), *home.folder.rglob(".backing-up-*")]


def test_no_key_and_no_word_of_a_case_lies_open_in_a_backup(home):
    data = backed_up(home).read_bytes()
    for key in home.keys.iterdir():
        assert key.read_bytes().strip() not in data
    for word in (b"Castle Gardens", b"SQLite format 3", b"marlbridge"):
        assert word not in data


def test_a_backup_under_load_holds_whole_records_and_stops_nobody(tmp_path):
    under_load(tmp_path, 1)


@pytest.mark.prove
def test_a_backup_under_load_holds_whole_records_and_stops_nobody_in_full(tmp_path):
    under_load(tmp_path, 5)


def under_load(tmp_path, backups):
    """Notes are added by people while backups are made; each backup is a moment that was."""
    from threading import Event, Thread

    home = Home(tmp_path)
    served = Served(home)
    stop, added = Event(), []
    try:
        person = served.person("priya.nair").open("CSP-26-0002")
        path, there = "/cases/CSP-26-0002/note", len(rows(home.database)["store_note"])
        hidden = person.form(path)
        hidden.pop("once", None)

        def write():
            while not stop.is_set():
                typed = {
                    "text": f"note-{len(added)}-ended",
                    "kind": "fact",
                    "protection": "P1",
                    "data_category": "incident",
                }
                if person.send(path, hidden, **typed)[0] == 302:
                    added.append(typed["text"])

        writer = Thread(target=write)
        writer.start()
        made = []
        for number in range(backups):
            sure = len(added)
            made.append((sure, backed_up(home, f"b{number}")))
        stop.set()
        writer.join()
    finally:
        stop.set()
        served.stop()
    assert len(added) > 5
    print(f"{len(added)} notes were added while {backups} backups were made")
    for sure, file in made:
        again = tmp_path / f"again-{file.name}"
        ran = home.command("restore", file, again)
        assert ran.returncode == 0, ran.stderr
        held = rows(again / "casebook" / "casebook.sqlite3")
        assert len(held["store_note"]) >= there + sure, "a note was acknowledged before the backup and is not in it"
        live = rows(home.database)
        for table in ("store_note", "store_case", "store_trailrecord", "store_trailshown"):
            beyond = set(held[table]) - set(live[table])
            assert all("restored-from-backup" in row or "head-signed" in row for row in beyond), table
        assert sum("note-added" in row for row in held["store_trailrecord"]) == len(held["store_note"])
