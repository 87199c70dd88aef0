"""Directly standardised rates and standardised ratios."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.rates import crude_rate
from wardmote.methods.standardised import directly_standardised_rate, standardised_ratio

COUNTS, PEOPLE, WEIGHTS = (10, 30, 43), (100_000, 150_000, 60_000), (40_000, 45_000, 15_000)


def test_the_worked_standardised_rate() -> None:
    rate = directly_standardised_rate(COUNTS, PEOPLE, WEIGHTS)
    assert rate.value == pytest.approx(23.75)
    assert (round(rate.interval.lower, 4), round(rate.interval.upper, 4)) == (18.8485, 29.5217)
    assert rate.count == 83
    assert round(crude_rate(sum(COUNTS), sum(PEOPLE), 100_000).value, 3) == 26.774


def test_only_the_proportions_of_the_weights_matter() -> None:
    doubled = directly_standardised_rate(COUNTS, PEOPLE, [2 * w for w in WEIGHTS])
    assert doubled.value == pytest.approx(directly_standardised_rate(COUNTS, PEOPLE, WEIGHTS).value)


def test_fewer_than_ten_events_are_refused() -> None:
    directly_standardised_rate((4, 6), (100, 100), (1, 1))
    with pytest.raises(ValueError, match="at least 10 events; there are 9"):
        directly_standardised_rate((4, 5), (100, 100), (1, 1))


@pytest.mark.parametrize(
    ("counts", "people", "weights", "says"),
    [
        ((20, 20), (100, 0), (1, 1), "populations"),
        ((20, 20), (100, 100), (1, -1), "weights"),
        ((20, 20), (100, 100), (0, 0), "weights"),
        ((20, 20), (100, 100, 100), (1, 1), "equally long: counts 2, populations 3, weights 2"),
        ((20, 0.5), (100, 100), (1, 1), "counts"),
        ((20, float("nan")), (100, 100), (1, 1), "missing"),
        ((), (), (), "single row"),
    ],
)
def test_bad_rows_are_refused_by_name(counts: object, people: object, weights: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        directly_standardised_rate(counts, people, weights)  # type: ignore[arg-type]


def test_the_worked_ratio() -> None:
    ratio = standardised_ratio(83, 71.65)
    assert round(ratio.value, 4) == 1.1584
    assert (round(ratio.interval.lower, 4), round(ratio.interval.upper, 4)) == (0.9226, 1.4360)


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="expected must be a number above zero"):
        standardised_ratio(83, 0)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(5, 500), st.integers(1_000, 90_000)), min_size=2, max_size=18))
def test_standardising_to_itself_gives_the_crude_rate_and_its_interval(groups: list[tuple[int, int]]) -> None:
    counts, people = zip(*groups, strict=True)
    own = directly_standardised_rate(counts, people, people)
    crude = crude_rate(sum(counts), sum(people), 100_000)
    assert own.value == pytest.approx(crude.value)
    assert own.interval.lower == pytest.approx(crude.interval.lower)
    assert own.interval.upper == pytest.approx(crude.interval.upper)
