"""Months implausibly low beside their neighbours: real series pass, planted shortfalls do not."""

from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.completeness import IncompleteMonth, incomplete_months

Series = list[int | None]
GAP: Series = [None] * 13
KENT_ALL: Series = [
    12025, 11248, 13105, 13638, 14117, 14521, 15321, 14336, 13702, 13497, 12623, *GAP,
    12430, 12581, 13354, 13502, 14547, 14655, 15920, 16017, 15318, 15019,
]  # fmt: skip
KENT_ASB: Series = [
    3275, 3140, 3970, 4305, 4466, 4677, 5314, 5012, 4413, 4233, 3542, *GAP,
    3180, 3271, 3453, 3679, 3914, 3932, 4878, 4831, 4195, 4042,
]  # fmt: skip
MEDWAY_ASB: Series = [
    587, 534, 779, 830, 841, 865, 1033, 894, 777, 775, 682, *GAP, 593, 664, 682, 746, 768, 684, 920, 819, 804, 706,
]  # fmt: skip
REAL = {"Kent, all": KENT_ALL, "Kent, anti-social behaviour": KENT_ASB, "Medway, anti-social behaviour": MEDWAY_ASB}
PLACES = [(name, i) for name, series in REAL.items() for i, count in enumerate(series) if count is not None]


def planted(series: Series, i: int, count: int) -> Series:
    return [*series[:i], count, *series[i + 1 :]]


def normal(series: Series, i: int) -> float:
    """The median of three months each side that are there (the real series break only at their long gap)."""
    start = 0 if i < 12 else 24
    block = series[start : start + (11 if start == 0 else 10)]
    at = i - start
    return median(c for c in block[max(0, at - 3) : at] + block[at + 1 : at + 4] if c is not None)


@pytest.mark.parametrize("name", REAL)
def test_no_real_month_is_flagged(name: str) -> None:
    assert incomplete_months(REAL[name]) == []


@pytest.mark.parametrize("share", [0, 0.3, 0.45, 0.5])
@pytest.mark.parametrize(("name", "i"), PLACES)
def test_a_month_planted_at_half_of_normal_or_less_is_flagged_and_nothing_else_is(
    name: str, i: int, share: float
) -> None:
    usual = normal(REAL[name], i)
    count = round(share * usual)
    assert incomplete_months(planted(REAL[name], i, count)) == [IncompleteMonth(i, count, usual, count / usual)]


@pytest.mark.parametrize(("name", "i"), PLACES)
def test_losing_more_than_half_of_any_real_month_is_flagged_even_at_the_summer_peak(name: str, i: int) -> None:
    real = REAL[name][i]
    assert real is not None
    assert [m.index for m in incomplete_months(planted(REAL[name], i, round(0.45 * real)))] == [i]


def test_a_real_shortfall_found_in_open_data() -> None:
    """Gwent, anti-social behaviour, January to October 2016: March is half there."""
    gwent = [1612, 1554, 722, 1613, 1972, 2077, 2075, 2011, 1875, 2097]
    (march,) = incomplete_months(gwent)
    assert (march.index, march.count, march.expected, round(march.share, 2)) == (2, 722, 1613, 0.45)


def test_two_short_months_together_are_both_flagged() -> None:
    series = planted(planted(KENT_ALL, 5, 6500), 6, 7000)
    assert [m.index for m in incomplete_months(series)] == [5, 6]


def test_small_counts_are_left_alone() -> None:
    assert incomplete_months([10, 12, 9, 11, 4, 10, 13, 11]) == []


def test_a_restless_series_is_left_alone() -> None:
    assert incomplete_months([900, 300, 1000, 250, 850, 400, 980, 300, 920]) == []


def test_a_missing_month_is_not_flagged_and_neighbours_are_found_past_it() -> None:
    series: Series = [800, 810, 790, None, 390, 805, 800, 795]
    assert [(m.index, m.expected) for m in incomplete_months(series)] == [(4, 800)]


def test_months_beyond_two_missing_in_a_row_are_not_neighbours() -> None:
    assert incomplete_months([800, 810, 790, 805, None, None, 390, 400]) == []


def test_too_few_neighbours_is_no_judgement() -> None:
    assert incomplete_months([]) == []
    assert incomplete_months([0]) == []
    assert incomplete_months([800, 10, 790]) == []
    assert [m.index for m in incomplete_months([800, 10, 790, 805])] == [1]


def test_nothing_in_any_month_is_not_a_shortfall() -> None:
    assert incomplete_months([0] * 12) == []


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="counts must be a whole number"):
        incomplete_months([5, -1, 3])
    with pytest.raises(ValueError, match="low_share"):
        incomplete_months([5, 6, 7], low_share=60)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(50, 5_000))
def test_months_that_differ_only_by_chance_are_not_flagged(seed: int, mean: int) -> None:
    counts = [int(c) for c in np.random.default_rng(seed).poisson(mean, 24)]
    assert incomplete_months(counts) == []
