"""People, risk and links in each store: the same as in the slow one; sealed on disk; found by marks; keys changed at work."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections

from unit.casework.factories import NOW, case_at, partnership
from wardmote.casework import links, looks, persons, risk
from wardmote.casework.errors import CaseworkError, EditedMeanwhile
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import Sought
from wardmote.web.store.django_store import DjangoStore

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
    around = store.surroundings(ada)
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


# Sealed at rest


def test_nothing_stays_nothing_and_words_come_back(kept):
    ours, (case, *_), _, _ = peopled(kept)
    rows = models.Outcome.objects.using(kept.using)
    field = models.Outcome._meta.get_field("comment")
    assert [field.get_prep_value(value) for value in ("", None)] == ["", None]
    assert [field.from_db_value(value) for value in ("", None)] == ["", None]
    token = field.get_prep_value("Zoë said: ‘no’")
    assert (field.from_db_value(token), "no" in token) == ("Zoë said: ‘no’", False)
    assert list(rows.filter(comment="").values_list("pk")) == []
    assert ours.store.detail(kept.details_on(case, kept.people_on(case)[0].person)[0].id, case).value == "Ada Example"


CANARIES = (
    "CANARY-NAME", "CANARY-ALIAS", "CANARY-ADDRESS", "canary-address", "4815162342", "07700900555", "1977-03-14", "CANARY-NOTE",
    "CANARY-RULE", "CANARY-ACTION", "CANARY-WHY", "CANARY-JUDGED", "CANARY-DECIDED",
)  # fmt: skip


def canaries(store, by):
    """Every sealed column, filled with words that are found again if they stand anywhere in clear."""
    from wardmote.casework import referrals, triage, work

    case = referrals.refer(
        store, by, to=by.user.agency, kind="victim", place="Marlbridge", summary="Told", why="CANARY-WHY"
    ).reference
    second = SignedInAs(store, "ines" if store.user("ines") else "housing-R3b")
    triage.accept(store, second, case, lead_person=second.user.id)
    person = persons.add_person(
        store, second, case, role="victim", name="CANARY-NAME Example", birth=date(1977, 3, 14), purpose="case-work"
    ).person
    for about, value, more in (
        ("alias", "CANARY-ALIAS", {}),
        ("address", "1 CANARY-ADDRESS Street, ZZ1 1ZZ", {"sort": "refuge", "uprn": "4815162342"}),
        ("contact", "07700900555", {"sort": "phone"}),
        ("safe-contact", "CANARY-RULE", {}),
    ):
        persons.add_detail(store, second, case, person, about=about, value=value, **more)
    for level in ("P1", "P2", "P3"):
        work.add_note(store, second, case, text="CANARY-NOTE", protection=level)
    work.add_action(store, second, case, what="CANARY-ACTION", owner_agency=by.user.agency, due=by.today)
    work.record_decision(store, second, case, what="CANARY-DECIDED", why="CANARY-DECIDED")
    risk.assess(store, second, case, tool="dash", score=3, why="CANARY-JUDGED")
    return case


def SignedInAs(store, user):
    from wardmote.casework.nouns import SignedIn

    return SignedIn(store.user(user), f"session of {user}", NOW, "test", proven_at=NOW)


WRITE = """
import sys
from pathlib import Path
from wardmote.web.start import start
start(Path(sys.argv[1]))
from dataclasses import replace
from unit.casework.factories import partnership
from web.test_people_store import SignedInAs, canaries
from wardmote.web.store.django_store import DjangoStore
from django.db import connection
ours = partnership(DjangoStore())
canaries(ours.store, SignedInAs(ours.store, "housing-R3"))
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
    tests = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
    path = os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])
    return {**kept, "WARDMOTE_KEY_DIR": str(tmp_path / "keys"), "PYTHONPATH": path}


def run(environment, *command):
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, timeout=170)
