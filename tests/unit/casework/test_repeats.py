"""Repeat people and places: only what chance would not explain, only from what the asker sees."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from scipy import stats

from unit.casework.factories import SHARING, TODAY, case_at, partnership
from wardmote.casework import case_reviews, daily_call, persons, repeats
from wardmote.casework import operational_group as group
from wardmote.casework.errors import NotPermitted, WrongEntry
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import Happening

LEAD = "housing-R3"


def places(counts):
    """So many happenings at each of so many places."""
    return [
        Happening("place", f"place {at}", f"Place {at}", "call", f"DC-26-{at:03}{number}", TODAY)
        for at, count in enumerate(counts)
        for number in range(count)
    ]


@pytest.mark.parametrize("rate", [0.01, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("number", [2, 3, 6])
def test_the_chance_is_that_of_a_poisson_count_without_its_zero(rate, number):
    mean = rate / (1 - stats.poisson.pmf(0, rate))
    assert repeats.rate_behind(mean) == pytest.approx(rate, rel=1e-6)
    wanted = stats.poisson.sf(number - 1, rate) / stats.poisson.sf(0, rate)
    assert repeats.chance_of(number, rate) == pytest.approx(wanted, rel=1e-6, abs=1e-12)


def test_what_comes_by_chance_is_not_called_a_repeat():
    """Of 200 towns where nothing repeats, at most one in twenty or so has a place that is called one."""
    chosen, called = random.Random(7), 0
    for _ in range(200):
        counts = [0] * 400
        for _ in range(160):
            counts[chosen.randrange(400)] += 1
        called += any(one.repeat for one in repeats.found_in(places([count for count in counts if count]), "place"))
    assert called <= 18, "0.05 of 200 is 10; 18 and more would come once in 100 times"


def test_a_place_that_stands_out_is_called_one_and_stands_first():
    found = repeats.found_in(places([1] * 100 + [2] * 3 + [7]), "place")
    assert [(one.number, one.repeat) for one in found] == [(7, True), (2, False), (2, False), (2, False)]
    assert repeats.found_in(places([1, 1]), "place") == [] == repeats.found_in([], "place")


def test_a_victim_and_a_suspect_are_never_counted_together():
    told = [
        Happening("person", "p", "", "case", f"CSP-26-{n}", TODAY, part, "p")
        for n, part in enumerate(("victim", "suspect", "witness"))
    ]
    for kind in repeats.KINDS:
        assert repeats.found_in(told, kind) == []


@pytest.fixture
def ours():
    return partnership()


def filled(ours):
    """One place: two cases, two complaints, a line of its own and a line that led to a case; and forty others."""
    ours.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}))
    lead = ours.by(LEAD)
    first, second = (case_at("working", ours, place="12 Invented  Street.").reference for _ in range(2))
    for ago in (1, 2):
        day = TODAY - timedelta(days=ago)
        open_case(ours.store, lead, first, "case-work")
        case_reviews.add_complaint(ours.store, lead, first, agency="housing", behaviour_on=day, made_on=day)
    told = {"what": "Noise", "owner_agency": "housing", "due": TODAY}
    daily_call.raise_line(ours.store, lead, where="12 invented street", **told)
    tied = daily_call.raise_line(ours.store, lead, where="12 Invented Street", **told)
    daily_call.tie_to_case(ours.store, lead, tied.reference, 0, case=second)
    for number in range(40):
        daily_call.raise_line(ours.store, lead, where=f"{number} Elsewhere Road", **told)
    return first, second


def test_cases_complaints_and_calls_at_one_place_count_once_each(ours):
    first, second = filled(ours)
    (one,) = repeats.read_repeats(ours.store, ours.by(LEAD), "place")
    assert (one.number, one.repeat) == (5, True)
    assert [one.of(source) for source in ("case", "complaint", "call")] == [2, 2, 1]
    assert set(one.references) == {first, second, "DC-26-0001"}
    assert repeats.read_repeats(ours.store, ours.by(LEAD, ours.by(LEAD).now + timedelta(days=40)), "place", 30) == []
    told = [each.event for each in ours.store._records if each.event.deed == "repeats-sought"][-2]
    assert {first, second, "DC-26-0001"} <= set(told.shown)


def test_each_counts_only_what_they_see(ours):
    filled(ours)
    with pytest.raises(NotPermitted):
        repeats.read_repeats(ours.store, ours.by("council-R13"), "place")
    with pytest.raises(WrongEntry):
        repeats.read_repeats(ours.store, ours.by(LEAD), "everything")
    assert repeats.read_repeats(ours.store, ours.by("outsider-R3"), "place") == []
    assert len(repeats.read_repeats(ours.store, ours.by("police-R2"), "place")) == 1
    ours.lapse()
    assert repeats.read_repeats(ours.store, ours.by("police-R2"), "place") == []


def test_one_person_under_two_numbers_is_one(ours):
    cases = [case_at("working", ours, kind="victim", place=f"{n} Apart Lane").reference for n in range(3)]
    for case in cases:
        open_case(ours.store, ours.by(LEAD), case, "case-work")
        persons.add_person(
            ours.store, ours.by(LEAD), case, role="victim", name="Ada Invented", birth=TODAY.replace(year=1980)
        )
    (one,) = repeats.read_repeats(ours.store, ours.by(LEAD), "harmed")
    assert (one.number, one.label) == (3, "")
    assert repeats.read_repeats(ours.store, ours.by(LEAD), "suspected") == []


def test_repeats_come_onto_the_agenda(ours):
    first, second = filled(ours)
    agenda = group.plan(ours.store, ours.by(LEAD), on=TODAY)
    items = group.read_meeting(ours.store, ours.by(LEAD), agenda.id).items
    (item,) = [item for item in items if item.kind == "repeat"]
    assert item.case in (first, second) and item.title == "The place came up 5 times within 90 days"
