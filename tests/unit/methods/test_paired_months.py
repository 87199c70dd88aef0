"""The change that decides a verdict, against a fitted generalised linear model."""

import warnings
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy import stats

from wardmote.methods.paired_months import change_over_paired_months
from wardmote.methods.two_counts import compare_two_counts

BEFORE = (587, 534, 779, 830, 841, 865, 1033, 894, 777, 775)
AFTER = (593, 664, 682, 746, 768, 684, 920, 819, 804, 706)
months = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=3, max_size=12)


def fitted(before: list[int], after: list[int], **options: object) -> Any:
    """The Poisson model with a parameter for every month and one for the period, fitted by statsmodels."""
    k = len(before)
    design = np.column_stack([np.tile(np.eye(k), (2, 1)), np.repeat([0, 1], k)])
    model = sm.GLM(np.array([*before, *after]), design, family=sm.families.Poisson())
    return model.fit(tol=1e-12, maxiter=300, **options)


def referee(before: list[int], after: list[int]) -> tuple[float, float, float, float]:
    """Ratio, standard error at dispersion 1, Pearson dispersion and residual df of the fitted model."""
    fit = fitted(before, after)
    return float(np.exp(fit.params[-1])), float(fit.bse[-1]), float(fit.pearson_chi2 / fit.df_resid), fit.df_resid


def test_medway_anti_social_behaviour_shows_no_clear_change() -> None:
    change = change_over_paired_months(BEFORE, AFTER)
    assert (change.before_total, change.after_total, change.df) == (7915, 7386, 9)
    assert round(change.dispersion, 4) == 4.9754
    assert round(change.ratio, 4) == 0.9332
    assert (round(change.interval.lower, 4), round(change.interval.upper, 4)) == (0.8600, 1.0125)
    assert round(change.p, 4) == 0.0875
    assert change.interval.method == "quasi-poisson, calendar-month effects, t"


def test_the_same_in_per_cent_and_what_the_naive_test_would_have_said() -> None:
    change = change_over_paired_months(BEFORE, AFTER)
    per_cent = [round(100 * (r - 1), 2) for r in (change.ratio, change.interval.lower, change.interval.upper)]
    assert per_cent == [-6.68, -14.00, 1.25]
    assert change.exact_p == compare_two_counts(7915, 7386).p < 0.0001


def test_the_smallest_change_that_could_have_been_shown() -> None:
    change = change_over_paired_months(BEFORE, AFTER)
    se = np.sqrt(change.dispersion * (1 / 7915 + 1 / 7386))
    reach = (stats.t.ppf(0.975, 9) + stats.t.ppf(0.8, 9)) * se
    assert change.smallest_detectable == pytest.approx(1 - np.exp(-reach))
    assert change.smallest_detectable_rise == pytest.approx(np.exp(reach) - 1)
    assert round(change.smallest_detectable, 3) == 0.107
    assert change.smallest_detectable < change.smallest_detectable_rise


def test_steadier_than_chance_is_treated_as_chance() -> None:
    change = change_over_paired_months([100] * 6, [90] * 6)
    assert change.dispersion == 1
    assert change.df == 5


def test_a_month_with_nothing_in_either_period_takes_its_degree_of_freedom_with_it() -> None:
    assert change_over_paired_months([*BEFORE, 0], [*AFTER, 0]) == change_over_paired_months(BEFORE, AFTER)


def test_a_month_with_nothing_in_one_period_counts() -> None:
    assert change_over_paired_months([5, 0, 7, 9], [4, 3, 6, 8]).df == 3


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([10, 10], [10, 10], "At least 3 paired months"),
        ([10, 10, 0], [10, 10, 0], "there are 2"),
        ([0, 0, 0], [4, 5, 6], "nothing in one of the periods \\(0 before, 15 after\\)"),
        ([4, 5, 6], [0, 0, 0], "nothing in one of the periods"),
        ([4, 5, 6], [4, 5], "equally long: before 3, after 2"),
        ([4, 5, float("nan")], [4, 5, 6], "missing"),
        ([4, 5, -6], [4, 5, 6], "whole numbers"),
    ],
)
def test_what_cannot_be_said_is_refused_in_a_sentence(before: list[float], after: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        change_over_paired_months(before, after)


def test_the_model_fitted_in_full_gives_the_worked_example_too() -> None:
    fit, change = fitted(list(BEFORE), list(AFTER), scale="X2"), change_over_paired_months(BEFORE, AFTER)
    step, se = fit.params[-1], fit.bse[-1]
    assert (change.ratio, change.dispersion, change.df) == pytest.approx((np.exp(step), fit.scale, fit.df_resid))
    assert change.p == pytest.approx(2 * stats.t.sf(abs(step) / se, fit.df_resid))
    low, high = np.exp(step + np.array([-1, 1]) * stats.t.ppf(0.975, fit.df_resid) * se)
    assert (change.interval.lower, change.interval.upper) == pytest.approx((low, high))


@settings(deadline=None, max_examples=60)
@given(months, st.sampled_from([0.9, 0.95, 0.99]))
@example([(1, 1), (1, 1), (1, 1)], 0.95)
@example([(300, 0), (0, 1), (0, 2)], 0.95)
def test_the_closed_form_is_the_fitted_model(pairs: list[tuple[int, int]], level: float) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    kept = [(a, b) for a, b in pairs if a + b]
    assume(len(kept) >= 3 and sum(before) and sum(after))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ratio, se, scale, df = referee([a for a, _ in kept], [b for _, b in kept])
    change = change_over_paired_months(before, after, level)
    spread = max(1.0, scale)
    reach = stats.t.ppf((1 + level) / 2, df) * se * np.sqrt(spread)
    assert (change.ratio, change.dispersion, change.df) == pytest.approx((ratio, spread, df), rel=1e-5)
    assert change.p == pytest.approx(2 * stats.t.sf(abs(np.log(ratio)) / (se * np.sqrt(spread)), df), rel=1e-4)
    assert np.log([change.interval.lower, change.interval.upper]) == pytest.approx(
        [np.log(ratio) - reach, np.log(ratio) + reach], rel=1e-4, abs=1e-6
    )


@settings(deadline=None, max_examples=60)
@given(months)
def test_swapping_the_periods_turns_the_ratio_over_and_leaves_p(pairs: list[tuple[int, int]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    assume(sum(1 for a, b in pairs if a + b) >= 3 and sum(before) and sum(after))
    here, back = change_over_paired_months(before, after), change_over_paired_months(after, before)
    assert here.ratio * back.ratio == pytest.approx(1)
    assert here.p == pytest.approx(back.p)
    assert here.interval.contains(here.ratio)
    assert 0 < here.smallest_detectable < 1
