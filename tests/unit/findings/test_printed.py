"""What a printed number could have been: the worked numbers of `domain` F."""

import pytest

from wardmote.findings.printed import (
    chance_explains_change,
    implied_base,
    rate_range,
    share_range,
    smallest_reduction,
    total_needed,
)


@pytest.mark.parametrize(
    ("count", "percent", "half_step", "base", "least", "most"),
    [
        (31_053, 15.8, 0.05, 196_538, 195_918, 197_162),
        (20_424, 8.9, 0.05, 229_483, 228_201, 230_780),
        (1_984, 0.67, 0.005, 296_119, 293_926, 298_346),
        (3_928, 9.6, 0.05, 40_917, 40_705, 41_131),
    ],
)
def test_a_count_and_its_percentage_imply_a_base(
    count: int, percent: float, half_step: float, base: int, least: int, most: int
) -> None:
    implied = implied_base(count, percent, half_step)
    assert implied is not None
    assert (round(implied.base), round(implied.least), round(implied.most)) == (base, least, most)
    assert implied.holds(base)
    assert not implied.holds(most + 2)


def test_a_percentage_that_could_be_zero_implies_nothing() -> None:
    assert implied_base(3, 0.0, 0.05) is None
    assert implied_base(0, 5.0, 0.05) is None


def test_bases_agree_when_one_number_could_be_both() -> None:
    first, second, third = implied_base(120, 40, 0.5), implied_base(180, 60, 0.5), implied_base(31, 15.8, 0.05)
    assert first and second and third
    assert first.agrees(second) and second.agrees(first)
    assert not first.agrees(third)


def test_a_rate_carries_the_chance_of_its_cases() -> None:
    lower, upper = rate_range(11.7, 83)
    assert (round(lower, 2), round(upper, 2)) == (9.32, 14.50)


def test_a_margin_needs_so_many_cases() -> None:
    assert total_needed(78.5, 65) == 48
    assert total_needed(94, 90) == 217
    assert 28_000 < total_needed(75.5, 75) < 29_000
    low, high = share_range(302, 400)
    assert (round(low, 2), round(high, 2)) == (71.06, 79.46)


def test_a_small_count_can_show_only_a_large_fall() -> None:
    assert 25 < smallest_reduction(83) < 35
    assert smallest_reduction(10_000) < 4


def test_chance_explains_small_steps_and_not_large_ones() -> None:
    assert chance_explains_change(120, 95)
    assert not chance_explains_change(1_200, 948)
