"""Figures against targets and references: the seed assessment's own claims."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wardmote.methods.against_target import (
    proportion_against_target,
    rate_against_reference,
    smallest_count_to_tell,
    smallest_total_to_tell,
)
from wardmote.methods.intervals import wilson

few = settings(deadline=None, max_examples=80)


@pytest.mark.parametrize(
    ("proportion", "target", "total"), [(0.755, 0.75, 28_811), (0.785, 0.65, 48), (0.94, 0.90, 217), (1, 0.95, 73)]
)
def test_the_smallest_total_that_tells_a_proportion_from_its_target(
    proportion: float, target: float, total: int
) -> None:
    """The domain file prints 28,820 for the first: 28,811 to the unit, for an exact 75.5%; see the next test."""
    assert smallest_total_to_tell(proportion, target) == total


def test_28_820_tells_75_5_per_cent_from_75_and_28_800_does_not() -> None:
    assert smallest_total_to_tell(0.755, 0.75) <= 28_820
    assert wilson(21_744, 28_800).lower < 0.75
    assert wilson(21_895, 29_000).lower > 0.75


def test_all_of_72_does_not_show_95_per_cent_and_all_of_73_does() -> None:
    assert wilson(72, 72).lower < 0.95 < wilson(73, 73).lower


def test_on_target_is_not_to_be_told_from_chance() -> None:
    assert proportion_against_target(302, 400, 0.75, higher_is_better=True).verdict == "cannot be told from chance"


@pytest.mark.parametrize(
    ("successes", "higher_is_better", "verdict"),
    [
        (380, True, "better than target"),
        (380, False, "worse than target"),
        (200, True, "worse than target"),
        (200, False, "better than target"),
    ],
)
def test_which_way_is_better_is_for_the_measure_to_say(successes: int, higher_is_better: bool, verdict: str) -> None:
    found = proportion_against_target(successes, 400, 0.75, higher_is_better)
    assert found.verdict == verdict
    assert (found.proportion, found.target, found.interval.method) == (successes / 400, 0.75, "wilson")


def test_a_target_written_as_a_percentage_is_refused() -> None:
    with pytest.raises(ValueError, match="not 75"):
        proportion_against_target(302, 400, 75, higher_is_better=True)


def test_a_proportion_on_its_target_can_never_be_told_from_it() -> None:
    with pytest.raises(ValueError, match="no total can tell"):
        smallest_total_to_tell(0.75, 0.75)


def test_the_suicide_count_is_not_significantly_higher() -> None:
    found = rate_against_reference(83, 71.65)
    assert (round(found.p_one_sided, 3), round(found.p_two_sided, 3)) == (0.102, 0.204)
    assert round(found.ratio, 3) == 1.158


def test_it_would_have_needed_ninety() -> None:
    assert smallest_count_to_tell(71.65) == 90


def test_a_count_below_what_was_expected_takes_the_lower_tail() -> None:
    found = rate_against_reference(0, 3)
    assert found.p_one_sided == pytest.approx(0.049787, abs=1e-6)


@pytest.mark.parametrize(("count", "expected"), [(-1, 3), (1.5, 3), (1, 0)])
def test_what_is_not_a_count_or_an_expectation_is_refused(count: float, expected: float) -> None:
    with pytest.raises(ValueError):
        rate_against_reference(count, expected)


@few
@given(st.integers(1, 99), st.integers(0, 100))
def test_a_whole_number_of_successes_at_the_smallest_total_agrees_with_wilson(target: int, percent: int) -> None:
    assume(target != percent)
    smallest = smallest_total_to_tell(percent / 100, target / 100)
    enough = -(-smallest // 100) * 100
    assert not wilson(percent * enough // 100, enough).contains(target / 100)
    if enough > 100:
        assert wilson(percent * (enough - 100) // 100, enough - 100).contains(target / 100)


@few
@given(st.floats(0.1, 2_000), st.sampled_from([0.95, 0.998]))
def test_the_smallest_count_is_the_first_beyond_chance(expected: float, level: float) -> None:
    count = smallest_count_to_tell(expected, level)
    assert count > expected
    assert rate_against_reference(count, expected).p_two_sided < 1 - level
    assert rate_against_reference(count - 1, expected).p_two_sided >= 1 - level
