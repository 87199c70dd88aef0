"""Did it work, and would it have happened anyway: the worked numbers, referees and refusals."""

import numpy as np
import pytest
import statsmodels.api as sm

from wardmote.methods.empty_spell import empty_spell
from wardmote.methods.interrupted_series import interrupted_series, placebo_dates
from wardmote.methods.paired_months import change_over_paired_months
from wardmote.methods.quasi_poisson import fit_quasi_poisson
from wardmote.methods.ratio_of_ratios import ratio_of_ratios, ratio_of_ratios_over_months
from wardmote.methods.synthetic_control import synthetic_control

STEP = (40, 42, 38, 44, 41, 39, 43, 40, 42, 41, 38, 42, 33, 31, 30, 32, 29, 31, 30, 28, 31, 30, 29, 27)
YEAR = np.arange(12)


def test_the_worked_interruption_is_not_significant() -> None:
    found = interrupted_series(STEP, start=12)
    assert (round(np.log(found.level), 6), round(found.scale, 4)) == (-0.245643, 0.0749)
    limits = (round(found.level_interval.lower, 3), round(found.level_interval.upper, 3))
    assert (round(found.level, 3), *limits) == (0.782, 0.598, 1.023), "dispersion below 1 manufactures nothing"
    assert found.level_p > 0.05


def test_quasi_poisson_is_statsmodels() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(40), rng.normal(size=(40, 2))])
    y, w, days = rng.negative_binomial(3, 0.2, 40), rng.uniform(0.5, 2, 40), rng.uniform(28, 31, 40)
    ours = fit_quasi_poisson(y, x, w, days)
    theirs = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(days), var_weights=w).fit(scale="X2", tol=1e-13)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-8)
    assert ours.scale == pytest.approx(theirs.scale)
    assert np.sqrt(ours.scale * np.diag(ours.covariance)) == pytest.approx(theirs.bse)
    assert ours.leverage.sum() == pytest.approx(3)
    for bad in (np.ones((2, 2)), np.ones((40, 2))):
        with pytest.raises(ValueError, match="more counts than terms"):
            fit_quasi_poisson(y[: len(bad)], bad)


def test_a_group_without_events_is_known_to_nobody() -> None:
    empty = fit_quasi_poisson([0, 0, 0, 5, 6, 7], np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]]))
    assert empty.standard_error(1) > 1_000
    with pytest.raises(ValueError, match="no events on one side"):
        interrupted_series([0] * 12 + [5] * 12, 12)


def test_a_season_is_not_taken_for_an_effect() -> None:
    rng, months = np.random.default_rng(2), np.arange(72)
    seasonal = rng.poisson(80 * np.exp(0.4 * np.sin(2 * np.pi * months / 12)))
    assert interrupted_series(seasonal, 36, season=12).level_p > 0.05
    with pytest.raises(ValueError, match="24 periods"):
        interrupted_series(seasonal[:40], 30, season=12)


def test_a_planted_step_stands_out_from_other_dates_and_a_drift_does_not() -> None:
    rng, months = np.random.default_rng(1), np.arange(72)
    stepped = rng.poisson(np.where(months < 40, 100, 60))
    found = placebo_dates(stepped, 40, window=12)
    assert found.as_large == 0 and found.p == 1 / (found.dates + 1)
    drifting = rng.poisson(100 * np.exp(-0.01 * months))
    assert placebo_dates(drifting, 40).p > 0.1
    with pytest.raises(ValueError, match="other dates"):
        placebo_dates(STEP[:16], 8)


def test_the_worked_ratio_of_ratios() -> None:
    found = ratio_of_ratios((60, 30), (300, 270))
    rounded = [round(v, 4) for v in (found.ratio, found.interval.lower, found.interval.upper, found.p)]
    assert rounded == [0.5556, 0.3479, 0.8872, 0.0138]
    assert ratio_of_ratios((60, 30), (300, 270), dispersion=4).p > 0.05
    with pytest.raises(ValueError, match="zero"):
        ratio_of_ratios((60, 0), (300, 270))


def test_months_that_rise_alike_show_no_difference_and_a_fall_of_our_own_shows() -> None:
    rng = np.random.default_rng(3)
    there = rng.poisson(900, 12), rng.poisson(1_080, 12)
    alike = ratio_of_ratios_over_months(rng.poisson(90, 12), rng.poisson(108, 12), *there)
    fell = ratio_of_ratios_over_months(rng.poisson(90, 12), rng.poisson(75, 12), *there)
    assert alike.p > 0.05 > 0.01 > fell.p and fell.interval.contains(75 / 90 / 1.2)


def test_against_a_huge_still_comparison_it_is_the_paired_change() -> None:
    before, after = 50 + YEAR, 40 + YEAR
    alone = change_over_paired_months(before, after)
    huge = np.full(12, 10_000_000)
    beside = ratio_of_ratios_over_months(before, after, huge, huge)
    assert beside.ratio == pytest.approx(alone.ratio)
    assert beside.interval.lower == pytest.approx(alone.interval.lower, rel=0.02)
    with pytest.raises(ValueError, match="3 paired months"):
        ratio_of_ratios_over_months([1, 0, 0], [1, 0, 0], [5, 5, 5], [5, 5, 5])


def test_a_synthetic_control_finds_its_makings_and_a_planted_fall() -> None:
    rng = np.random.default_rng(7)
    donors = 100 + rng.normal(0, 8, (19, 36)).cumsum(axis=1)
    target = 0.6 * donors[3] + 0.4 * donors[8] + rng.normal(0, 0.5, 36)
    target[24:] -= 15
    found = synthetic_control(target, donors, 24)
    assert found.weights.sum() == pytest.approx(1) and (found.weights >= 0).all()
    assert found.weights[[3, 8]] == pytest.approx([0.6, 0.4], abs=0.1)
    assert found.effect == pytest.approx(-15, abs=2) and (found.rank, found.p) == (1, 0.05)
    with pytest.raises(ValueError, match="5 donors"):
        synthetic_control(target, donors[:4], 24)
    with pytest.raises(ValueError, match="areas x periods"):
        synthetic_control(target, donors[:, :30], 24)


def test_a_fortnight_without_incidents() -> None:
    at = {a_year: empty_spell(a_year, 14) for a_year in (78, 156, 208)}
    assert [round(at[a].somewhere, 2) for a in at] == [0.99, 0.32, 0.07]
    assert round(at[78].needed, 4) == 2.9957 and round(at[78].needed * 365 / 14, 1) == 78.1
    assert empty_spell(365 * 3 / 14, 14, clustering=1).chosen_beforehand == pytest.approx(0.25)
    rng = np.random.default_rng(0)
    gaps = [np.diff(np.r_[0, np.sort(rng.uniform(0, 365, rng.poisson(120))), 365]).max() >= 14 for _ in range(4_000)]
    assert empty_spell(120, 14).somewhere == pytest.approx(np.mean(gaps), abs=0.025), "by simulation"
    for bad in ((0, 14, 0), (78, 400, 0), (78, 14, -1)):
        with pytest.raises(ValueError):
            empty_spell(*bad)
