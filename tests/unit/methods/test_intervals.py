"""Intervals for one count and one proportion, against the worked numbers and against other implementations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from wardmote.methods.intervals import Interval, byar, poisson_exact, poisson_phe, wilson

few = settings(deadline=None, max_examples=60)
counts = st.integers(min_value=0, max_value=100_000)
levels = st.sampled_from([0.8, 0.95, 0.99, 0.998])


@pytest.mark.parametrize(
    ("successes", "total", "lower", "upper"),
    [(302, 400, 0.710557, 0.794591), (15, 148, 0.062386, 0.160487), (0, 20, 0.0, 0.161125)],
)
def test_wilson_gives_the_worked_limits(successes: int, total: int, lower: float, upper: float) -> None:
    interval = wilson(successes, total)
    assert (round(interval.lower, 6), round(interval.upper, 6)) == (lower, upper)
    assert (interval.level, interval.method) == (0.95, "wilson")


@pytest.mark.parametrize(("count", "lower", "upper"), [(83, 66.1090, 102.8910), (0, 0.0, 3.6889)])
def test_exact_poisson_gives_the_worked_limits(count: int, lower: float, upper: float) -> None:
    interval = poisson_exact(count)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)
    assert interval.method == "exact"


def test_byar_gives_the_worked_limits() -> None:
    ten, eighty_three = byar(10), byar(83)
    assert (round(ten.lower, 5), round(ten.upper, 5)) == (4.78745, 18.39146)
    assert (round(eighty_three.lower, 4), round(eighty_three.upper, 4)) == (66.1069, 102.8922)
    assert ten.method == "byar"


def test_byar_for_no_events_starts_at_zero() -> None:
    assert byar(0).lower == 0
    assert byar(1, level=0.998).lower == 0


def test_the_rule_switches_from_exact_to_byar_at_ten() -> None:
    assert poisson_phe(9) == poisson_exact(9)
    assert poisson_phe(10) == byar(10)


def test_the_design_example_of_an_incident_count() -> None:
    interval = poisson_phe(7386)
    assert (round(interval.lower, 1), round(interval.upper, 1)) == (7218.5, 7556.4)


def test_scaling_multiplies_both_limits_and_keeps_the_rest() -> None:
    assert Interval(2, 6, 0.95, "exact").scaled(0.5) == Interval(1, 3, 0.95, "exact")


@pytest.mark.parametrize("k", [0, -1, float("nan")])
def test_scaling_by_nothing_or_less_is_refused(k: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Interval(2, 6, 0.95, "exact").scaled(k)


@pytest.mark.parametrize("count", [-1, 2.5, float("nan"), float("inf")])
def test_what_is_not_a_count_is_refused(count: float) -> None:
    for method in (poisson_exact, byar, poisson_phe):
        with pytest.raises(ValueError, match="count must be a whole number"):
            method(count)


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_what_is_not_a_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="not 95"):
        poisson_exact(5, level)


@pytest.mark.parametrize(("successes", "total"), [(5, 4), (0, 0), (-1, 4), (1.5, 4)])
def test_what_is_not_a_proportion_is_refused(successes: float, total: float) -> None:
    with pytest.raises(ValueError):
        wilson(successes, total)


@few
@given(counts, levels)
def test_exact_limits_are_where_the_tails_hold_the_right_probability(count: int, level: float) -> None:
    interval, alpha = poisson_exact(count, level), (1 - level) / 2
    assert stats.poisson.cdf(count, interval.upper) == pytest.approx(alpha, rel=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, interval.lower) == pytest.approx(alpha, rel=1e-6)


@few
@given(counts, levels)
def test_count_intervals_hold_the_count_and_rise_with_it(count: int, level: float) -> None:
    for method in (poisson_exact, byar):
        here, next_up = method(count, level), method(count + 1, level)
        assert here.contains(count)
        assert here.lower <= next_up.lower and here.upper < next_up.upper


@few
@given(counts)
def test_a_higher_level_is_wider(count: int) -> None:
    for method in (poisson_exact, byar):
        assert method(count, 0.998).lower <= method(count, 0.95).lower
        assert method(count, 0.998).upper > method(count, 0.95).upper


@few
@given(st.integers(min_value=10, max_value=100_000))
def test_byar_stays_close_to_exact(count: int) -> None:
    assert byar(count).lower == pytest.approx(poisson_exact(count).lower, rel=0.002)
    assert byar(count).upper == pytest.approx(poisson_exact(count).upper, rel=0.002)


@few
@given(st.data(), st.integers(min_value=1, max_value=100_000), levels)
def test_wilson_agrees_with_statsmodels(data: st.DataObject, total: int, level: float) -> None:
    successes = data.draw(st.integers(min_value=0, max_value=total))
    interval = wilson(successes, total, level)
    lower, upper = proportion_confint(successes, total, alpha=1 - level, method="wilson")
    assert (interval.lower, interval.upper) == pytest.approx((lower, upper), abs=1e-9)
    assert interval.contains(successes / total)
    assert 0 <= interval.lower <= interval.upper <= 1
