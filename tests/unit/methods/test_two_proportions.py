"""Two proportions compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from wardmote.methods.two_proportions import compare_two_proportions, fisher_exact_p, newcombe_difference


def test_the_worked_rise_in_compliance() -> None:
    found = compare_two_proportions(425, 500, 485, 500)
    assert (found.before, found.after, round(found.difference, 2)) == (0.85, 0.97, 0.12)
    assert (round(found.interval.lower, 4), round(found.interval.upper, 4)) == (0.0857, 0.1559)
    assert found.interval.method == "newcombe"
    assert found.p < 0.0001


def test_85_to_97_per_cent_is_significant_from_about_64_visits_each() -> None:
    assert round(fisher_exact_p(54, 64, 62, 64), 3) == 0.030
    assert fisher_exact_p(54, 63, 61, 63) > 0.05


def test_failures_fell_by_four_fifths() -> None:
    found = compare_two_proportions(425, 500, 485, 500)
    assert (1 - found.after) / (1 - found.before) - 1 == pytest.approx(-0.80)


@pytest.mark.parametrize("pair", [(5, 4), (0, 0), (-1, 4), (0.5, 4)])
def test_what_is_not_a_proportion_is_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(ValueError):
        compare_two_proportions(*pair, 3, 4)
    with pytest.raises(ValueError):
        newcombe_difference(3, 4, *pair)


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(1, 3_000), st.integers(1, 3_000))
def test_newcombe_agrees_with_statsmodels(data: st.DataObject, n0: int, n1: int) -> None:
    x0, x1 = data.draw(st.integers(0, n0)), data.draw(st.integers(0, n1))
    found = newcombe_difference(x0, n0, x1, n1)
    lower, upper = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-9)
    assert found.lower - 1e-12 <= x1 / n1 - x0 / n0 <= found.upper + 1e-12
