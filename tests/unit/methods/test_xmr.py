"""The XmR chart by the Making Data Count rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.xmr import NEAR_LIMIT, ONE_SIDE, OUTSIDE, TREND, xmr_chart

WORKED = (52, 47, 55, 60, 49, 51, 58, 46, 50, 53, 57, 48)
STEADY = (50, 52, 50, 48, 50, 52, 50, 48, 50, 52, 50, 48)


def marked(values: tuple[float, ...], name: str, baseline: int | None = None) -> list[int]:
    return [i for i, names in enumerate(xmr_chart(values, baseline).signals) if name in names]


def test_the_worked_chart() -> None:
    chart = xmr_chart(WORKED)
    assert (round(chart.centre, 4), round(chart.mean_moving_range, 4)) == (52.1667, 6.3636)
    assert (round(chart.lower, 4), round(chart.upper, 4)) == (35.2394, 69.0939)
    assert chart.signals == ((),) * 12
    assert chart.baseline == 12


def test_a_wild_moving_range_is_dropped_once() -> None:
    values = (*STEADY, 150, *STEADY)
    chart = xmr_chart(values)
    assert chart.mean_moving_range == pytest.approx(2)
    assert chart.upper - chart.centre == pytest.approx(5.32)
    assert OUTSIDE in chart.signals[12]


def test_limits_from_a_baseline_are_held_against_every_point() -> None:
    chart = xmr_chart((*STEADY, 80, 50), baseline=12)
    assert (chart.centre, chart.mean_moving_range, chart.baseline) == (50, 2, 12)
    assert OUTSIDE in chart.signals[12] and len(chart.signals) == 14


def test_seven_on_one_side_are_all_marked_and_six_are_not() -> None:
    assert marked((*STEADY, 51, 52, 51, 52, 51, 52, 51), ONE_SIDE, 12) == list(range(12, 19))
    assert marked((*STEADY, 51, 52, 51, 52, 51, 52), ONE_SIDE, 12) == []


def test_a_point_on_the_centre_ends_a_run() -> None:
    assert marked((*STEADY, 51, 52, 51, 50, 51, 52, 51, 52), ONE_SIDE, 12) == []


def test_seven_points_rising_are_a_trend_and_six_or_a_level_step_are_not() -> None:
    assert marked((*STEADY, 47, 48, 49, 50, 51, 52, 53), TREND, 12) == list(range(12, 19))
    assert marked((*STEADY, 48, 49, 50, 51, 52, 53), TREND, 12) == []
    assert marked((*STEADY, 47, 48, 49, 49, 51, 52, 53), TREND, 12) == []
    assert marked((*STEADY, 47.5, 46, 45, 44, 43, 42, 41), TREND, 12) == [9, 10, 11, 12, 13, 14, 15, 16, 17, 18]


def test_two_of_three_near_a_limit_with_all_three_on_that_side() -> None:
    assert marked((*STEADY, 54, 51, 54), NEAR_LIMIT, 12) == [12, 14]
    assert marked((*STEADY, 54, 49, 54), NEAR_LIMIT, 12) == []
    assert marked((*STEADY, 54, 51, 53.5), NEAR_LIMIT, 12) == []


def test_values_that_never_move_raise_no_signal() -> None:
    chart = xmr_chart([7, 7, 7, 7, 7, 7, 7, 7])
    assert (chart.lower, chart.upper) == (7, 7)
    assert chart.signals == ((),) * 8


@pytest.mark.parametrize("baseline", [0, 1, 13])
def test_a_baseline_of_too_few_or_too_many_points_is_refused(baseline: int) -> None:
    with pytest.raises(ValueError, match="Limits need from 2 points to all 12"):
        xmr_chart(WORKED, baseline)


def test_gaps_and_single_points_are_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        xmr_chart([1, float("nan"), 3])
    with pytest.raises(ValueError, match="Limits need"):
        xmr_chart([1])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=40), st.integers(-500, 500))
def test_shifting_every_value_shifts_the_chart_and_turning_it_over_keeps_its_signals(
    values: list[int], shift: int
) -> None:
    here, there = xmr_chart(values), xmr_chart([v + shift for v in values])
    assert (there.centre, there.upper) == pytest.approx((here.centre + shift, here.upper + shift), abs=1e-6)
    assert here.lower <= here.centre <= here.upper
    assert len(here.signals) == len(values)
