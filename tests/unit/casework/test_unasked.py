"""Finding people past the threshold who never asked: none missed, none wrongly named, nobody told who must not be."""

import random
from datetime import timedelta

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership
from wardmote.casework import case_reviews, persons, risk, unasked
from wardmote.casework.case_reviews import decisions
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.errors import NotFound, NotPermitted, WrongEntry
from wardmote.casework.looks import open_case

LEAD, BODIES = "housing-R3", ("council", "police", "housing")
PROCEDURE = Procedure()


class Town:
    """Cases of three agencies, people on them, and the answer: who is past the threshold and never asked."""

    def __init__(self, seed=1):
        self.ours, self.chosen = partnership(), random.Random(seed)
        self.cases = [
            case_at("working", self.ours, kind=kind, lead_person=LEAD).reference
            for kind in ("location", "victim", "location") * 3
        ]
        self.answer, self.number = set(), 0

    def by(self, user=LEAD, case=""):
        who = self.ours.by(user)
        if case:
            open_case(self.ours.store, who, case, "case-work")
        return who

    def person(self, case, birth=None, name="", role="victim"):
        self.number += 1
        name = name or f"Person Invented {self.number}"
        birth = birth or TODAY.replace(year=1980) - timedelta(days=self.number)
        return persons.add_person(self.ours.store, self.by(case=case), case, role=role, name=name, birth=birth).person

    def complain(self, case, person, ago, late=0):
        """A complaint of so many days ago, made so many days after what it is about."""
        made = TODAY - timedelta(days=ago)
        told = {"agency": self.chosen.choice(BODIES), "behaviour_on": made - timedelta(days=late), "made_on": made}
        case_reviews.add_complaint(self.ours.store, self.by(case=case), case, person=person, **told)

    def some_case(self):
        return self.chosen.choice(self.cases)

    def days(self, number, longest=150):
        return self.chosen.sample(range(1, longest), number)

    def apply(self, case, person):
        told = {"person": person, "applied_by": "self", "asks": "x"}
        return case_reviews.apply(self.ours.store, self.by(case=case), case, PROCEDURE, **told)

    def tell(self, case, person, outcome, user=LEAD):
        who = self.by(user, case)
        return unasked.keep_telling(self.ours.store, who, case, person, how="next-contact", outcome=outcome)

    def found(self, user=LEAD):
        return {person for one in unasked.queue(self.ours.store, self.by(user), PROCEDURE) for person in one.people}


def across_bodies(town):
    """Three complaints to whatever bodies, on three cases, under three numbers: one name, one date of birth."""
    town.number += 1
    birth, name = TODAY.replace(year=1970) - timedelta(days=town.number), f"Many Numbers {town.number}"
    people = []
    for case, ago in zip(town.chosen.sample(town.cases, 3), town.days(3), strict=True):
        people.append(town.person(case, birth, name))
        town.complain(case, people[-1], ago)
    return people


def namesakes(town):
    """One name, two dates of birth: two people with too few complaints each."""
    town.number += 1
    name = f"Same Name {town.number}"
    for birth in (TODAY.replace(year=1961), TODAY.replace(year=1999)):
        case = own_case(town)
        person = town.person(case, birth, name)
        for ago in town.days(2):
            town.complain(case, person, ago)
    return []


def own_case(town):
    """A case that nobody else complained on."""
    return case_at("working", town.ours, kind="victim", lead_person=LEAD).reference


def alone(town, number=3, late=0, oldest=0):
    case = own_case(town)
    person = town.person(case)
    for ago in town.days(number - bool(oldest)):
        town.complain(case, person, ago, late)
    if oldest:
        town.complain(case, person, oldest)
    return case, person


def nobody(made):
    """Whoever was planted is not past the threshold."""
    return []


def neighbours(town):
    """Three people with a complaint each about one behaviour: each of them may ask."""
    case = own_case(town)
    people = [town.person(case) for _ in range(3)]
    for person, ago in zip(people, town.days(3), strict=True):
        town.complain(case, person, ago)
    return people


def asked(town):
    case, person = alone(town)
    town.apply(case, person)
    return []


def told(town):
    case, person = alone(town)
    town.tell(case, person, town.chosen.choice(["will-apply", "does-not-want"]))
    return []


def not_reached(town):
    case, person = alone(town)
    town.tell(case, person, "not-reached")
    return [person]


def neighbour_asked(town):
    people = neighbours(town)
    town.apply(town.ours.store.cases_of(people[0])[0], people[0])
    return []


PLANTED = {
    "across bodies": across_bodies,
    "namesakes": namesakes,
    "three": lambda town: [alone(town)[1]],
    "many": lambda town: [alone(town, 7)[1]],
    "two": lambda town: nobody(alone(town, 2)),
    "made too late": lambda town: nobody(alone(town, late=40)),
    "made on the last day": lambda town: [alone(town, late=27)[1]],
    "the oldest lapses today": lambda town: [alone(town, oldest=(TODAY - TODAY.replace(month=5, day=24)).days)[1]],
    "the oldest lapsed yesterday": lambda town: nobody(alone(town, oldest=(TODAY - TODAY.replace(month=5, day=23)).days)),
    "neighbours": neighbours,
    "asked": asked,
    "neighbour asked": neighbour_asked,
    "told": told,
    "not reached": not_reached,
}  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_past_the_threshold_who_never_asked_is_found_and_nobody_else(seed):
    town = Town(seed)
    kinds = [kind for kind in PLANTED for _ in range(2)]
    town.chosen.shuffle(kinds)
    answer = {person for kind in kinds for person in PLANTED[kind](town)}
    found = town.found()
    assert (len(found & answer) / len(found), len(found & answer) / len(answer)) == (1.0, 1.0), found ^ answer
    assert len(answer) >= 20


def test_what_lapses_first_stands_first_with_its_last_day():
    town = Town()
    later, sooner = alone(town)[1], alone(town, oldest=(TODAY - TODAY.replace(month=5, day=30)).days)[1]
    first, second = unasked.queue(town.ours.store, town.by(), PROCEDURE)
    assert (first.people, second.people) == ((sooner,), (later,))
    assert first.until == TODAY.replace(month=11, day=29)
    assert sum(first.bodies.values()) == 3 and first.person_on(first.cases[0]) == sooner


def test_asked_for_once_it_counts_again_only_with_what_came_after():
    town = Town()
    case, person = alone(town, 4)
    review = town.apply(case, person)
    decisions.withdraw(town.ours.store, town.by(case=case), case, review.id, why="x")
    assert town.found() == set()
    asked_before = town.ours.store.asked_for()
    assert [one.covers_case for one in asked_before] == [True]


def test_nobody_is_found_on_a_case_that_the_seeker_does_not_see():
    town = Town()
    _, person = alone(town)
    assert town.found("council-R2") == town.found("police-R5") == {person}
    assert town.found("outsider-R2") == set()
    town.ours.lapse()
    assert town.found("council-R2") == set()
    with pytest.raises(NotPermitted):
        town.found("council-R13")


def flagged(town, person_named=True):
    case, person = alone(town)
    told = {"tool": "dash", "score": 15, "why": "As she told us", "person": person if person_named else ""}
    risk.assess(town.ours.store, town.by(case=case), case, **told)
    return case, person


@pytest.mark.parametrize("named", [True, False])
def test_somebody_judged_for_domestic_abuse_is_their_advocates_to_tell(named):
    town = Town()
    case, person = flagged(town, named)
    assert town.found() == {person}, "the named lead of that case"
    assert town.found("council-R5") == {person}, "an advocate who sees it"
    assert unasked.queue(town.ours.store, town.by("council-R5"), PROCEDURE)[0].for_advocate
    for user in ("housing-R3b", "council-R2", "police-R3"):
        assert town.found(user) == set(), user
        with pytest.raises(NotPermitted, match="already tells them"):
            town.tell(case, person, "will-apply", user)
    assert town.tell(case, person, "will-apply", "council-R5").agency == "council"
    assert town.found() == set()


def test_nothing_is_posted_and_what_is_not_safe_is_not_offered():
    town = Town()
    case, person = alone(town)
    for about, value, more in (
        ("contact", "01632 960 900", {"sort": "phone"}),
        ("contact", "ada@saltmarsh.example", {"sort": "email"}),
        ("address", "2 Invented Street, Saltmarsh", {"sort": "home"}),
        ("safe-contact", "Text only", {"forbids": ["ring"]}),
    ):
        persons.add_detail(town.ours.store, town.by(case=case), case, person, about=about, value=value, **more)
    hand = case_reviews.read(town.ours.store, town.by(case=case), case)[0]
    offered = unasked.ways(town.ours.store, town.by(), hand, person)
    assert [(way.channel, bool(way.why_not)) for way in offered] == [
        ("next-contact", False), ("ring", True), ("text", False), ("visit", False)
    ]  # fmt: skip
    ring, text = offered[1], offered[2]
    with pytest.raises(WrongEntry, match="rules out ringing"):
        unasked.keep_telling(
            town.ours.store, town.by(), case, person, how=f"ring/{ring.detail.id}", outcome="will-apply"
        )
    for wrong in ("letter", "email", "ring", "text/none", "", "visit/" + text.detail.id):
        with pytest.raises(WrongEntry):
            unasked.keep_telling(town.ours.store, town.by(), case, person, how=wrong, outcome="will-apply")
    kept = unasked.keep_telling(
        town.ours.store, town.by(), case, person, how=f"text/{text.detail.id}", outcome="not-reached", words=" Later "
    )
    assert (kept.how, kept.words, kept.on) == ("text", "Later", NOW.date())
    with pytest.raises(NotFound):
        unasked.keep_telling(town.ours.store, town.by(), case, "p-nobody", how="next-contact", outcome="will-apply")


def test_the_look_names_the_cases_and_the_people_found():
    town = Town()
    case, person = alone(town)
    town.found()
    told = [record.event for record in town.ours.store._records if record.event.deed == "complaints-sought"][-1]
    assert set(told.shown) == {case, person}
