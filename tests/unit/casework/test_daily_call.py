"""The daily call: who sees a line, what changes it, what is logged, and when it lapses."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from unit.casework.factories import NOW, SHARING, TODAY, partnership
from wardmote.casework import daily_call
from wardmote.casework.audit import operator_event
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, NotPermitted, WrongEntry
from wardmote.casework.nouns import LAPSED, LONDON
from wardmote.casework.visibility import EVERY_CASE, a_year_before, call_line_visible, call_lines_seen_by

TOMORROW = TODAY + timedelta(days=1)
JOINS = {"R1", "R2", "R3", "R4", "R13"}


@pytest.fixture
def ours():
    made = partnership()
    made.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}))
    return made


def raised(ours, by="council-R2", now=NOW, **how):
    how = {"what": "Stones thrown at buses", "where": "Weir Street", "owner_agency": by.split("-")[0], **how}
    how.setdefault("due", ours.by(by, now).today + timedelta(days=1))
    return daily_call.raise_line(ours.store, ours.by(by, now), **how)


def call_of(ours, by, now=NOW, day=None):
    who = ours.by(by, now)
    return daily_call.read_call(ours.store, who, day or who.today)


@pytest.mark.parametrize("number", range(1, 16))
@pytest.mark.parametrize("agency", ["council", "police", "outsider"])
def test_who_sees_a_line_function_and_filter_alike(ours, agency, number):
    line = raised(ours)
    agreements = ours.store.agreements()
    user = ours.user(f"{agency}-R{number}")
    wanted = f"R{number}" in JOINS and agency != "outsider"
    assert call_line_visible(user, line, agreements, TODAY) is wanted
    seen = ours.store._seen_lines(call_lines_seen_by(user, TODAY))
    assert (seen == [line]) is wanted
    if f"R{number}" in JOINS:
        assert (call_of(ours, user.id).lines != ()) is wanted
    else:
        with pytest.raises(NotPermitted):
            call_of(ours, user.id)


def test_an_agreement_that_is_not_for_the_call_shares_no_line(ours):
    raised(ours)
    ours.save(replace(SHARING, purposes=SHARING.purposes - {"daily-call"}))
    assert call_of(ours, "police-R2").lines == ()
    assert len(call_of(ours, "council-R2").lines) == 1
    ours.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}))
    ours.lapse()
    assert call_of(ours, "police-R2").lines == ()


def test_that_somebody_is_vulnerable_is_shown_to_those_cleared_to_know(ours):
    line = raised(ours, vulnerable=True)
    shown = {
        who: call_of(ours, who).lines[0].vulnerable for who in ("council-R1", "council-R2", "council-R3", "council-R13")
    }
    assert shown == {"council-R1": False, "council-R2": True, "council-R3": True, "council-R13": False}
    changed = daily_call.change_line(
        ours.store,
        ours.by("council-R1"),
        line.reference,
        0,
        what="Stones",
        where="Weir Street",
        owner_agency="council",
        due=TOMORROW,
    )
    assert changed.vulnerable, "whoever does not know it cannot take it away"
    assert not raised(ours, by="council-R1", vulnerable=True).vulnerable


def test_still_open_from_before_stands_first_and_closed_yesterday_is_gone(ours):
    yesterday = NOW - timedelta(days=1)
    old, done = raised(ours, now=yesterday), raised(ours, now=yesterday)
    daily_call.close_line(ours.store, ours.by("police-R1", yesterday), done.reference, 0, outcome="Moved on")
    new = raised(ours)
    assert [line.reference for line in call_of(ours, "police-R2").lines] == [old.reference, new.reference]
    assert [line.reference for line in call_of(ours, "police-R2", day=yesterday.date()).lines] == [
        old.reference,
        done.reference,
    ]


def test_a_line_is_changed_closed_opened_again_against_its_version(ours):
    line = raised(ours)
    by = ours.by("police-R1", NOW + timedelta(hours=5))
    how = {
        "what": "Stones and bottles",
        "where": "Weir Street",
        "owner_agency": "police",
        "owner_person": "police-R2",
        "due": TOMORROW,
    }
    changed = daily_call.change_line(ours.store, by, line.reference, 0, **how)
    assert (changed.what, changed.owner_person, changed.version) == ("Stones and bottles", "police-R2", 1)
    with pytest.raises(EditedMeanwhile):
        daily_call.close_line(ours.store, by, line.reference, 0, outcome="Done")
    closed = daily_call.close_line(ours.store, by, line.reference, 1, outcome="Done")
    assert closed.time_to_resolve == timedelta(hours=5)
    with pytest.raises(NotNow):
        daily_call.change_line(ours.store, by, line.reference, 2, **how)
    again = daily_call.open_again(ours.store, by, line.reference, 2)
    assert again.open and again.time_to_resolve is None
    with pytest.raises(NotNow):
        daily_call.open_again(ours.store, by, line.reference, 3)
    events = [record.event for record in ours.store._records if record.event.object_id == line.reference]
    deeds = [event.deed for event in events if event.action != "consultation"]
    assert deeds == ["call-line-raised", "call-line-changed", "call-line-closed", "call-line-opened-again"]
    assert events[2].fields == ("what", "owner_agency", "owner_person")
    assert "bottles" not in "".join(record.line() for record in ours.store._records)


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"what": " "}, "what"),
        ({"where": ""}, "where"),
        ({"owner_agency": "outsider"}, "owner_agency"),
        ({"owner_agency": "nobody"}, "owner_agency"),
        ({"owner_person": "police-R2"}, "owner_person"),
        ({"owner_person": "council-R12"}, "owner_person"),
        ({"due": TODAY - timedelta(days=1)}, "due"),
    ],
)
def test_what_is_typed_wrong_is_named(ours, wrong, field):
    with pytest.raises(WrongEntry) as refused:
        raised(ours, **wrong)
    assert refused.value.field == field


def test_only_what_changed_is_logged_as_seen(ours):
    first = raised(ours)
    seen = call_of(ours, "police-R1")
    second = raised(ours)
    by = ours.by("police-R1")
    told = daily_call.changes(ours.store, by, TODAY, seen.version)
    assert [line.reference for line in told.lines] == [second.reference]
    assert ours.store.last_record().event.shown == (second.reference,)
    before = ours.store.last_record().seq
    assert daily_call.changes(ours.store, by, TODAY, told.version).lines == ()
    assert ours.store.last_record().seq == before, "nothing was shown, so nothing is logged"
    assert first.changed < second.changed == told.version


def still_works(ours, user_id, day):
    """They hold their roles for another year, and their account has just been opened and attested."""
    user = ours.user(user_id)
    held = tuple(replace(grant, until=date(2028, 3, 31)) for grant in user.role_grants)
    ours.save(replace(user, role_grants=held, attested_on=day, opened_on=day))


def test_a_line_lapses_after_twelve_months(ours):
    line = raised(ours)
    for days, seen in ((365, 1), (366, 0)):
        now = datetime.combine(TODAY + timedelta(days=days), NOW.time(), NOW.tzinfo)
        ours.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}, end=date(2028, 3, 31)))
        still_works(ours, "council-R2", now.date())
        assert len(call_of(ours, "council-R2", now).lines) == seen
        if not seen:
            with pytest.raises(NotFound):
                daily_call.read_line(ours.store, ours.by("council-R2", now), line.reference)


@pytest.mark.parametrize(
    "today, before", [(date(2028, 2, 29), date(2027, 2, 28)), (date(2026, 11, 26), date(2025, 11, 26))]
)
def test_a_year_before(today, before):
    assert a_year_before(today) == before


def test_from_a_line_to_a_case_that_one_sees(ours):
    from unit.casework.factories import case_at

    case = case_at("working", ours)
    hidden = case_at("working", ours, tier="sealed")
    line = raised(ours)
    by = ours.by("council-R2")
    tied = daily_call.tie_to_case(ours.store, by, line.reference, 0, case=case.reference)
    assert tied.case == case.reference
    with pytest.raises(NotNow, match="leads to a case already"):
        daily_call.tie_to_case(ours.store, by, line.reference, 1, case=case.reference)
    with pytest.raises(NotNow):
        daily_call.read_untied(ours.store, by, line.reference)
    other = raised(ours)
    for unseen in (hidden.reference, "CSP-26-9999"):
        with pytest.raises(NotFound):
            daily_call.tie_to_case(ours.store, by, other.reference, 0, case=unseen)


def test_a_case_that_one_does_not_see_is_not_named_on_its_line(ours):
    from unit.casework.factories import case_at

    sealed = case_at("working", ours, tier="sealed")
    line = raised(ours)
    lead = ours.store.standing(sealed.reference, EVERY_CASE).lead_person
    daily_call.tie_to_case(ours.store, ours.by(lead), line.reference, 0, case=sealed.reference)
    assert [each.case for each in call_of(ours, lead).lines] == [sealed.reference]
    assert [each.case for each in call_of(ours, "police-R1").lines] == [""]
    assert daily_call.read_line(ours.store, ours.by("police-R1"), line.reference).case == ""


def test_what_is_out_of_sight_cannot_be_told_to_change(ours):
    """Neither a line nor that an agency has nothing new: the version somebody polls stands still."""
    before = daily_call.newest(ours.store, ours.by("outsider-R2"), TODAY)
    raised(ours)
    daily_call.say_nothing_new(ours.store, ours.by("police-R1"))
    assert daily_call.newest(ours.store, ours.by("outsider-R2"), TODAY) == before
    assert call_of(ours, "outsider-R2").nothing_new == ()
    seen = daily_call.newest(ours.store, ours.by("council-R1"), TODAY)
    assert seen > before
    daily_call.say_nothing_new(ours.store, ours.by("housing-R2"))
    assert daily_call.newest(ours.store, ours.by("police-R1"), TODAY) > seen


def test_the_words_of_a_line_lapse_and_what_is_counted_stays(ours):
    line = raised(ours, vulnerable=True, owner_person="council-R2")
    for days, waiting in ((365, 0), (366, 1)):
        assert ours.store.lines_to_lapse(a_year_before(TODAY + timedelta(days=days))) == waiting
    told = operator_event(NOW, "call-lines-lapsed", "call", "2027-11-26")
    with ours.store.transaction():
        assert ours.store.lapse_call_lines(a_year_before(TODAY + timedelta(days=366)), told) == 1
    assert ours.store._lines[line.reference] == replace(line, **LAPSED)
    assert (line.vulnerable, LAPSED["vulnerable"]) == (True, False)


def test_nothing_new_is_said_once_for_an_agency(ours):
    for person in ("police-R1", "police-R2", "council-R1"):
        daily_call.say_nothing_new(ours.store, ours.by(person))
    assert [said.agency for said in call_of(ours, "police-R1").nothing_new] == ["police", "council"]


def test_nothing_new_is_not_said_beside_a_line_of_ones_own(ours):
    daily_call.say_nothing_new(ours.store, ours.by("council-R2"))
    daily_call.say_nothing_new(ours.store, ours.by("police-R2"))
    raised(ours)
    assert [said.agency for said in call_of(ours, "police-R1").nothing_new] == ["police"], "the line took it back"
    daily_call.raise_line(
        ours.store, ours.by("housing-R2"), what="Bins", where="Weir", owner_agency="housing", due=TODAY
    )
    with pytest.raises(NotNow, match="put a line on the call"):
        daily_call.say_nothing_new(ours.store, ours.by("housing-R2"))


@pytest.mark.parametrize("month, day", [(3, 28), (3, 25), (10, 31), (10, 25)])
def test_the_day_of_a_line_is_a_day_in_london(ours, month, day):
    late = datetime(2027, month, day, 23, 45, tzinfo=LONDON)
    ours.save(replace(SHARING, purposes=SHARING.purposes | {"daily-call"}, end=date(2028, 3, 31)))
    still_works(ours, "council-R2", late.date())
    assert raised(ours, now=late).raised_on == date(2027, month, day)


@pytest.mark.parametrize(
    "reaches", ["tel 07700 900123", "ring 01632 960001", "+44 7700 900123", "write to ada@example.org"]
)
def test_how_to_reach_somebody_is_not_for_everybody_on_the_call(ours, reaches):
    with pytest.raises(WrongEntry, match="Leave out telephone numbers"):
        raised(ours, what=f"Neighbour {reaches}")


@pytest.mark.parametrize(
    "what", ["12 youths, 3 bikes", "Reported 2026-11-27, 0900 to 1000", "Blocks 1 to 24", "UPRN 100012345678"]
)
def test_other_digits_are(ours, what):
    assert raised(ours, what=what).what == what
