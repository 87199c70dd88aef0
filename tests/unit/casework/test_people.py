"""People on cases: in a role that is always said, protected as they must be, seen as notes are, kept from their own."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership
from unit.casework.test_access import (
    AGREEMENTS,
    NOTE_CELLS,
    ONE_CASE,
    PEOPLE,
    READS_UP_TO,
    RELATIONS,
    ROLES,
    store_of,
    user_for,
)
from wardmote.casework import access, looks, notices, persons
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, ProofNeeded, Unsafe, WrongEntry
from wardmote.casework.nouns import ABOUT, PERSON_ROLES, Detail, PersonOnCase, Relation, Sharing, Sought
from wardmote.casework.protection import least
from wardmote.casework.visibility import note_visible, notes_seen_by

BORN = date(1989, 5, 17)
SAFE = "Flat 2, 9 Nowhere Rd, Saltmarsh, ZZ4 4TY"


@pytest.fixture
def ours():
    return partnership()


@pytest.fixture
def case(ours):
    """A case about a victim that housing works on."""
    return case_at("working", ours, kind="victim", by="council-R5").reference


def lead(ours, **how):
    return ours.by("housing-R3", **how)


def victim(ours, case, name="Ada Example", **how):
    return persons.add_person(ours.store, lead(ours), case, role="victim", name=name, birth=BORN, **how).person


def detail(ours, case, person, about="address", value=SAFE, sort="home", **how):
    return persons.add_detail(ours.store, lead(ours), case, person, about=about, value=value, sort=sort, **how)


def opened(ours, case, user="housing-R3"):
    return looks.open_case(ours.store, ours.by(user), case, "case-work")


# What is protected how


def test_what_is_known_of_people_is_protected_by_what_it_could_do():
    everyday = {
        (about, role) for about, role in product(ABOUT, PERSON_ROLES) if least(about, "location", (role,)) == "P1"
    }
    words = ("name", "alias", "birth", "safe-contact")
    assert everyday == {(about, role) for about in words for role in ("suspect", "offender")}
    for kind, role in product(("victim", "offender"), PERSON_ROLES):
        assert {least(about, kind, (role,)) for about in words} == {"P2"}
    for kind, role, about in product(("location", "victim", "offender"), PERSON_ROLES, ("address", "contact")):
        assert least(about, kind, (role,)) == ("P3" if role in ("victim", "reporter") else "P2")
        assert least("address", kind, (role,), "refuge") == least("address", kind, (role,), "safe") == "P3"
    assert least("address", "location", ("suspect", "victim")) == "P3"


def test_a_level_may_be_higher_and_never_lower(ours, case):
    person = victim(ours, case)
    with pytest.raises(WrongEntry, match="P3 or higher"):
        detail(ours, case, person, protection="P2")
    assert detail(ours, case, person).protection == "P3"
    assert detail(ours, case, person, "alias", "Addie", "", protection="P3").protection == "P3"
    assert [d.protection for d in ours.store.details_on(case, person)] == ["P2", "P2", "P3", "P3"]


def test_a_suspect_who_turns_out_a_victim_is_protected_as_one(ours, case):
    part = persons.add_person(ours.store, lead(ours), case, role="suspect", name="Bo Example")
    home = detail(ours, case, part.person)
    assert home.protection == "P2"
    persons.bring_person(ours.store, lead(ours), case, part.person, from_case=case, role="victim")
    assert ours.store.detail(home.id, case).protection == "P3"
    persons.end_role(ours.store, lead(ours), case, part.id)
    roles = {(p.role, p.ended_on) for p in opened(ours, case).people}
    assert roles == {("suspect", TODAY), ("victim", None)}
    with pytest.raises(NotNow, match="ended on 23 November 2026"):
        persons.end_role(ours.store, lead(ours), case, part.id)


# Who sees it


STANDINGS = (("high", "working"), ("standard", "closed"))
"""With the 14 days after a lapse, and without."""


def part_of(number, level, kind, owner, category):
    return PersonOnCase(
        id=f"p{number}", case=ONE_CASE.reference, person=f"p{number}", role="victim", owner_agency=owner, by="x",
        at=NOW, kind=kind, protection=level, data_category=category,
    )  # fmt: skip


def written_on(store, cell, number):
    """A person whose role everybody with any sight of entries sees, with a detail and a relation as the cell says."""
    level, kind, owner, category = cell
    common = {"case": ONE_CASE.reference, "by": "x", "at": NOW, "owner_agency": owner, "kind": kind}
    known = Detail(
        id=f"d{number}",
        person=f"p{number}",
        about="name",
        value="x",
        protection=level,
        data_category=category,
        **common,
    )
    tie = Relation(
        id=f"r{number}",
        one=f"p{number}",
        other=f"p{number}b",
        tie="household",
        protection=level,
        data_category=category,
        **common,
    )
    for who in (f"p{number}", f"p{number}b"):
        plain = replace(part_of(number, "P1", "fact", owner, category), id=who, person=who)
        store._people[who] = plain
    store._details[known.id], store._relations[tie.id] = known, tie
    return known, tie


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_written_of_people_is_seen_as_notes_are(relation):
    """Function and filter, for every role, state, agreement and kind of entry; expected in plain words."""
    checked = seen = 0
    for role, state, agreement, (risk, status) in product(ROLES, PEOPLE, AGREEMENTS, STANDINGS):
        user = user_for(role, relation, state)
        case = replace(ONE_CASE, risk=risk, status=status)
        agreed = replace(AGREEMENTS[agreement], data_categories=frozenset({"incident"}))
        store = store_of([case], [agreed], [], [])
        written = [(cell, *written_on(store, cell, number)) for number, cell in enumerate(NOTE_CELLS)]
        sees = notes_seen_by(user, TODAY)
        details, relations = store._details_seen(case, sees), store._relations_seen(case, sees)
        for (level, kind, owner, category), known, tie in written:
            shared = agreement == "live" or (agreement, risk, status) == ("lapsed 14 days", "high", "working")
            want = (
                state == "active"
                and 1 <= READS_UP_TO.get(role, -1) >= int(level[1])
                and (kind == "fact" or role in ("R2", "R3", "R4"))
                and (
                    owner == user.agency
                    or (shared and category == "incident" and "outsider" not in (owner, user.agency))
                )
            )
            for entry, shown in ((known, details), (tie, relations)):
                assert note_visible(user, case, entry, Sharing((agreed,)), TODAY) == (entry in shown) == want
                checked, seen = checked + 1, seen + want
    assert checked == 15 * 3 * 5 * 2 * 64 * 2
    assert seen > 100


def test_of_a_person_whose_role_is_hidden_nothing_shows(ours, case):
    part = persons.add_person(ours.store, lead(ours), case, role="suspect", name="Cy Example", kind="intelligence")
    detail(ours, case, part.person, "alias", "Cyclone", "")
    advocate = opened(ours, case, "housing-R5")
    assert (advocate.people, advocate.details) == ((), ())
    assert {d.value for d in opened(ours, case).details} == {"Cy Example", "Cyclone"}


def test_a_protected_address_is_masked_and_opened_by_itself_after_a_proof(ours, case):
    person = victim(ours, case)
    home = detail(ours, case, person, uprn="0012345")
    file = opened(ours, case)
    shown = next(d for d in file.details if d.id == home.id)
    assert (shown.value, shown.uprn, shown.masked) == ("", "", True)
    with pytest.raises(ProofNeeded):
        persons.open_detail(ours.store, replace(lead(ours), proven_at=NOW - timedelta(minutes=11)), case, home.id)
    assert persons.open_detail(ours.store, lead(ours), case, home.id).value == SAFE
    last = ours.store.last_record().event
    assert (last.deed, last.object_id, last.fields, last.shown, last.purpose) == (
        "detail-opened", f"{case}/{home.id}", ("address",), (person,), "case-work",
    )  # fmt: skip
    worker = opened(ours, case, "housing-R2")
    assert home.id not in {d.id for d in worker.details}
    with pytest.raises(NotFound):
        persons.open_detail(ours.store, ours.by("housing-R2"), case, home.id)
    assert SAFE not in repr([record.event for record in ours.store._records])


def test_nobody_writes_what_they_could_not_read_back(ours, case):
    person = victim(ours, case)
    opened(ours, case, "housing-R2")
    with pytest.raises(NotPermitted, match="Ask the case lead"):
        persons.add_detail(ours.store, ours.by("housing-R2"), case, person, about="address", value=SAFE, sort="home")


# History, and coming to another case


def test_an_address_ends_and_is_made_sure_of_by_its_owner_or_the_lead(ours, case):
    person = victim(ours, case)
    old = detail(ours, case, person, since=date(2026, 1, 1))
    new = detail(ours, case, person, value="1 Elsewhere St", sort="refuge", since=TODAY)
    with pytest.raises(WrongEntry, match="not before the first"):
        persons.end_detail(ours.store, lead(ours), case, old.id, until=date(2025, 12, 31))
    with pytest.raises(WrongEntry, match="still to come"):
        persons.end_detail(ours.store, lead(ours), case, old.id, until=TODAY + timedelta(days=1))
    persons.end_detail(ours.store, lead(ours), case, old.id, until=TODAY)
    with pytest.raises(NotNow, match="Add what holds now"):
        persons.check_detail(ours.store, lead(ours), case, old.id)
    opened(ours, case, "police-R5")
    with pytest.raises(NotPermitted, match="belongs to another agency"):
        persons.check_detail(ours.store, ours.by("police-R5"), case, new.id)
    assert persons.check_detail(ours.store, lead(ours), case, new.id).checked_on == TODAY
    with pytest.raises(NotFound):
        persons.check_detail(ours.store, lead(ours), case, "nothing")


def test_a_person_comes_to_another_case_by_name_and_never_with_an_address(ours, case):
    person = victim(ours, case)
    detail(ours, case, person)
    detail(ours, case, person, "alias", "Addie", "")
    other = case_at("accepted", ours, by="council-R2").reference
    persons.bring_person(ours.store, lead(ours), other, person, from_case=case, role="reporter", purpose="case-work")
    brought = opened(ours, other).details
    assert [(d.about, d.value, d.owner_agency, d.protection) for d in brought] == [
        ("name", "Ada Example", "housing", "P2"),
        ("birth", "1989-05-17", "housing", "P2"),
        ("alias", "Addie", "housing", "P2"),
    ]
    with pytest.raises(NotNow, match="has this role"):
        persons.bring_person(ours.store, lead(ours), other, person, from_case=case, role="reporter")
    assert ours.store.cases_of(person) == sorted([case, other])
    hidden = case_at("accepted", ours, kind="victim", tier="named", by="council-R5").reference
    persons.add_person(ours.store, lead(ours), hidden, role="victim", name="Di Example")
    secret = ours.store.people_on(hidden)[0].person
    opened(ours, other, "housing-R2")
    for known in (secret, "p-nobody"):
        with pytest.raises(WrongEntry, match="a person of a case you see"):
            persons.bring_person(ours.store, ours.by("housing-R2"), other, known, from_case=hidden, role="witness")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"about": "contact", "value": "123", "sort": "phone"}, "Enter a telephone number, like"),
        ({"about": "contact", "value": "ada@example.com", "sort": "phone"}, "Enter a telephone number, or an email"),
        ({"about": "contact", "value": "01632 960001", "sort": "email"}, "or an email address"),
        ({"about": "address", "value": "1 A St", "sort": "phone"}, "Choose what kind it is"),
        ({"about": "address", "value": "1 A St", "sort": "home", "uprn": "12x"}, "up to 12 digits"),
        ({"about": "safe-contact", "value": "x", "forbids": ["shout"]}, "must not be reached"),
        ({"about": "address", "value": " ", "sort": "home"}, "Enter what you know"),
        ({"about": "shoe size", "value": "9"}, "Choose what you know"),
    ],
)
def test_what_cannot_be_taken_is_said(ours, case, typed, said):
    person = victim(ours, case)
    with pytest.raises(WrongEntry, match=said):
        persons.add_detail(ours.store, lead(ours), case, person, **typed)
    with pytest.raises(WrongEntry, match="in the past"):
        persons.add_person(ours.store, lead(ours), case, role="victim", name="Ed", birth=TODAY + timedelta(days=1))
    with pytest.raises(WrongEntry, match="Choose whether the person is a victim"):
        persons.add_person(ours.store, lead(ours), case, role="", name="Ed")


# Relations and our own people


def test_relations_are_said_once_and_end(ours, case):
    one, other = victim(ours, case), persons.add_person(ours.store, lead(ours), case, role="suspect", name="Fy").person
    made = persons.relate(ours.store, lead(ours), case, one=one, other=other, tie="opposing")
    with pytest.raises(NotNow, match="already"):
        persons.relate(ours.store, lead(ours), case, one=other, other=one, tie="opposing")
    with pytest.raises(WrongEntry, match="two different people"):
        persons.relate(ours.store, lead(ours), case, one=one, other=one, tie="household")
    with pytest.raises(NotFound):
        persons.relate(ours.store, lead(ours), case, one=one, other="nobody", tie="household")
    assert opened(ours, case).relations == (made,)
    persons.end_relation(ours.store, lead(ours), case, made.id)
    with pytest.raises(NotNow, match="ended on"):
        persons.end_relation(ours.store, lead(ours), case, made.id)
    persons.relate(ours.store, lead(ours), case, one=other, other=one, tie="opposing")


def test_opposing_parties_are_marked_where_both_appear(ours, case):
    one, other = victim(ours, case), persons.add_person(ours.store, lead(ours), case, role="suspect", name="Hy").person
    persons.relate(ours.store, lead(ours), case, one=one, other=other, tie="opposing")
    persons.relate(ours.store, lead(ours), case, one=one, other=other, tie="household")
    second = case_at("accepted", ours, kind="victim", by="council-R5").reference
    persons.bring_person(ours.store, lead(ours), second, one, from_case=case, role="victim")
    assert opened(ours, second).relations == ()
    persons.bring_person(ours.store, lead(ours), second, other, from_case=case, role="witness")
    assert [(r.one, r.other, r.tie) for r in opened(ours, second).relations] == [(one, other, "opposing")]


def test_a_user_who_lives_with_a_person_loses_every_case_that_person_is_on_now_and_later(ours, case):
    person = victim(ours, case)
    second, third = (case_at("accepted", ours, kind="victim", by="council-R5").reference for _ in range(2))
    persons.bring_person(ours.store, lead(ours), second, person, from_case=case, role="victim")
    assert opened(ours, case, "housing-R2").people
    with pytest.raises(NotPermitted):
        persons.declare_own_tie(ours.store, ours.by("housing-R2"), case, person, user_id="housing-R3", how="is")
    persons.declare_own_tie(ours.store, lead(ours), case, person, user_id="housing-R2", how="lives-with")
    persons.bring_person(ours.store, lead(ours), third, person, from_case=case, role="victim")
    (told, *_) = [n for n in notices.notices(ours.store, ours.by("housing-R11")) if n.about == "conflict-declared"]
    assert "can no longer open it" in told.words
    assert not any(reference in told.words + told.subject for reference in (case, second, third))
    for reference in (case, second, third):
        with pytest.raises(NotFound):
            opened(ours, reference, "housing-R2")
        assert opened(ours, reference, "housing-R3b").people
    with pytest.raises(WrongEntry, match="Choose the person with the conflict"):
        persons.declare_own_tie(ours.store, lead(ours), case, person, user_id="nobody", how="is")


def test_the_safety_check_knows_every_case_of_a_person_also_the_hidden_ones(ours, case):
    person = victim(ours, case)
    home = detail(ours, case, person)
    hidden = case_at("accepted", ours, kind="victim", tier="named", by="council-R5").reference
    persons.bring_person(ours.store, lead(ours), hidden, person, from_case=case, role="victim", purpose="case-work")
    abuser = persons.add_person(ours.store, lead(ours), hidden, role="suspect", name="Gu Example").person
    persons.relate(ours.store, lead(ours), hidden, one=person, other=abuser, tie="opposing")
    persons.why_not_send(ours.store.known_around(person), home, "letter", TODAY)
    detail(
        ours, hidden, abuser, value="9 Nowhere Road flat 2 zz44ty".replace("9 Nowhere Road flat 2", "2, 9 Nowhere Road")
    )
    with pytest.raises(Unsafe, match="kept apart"):
        persons.why_not_send(ours.store.known_around(person), home, "letter", TODAY)


# Search


def found(ours, user, **sought):
    return [(f.case.reference, f.role) for f in looks.find_people(ours.store, ours.by(user), Sought(**sought))]


def test_people_are_found_only_by_the_exact_value_and_only_where_they_are_seen(ours, case):
    person = victim(ours, case)
    detail(ours, case, person, uprn="0012345")
    hidden = case_at("accepted", ours, kind="victim", tier="named", by="council-R5").reference
    persons.bring_person(ours.store, lead(ours), hidden, person, from_case=case, role="victim", purpose="case-work")
    name = {"name": "EXAMPLE, Ada", "birth": BORN}
    assert found(ours, "housing-R3", **name) == [(case, "victim"), (hidden, "victim")]
    last = ours.store.last_record().event
    assert (last.deed, last.shown, last.action) == ("people-sought", (case, hidden, person), "consultation")
    assert found(ours, "housing-R2", **name) == found(ours, "police-R5", **name) == [(case, "victim")]
    assert found(ours, "outsider-R3", **name) == found(ours, "housing-R13", **name) == []
    assert found(ours, "housing-R3", name="Ada Example", birth=BORN + timedelta(days=1)) == []
    assert found(ours, "housing-R3", name="Ada", birth=BORN) == []
    for place in ({"address": "2/9 nowhere road ZZ44TY"}, {"uprn": "12345"}):
        assert found(ours, "housing-R3", **place) == [(case, "victim")]
        assert found(ours, "housing-R2", **place) == []
    with pytest.raises(WrongEntry, match="date of birth"):
        looks.find_people(ours.store, lead(ours), Sought(name="Ada Example"))
    with pytest.raises(WrongEntry, match="Enter an address"):
        looks.find_people(ours.store, lead(ours), Sought(address=" . "))
    with pytest.raises(NotPermitted):
        looks.find_people(ours.store, ours.by("housing-R14"), Sought(address="1 A St"))


# Who saw this person


def test_who_saw_a_person_is_answered_across_cases_as_far_as_the_asker_may_read_their_logs(ours, case):
    person = victim(ours, case)
    home = detail(ours, case, person)
    police = case_at("accepted", ours, kind="victim", to="police", by="police-R5").reference
    opened(ours, case, "police-R3")
    persons.bring_person(
        ours.store, ours.by("police-R3"), police, person, from_case=case, role="victim", purpose="case-work"
    )
    persons.open_detail(ours.store, lead(ours), case, home.id)
    opened(ours, police, "council-R2")
    found(ours, "police-R2", name="Ada Example", birth=BORN)

    def told(user):
        records = looks.who_saw_person(ours.store, ours.by(user), person)
        return {(r.event.actor, r.event.deed) for r in records if r.event.action == "consultation"}

    everything = told("housing-R14")
    assert everything == {
        ("police-R3", "case-opened"), ("housing-R3", "detail-opened"), ("council-R2", "case-opened"),
        ("police-R2", "people-sought"),
    }  # fmt: skip
    assert told("housing-R11") == everything - {("council-R2", "case-opened")}
    assert told("police-R11") == {("council-R2", "case-opened"), ("police-R2", "people-sought")}
    for nobody, whom in (("council-R11", person), ("housing-R14", "p-nobody")):
        with pytest.raises(NotFound):
            looks.who_saw_person(ours.store, ours.by(nobody), whom)
    with pytest.raises(NotPermitted):
        looks.who_saw_person(ours.store, lead(ours), person)


def test_taking_the_answer_away_needs_a_proof_and_is_an_export_in_the_log(ours, case):
    person = victim(ours, case)
    auditor = ours.by("housing-R14")
    with pytest.raises(ProofNeeded):
        looks.export_who_saw_person(ours.store, replace(auditor, proven_at=None), person)
    assert looks.export_who_saw_person(ours.store, auditor, person)
    last = ours.store.last_record().event
    assert (last.action, last.deed, last.object_id) == ("export", "person-trail-exported", person)


def test_a_conflict_declared_by_hand_still_hides_the_people(ours, case):
    victim(ours, case)
    access.declare_conflict(ours.store, lead(ours), case, user_id="housing-R3b", purpose="case-work")
    assert found(ours, "housing-R3b", name="Ada Example", birth=BORN) == []
