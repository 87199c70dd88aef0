"""The median and its limits against a second way to find them: counting values on each side, by the binomial."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from wardmote.methods.median import median


def by_hand(values: list[int], level: float = 0.95) -> tuple[int, int] | None:
    """The tightest pair of values, equally far from both ends, with at most (1 - level) / 2 of chance beyond each."""
    ordered, n = sorted(values), len(values)
    ranks = [k for k in range(1, n // 2 + 1) if binom.cdf(k - 1, n, 0.5) <= (1 - level) / 2]
    return (ordered[ranks[-1] - 1], ordered[n - ranks[-1]]) if ranks else None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=60))
def test_the_limits_are_those_counted_by_hand_and_half_are_no_more_than_the_median(values: list[int]) -> None:
    found, limits = median(values), by_hand(values)
    assert 2 * sum(value <= found.value for value in values) >= len(values)
    assert 2 * sum(value < found.value for value in values) <= len(values)
    assert (found.interval and (found.interval.lower, found.interval.upper)) == limits


def test_thirty_days_have_the_worked_limits() -> None:
    """Ranks 10 and 21 of 30 hold the median in 95.7 % of samples (Conover 1999)."""
    found = median(range(1, 31))
    assert found.interval is not None
    assert (found.value, found.interval.lower, found.interval.upper) == (15, 10, 21)
    assert found.interval.method == "order statistics"


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        median([])
    with pytest.raises(ValueError):
        median([1, 2], level=1)
