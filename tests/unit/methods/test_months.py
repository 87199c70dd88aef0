"""Series in time: the worked numbers of R and statsmodels, and what is refused."""

import numpy as np
import pytest
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.seasonal import STL

from wardmote.methods.change_point import change_point
from wardmote.methods.exceedance import exceedance, season_levels
from wardmote.methods.forecast import forecast, interval_score
from wardmote.methods.seasonal import seasonal_parts
from wardmote.methods.smoothing import run_smoothing
from wardmote.methods.u_chart import u_chart

# Weekly counts of Salmonella agona, 1990 to 1995, as in Farrington and others 1996.
AGONA = np.array([
    1, 0, 5, 2, 1, 2, 0, 4, 0, 0, 0, 3, 1, 1, 0, 0, 2, 2, 0, 2, 6, 3, 2, 1, 2, 0,
    1, 1, 3, 5, 3, 4, 3, 6, 5, 8, 6, 3, 6, 2, 5, 2, 1, 5, 7, 1, 10, 3, 4, 0, 0, 1,
    6, 0, 2, 2, 0, 0, 2, 2, 0, 6, 7, 1, 0, 0, 0, 1, 1, 4, 3, 1, 3, 2, 6, 3, 4, 4,
    8, 12, 9, 17, 16, 8, 6, 13, 4, 7, 10, 3, 11, 4, 6, 4, 7, 6, 2, 9, 2, 3, 4, 1, 2, 2,
    0, 0, 1, 2, 2, 2, 5, 0, 0, 4, 2, 1, 3, 2, 0, 1, 1, 3, 0, 1, 3, 2, 3, 6, 2, 1,
    3, 3, 2, 2, 2, 1, 3, 3, 2, 3, 0, 2, 4, 6, 7, 3, 1, 4, 1, 2, 5, 1, 3, 1, 0, 1,
    3, 3, 0, 0, 1, 1, 0, 1, 4, 1, 1, 0, 0, 1, 1, 4, 1, 0, 1, 2, 1, 4, 3, 3, 0, 3,
    5, 3, 3, 4, 3, 3, 3, 4, 5, 7, 6, 5, 3, 2, 1, 3, 2, 1, 2, 1, 1, 0, 0, 1, 1, 0,
    1, 4, 3, 2, 0, 1, 0, 3, 1, 1, 4, 4, 0, 1, 4, 2, 0, 1, 1, 0, 1, 1, 2, 5, 4, 0,
    2, 1, 1, 3, 6, 1, 7, 6, 2, 5, 7, 5, 4, 5, 6, 6, 1, 2, 2, 5, 4, 1, 6, 2, 5, 3,
    4, 7, 6, 10, 2, 4, 0, 3, 0, 1, 3, 0, 1, 1, 0, 1, 0, 1, 0, 1, 2, 2, 4, 7, 6, 1,
    4, 6, 4, 2, 4, 5, 5, 9, 8, 6, 3, 2, 3, 4, 3, 3, 4, 4, 2, 1, 2, 3, 2, 2, 0, 4,
])  # fmt: skip
BOUNDS = (11, 9, 9, 9, 9, 8, 7, 7, 7, 7, 7, 8, 9)  # R farringtonFlexible with Noufaily's settings, weeks 300 to 312
MONTHS = np.arange(1, 49)
WORKED = np.round(50 + 10 * np.sin(2 * np.pi * MONTHS / 12) + 0.2 * MONTHS)


def test_farrington_is_rs_and_the_score_is_the_right_one() -> None:
    found = [exceedance(AGONA[:week]) for week in range(300, 313)]
    assert tuple(f.upper for f in found) == BOUNDS
    assert found[0].expected == pytest.approx(6.025449, abs=5e-7)
    assert found[0].score == pytest.approx(-0.40717, abs=2e-5), "R 1.20.3 says 0.23946, from the mean's logarithm"
    assert not any(f.alarm for f in found) and all(f.trend for f in found)


def test_an_outbreak_is_an_alarm_and_an_old_one_does_not_hide_it() -> None:
    now, before = AGONA[:300].copy(), AGONA[:300].copy()
    now[-1] = before[-1] = 25
    before[299 - 52] = 60
    assert exceedance(now).alarm and exceedance(before).alarm
    assert exceedance(before).upper < 40


def test_few_events_raise_no_alarm() -> None:
    quiet = np.zeros(300, dtype=int)
    quiet[::9] = 1
    quiet[-4:] = (0, 0, 0, 4)
    assert not exceedance(quiet).alarm


def test_months_have_their_own_settings_and_three_years_are_needed() -> None:
    months = np.tile([20, 22, 30, 35, 40, 45, 50, 45, 40, 30, 25, 20], 5)
    settings = {"year": 12, "years": 4, "half_window": 1, "seasons": 4, "left_out": 6}
    assert not exceedance(months, **settings).alarm  # type: ignore[arg-type]
    months[-1] = 60
    assert exceedance(months, **settings).alarm  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="At least 3 years"):
        exceedance(months, year=12, years=2)
    with pytest.raises(ValueError, match="there are 20"):
        exceedance(months[:20], year=12)


def test_levels_share_out_what_lies_between_the_windows() -> None:
    level = season_levels(299, 52, 3, 3, 10)
    assert ((level == 10).sum() == 3 * 7 + 4 and level[140:143].tolist() == [0, 10, 10]) or (level[:140] == 0).all()
    assert np.bincount(level[level > 0])[1:].tolist() == [15] * 9 + [25]


def test_the_worked_change_point() -> None:
    found = change_point((22, 18, 25, 20, 24, 19, 21, 23, 12, 10, 14, 11, 9, 13, 12, 10))
    assert (found.after, round(found.likelihood_ratio, 4), found.p_if_poisson) == (8, 25.3569, 0.0002)
    assert found.p < 0.002 and (found.before, found.later) == (21.5, 11.375)


def test_a_restless_level_series_is_not_called_changed() -> None:
    restless = (5, 60, 8, 70, 3, 66, 52, 9, 4, 70, 61, 50)
    found = change_point(restless)
    assert found.p_if_poisson < 0.01 < 0.05 < found.p


def test_exposure_decides_what_is_a_change() -> None:
    counts, days = [10] * 6 + [20] * 6, [10.0] * 6 + [20.0] * 6
    assert change_point(counts).p < 0.01 < 0.5 < change_point(counts, days).p
    with pytest.raises(ValueError, match="8 counts or more"):
        change_point([1, 2, 3])


def test_the_worked_u_chart_and_laneys_allowance() -> None:
    counts, units = (30, 25, 41, 22, 35, 28), (10, 9, 12, 8, 11, 10)
    chart = u_chart(counts, units)
    assert round(chart.centre, 6) == 3.016667
    assert (round(float(chart.lower[0]), 4), round(float(chart.upper[0]), 4)) == (1.3689, 4.6644)
    restless = np.random.default_rng(0).normal(5_000, 400, 24).round()
    assert (
        u_chart(restless, [1000] * 24).outside.sum() > 5 > 1 >= u_chart(restless, [1000] * 24, laney=True).outside.sum()
    )
    with pytest.raises(ValueError, match="at least 2 points"):
        u_chart([5], [1])


def test_the_worked_stl_is_rs_and_statsmodels() -> None:
    found = seasonal_parts(WORKED)
    first = [round(float(part[0]), 4) for part in (found.season, found.trend, found.rest)]
    assert first == [4.8638, 50.2140, -0.0779]
    noisy = WORKED + np.random.default_rng(0).normal(0, 3, 48)
    for series in (WORKED, noisy, noisy[:41]):
        theirs = STL(series, period=12, seasonal=13, trend=21, low_pass=13,
                     seasonal_deg=0, trend_deg=1, low_pass_deg=1).fit(inner_iter=2, outer_iter=0)  # fmt: skip
        ours = seasonal_parts(series)
        assert ours.season == pytest.approx(theirs.seasonal, abs=1e-9)
        assert ours.trend == pytest.approx(theirs.trend, abs=1e-9)


def test_many_series_are_split_as_each_alone() -> None:
    many = np.random.default_rng(1).poisson(30, (5, 60)).astype(float)
    assert seasonal_parts(many).season[3] == pytest.approx(seasonal_parts(many[3]).season)
    with pytest.raises(ValueError, match="3 whole years"):
        seasonal_parts(many[0, :30])
    with pytest.raises(ValueError, match="odd"):
        seasonal_parts(many, trend_window=20)


def test_smoothing_runs_as_statsmodels() -> None:
    rng = np.random.default_rng(1)
    y, season = rng.normal(10, 2, 50), rng.normal(0, 1, 12)
    errors, level, trend, seasons = run_smoothing(y, np.array([0.3, 0.05, 0.1, 0.9]), 9.0, 0.1, season)
    theirs = ETSModel(y, error="add", trend="add", damped_trend=True, seasonal="add", seasonal_periods=12,
                      initialization_method="known", initial_level=9.0, initial_trend=0.1,
                      initial_seasonal=season).smooth([0.3, 0.05, 0.1, 0.9])  # fmt: skip
    assert errors == pytest.approx(np.asarray(theirs.resid), abs=1e-9)
    assert level + 0.9 * trend + seasons[0] == pytest.approx(theirs.forecast(1)[0])


def test_the_worked_interval_score() -> None:
    assert interval_score([40, 40], [55, 55], [60, 50]).tolist() == pytest.approx([215, 15])


def test_a_drifting_series_is_forecast_and_a_random_walk_of_last_year_is_withheld() -> None:
    rng, months = np.random.default_rng(4), np.arange(72)
    rising = rng.poisson(np.exp(4 + 0.02 * months + 0.3 * np.sin(2 * np.pi * months / 12)))
    shown = forecast(rising)
    assert shown.withheld == "" and shown.mean.size == 12
    assert (shown.lower < shown.mean).all() and (shown.mean < shown.upper).all()
    assert shown.backtests[1].mase < shown.backtests[0].mase
    last_year = np.tile(rng.poisson(60, 12), 6)
    held = forecast(last_year)
    assert "same month last year" in held.withheld and held.mean.size == 0
    with pytest.raises(ValueError, match="4 years"):
        forecast(rising[:40])
