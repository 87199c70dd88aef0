"""The operational group: who sees which item, how each ends, who came, and that actions do not get lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import SHARING, TODAY, case_at, partnership
from wardmote.casework import access, case_reviews, closure, my_work, notices, persons, work
from wardmote.casework import operational_group as group
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.errors import NotFound, NotNow, NotPermitted, WrongEntry
from wardmote.casework.looks import open_case
from wardmote.casework.visibility import meetings_seen_by

JOINS, RUNS = {"R2", "R3", "R4", "R13"}, {"R3", "R4", "R13"}
CHAIR = "council-R13"
LATER = TODAY + timedelta(days=7)


@pytest.fixture
def ours():
    return partnership()


def planned(ours, by=CHAIR, on=LATER):
    return group.plan(ours.store, ours.by(by), on=on)


def ended(ours, meeting, item, by=CHAIR, **how):
    told = {"decision": "Visit together", "ends": "act", "owner_agency": "police", "due": LATER} | how
    return group.end_item(ours.store, ours.by(by), meeting.id, item.id, item.version, **told)


def items(ours, meeting, by=CHAIR):
    return group.read_meeting(ours.store, ours.by(by), meeting.id).items


def on_case(ours, case, lead="housing-R3"):
    """The actions of a case that wait, as its lead sees them."""
    actions = open_case(ours.store, ours.by(lead), case, "case-work").actions
    return {action.id: action for action in actions if action.done_on is None}


def about(ours, case):
    """A meeting with one item, about a case that no other action waits on."""
    for action in on_case(ours, case).values():
        work.complete_action(ours.store, ours.by("housing-R3"), case, action.id, outcome="x")
    meeting = planned(ours)
    return meeting, group.add_item(ours.store, ours.by(CHAIR), meeting.id, case=case)


def end_all(ours, meeting):
    for item in items(ours, meeting):
        if not item.ends:
            ended(ours, meeting, item, ends="nothing-more")


@pytest.mark.parametrize("number", range(1, 16))
@pytest.mark.parametrize("agency", ["council", "police", "outsider"])
def test_who_sees_and_runs_a_meeting(ours, agency, number):
    meeting = planned(ours)
    role, user = f"R{number}", ours.user(f"{agency}-R{number}")
    sees = role in JOINS and agency != "outsider"
    assert (ours.store.meetings(meetings_seen_by(user, TODAY)) == [meeting]) is sees
    for deed, may in (
        (lambda by: group.read_meeting(ours.store, by, meeting.id), sees),
        (lambda by: group.add_item(ours.store, by, meeting.id, title="Bins"), role in RUNS and agency == "council"),
        (lambda by: group.take_minutes(ours.store, by, meeting.id), role in RUNS and agency == "council"),
    ):
        try:
            deed(ours.by(user.id))
            did = True
        except (NotFound, NotPermitted):
            did = False
        assert did is may, user.id


def test_an_agreement_that_is_not_for_case_meetings_shares_none(ours):
    meeting = planned(ours)
    ours.save(replace(SHARING, purposes=SHARING.purposes - {"case-meeting"}))
    with pytest.raises(NotFound):
        group.read_meeting(ours.store, ours.by("police-R2"), meeting.id)
    assert [each.agency for each in group.read_meeting(ours.store, ours.by(planned(ours).by), meeting.id).attendance]
    assert [each.agency for each in ours.store.attendance([planned(ours).id])] == ["council"]


def test_the_agenda_is_made_of_what_is_due_with_open_actions_first(ours):
    first = planned(ours, on=TODAY)
    bins = group.add_item(ours.store, ours.by(CHAIR), first.id, title="Bins")
    ended(ours, first, bins, decision="Count them")
    group.close(ours.store, ours.by(CHAIR), first.id)
    due, later = (case_at("working", ours) for _ in range(2))
    lead = ours.by("housing-R3")
    open_case(ours.store, lead, later.reference, "case-work")
    far = {"what": "x", "owner_agency": "housing", "due": TODAY + timedelta(days=90)}
    for action in open_case(ours.store, lead, later.reference).actions:
        work.complete_action(ours.store, lead, later.reference, action.id, outcome="x")
    work.add_action(ours.store, lead, later.reference, **far)
    person = persons.add_person(ours.store, lead, later.reference, role="victim", name="Ada Invented").person
    case_reviews.apply(ours.store, lead, later.reference, Procedure(), person=person, applied_by="self", asks="x")
    agenda = items(ours, planned(ours))
    assert [(item.kind, item.case, item.title) for item in agenda] == [
        ("action", "", "Count them"), ("case", due.reference, ""), ("review", later.reference, ""),
    ]  # fmt: skip
    assert [item.position for item in agenda] == [1, 2, 3]


def test_an_item_about_a_case_is_seen_by_who_sees_the_case_and_by_nobody_else(ours):
    shut = case_at("working", ours, tier="named", by="housing-R2", lead_person="housing-R3").reference
    meeting = group.plan(ours.store, ours.by("housing-R3"), on=LATER)
    assert [item.case for item in items(ours, meeting, "housing-R3")] == [shut]
    for user in (CHAIR, "police-R2", "housing-R2"):
        assert items(ours, meeting, user) == (), user
        if user == CHAIR:
            with pytest.raises(NotPermitted):
                group.end_item(ours.store, ours.by(user), meeting.id, "x", 0, decision="x", ends="nothing-more")
    with pytest.raises(WrongEntry) as wrong:
        group.add_item(ours.store, ours.by(CHAIR), planned(ours).id, case=shut)
    assert wrong.value.field == "case"
    open_case(ours.store, ours.by("housing-R3"), shut, "case-work")
    access.declare_conflict(ours.store, ours.by("housing-R3"), shut, user_id="housing-R3")
    assert items(ours, meeting, "housing-R3") == ()


@pytest.mark.parametrize(
    "how, field",
    [
        ({"decision": " "}, "decision"),
        ({"ends": "later"}, "ends"),
        ({"owner_agency": ""}, "owner_agency"),
        ({"owner_agency": "outsider"}, "owner_agency"),
        ({"owner_person": "council-R2"}, "owner_person"),
        ({"owner_person": "police-R1"}, "owner_person"),
        ({"due": None}, "due"),
        ({"due": TODAY - timedelta(days=1)}, "due"),
    ],
)
def test_an_item_ends_in_a_decision_an_owner_and_a_day(ours, how, field):
    meeting = planned(ours)
    item = group.add_item(ours.store, ours.by(CHAIR), meeting.id, title="Bins")
    with pytest.raises(WrongEntry) as wrong:
        ended(ours, meeting, item, **how)
    assert wrong.value.field == field


def test_a_meeting_closes_once_every_item_has_ended_and_then_stays(ours):
    meeting = planned(ours)
    item = group.add_item(ours.store, ours.by(CHAIR), meeting.id, title="Bins")
    with pytest.raises(NotNow, match="1 items have not ended"):
        group.close(ours.store, ours.by(CHAIR), meeting.id)
    kept = ended(ours, meeting, item, owner_person="police-R2")
    with pytest.raises(NotNow, match="meanwhile"):
        ended(ours, meeting, item)
    again = ended(ours, meeting, kept, ends="nothing-more")
    assert (again.owner_agency, again.due) == ("", None)
    group.close(ours.store, ours.by(CHAIR), meeting.id)
    for deed in (
        lambda: ended(ours, meeting, again),
        lambda: group.add_item(ours.store, ours.by(CHAIR), meeting.id, title="x"),
        lambda: group.keep_attendance(ours.store, ours.by(CHAIR), meeting.id, {"police": "came"}),
        lambda: group.close(ours.store, ours.by(CHAIR), meeting.id),
    ):
        with pytest.raises(NotNow, match="closed"):
            deed()


def test_an_action_is_done_by_its_owner_or_goes_on_in_the_next_meeting_once(ours):
    first = planned(ours, on=TODAY)
    for title in ("Bins", "Lights"):
        ended(ours, first, group.add_item(ours.store, ours.by(CHAIR), first.id, title=title), decision=title)
    group.close(ours.store, ours.by(CHAIR), first.id)
    bins, lights = items(ours, first)
    assert bins.overdue_on(LATER + timedelta(days=1)) and not bins.overdue_on(LATER)
    with pytest.raises(NotPermitted):
        group.action_done(ours.store, ours.by("housing-R2"), first.id, bins.id, outcome="x")
    group.action_done(ours.store, ours.by("police-R2"), first.id, bins.id, outcome="Counted")
    with pytest.raises(NotNow):
        group.action_done(ours.store, ours.by("police-R2"), first.id, bins.id, outcome="Again")
    second = planned(ours)
    taken_up = items(ours, second)
    assert [(item.of, item.title) for item in taken_up] == [(lights.id, "Lights")]
    ended(ours, second, taken_up[0], decision="Ask again", owner_agency="housing")
    group.close(ours.store, ours.by(CHAIR), second.id)
    waiting = group.read_group(ours.store, ours.by("police-R2")).actions
    assert [item.decision for item in waiting] == ["Ask again"], "the earlier one is over"
    assert items(ours, first)[1].done_words == "Ask again"


def test_who_never_comes_stands_first(ours):
    for number in range(3):
        meeting = planned(ours, on=TODAY)
        came = {"council": "came", "police": "came" if number else "apologies", "housing": "absent"}
        group.keep_attendance(ours.store, ours.by(CHAIR), meeting.id, came)
        end_all(ours, meeting)
        group.close(ours.store, ours.by(CHAIR), meeting.id)
    unsaid = planned(ours, on=TODAY)
    end_all(ours, unsaid)
    group.close(ours.store, ours.by(CHAIR), unsaid.id)
    found = group.read_group(ours.store, ours.by("housing-R2")).came
    assert list(found.items()) == [("housing", (0, 3)), ("police", (2, 3)), ("council", (3, 3))]
    with pytest.raises(WrongEntry):
        group.keep_attendance(ours.store, ours.by(CHAIR), planned(ours).id, {"police": "perhaps"})


def test_minutes_are_an_export_that_names_the_cases(ours):
    case = case_at("working", ours).reference
    meeting = planned(ours)
    group.take_minutes(ours.store, ours.by(CHAIR), meeting.id)
    told = ours.store._records[-1].event
    assert (told.action, told.deed, told.shown) == ("export", "minutes-drafted", (case,))


def test_an_action_chases_its_owner_before_on_and_after_its_day(ours):
    meeting = planned(ours, on=TODAY)
    item = group.add_item(ours.store, ours.by(CHAIR), meeting.id, title="Bins")
    ended(ours, meeting, item, owner_person="police-R2", due=LATER, decision="SECRET-DECISION")

    def told(user, on):
        found = notices.told_to(ours.store, ours.user(user), on)
        assert all("SECRET" not in notice.words for notice in found)
        return [notice.id for notice in found if notice.about == "group-action-due"]

    heard = [told("police-R2", LATER + timedelta(days=days)) for days in (-4, -3, -1, 0, 6, 7)]
    assert [len(each) for each in heard] == [0, 1, 1, 1, 1, 1]
    assert heard[1] == heard[2] != heard[3] == heard[4] != heard[5]
    assert told("police-R3", LATER) == told("council-R2", LATER) == [], "somebody else is to do it"
    group.action_done(ours.store, ours.by("police-R2"), meeting.id, item.id, outcome="Counted")
    assert told("police-R2", LATER) == []


def test_what_the_group_decides_about_a_case_is_one_action_on_it_however_often_it_is_kept(ours):
    case = case_at("accepted", ours).reference
    meeting, item = about(ours, case)
    kept = ended(ours, meeting, item, owner_person="police-R2")
    for user in ("housing-R3", "police-R2", "council-R2"):
        (action,) = on_case(ours, case, user).values()
        assert (action.id, action.what, action.due) == (item.id, "Visit together", LATER)
        assert (action.owner_agency, action.owner_person, action.by) == ("police", "police-R2", CHAIR)
    standing = open_case(ours.store, ours.by("housing-R3"), case).case
    assert (standing.status, standing.next_date) == ("working", LATER)
    kept = ended(ours, meeting, kept, owner_person="police-R2")
    kept = ended(ours, meeting, kept, decision="Visit at night", owner_agency="housing", due=LATER + timedelta(days=1))
    (action,) = on_case(ours, case).values()
    assert (action.what, action.owner_agency, action.owner_person) == ("Visit at night", "housing", "")
    assert action.due == LATER + timedelta(days=1)
    group.close(ours.store, ours.by(CHAIR), meeting.id)
    assert len(on_case(ours, case)) == 1
    tasks = my_work.my_work(ours.store, ours.by("housing-R2"))
    assert [task.id for task in (*tasks.soon, *tasks.later)] == [item.id], "one thing to do, not two"
    with pytest.raises(NotNow, match="1 action is not done"):
        closure.close(ours.store, ours.by("housing-R3"), case, outcome="problem-stopped", why="x")


def test_an_action_of_the_group_is_done_on_both_sides_by_whoever_says_so_first(ours):
    case = case_at("working", ours).reference
    meeting, item = about(ours, case)
    ended(ours, meeting, item)
    work.complete_action(
        ours.store, ours.by("police-R2"), case, item.id, outcome="Ada Invented said it is quiet", purpose="case-work"
    )
    (done,) = items(ours, meeting)
    assert (done.done_on, done.done_by, done.done_words) == (TODAY, "police-R2", "Done: see the case.")
    with pytest.raises(NotNow):
        group.action_done(ours.store, ours.by("police-R2"), meeting.id, item.id, outcome="x")
    second = group.add_item(ours.store, ours.by(CHAIR), meeting.id, case=case)
    ended(ours, meeting, second)
    group.action_done(ours.store, ours.by("police-R2"), meeting.id, second.id, outcome="Visited")
    actions = {each.id: each for each in open_case(ours.store, ours.by("housing-R3"), case).actions}
    assert (actions[second.id].done_on, actions[second.id].outcome) == (TODAY, "Visited")
    assert on_case(ours, case) == {} and open_case(ours.store, ours.by("housing-R3"), case).case.next_date is None


def test_nothing_more_to_do_or_taken_up_again_ends_the_action_on_the_case(ours):
    case = case_at("working", ours).reference
    meeting, item = about(ours, case)
    kept = ended(ours, meeting, item)
    ended(ours, meeting, kept, ends="nothing-more", decision="It has stopped")
    assert on_case(ours, case) == {}
    (only,) = (each for each in open_case(ours.store, ours.by("housing-R3"), case).actions if each.id == item.id)
    assert only.outcome == "It has stopped"
    ended(ours, meeting, items(ours, meeting)[0], decision="It has not")
    assert list(on_case(ours, case)) == [item.id], "the same action, open again"
    group.close(ours.store, ours.by(CHAIR), meeting.id)
    later = planned(ours)
    (again,) = items(ours, later)
    assert (again.kind, again.case, again.of) == ("action", case, item.id), "not on the agenda once more as a case due"
    ended(ours, later, again, decision="Ask once more")
    group.close(ours.store, ours.by(CHAIR), later.id)
    assert [(action.id, action.what) for action in on_case(ours, case).values()] == [(again.id, "Ask once more")]


@pytest.mark.parametrize(
    "status, owner, why", [("referred", "police", "is referred"), ("working", "outsider", "not shared")]
)
def test_a_decision_stands_with_the_group_alone_where_the_case_cannot_hold_it(ours, status, owner, why):
    case = case_at(status, ours).reference
    if owner == "outsider":
        meets = replace(
            SHARING, id="isa-2", parties=frozenset({"council", "outsider"}), purposes=frozenset({"case-meeting"})
        )
        ours.save(meets)
    meeting = planned(ours)
    item = group.add_item(ours.store, ours.by(CHAIR), meeting.id, case=case)
    before = open_case(ours.store, ours.by("housing-R3"), case, "case-work").actions
    kept = ended(ours, meeting, item, owner_agency=owner)
    assert kept.waits and why in group.stands_alone(ours.store, ours.by(CHAIR), kept)
    assert open_case(ours.store, ours.by("housing-R3"), case).actions == before
    group.action_done(ours.store, ours.by(CHAIR), meeting.id, item.id, outcome="Visited")


def test_an_agenda_is_brought_up_to_date_and_keeps_what_is_there(ours):
    meeting = planned(ours)
    by_hand = group.add_item(ours.store, ours.by(CHAIR), meeting.id, title="Lights in the park")
    kept = ended(ours, meeting, by_hand)
    assert group.refresh(ours.store, ours.by(CHAIR), meeting.id) == 0, "its own actions are not on its agenda"
    due = case_at("working", ours).reference
    lead = ours.by("housing-R3")
    asking = case_at("working", ours).reference
    work.complete_action(ours.store, lead, asking, next(iter(on_case(ours, asking))), outcome="x")
    person = persons.add_person(ours.store, lead, asking, role="victim", name="Ada Invented").person
    case_reviews.apply(ours.store, lead, asking, Procedure(), person=person, applied_by="self", asks="x")
    assert group.refresh(ours.store, ours.by(CHAIR), meeting.id) == 2
    assert group.refresh(ours.store, ours.by(CHAIR), meeting.id) == 0
    found = items(ours, meeting)
    assert found[0] == kept
    assert [(each.kind, each.case, each.position) for each in found[1:]] == [("case", due, 2), ("review", asking, 3)]
    with pytest.raises(NotPermitted):
        group.refresh(ours.store, ours.by("police-R3"), meeting.id)
    end_all(ours, meeting)
    group.close(ours.store, ours.by(CHAIR), meeting.id)
    with pytest.raises(NotNow, match="closed"):
        group.refresh(ours.store, ours.by(CHAIR), meeting.id)
