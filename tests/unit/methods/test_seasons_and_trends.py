"""Season indices and yearly trends, against another program's regression; and series with months that are not known."""

import numpy as np
import pytest
import statsmodels.api as sm

from wardmote.methods.exceedance import exceedance
from wardmote.methods.forecast import forecast
from wardmote.methods.season_indices import season_indices
from wardmote.methods.trend import trend

WAVE = 1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12)
YEARS = np.random.default_rng(7).poisson(100 * np.tile(WAVE, 4)).astype(float)
MONTHLY = {"year": 12, "half_window": 1, "seasons": 4, "left_out": 6}


def gap(counts: np.ndarray, *months: int) -> np.ndarray:
    with_gap = counts.copy()
    with_gap[list(months)] = np.nan
    return with_gap


def test_season_indices_are_those_of_a_regression_with_years_and_months() -> None:
    months, years = np.arange(48) % 12, np.arange(48) // 12
    columns = np.column_stack([years[:, None] == np.arange(4), months[:, None] == np.arange(1, 12)]).astype(float)
    theirs = sm.GLM(YEARS, columns, family=sm.families.Poisson()).fit(scale="X2")
    effects = np.concatenate([[0.0], theirs.params[4:]])
    made = season_indices(YEARS)
    assert made.index == pytest.approx(np.exp(effects - effects.mean()), rel=1e-6)
    assert np.prod(made.index) == pytest.approx(1)
    wald = theirs.wald_test(np.eye(15)[4:], use_f=True, scalar=True)
    if theirs.scale > 1:
        assert made.p == pytest.approx(float(wald.pvalue), rel=1e-4)
    assert made.p < 1e-6 and (made.lower < made.index).all() and (made.index < made.upper).all()


def test_a_step_between_years_is_no_season() -> None:
    fell = season_indices([100] * 24 + [70] * 24)
    assert fell.index == pytest.approx(np.ones(12)) and fell.p > 0.99


def test_a_month_that_is_not_known_changes_a_season_little_and_too_many_are_refused() -> None:
    assert season_indices(gap(YEARS, 19)).index == pytest.approx(season_indices(YEARS).index, rel=0.06)
    with pytest.raises(ValueError, match="fewer than two years"):
        season_indices(gap(YEARS, 7, 19, 31))
    with pytest.raises(ValueError, match="3 whole years"):
        season_indices(YEARS[:35])


def test_a_steady_trend_is_that_of_a_regression_and_a_step_is_called_bent() -> None:
    rising = np.random.default_rng(3).poisson(100 * np.tile(WAVE, 4) * 1.1 ** (np.arange(48) / 12)).astype(float)
    columns = np.column_stack([(np.arange(48) % 12)[:, None] == np.arange(12), np.arange(48) / 12]).astype(float)
    theirs = sm.GLM(rising, columns, family=sm.families.Poisson()).fit(scale="X2")
    made = trend(rising)
    assert made.a_year == pytest.approx(float(np.exp(theirs.params[-1])), rel=1e-6)
    assert made.interval.lower < 1.1 < made.interval.upper and not made.bent
    step = np.random.default_rng(4).poisson(100 * np.repeat([1.0, 1.0, 1.0, 0.6], 12)).astype(float)
    assert trend(step).bent
    with pytest.raises(ValueError, match="3 whole years"):
        trend(rising[:30])


def test_one_month_is_judged_across_a_month_that_is_not_known() -> None:
    high = np.append(YEARS, 180.0)
    assert exceedance(gap(high, 20), **MONTHLY).alarm  # type: ignore[arg-type]
    assert not exceedance(gap(np.append(YEARS, 95.0), 20), **MONTHLY).alarm  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="last period is not known"):
        exceedance(gap(YEARS, 47), **MONTHLY)  # type: ignore[arg-type]


def test_the_bound_of_an_unsure_expectation_lies_higher_and_never_lower() -> None:
    sure, unsure = (exceedance(YEARS, **MONTHLY, unsure=unsure) for unsure in (False, True))  # type: ignore[arg-type]
    assert unsure.expected == sure.expected and unsure.upper > sure.upper


def test_a_forecast_steps_over_a_month_that_is_not_known() -> None:
    whole, part = forecast(YEARS, horizon=6), forecast(gap(YEARS, 19), horizon=6)
    assert part.backtests[1].forecasts == whole.backtests[1].forecasts  # the year it is put to the test on is whole
    assert part.backtests[1].mase == pytest.approx(whole.backtests[1].mase, rel=0.2)
    last = forecast(gap(YEARS, 40), horizon=6)
    assert last.backtests[0].forecasts < whole.backtests[0].forecasts
    with pytest.raises(ValueError, match="one period in twenty"):
        forecast(gap(YEARS, 3, 19, 30))
