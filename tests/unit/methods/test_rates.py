"""The crude rate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.intervals import poisson_exact
from wardmote.methods.rates import crude_rate


def test_the_suicide_rate_of_the_worked_example() -> None:
    rate = crude_rate(83, 709_402, per=100_000)
    assert round(rate.value, 2) == 11.70
    assert (round(rate.interval.lower, 2), round(rate.interval.upper, 2)) == (9.32, 14.50)
    assert (rate.count, rate.population, rate.per, rate.interval.method) == (83, 709_402, 100_000, "byar")


def test_a_rate_of_few_events_uses_exact_limits() -> None:
    rate = crude_rate(4, 2_000)
    assert rate.value == 2
    assert rate.interval == poisson_exact(4).scaled(0.5)


@pytest.mark.parametrize("population", [0, -1, float("nan"), float("inf")])
def test_a_population_of_nobody_is_refused(population: float) -> None:
    with pytest.raises(ValueError, match="population must be a number above zero"):
        crude_rate(4, population)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.floats(1, 1e7), st.sampled_from([1, 1_000, 100_000]))
def test_a_rate_lies_within_its_interval_and_turns_back_into_its_count(count: int, people: float, per: int) -> None:
    rate = crude_rate(count, people, per)
    assert rate.interval.contains(rate.value)
    assert rate.value * people / per == pytest.approx(count)
