"""Why a total moved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.decomposition import category_contributions, two_factor_change

amounts = st.floats(min_value=0, max_value=1e6)


def test_the_worked_fall_is_a_rise_by_population_and_a_larger_fall_by_rate() -> None:
    change = two_factor_change(100, 110, 50, 40)
    assert (change.population_part, change.rate_part, change.total) == (450, -1050, -600)


def test_category_contributions_add_up_to_the_whole_change() -> None:
    points = category_contributions([60, 30, 10], [50, 42, 4])
    assert points == pytest.approx([-10, 12, -6])
    assert points.sum() == pytest.approx(-4)


@pytest.mark.parametrize(("before", "after"), [([0, 0], [1, 2]), ([1, 2], [1]), ([1, -2], [1, 2]), ([], [])])
def test_categories_without_a_base_or_a_match_are_refused(before: list[int], after: list[int]) -> None:
    with pytest.raises(ValueError):
        category_contributions(before, after)


@pytest.mark.parametrize("rate", [-1, float("nan"), float("inf")])
def test_a_factor_that_is_no_amount_is_refused(rate: float) -> None:
    with pytest.raises(ValueError):
        two_factor_change(100, 110, 50, rate)


@settings(deadline=None, max_examples=60)
@given(amounts, amounts, amounts, amounts)
def test_the_two_parts_are_the_whole(p0: float, p1: float, r0: float, r1: float) -> None:
    change = two_factor_change(p0, p1, r0, r1)
    assert change.population_part + change.rate_part == change.total
    assert change.total == pytest.approx(p1 * r1 - p0 * r0, rel=1e-9, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 9_000)), min_size=1, max_size=14))
def test_contributions_sum_to_the_percentage_change(pairs: list[tuple[int, int]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    whole = 100 * (sum(after) - sum(before)) / sum(before)
    assert category_contributions(before, after).sum() == pytest.approx(whole, abs=1e-6)
