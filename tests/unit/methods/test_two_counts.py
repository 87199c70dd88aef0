"""Two Poisson counts compared, against R's poisson.test and against brute force."""

from math import inf, isinf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.rates import test_poisson_2indep as statsmodels_test

from wardmote.methods.two_counts import compare_two_counts, e_test, mid_p

few = settings(deadline=None, max_examples=60)
some = st.integers(min_value=0, max_value=400)
exposures = st.floats(min_value=0.1, max_value=10)


def test_the_worked_fall_of_a_fifth_is_not_significant() -> None:
    found = compare_two_counts(120, 95)
    assert round(found.ratio, 5) == 0.79167
    assert (round(found.interval.lower, 5), round(found.interval.upper, 5)) == (0.59838, 1.04490)
    assert round(found.p, 6) == 0.101452


def test_a_leap_year_before_moves_the_ratio() -> None:
    assert round(compare_two_counts(120, 95, exposure_before=366, exposure_after=365).ratio, 5) == 0.79384


def test_the_other_tests_of_the_worked_fall_are_told_apart() -> None:
    assert round(e_test(120, 95), 6) == 0.088782
    assert round(mid_p(120, 95), 6) == 0.088703
    variant = statsmodels_test(95, 1, 120, 1, method="cond-midp", compare="ratio").pvalue
    assert round(variant, 6) == 0.095078


def test_knife_cases_two_to_fourteen() -> None:
    found = compare_two_counts(2, 14)
    assert (round(found.p, 5), found.ratio) == (0.00418, 7.0)
    assert (round(found.interval.lower, 2), round(found.interval.upper, 1)) == (1.61, 63.5)
    assert found.p * 48 > 0.05


def test_knife_cases_against_four_years_at_two() -> None:
    found = compare_two_counts(8, 14, exposure_before=4, exposure_after=1)
    assert (f"{found.p:.1e}", found.ratio) == ("1.0e-05", 7.0)
    assert (round(found.interval.lower, 2), round(found.interval.upper, 1)) == (2.74, 19.3)
    assert found.p * 48 < 0.05


def test_the_level_has_increased_only_if_there_were_58_or_fewer_before() -> None:
    assert compare_two_counts(58, 83).p < 0.05
    assert compare_two_counts(59, 83).p > 0.05


def test_nothing_before_gives_an_endless_ratio_and_nothing_after_gives_none() -> None:
    rise, fall = compare_two_counts(0, 5), compare_two_counts(5, 0)
    assert isinf(rise.ratio) and rise.interval.upper == inf and rise.interval.lower > 0
    assert fall.ratio == 0 and fall.interval.lower == 0


@pytest.mark.parametrize("test", [compare_two_counts, e_test, mid_p])
def test_nothing_at_all_is_refused(test: object) -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        test(0, 0)  # type: ignore[operator]


@pytest.mark.parametrize(("before", "after", "exposure"), [(-1, 5, 1), (1.5, 5, 1), (1, 5, 0)])
def test_what_cannot_be_compared_is_refused(before: float, after: float, exposure: float) -> None:
    with pytest.raises(ValueError):
        compare_two_counts(before, after, exposure_after=exposure)


@few
@given(some, some.filter(bool), exposures, exposures)
def test_p_adds_up_every_split_no_likelier_than_this_one(x0: int, x1: int, t0: float, t1: float) -> None:
    likelihoods = stats.binom.pmf(range(x0 + x1 + 1), x0 + x1, t1 / (t0 + t1))
    no_likelier = likelihoods[likelihoods <= likelihoods[x1] * (1 + 1e-7)].sum()
    assert compare_two_counts(x0, x1, t0, t1).p == pytest.approx(no_likelier, rel=1e-6)


@few
@given(some, some.filter(bool), exposures, exposures)
def test_the_interval_holds_the_ratio_and_is_the_same_seen_from_the_other_end(
    x0: int, x1: int, t0: float, t1: float
) -> None:
    here, back = compare_two_counts(x0, x1, t0, t1), compare_two_counts(x1, x0, t1, t0)
    assert here.interval.lower <= here.ratio <= here.interval.upper
    assert here.p == pytest.approx(back.p, rel=1e-6)
    if x0:
        assert here.interval.lower * back.interval.upper == pytest.approx(1)


@few
@given(some, some.filter(bool))
def test_every_p_is_a_probability(x0: int, x1: int) -> None:
    for p in (compare_two_counts(x0, x1).p, e_test(x0, x1), mid_p(x0, x1)):
        assert 0 <= p <= 1 + 1e-9
