"""Spans of time: labels, pairing, gaps, working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardmote.periods import (
    Period,
    is_like_for_like,
    missing_between,
    month_number,
    month_text,
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
