"""Spans of time: labels, pairing, gaps, working days."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.periods import (
    Period,
    is_like_for_like,
    is_working_day,
    missing_between,
    month_number,
    month_text,
    working_days_after,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2016-01..2016-10", "January to October 2016"),
        ("2016-04..2017-03", "year ending March 2017"),
        ("2016-05..2016-05", "May 2016"),
        ("2014-11..2015-02", "November 2014 to February 2015"),
    ],
)
def test_a_period_is_labelled_as_a_reader_says_it(text: str, label: str) -> None:
    assert Period.parse(text).label == label
    assert str(Period.parse(text)) == text


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period("2016-10", "2016-01")
    with pytest.raises(ValueError, match="is not a month"):
        Period.parse("2016-13")


@given(st.integers(min_value=12 * 1900, max_value=12 * 2100))
def test_month_numbers_round_trip(number: int) -> None:
    assert month_number(month_text(number)) == number


def test_months_pair_only_when_the_calendar_months_agree() -> None:
    assert is_like_for_like(Period.parse("2014-01..2014-10"), Period.parse("2016-01..2016-10"))
    assert not is_like_for_like(Period.parse("2014-01..2014-10"), Period.parse("2016-02..2016-11"))
    assert not is_like_for_like(Period.parse("2014-01..2014-10"), Period.parse("2016-01..2016-09"))


def test_the_gap_between_two_periods_is_named() -> None:
    gap = missing_between(Period.parse("2014-01..2014-11"), Period.parse("2016-01..2016-10"))
    assert str(gap) == "2014-12..2015-12"
    assert missing_between(Period.parse("2015-01..2015-12"), Period.parse("2016-01..2016-10")) is None


def test_days_count_the_leap_day() -> None:
    assert Period.parse("2016-01..2016-10").days - Period.parse("2014-01..2014-10").days == 1
    assert Period.parse("2016-02..2016-02").last_day == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 28), "a Saturday"),
        (date(2026, 11, 29), "a Sunday"),
        (date(2024, 3, 29), "Good Friday"),
        (date(2024, 4, 1), "Easter Monday"),
        (date(2022, 6, 2), "the spring bank holiday, moved to the jubilee"),
        (date(2022, 6, 3), "the jubilee"),
        (date(2022, 9, 19), "the funeral of the Queen"),
        (date(2023, 5, 8), "the coronation"),
        (date(2022, 12, 27), "Christmas Day, which fell on a Sunday"),
        (date(2026, 12, 28), "Boxing Day, which falls on a Saturday"),
        (date(2027, 12, 28), "Boxing Day, which falls on a Sunday after a Saturday"),
        (date(2028, 1, 3), "New Year's Day, which falls on a Saturday"),
    ],
)
def test_nobody_works_on(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2022, 5, 30), "the spring bank holiday moved away from this Monday"),
        (date(2024, 3, 28), "Maundy Thursday"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 3, 17), "St Patrick's Day is kept in Northern Ireland"),
        (date(2026, 11, 30), "St Andrew's Day is kept in Scotland"),
        (date(2026, 1, 2), "the second of January is kept in Scotland"),
    ],
)
def test_people_work_on(day: date, why: str) -> None:
    assert is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "number", "after"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),
        (date(2026, 11, 27), 2, date(2026, 12, 1)),
        (date(2026, 11, 28), 2, date(2026, 12, 1)),
        (date(2024, 3, 28), 2, date(2024, 4, 3)),
        (date(2022, 6, 1), 2, date(2022, 6, 7)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
        (date(2021, 12, 31), 2, date(2022, 1, 5)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(day: date, number: int, after: date) -> None:
    assert working_days_after(day, number) == after


def test_importing_periods_brings_no_calendar_along() -> None:
    said = "import sys, wardmote.periods; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True).stdout == "False\n"
