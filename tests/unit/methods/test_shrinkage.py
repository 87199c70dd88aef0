"""Empirical Bayes rates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.shrinkage import empirical_bayes

COUNTS, PEOPLE = (12, 3, 4, 25, 1, 2), (500, 1500, 900, 1800, 400, 1200)


def test_the_worked_areas() -> None:
    found = empirical_bayes(COUNTS, PEOPLE)
    assert f"{found.between_variance:.5e}" == "4.27677e-05"
    assert round(found.estimates[0], 8) == 0.01972214
    assert not found.all_shrunk_to_mean


def test_areas_that_differ_only_by_chance_all_become_the_mean_and_it_is_said() -> None:
    found = empirical_bayes([10, 11, 9], [1000, 1000, 1000])
    assert found.all_shrunk_to_mean
    assert found.between_variance == 0
    assert found.estimates == pytest.approx([0.01] * 3)


def test_no_events_anywhere() -> None:
    assert (empirical_bayes([0, 0], [10, 20]).estimates == 0).all()


@pytest.mark.parametrize(("counts", "people"), [([1, 2], [10]), ([1, 2], [10, 0]), ([1, -2], [10, 10])])
def test_bad_rows_are_refused(counts: list[int], people: list[int]) -> None:
    with pytest.raises(ValueError):
        empirical_bayes(counts, people)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(100, 90_000)), min_size=1, max_size=25))
def test_every_estimate_lies_between_the_areas_own_rate_and_the_mean(areas: list[tuple[int, int]]) -> None:
    counts, people = (np.array(row) for row in zip(*areas, strict=True))
    found = empirical_bayes(counts, people)
    own = counts / people
    low, high = np.minimum(own, found.mean), np.maximum(own, found.mean)
    assert ((found.estimates >= low - 1e-12) & (found.estimates <= high + 1e-12)).all()
