"""K8: the clock changes, jumps and runs into odd days; no deadline is wrong, nothing ends early, the trail still chains."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from unit.casework.factories import SHARING, setting_up
from wardmote.casework.audit import append, verify_chain
from wardmote.casework.nouns import LONDON, Action, SignedIn, User
from wardmote.web.accounts.limits import over
from wardmote.web.durability.jobs import Moment, clock_fault, run_due
from wardmote.web.folder import Casebook
from wardmote.web.store.django_store import DjangoStore

pytestmark = pytest.mark.django_db(databases=["default", "empty"])
PERSON = User("p", "P", "council")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DAYS = [  # an instant in UTC, and the day it is in London
    ("2026-03-29T00:59:59", "2026-03-29"),  # the last second before summer time
    ("2026-03-29T01:00:00", "2026-03-29"),
    ("2026-03-29T22:59:59", "2026-03-29"),
    ("2026-03-29T23:00:00", "2026-03-30"),  # midnight comes an hour earlier in UTC
    ("2026-10-24T22:59:59", "2026-10-24"),
    ("2026-10-24T23:00:00", "2026-10-25"),
    ("2026-10-25T00:30:00", "2026-10-25"),  # half past one, the first time
    ("2026-10-25T01:30:00", "2026-10-25"),  # and again
    ("2026-10-25T23:59:59", "2026-10-25"),
    ("2026-10-26T00:00:00", "2026-10-26"),
    ("2028-02-28T23:59:59", "2028-02-28"),
    ("2028-02-29T00:00:00", "2028-02-29"),
    ("2028-02-29T23:59:59", "2028-02-29"),
    ("2028-03-01T00:00:00", "2028-03-01"),
    ("2027-02-28T23:59:59", "2027-02-28"),
    ("2027-03-01T00:00:00", "2027-03-01"),
    ("2026-12-31T23:59:59", "2026-12-31"),
    ("2027-01-01T00:00:00", "2027-01-01"),
    ("2038-01-19T03:14:08", "2038-01-19"),  # past what 32 bits count
    ("2056-06-30T22:59:59", "2056-06-30"),
    ("2056-06-30T23:00:00", "2056-07-01"),
]


@pytest.mark.parametrize("instant, day", DAYS)
def test_the_day_and_what_is_due_on_it(instant, day):
    by, today = SignedIn(PERSON, "s", at(instant)), date.fromisoformat(day)
    assert by.today == today
    action = Action(id="a", case="c", owner_agency="x", owner_person="", what="w", due=today, by="p", set_on=today)
    assert not action.overdue_on(by.today), "on its day it is not late"
    assert replace(action, due=today - timedelta(days=1)).overdue_on(by.today)
    agreement = replace(SHARING, start=today, end=today)
    assert agreement.live_on(by.today)
    assert not replace(agreement, end=today - timedelta(days=1)).live_on(by.today)


@pytest.mark.parametrize("change", ["2026-03-29T01:00:00", "2026-10-25T01:00:00"])
def test_a_session_lasts_its_minutes_through_a_change_of_the_clocks(change):
    for minutes_before in (1, 7, 14):
        seen = at(change) - timedelta(minutes=minutes_before)
        session = {"started_at": seen.timestamp(), "seen_at": seen.timestamp()}
        assert not over(session, (seen + timedelta(minutes=14, seconds=59)).timestamp())
        assert over(session, (seen + timedelta(minutes=15)).timestamp())


@pytest.fixture
def moment(tmp_path):
    """A casebook whose trail begins, at a moment that can be moved."""
    store, casebook = DjangoStore("empty"), Casebook(tmp_path)
    casebook.heads.mkdir(parents=True)
    append(store, setting_up("begun", "x"))

    def when(now: datetime) -> Moment:
        return Moment(store, casebook, now, lambda _: None)

    return when


@pytest.mark.parametrize("first", ["2026-03-27", "2026-10-23", "2028-02-27", "2026-12-30"])
@pytest.mark.parametrize("hours", [1, 23])
def test_ticking_through_odd_days_signs_a_head_for_each_and_never_stops(moment, first, hours):
    begun = at(first + "T02:30:00")
    ticks = [begun + timedelta(hours=n) for n in range(0, 5 * 24, hours)]
    for now in ticks:
        ready = moment(now)
        assert clock_fault(ready.store, now) == ""
        assert not any(told.failed for told in run_due(ready))
    heads = moment(begun).store.heads()
    days = [head.day for head in heads]
    assert sorted(set(days)) == sorted({now.astimezone(LONDON).date() for now in ticks})
    assert max(days.count(day) for day in days) <= 3, "three on the day of 25 hours"
    assert verify_chain(moment(begun).store.records_until(), heads).holds
    assert len(list(moment(begun).casebook.heads.iterdir())) == len(heads)


@pytest.mark.parametrize(
    "jump, stops",
    [
        (timedelta(days=1), False),
        (timedelta(hours=36), False),
        (timedelta(hours=36, seconds=1), True),
        (timedelta(days=365 * 30), True),
        (timedelta(seconds=-1), True),
        (timedelta(days=-1), True),
    ],
)
def test_a_jump_of_the_clock_is_told_from_a_day_that_passed(moment, jump, stops):
    begun = at("2026-11-23T09:00:00")
    list(run_due(moment(begun)))
    assert bool(clock_fault(moment(begun).store, begun + jump)) == stops


def test_the_trail_chains_whatever_the_clock_says(moment):
    store = moment(at("2026-11-23T09:00:00")).store
    for when in ("2056-11-23T09:00:00", "2026-11-22T09:00:00", "2026-10-25T01:30:00", "2026-10-25T00:30:00"):
        append(store, setting_up("at", "x", at(when)))
    records = list(store.records_until())
    assert verify_chain(records).holds
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    counted = [record.monotonic for record in records]
    assert counted == sorted(counted), "the machine's own counter tells the order, and no clock moves it"
