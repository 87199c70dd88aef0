"""A change with a third thing allowed for: statsmodels as referee, and what is refused."""

import numpy as np
import pytest
import statsmodels.api as sm

from wardmote.methods.allowing_for import change_allowing_for
from wardmote.methods.paired_months import change_over_paired_months

BEFORE, AFTER = (40, 52, 61, 48, 55, 43), (31, 45, 60, 37, 40, 35)
COOL, WARM = (8, 12, 19, 21, 15, 10), (7, 13, 22, 19, 12, 9)


def test_it_agrees_with_a_quasi_poisson_model() -> None:
    found = change_allowing_for(BEFORE, AFTER, COOL, WARM)
    months = np.tile(np.eye(6)[:, 1:], (2, 1))
    design = np.column_stack([np.ones(12), months, np.repeat([0, 1], 6), [*COOL, *WARM]])
    fitted = sm.GLM([*BEFORE, *AFTER], design, family=sm.families.Poisson()).fit()
    scale = max(1.0, fitted.pearson_chi2 / fitted.df_resid)
    assert found.ratio == pytest.approx(np.exp(fitted.params[-2]), rel=1e-6)
    assert found.per_unit == pytest.approx(np.exp(fitted.params[-1]), rel=1e-6)
    assert (found.dispersion, found.df) == (pytest.approx(scale, rel=1e-6), fitted.df_resid)
    from scipy import stats

    error = np.sqrt(scale * fitted.cov_params()[-1, -1])
    assert found.p == pytest.approx(2 * stats.t.sf(abs(fitted.params[-1]) / error, 4), rel=1e-5)


def test_something_that_goes_with_nothing_leaves_the_change_as_it_was() -> None:
    rng = np.random.default_rng(1)
    before, after = rng.poisson(400, 12), rng.poisson(300, 12)
    found = change_allowing_for(before, after, rng.normal(10, 2, 12), rng.normal(10, 2, 12))
    plain = change_over_paired_months(before, after)
    assert found.ratio == pytest.approx(plain.ratio, rel=0.03)
    assert found.p > 0.05


@pytest.mark.parametrize(
    ("before", "after", "first", "second"),
    [
        ((1, 2, 3), (1, 2, 3), (1, 2, 3), (3, 2, 1)),
        ((0, 0, 0, 0, 0), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (5, 4, 3, 2, 1)),
        ((9, 8, 7, 6, 5), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5)),
    ],
)
def test_what_cannot_be_told_apart_is_refused(before, after, first, second) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        change_allowing_for(before, after, first, second)
