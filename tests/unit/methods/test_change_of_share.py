"""A change of a share: the worked number, statsmodels as referee, and what is refused."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.change_of_share import change_of_share

BEFORE = ((10, 14, 9, 12), (50, 55, 48, 52))
AFTER = ((18, 17, 20, 15), (51, 50, 54, 49))


def test_the_worked_rise() -> None:
    found = change_of_share(BEFORE, AFTER)
    assert (round(found.before, 4), round(found.after, 4)) == (0.2195, 0.3431)
    assert found.df == 6
    assert found.dispersion == 1.0  # quarters this even may not make chance look smaller than it is
    assert found.interval.lower < found.ratio < found.interval.upper
    # By hand: ln 1.56318 = 0.44672 over sqrt(0.7805 / 45 + 0.6569 / 70) = 0.16349 is 2.7324, with t on 6 degrees.
    assert found.p == pytest.approx(0.0341, abs=0.0001)


def test_the_standard_error_is_that_of_two_shares_times_the_scatter() -> None:
    uneven = ((2, 25, 3, 15), (50, 55, 48, 52))
    found = change_of_share(uneven, AFTER)
    x0, x1 = 45, 70
    alone = np.sqrt((1 - x0 / 205) / x0 + (1 - x1 / 204) / x1)
    from scipy import stats

    reach = stats.t.isf(0.025, 6) * alone * np.sqrt(found.dispersion)
    assert np.log(found.interval.upper / found.ratio) == pytest.approx(reach)
    assert found.dispersion > 5


@pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.PerfectSeparationWarning")
@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(5, 40), st.integers(41, 90)), min_size=6, max_size=12))
def test_the_scatter_agrees_with_a_quasi_binomial_model(pairs: list[tuple[int, int]]) -> None:
    half = len(pairs) // 2
    sides = [tuple(zip(*part, strict=True)) for part in (pairs[:half], pairs[half:])]
    found = change_of_share(*sides)  # type: ignore[arg-type]
    x, n = (np.array(column) for column in zip(*pairs, strict=True))
    later = np.arange(len(pairs)) >= half
    model = sm.GLM(
        np.column_stack([x, n - x]), np.column_stack([np.ones(len(pairs)), later]), family=sm.families.Binomial()
    )
    fitted = model.fit()
    assert found.dispersion == pytest.approx(max(1.0, fitted.pearson_chi2 / fitted.df_resid), rel=1e-6)
    assert found.df == fitted.df_resid
    assert (found.p < 0.05) == (found.interval.lower > 1 or found.interval.upper < 1)


def test_people_who_stay_are_counted_once_in_the_totals_and_in_each_quarter() -> None:
    found = change_of_share(BEFORE, AFTER, ((45, 120), (70, 130)))
    assert found.ratio == pytest.approx((70 / 130) / (45 / 120))
    assert found.dispersion == change_of_share(BEFORE, AFTER).dispersion


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (((3, 4), (9, 9)), "At least 3 months or quarters"),
        (((0, 0, 0), (9, 9, 9)), "nobody, or everybody"),
        (((9, 9, 9), (9, 9, 9)), "nobody, or everybody"),
        (((9, 9, 9), (9, 8, 9)), "larger than its whole"),
        (((1, 0, 2, 0), (9, 0, 9, 0)), "At least 3 months or quarters"),
    ],
)
def test_what_cannot_be_judged_says_why(before: tuple[tuple[int, ...], tuple[int, ...]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        change_of_share(before, AFTER)
