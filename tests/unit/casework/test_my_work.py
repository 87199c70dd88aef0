"""My work: what is due, overdue, new and owed, from every source; what an agency's people carry; a calendar that counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import NOW, SHARING, TODAY, case_at, partnership
from wardmote.casework import calendar_feed, case_reviews, daily_call, my_work, persons, work
from wardmote.casework import operational_group as group
from wardmote.casework.case_reviews import decisions, letters
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, ProofNeeded
from wardmote.casework.looks import open_case

LEAD = "housing-R3"


@pytest.fixture
def ours():
    made = partnership()
    made.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}))
    return made


@pytest.fixture
def case(ours):
    """A case of housing with an action of its own, due in seven days."""
    return case_at("working", ours, lead_person=LEAD).reference


def filled(ours, case):
    lead = ours.by(LEAD)
    open_case(ours.store, lead, case, "case-work")
    for days, owner, person in (
        (0, "housing", LEAD),
        (1, "housing", "housing-R2"),
        (30, "police", ""),
        (40, "housing", ""),
    ):
        due = TODAY + timedelta(days=days)
        work.add_action(ours.store, lead, case, what=f"in {days}", owner_agency=owner, owner_person=person, due=due)
    told = {"what": "Bins", "where": "Weir", "due": TODAY + timedelta(days=2)}
    daily_call.raise_line(ours.store, ours.by("police-R2"), owner_agency="housing", **told)
    daily_call.raise_line(ours.store, lead, owner_agency="police", **told)
    meeting = group.plan(ours.store, lead, on=TODAY)
    item = group.add_item(ours.store, lead, meeting.id, title="Lights")
    group.end_item(
        ours.store,
        lead,
        meeting.id,
        item.id,
        0,
        decision="Ask",
        ends="act",
        owner_agency="housing",
        due=TODAY + timedelta(days=3),
    )
    person = persons.add_person(ours.store, lead, case, role="victim", name="Ada Invented").person
    case_reviews.apply(ours.store, lead, case, Procedure(), person=person, applied_by="self", asks="x")


def named(tasks):
    return [(task.source, task.what) for task in tasks]


def test_everything_that_is_mine_or_my_agencys_soonest_first(ours, case):
    filled(ours, case)
    found = my_work.my_work(ours.store, ours.by(LEAD))
    assert named(found.soon)[:3] == [("action", "in 0"), ("call-line", "Bins, Weir"), ("group-action", "Ask")]
    assert set(named(found.soon)[3:]) == {("action", "Visit the shops"), ("complaints", "")}
    assert (
        named(found.later) == [("tell-person", ""), ("decide-review", ""), ("action", "in 40")] and found.overdue == ()
    )
    assert named(found.owed) == [("call-line", "Bins, Weir"), ("action", "in 30")]
    assert ("action", "in 1") not in named(found.new), "somebody else of my agency does it"
    late = my_work.my_work(ours.store, ours.by(LEAD, NOW + timedelta(days=4)))
    assert [what for _, what in named(late.overdue)] == ["in 0", "Bins, Weir", "Ask"]
    assert late.new == ()


def test_nobody_is_shown_work_on_what_they_do_not_see(ours, case):
    filled(ours, case)
    assert named(my_work.my_work(ours.store, ours.by("police-R2")).later) == [("action", "in 30")]
    ours.lapse()
    gone = my_work.my_work(ours.store, ours.by("police-R2"))
    assert named((*gone.soon, *gone.later)) == []
    for user in ("housing-R14", "housing-R12", "outsider-R3"):
        found = my_work.my_work(ours.store, ours.by(user))
        assert not any((found.overdue, found.soon, found.later, found.new, found.owed)), user


def test_a_look_at_work_names_its_cases(ours, case):
    filled(ours, case)
    my_work.my_work(ours.store, ours.by("police-R2"))
    (told,) = [r.event for r in ours.store._records if r.event.deed == "work-listed" and r.event.actor == "police-R2"]
    assert told.shown == (case,)


def test_what_the_people_of_an_agency_carry(ours, case):
    filled(ours, case)
    old = replace(ours.store._cases[case], opened_on=TODAY - timedelta(days=100))
    ours.store._cases[case] = old
    found = my_work.loads(ours.store, ours.by(LEAD, NOW + timedelta(days=2)))
    told = {load.person: (load.cases, load.to_do, load.overdue, load.oldest) for load in found.each}
    assert told == {LEAD: (1, 3, 1, 102), "housing-R2": (0, 1, 1, 0), "": (0, 5, 0, 0)}
    assert dict(found.ages) == {"up to 30 days": 0, "31 to 90 days": 0, "91 to 180 days": 1, "more than 180 days": 0}
    for user in ("housing-R2", "housing-R5", "housing-R13"):
        with pytest.raises(NotPermitted):
            my_work.loads(ours.store, ours.by(user))


def test_a_calendar_counts_the_days_of_its_owner_until_it_ends(ours, case):
    filled(ours, case)
    with pytest.raises(ProofNeeded):
        calendar_feed.make_feed(ours.store, replace(ours.by(LEAD), proven_at=None))
    code = calendar_feed.make_feed(ours.store, ours.by(LEAD))
    days = [0, 2, 3, 7, 40]
    assert calendar_feed.due_days(ours.store, code, NOW) == {TODAY + timedelta(days=day): 1 for day in days}
    assert code not in "".join(record.line() for record in ours.store._records)
    assert calendar_feed.feed_of(ours.store, ours.by(LEAD)).digest == calendar_feed.digest_of(code)
    again = calendar_feed.make_feed(ours.store, ours.by(LEAD))
    for gone in (code, "nothing", calendar_feed.digest_of(again)):
        with pytest.raises(NotFound):
            calendar_feed.due_days(ours.store, gone, NOW)
    assert calendar_feed.due_days(ours.store, again, NOW)
    with pytest.raises(NotFound):
        calendar_feed.due_days(ours.store, again, NOW + timedelta(days=366))
    calendar_feed.end_feed(ours.store, ours.by(LEAD))
    with pytest.raises(NotFound):
        calendar_feed.due_days(ours.store, again, NOW)
    with pytest.raises(NotNow):
        calendar_feed.end_feed(ours.store, ours.by(LEAD))


def test_a_calendar_stops_with_the_account(ours, case):
    filled(ours, case)
    code = calendar_feed.make_feed(ours.store, ours.by("police-R2"))
    assert len(calendar_feed.due_days(ours.store, code, NOW)) == 2
    ours.lapse()
    assert len(calendar_feed.due_days(ours.store, code, NOW)) == 1, "the case is out of sight"
    ours.disable("police-R2")
    with pytest.raises(NotFound):
        calendar_feed.due_days(ours.store, code, NOW)


def test_what_a_case_review_asks_of_its_lead_and_of_a_body(ours, case):
    lead = ours.by(LEAD)
    open_case(ours.store, lead, case, "case-work")
    person = persons.add_person(ours.store, lead, case, role="victim", name="Ada Invented").person
    review = case_reviews.apply(ours.store, lead, case, Procedure(), person=person, applied_by="self", asks="x").id

    def theirs(user):
        found = my_work.my_work(ours.store, ours.by(user))
        every = (*found.overdue, *found.soon, *found.later)
        return {task.source for task in every if task.of == review}

    assert theirs(LEAD) == {"tell-person", "decide-review", "complaints"}
    assert theirs("housing-R2") == theirs("police-R2") == {"complaints"}
    letters.tell(ours.store, lead, case, review, how="spoken")
    decisions.decide(ours.store, lead, case, review, Procedure(), met=True, why="She cannot sleep")
    assert theirs(LEAD) == {"tell-person", "hold-review"} and theirs("police-R2") == set(), "no more can be given"
    letters.tell(ours.store, lead, case, review, how="spoken")
    decisions.set_panel(ours.store, lead, case, review, on=TODAY, bodies=["police", "housing"])
    decisions.record_outcome(ours.store, lead, case, review, finding="Nobody spoke")
    decisions.recommend(ours.store, lead, case, review, agency="police", what="Speak")
    decisions.appeal(ours.store, lead, case, review, why="Wrong")
    assert theirs(LEAD) == {"tell-person", "appeal"} and theirs("police-R2") == {"recommendation"}
