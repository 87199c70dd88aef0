"""People, risk and links in each store: the same as in the slow one; sealed on disk; found by marks; keys changed at work."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.db import connections

from unit.casework.factories import NOW, case_at, partnership
from wardmote.casework import links, looks, persons, risk
from wardmote.casework.errors import CaseworkError, EditedMeanwhile
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import Sought
from wardmote.errors import WrongUse
from wardmote.web import key_rotation
from wardmote.web.key_rotation import write_keys
from wardmote.web.keys import SEALS
from wardmote.web.sealing import Seals, search_mark
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore
from web.canaries import CANARIES, canaries, signed_in_as
from web.settings_under_test import POSTGRES

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]
pytestmark = pytest.mark.django_db(databases=["default", *KEPT])
BORN = date(1989, 5, 17)


@pytest.fixture(params=KEPT)
def kept(request):
    return DjangoStore(request.param)


def peopled(store):
    """Two cases about a victim, one of them hidden from most, and one about a place; people, ties, risk, links."""
    ours = partnership(store)
    lead = ours.by("housing-R3")
    case = case_at("working", ours, kind="victim", by="council-R5").reference
    hidden = case_at("working", ours, kind="victim", tier="named", by="council-R5").reference
    place = case_at("working", ours, place="12 Invented Street, ZZ1 1ZZ").reference
    ada = persons.add_person(store, lead, case, role="victim", name="Ada Example", birth=BORN).person
    bo = persons.add_person(store, lead, case, role="suspect", name="Bo Example").person
    persons.add_person(store, lead, case, role="witness", name="Cy Example", kind="intelligence")
    persons.bring_person(store, lead, hidden, ada, from_case=case, role="victim", purpose="case-work")
    persons.bring_person(store, lead, place, bo, from_case=case, role="offender")
    old = persons.add_detail(
        store, lead, case, ada, about="address", value="Flat 2, 9 Nowhere Rd, ZZ4 4TY", sort="home", uprn="00123",
        since=date(2026, 1, 1),
    )  # fmt: skip
    persons.end_detail(store, lead, case, old.id, until=date(2026, 11, 1))
    new = persons.add_detail(store, lead, case, ada, about="address", value="1 Elsewhere St", sort="refuge")
    persons.check_detail(store, lead, case, new.id)
    persons.add_detail(store, lead, case, ada, about="contact", value="01632 960001", sort="phone")
    persons.add_detail(store, lead, case, ada, about="safe-contact", value="Text only.", forbids=["ring", "letter"])
    persons.add_detail(store, lead, case, bo, about="address", value="9 Nowhere Road, ZZ4 4TY", sort="home")
    persons.relate(store, lead, case, one=ada, other=bo, tie="opposing")
    gone = persons.relate(store, lead, case, one=ada, other=bo, tie="household")
    persons.end_relation(store, lead, case, gone.id)
    persons.declare_own_tie(store, lead, case, ada, user_id="police-R2", how="lives-with")
    risk.assess(store, lead, case, tool="dash", score=15, why="Told twice", person=ada)
    risk.assess(store, lead, place, tool="professional-judgement", band="medium", why="Growing")
    links.link_cases(store, lead, case, other=hidden, link="same-people")
    links.link_cases(store, lead, place, other=case, link="related")
    links.place_case(store, lead, place, ward_code="E05000001", ward_name="Weirside", uprn="777")
    links.place_case(store, lead, place, ward_code="E05000001", ward_name="Weirside", uprn="778")
    return ours, (case, hidden, place), {ada: "ada", bo: "bo"}, new.id


VIEWERS = (
    *(f"housing-{role}" for role in ("R1", "R2", "R3", "R5", "R13")),
    "police-R2",
    "police-R5",
    "council-R2",
    "outsider-R3",
)
SOUGHT = (
    Sought(name="Example, ADA", birth=BORN),
    Sought(name="Ada Example", birth=BORN + timedelta(days=1)),
    Sought(address="2/9 nowhere road zz44ty"),
    Sought(address="9 Nowhere Road, ZZ4 4TY"),
    Sought(uprn="123"),
    Sought(uprn="778"),
    Sought(address="12 Invented St ZZ1 1ZZ"),
)


def told(store):
    """What everybody is shown of it all, with people and ids by what they stand for."""
    ours, cases, named, _ = peopled(store)

    def plain(noun, **how):
        return replace(noun, id="", **how)

    shown = {}
    for user in VIEWERS:
        for case in cases:
            try:
                file = looks.open_case(store, ours.by(user), case, "case-work")
            except CaseworkError as refused:
                shown[user, case] = type(refused).__name__
                continue
            shown[user, case] = (
                sorted((named.get(p.person, ""), p.role, p.ended_on, p.version) for p in file.people),
                sorted(repr(plain(d, person=named.get(d.person, ""))) for d in file.details),
                sorted(repr(plain(r, one=named[r.one], other=named[r.other])) for r in file.relations),
                [repr(plain(a, person=named.get(a.person, ""))) for a in file.assessments],
                sorted((link.to.reference, link.link.link) for link in file.links),
                file.site,
                len(store.last_record().event.shown),
            )
        for number, sought in enumerate(SOUGHT):
            try:
                found = looks.find_people(store, ours.by(user), sought)
                shown[user, number] = sorted((f.case.reference, named.get(f.person, ""), f.role) for f in found)
            except CaseworkError as refused:
                shown[user, number] = str(refused)
    ada = next(person for person, name in named.items() if name == "ada")
    for user in ("housing-R11", "housing-R14"):
        records = looks.who_saw_person(store, ours.by(user), ada)
        shown[user, "saw"] = [(r.event.deed, r.event.actor, r.event.object_id[:11]) for r in records]
    around = store.known_around(ada)
    shown["around"] = (len(around.details), len(around.relations))
    return shown


def test_everybody_is_shown_the_same_of_people_by_every_store(kept):
    slow, quick = told(MemoryStore()), told(kept)
    for key in slow:
        assert quick[key] == slow[key], key
    assert len({repr(answer) for answer in slow.values()}) > 12


@pytest.mark.parametrize("kind", ["memory", *KEPT])
def test_promises_every_store_keeps_of_people(kind):
    store = MemoryStore() if kind == "memory" else DjangoStore(kind)
    ours, (case, hidden, _), named, new = peopled(store)
    detail = store.detail(new, case)
    assert (detail.value, detail.checked_on, store.detail(new, hidden)) == ("1 Elsewhere St", NOW.date(), None)
    for save, noun in ((store.save_detail, detail), (store.save_site, store.site("CSP-26-0003"))):
        with pytest.raises(EditedMeanwhile), store.transaction():
            save(replace(noun, version=noun.version - 1), store.last_record().event)
    first = replace(store.site("CSP-26-0003"), version=0)
    with pytest.raises(EditedMeanwhile), store.transaction():
        store.save_site(first, store.last_record().event)
    link = store.links_of(case)[0]
    assert store.link(link.id) == link
    links.unlink_cases(store, ours.by("housing-R3"), case, link.id)
    assert (store.link(link.id), len(store.links_of(case))) == (None, 1)
    assert [tie.user for tie in store.own_ties(next(iter(named)))] == ["police-R2"]
    on_them = {part.person for reference in (case, hidden) for part in store.people_on(reference)}
    assert store.subjects_of({case, hidden, "CSP-26-0999"}) == on_them | {"CSP-26-0999"}
    assert set(named) <= on_them


# Sealed at rest


def test_nothing_stays_nothing_and_words_come_back(kept):
    ours, (case, *_), _, _ = peopled(kept)
    rows = models.Outcome.objects.using(kept.using)
    field = models.Outcome._meta.get_field("comment")
    assert [field.get_prep_value(value) for value in ("", None)] == ["", None]
    assert [field.from_db_value(value) for value in ("", None)] == ["", None]
    token = field.get_prep_value("Zoë said: ‘no’")
    assert (field.from_db_value(token), "said:" in token) == ("Zoë said: ‘no’", False)
    assert list(rows.filter(comment="").values_list("pk")) == []
    written = [detail for part in kept.people_on(case) for detail in kept.details_on(case, part.person)]
    assert "Ada Example" in {ours.store.detail(detail.id, case).value for detail in written}


WRITE = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from dataclasses import replace
from unit.casework.factories import partnership
from web.canaries import canaries, signed_in_as
from wardmote.web.store.django_store import DjangoStore
from django.db import connection
ours = partnership(DjangoStore())
canaries(ours.store, signed_in_as(ours.store, "housing-R3"))
print(Path(sys.argv[1]).joinpath("casebook", "casebook.sqlite3-wal").stat().st_size)
held = b"".join(file.read_bytes() for file in Path(sys.argv[1]).rglob("*") if file.is_file())
sys.stdout.flush()
Path(sys.argv[2]).write_bytes(held)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("VACUUM")
"""


@pytest.fixture
def environment(tmp_path):
    left_out = ("WARDMOTE_FOLDER", "WARDMOTE_DATABASE_URL", "WARDMOTE_PUBLIC_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    return {**kept, "WARDMOTE_KEY_DIR": str(tmp_path / "keys"), "PYTHONPATH": path}


def run(environment, *command):
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, timeout=170)


def test_neither_the_file_nor_its_journal_holds_a_protected_word(tmp_path, environment):
    """Every byte of the partnership folder: the database with its journal as written, and again after a vacuum."""
    folder, held = tmp_path / "marlbridge", tmp_path / "held"
    ran = run(environment, "-c", WRITE, str(folder), str(held))
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout.split()[-1]) > 10_000
    after = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"CSP-26-0001" in after
    assert b"CSP-26-0001" in held.read_bytes()
    for word in CANARIES:
        assert word.encode() not in held.read_bytes(), word
        assert word.encode() not in after, word


@pytest.mark.skipif(not POSTGRES.installed, reason="PostgreSQL is not installed")
def test_no_copy_of_postgresql_holds_a_protected_word():
    store = DjangoStore("postgres")
    partnership(store)
    canaries(store, signed_in_as(store, "housing-R3"))
    copied = b""
    with connections["postgres"].cursor() as cursor:
        for table in connections["postgres"].introspection.table_names():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:  # the cursor reads what this transaction wrote
                copied += b"".join(bytes(row) for row in rows)
    assert b"CSP-26-0001" in copied
    assert [word for word in CANARIES if word.encode() in copied] == []


# Another key


ROTATE = """
import sys, threading
from pathlib import Path
from wardmote.web.start import start
casebook = start(Path(sys.argv[1]))
from itertools import islice
from wardmote.web import key_rotation
from wardmote.web.clock import now
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore
from wardmote.web.sealing import seals
key_rotation.BATCH = 2
steps = key_rotation.rotate(DjangoStore(), casebook, now())
for number in range(int(sys.argv[2])):
    next(steps)
    values = sorted(models.Detail.objects.values_list("value", flat=True))
    assert len(values) == 6 and any("CANARY" in value for value in values), values
    models.Note.objects.filter(protection="P1").update(text=f"CANARY-NOTE while it went on {number}")
print("interrupted")
"""
READ = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from wardmote.web.store import models
print(sorted(models.Detail.objects.values_list("value", flat=True)), models.Note.objects.get(protection="P1").text)
"""


def test_a_change_of_keys_goes_on_under_reads_and_writes_and_after_an_interruption(tmp_path, environment):
    folder, keys = tmp_path / "marlbridge", tmp_path / "keys"
    assert run(environment, "-c", WRITE, str(folder), str(tmp_path / "held")).returncode == 0
    before = run(environment, "-c", READ, str(folder)).stdout
    first = (keys / SEALS).read_text().split()
    interrupted = run(environment, "-c", ROTATE, str(folder), "9")
    assert interrupted.stdout.strip() == "interrupted", interrupted.stderr
    both = (keys / SEALS).read_text().split()
    assert (len(both), both[1:]) == (2, first)
    ended = run(environment, "-m", "wardmote.cli", "keys", "rotate", str(folder))
    assert ended.returncode == 0, ended.stderr
    assert "Going on with a change of keys that was interrupted." in ended.stdout
    assert (keys / SEALS).read_text().split() == both[:1]
    assert (keys / "seals.retired").read_text().split() == first
    assert (keys / SEALS).stat().st_mode & 0o077 == 0
    after = run(environment, "-c", READ, str(folder)).stdout
    assert after.partition("]")[0] == before.partition("]")[0]
    assert "while it went on 8" in after
    again = run(environment, "-m", "wardmote.cli", "keys", "rotate", str(folder))
    assert "Going on" not in again.stdout
    assert (keys / "seals.retired").read_text().split() == [*first, *both[:1]]
    verified = run(environment, "-m", "wardmote.cli", "audit", "verify", str(folder))
    assert "holds" in verified.stdout, verified.stderr


def test_readers_follow_a_key_they_did_not_know_and_a_lost_key_is_not_guessed(tmp_path):
    seals, elsewhere = Seals(tmp_path), Seals(tmp_path)
    token = seals.seal("words")
    assert elsewhere.open(token) == "words"
    old = (tmp_path / SEALS).read_text()
    (tmp_path / SEALS).write_text(Fernet.generate_key().decode() + "\n" + old)
    fresh = Seals(tmp_path).seal("newer")
    assert (elsewhere.open(fresh), elsewhere.open(token)) == ("newer", "words")
    (tmp_path / SEALS).write_text(Fernet.generate_key().decode())
    with pytest.raises(InvalidToken):
        Seals(tmp_path).open(token)


def test_many_readers_at_once_while_the_key_changes(tmp_path):
    """Threads that read one value all the time, through four changes of key with the old one kept until resealed."""
    seals, failed, done = Seals(tmp_path), [], threading.Event()
    tokens = [seals.seal("words")]

    def read():
        while not done.is_set():
            try:
                assert seals.open(tokens[0]) == "words"
            except Exception as error:
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(4):
        keys = (tmp_path / SEALS).read_text().split()
        write_keys(tmp_path / SEALS, [Fernet.generate_key().decode(), *keys])
        tokens[0] = seals.seal("words")
        write_keys(tmp_path / SEALS, (tmp_path / SEALS).read_text().split()[:1])
    done.set()
    for reader in readers:
        reader.join()
    assert failed == []


def test_documents_are_sealed_again_and_one_being_written_is_left(tmp_path, monkeypatch):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    file = tmp_path / "documents" / "d1"
    file.parent.mkdir()
    file.write_bytes(b"\n".join(Fernet(old).encrypt(piece) for piece in (b"one", b"two")) + b"\n")
    with pytest.raises(WrongUse, match="d1 is just being written"):
        key_rotation._documents(tmp_path / "documents", [new, old])
    monkeypatch.setattr(key_rotation, "STILL_BEING_WRITTEN", -1)
    assert key_rotation._documents(tmp_path / "documents", [new, old]).resealed == 1
    assert [Fernet(new).decrypt(line) for line in file.read_bytes().split()] == [b"one", b"two"]
    assert key_rotation._documents(tmp_path / "documents", [new, old]).resealed == 0
    assert key_rotation._documents(tmp_path / "none", [new]).resealed == 0


# Marks, and the log of a person among many records


def test_a_mark_needs_its_key_and_says_nothing_without_it(monkeypatch, tmp_path):
    mine = search_mark("name", "ada example")
    assert mine == search_mark("name", "ada example") != search_mark("alias", "ada example")
    assert (len(mine), search_mark("name", "")) == (64, "")
    monkeypatch.setenv("WARDMOTE_KEY_DIR", str(tmp_path))
    assert search_mark("name", "ada example") != mine


def test_who_saw_a_person_reads_an_index_and_never_the_whole_log(kept):
    """What the database says it would do, on each: no table of the trail is gone through from end to end."""
    connection = connections[kept.using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    showed = models.TrailShown.objects.using(kept.using).filter(reference="p1").values("record_id")
    plan = models.TrailRecord.objects.using(kept.using).filter(seq__in=showed).order_by("seq").explain()
    assert "SCAN store_trail" not in plan, plan
    assert "Seq Scan" not in plan, plan


COUNTED = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199999)"
MANY_RECORDS = f"""
INSERT INTO store_trailrecord (seq, at, actor, agency, roles, session, source, action, deed, object_type, object_id,
  fields, purpose, gateway, agreement, outcome, recipients, shown, monotonic, previous, hash)
{COUNTED} SELECT %s + i, %s, 'x', 'police', '[]', '', '', 'consultation', 'case-opened', 'case',
  CASE WHEN i %% 500 = 0 THEN %s ELSE 'CSP-27-' || i END, '[]', '', '', '', 'allow', '[]', '[]', 0, '', '' FROM n
"""
MANY_SHOWN = f"""
INSERT INTO store_trailshown (record_id, reference)
{COUNTED} SELECT %s + i, CASE WHEN i %% 500 = 0 THEN %s ELSE 'p' || (i %% 9999) END FROM n
"""


@pytest.mark.prove
def test_who_saw_a_person_among_200_000_records(kept):
    """The time is printed, for the machine may be busy; what is asserted is that the answer is whole."""
    ours, (case, *_), named, _ = peopled(kept)
    person = next(iter(named))
    last = kept.last_record()
    with connections[kept.using].cursor() as cursor:
        cursor.execute(MANY_RECORDS, [last.seq + 1, NOW, case])
        cursor.execute(MANY_SHOWN, [last.seq + 1, person])
    begun = time.perf_counter()
    records = looks.who_saw_person(kept, ours.by("housing-R14"), person)
    print(f"{kept.using}: {len(records)} of 200,000 records in {time.perf_counter() - begun:.3f} s")
    assert sum(record.event.actor == "x" for record in records) == 400
