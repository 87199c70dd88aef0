"""Percentage change at a stated dispersion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.percent_change import percent_change, smallest_base_to_tell

counts = st.integers(1, 100_000)


@pytest.mark.parametrize(("dispersion", "lower", "upper"), [(1, -27.4, -14.0), (3, -31.8, -8.4)])
def test_the_worked_fall(dispersion: float, lower: float, upper: float) -> None:
    change = percent_change(1200, 948, dispersion)
    assert round(change.percent, 1) == -21.0
    assert (round(change.interval.lower, 1), round(change.interval.upper, 1)) == (lower, upper)


def test_a_fall_of_21_per_cent_needs_a_base_of_157_or_of_470_when_dispersion_is_3() -> None:
    assert smallest_base_to_tell(0.79) == 157
    assert smallest_base_to_tell(0.79, dispersion=3) == 470


def test_nothing_in_a_period_is_refused() -> None:
    for before, after in ((0, 5), (5, 0)):
        with pytest.raises(ValueError, match="something in both periods"):
            percent_change(before, after)


@pytest.mark.parametrize("dispersion", [0.9, 0, float("nan")])
def test_regularity_cannot_manufacture_significance(dispersion: float) -> None:
    with pytest.raises(ValueError, match="floor it at 1"):
        percent_change(1200, 948, dispersion)


def test_no_change_can_be_told_from_no_change() -> None:
    with pytest.raises(ValueError, match="no base can tell"):
        smallest_base_to_tell(1)


@settings(deadline=None, max_examples=60)
@given(counts, counts, st.floats(1, 20))
def test_the_interval_holds_the_change_and_agrees_with_p(before: int, after: int, dispersion: float) -> None:
    change = percent_change(before, after, dispersion)
    assert change.interval.lower <= change.percent <= change.interval.upper
    assert change.interval.lower > -100
    if abs(change.p - 0.05) > 1e-9:
        assert (change.p < 0.05) == (not change.interval.contains(0))


@settings(deadline=None, max_examples=60)
@given(counts, counts, st.floats(1, 10))
def test_more_dispersion_is_a_wider_interval(before: int, after: int, dispersion: float) -> None:
    narrow, wide = percent_change(before, after, dispersion), percent_change(before, after, dispersion + 1)
    assert wide.interval.lower < narrow.interval.lower and wide.interval.upper > narrow.interval.upper
