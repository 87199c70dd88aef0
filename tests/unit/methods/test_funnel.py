"""Funnel limits and overdispersion."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wardmote.methods.funnel import funnel_limits, funnel_positions, overdispersed_limits, overdispersion

OBSERVED = (83, 40, 120, 61, 15, 200, 95, 33)
EXPECTED = (71.65, 50, 100, 60, 20, 170, 110, 30)
few = settings(deadline=None, max_examples=60)
expectations = st.floats(min_value=0.1, max_value=5_000)


def test_the_worked_overdispersion() -> None:
    found = overdispersion(OBSERVED, EXPECTED)
    assert round(found.dispersion, 6) == 1.904843
    assert round(found.between_variance, 7) == 0.0162251


def test_adjusted_z_draws_every_area_in_and_keeps_its_side() -> None:
    found = overdispersion(OBSERVED, EXPECTED)
    y = np.log(np.array(OBSERVED) / EXPECTED)
    assert found.z == pytest.approx(y * np.sqrt(EXPECTED))
    assert found.z_adjusted == pytest.approx(y / np.sqrt(1 / np.array(EXPECTED) + found.between_variance))
    assert (np.abs(found.z_adjusted) < np.abs(found.z)).all()
    assert (np.sign(found.z_adjusted) == np.sign(found.z)).all()


def test_areas_no_more_different_than_chance_are_left_alone() -> None:
    found = overdispersion([50, 51, 49, 50], [50, 50, 50, 50])
    assert found.between_variance == 0
    assert found.z_adjusted == pytest.approx(found.z)


def test_83_against_71_65_is_within_the_funnel() -> None:
    assert funnel_positions([83, 90, 110, 40, 54], [71.65] * 5) == (
        "within", "above 95%", "above 99.8%", "below 99.8%", "below 95%",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("observed", "expected", "says"),
    [
        ([5, 0], [5, 5], "no logarithm"),
        ([5], [5], "at least 2 areas"),
        ([5, 6], [5, 0], "expected"),
        ([5, 6], [5, 6, 7], "equally long"),
    ],
)
def test_what_has_no_overdispersion_is_refused(observed: list[int], expected: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        overdispersion(observed, expected)


def test_bad_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="winsorise"):
        overdispersion(OBSERVED, EXPECTED, winsorise=0.5)
    with pytest.raises(ValueError, match="between_variance"):
        overdispersed_limits(EXPECTED, -0.1)


@few
@given(expectations, st.sampled_from([0.95, 0.998]))
def test_only_a_count_with_a_small_enough_tail_lies_beyond_a_limit(expected: float, level: float) -> None:
    limits, alpha = funnel_limits([expected], level), (1 - level) / 2
    top, bottom = round(limits.upper[0] * expected), round(limits.lower[0] * expected)
    assert stats.poisson.sf(top, expected) <= alpha < stats.poisson.sf(top - 1, expected) + 1e-12
    assert stats.poisson.cdf(bottom - 1, expected) < alpha <= stats.poisson.cdf(bottom, expected) + 1e-12


@few
@given(expectations)
def test_the_outer_limits_lie_outside_the_inner_ones_and_the_smooth_ones_within_a_count(expected: float) -> None:
    inner, outer = funnel_limits([expected]), funnel_limits([expected], 0.998)
    assert outer.lower[0] <= inner.lower[0] <= 1 + 1 / expected
    assert outer.upper[0] >= inner.upper[0] >= 1 - 1 / expected
    smooth = funnel_limits([expected], smooth=True)
    assert 0 <= inner.upper[0] - smooth.upper[0] <= 1 / expected + 1e-9
    assert 0 <= inner.lower[0] - smooth.lower[0] <= 1 / expected + 1e-9


@few
@given(expectations, st.floats(0, 1))
def test_an_adjusted_z_beyond_196_is_a_point_beyond_the_adjusted_limits(expected: float, between: float) -> None:
    limits = overdispersed_limits([expected], between)
    z = np.log(limits.upper) / np.sqrt(1 / expected + between)
    assert z[0] == pytest.approx(1.959964, abs=1e-6)
    assert limits.lower[0] * limits.upper[0] == pytest.approx(1)
