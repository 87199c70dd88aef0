"""What R answers to the same questions: stored by tests/referees/r/values.R, with the numbers each was asked of."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wardmote.methods import neighbours
from wardmote.methods.among_peers import among_peers
from wardmote.methods.exceedance import exceedance
from wardmote.methods.hot_spots import getis_ord_star, local_moran, morans_i
from wardmote.methods.interrupted_series import interrupted_series
from wardmote.methods.intervals import Interval, poisson_exact, wilson
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.near_repeat import near_repeat
from wardmote.methods.paired_months import change_over_paired_months
from wardmote.methods.ratio_of_ratios import ratio_of_ratios_over_months
from wardmote.methods.seasonal import seasonal_parts
from wardmote.methods.shrinkage import empirical_bayes
from wardmote.methods.standardised_distance import standardised_distance
from wardmote.methods.two_counts import compare_two_counts
from wardmote.methods.two_proportions import fisher_exact_p

VALUES: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "referees" / "r" / "values.json").read_text(encoding="utf-8")
)
EXACT = 1e-8  # relative; R's are stored to 12 places, its models settle to about this


def ends(interval: Interval) -> list[float]:
    return [interval.lower, interval.upper]


def test_the_values_name_the_versions_that_made_them() -> None:
    assert VALUES["made_by"] == {"R": "4.2.2", "spdep": "1.2.7", "surveillance": "1.20.3"}


@pytest.mark.parametrize("asked", VALUES["counts"], ids=lambda asked: str(asked["count"]))
def test_exact_limits_of_a_count(asked: dict[str, Any]) -> None:
    assert ends(poisson_exact(asked["count"])) == pytest.approx(asked["interval"], rel=EXACT)


@pytest.mark.parametrize("asked", VALUES["two_counts"], ids=lambda asked: f"{asked['before']} to {asked['after']}")
def test_two_counts(asked: dict[str, Any]) -> None:
    found = compare_two_counts(asked["before"], asked["after"])
    assert (found.ratio, found.p) == (pytest.approx(asked["ratio"], rel=EXACT), pytest.approx(asked["p"], rel=EXACT))
    assert ends(found.interval) == pytest.approx(asked["interval"], rel=EXACT)


@pytest.mark.parametrize("asked", VALUES["wilson"], ids=lambda asked: f"{asked['successes']} of {asked['total']}")
def test_wilson(asked: dict[str, Any]) -> None:
    assert ends(wilson(asked["successes"], asked["total"])) == pytest.approx(asked["interval"], rel=EXACT, abs=1e-12)


@pytest.mark.parametrize("asked", VALUES["fisher"], ids=lambda asked: str(asked["table"]))
def test_fisher(asked: dict[str, Any]) -> None:
    assert fisher_exact_p(*asked["table"]) == pytest.approx(asked["p"], rel=EXACT)


def test_false_discovery() -> None:
    asked = VALUES["false_discovery"]
    assert benjamini_hochberg(asked["p"]) == pytest.approx(asked["q"], rel=EXACT)


def test_paired_months_are_glm_with_month_levels() -> None:
    asked = VALUES["paired_months"]
    found = change_over_paired_months(asked["before"], asked["after"])
    assert (found.dispersion, found.df) == (pytest.approx(asked["scale"], rel=EXACT), asked["df"])
    assert (math.log(found.ratio), found.p) == (pytest.approx(asked["effect"]), pytest.approx(asked["p"], rel=1e-7))
    assert ends(found.interval) == pytest.approx(asked["interval"], rel=EXACT)


def test_the_ratio_of_ratios_is_glm_s_interaction() -> None:
    asked = VALUES["ratio_of_ratios"]
    found = ratio_of_ratios_over_months(
        *(asked[name] for name in ("here_before", "here_after", "there_before", "there_after"))
    )
    assert (math.log(found.ratio), found.p) == (
        pytest.approx(asked["effect"], rel=1e-7),
        pytest.approx(asked["p"], rel=1e-6),
    )
    assert (found.dispersion, ends(found.interval)) == (
        pytest.approx(asked["scale"]),
        pytest.approx(asked["interval"], rel=1e-7),
    )


def test_an_interrupted_series_is_glm() -> None:
    asked = VALUES["interrupted"]
    found = interrupted_series(asked["counts"], asked["start"])
    for ours, interval, p, theirs in (
        (found.level, found.level_interval, found.level_p, asked["level"]),
        (found.trend, found.trend_interval, found.trend_p, asked["trend"]),
    ):
        assert (math.log(ours), p) == (pytest.approx(theirs["effect"], rel=1e-6), pytest.approx(theirs["p"], rel=1e-6))
        assert ends(interval) == pytest.approx(theirs["interval"], rel=1e-7)
    assert (found.scale, found.df) == (pytest.approx(asked["level"]["scale"], rel=1e-7), asked["level"]["df"])


def test_stl_with_every_point_smoothed() -> None:
    asked = VALUES["seasonal"]
    found = seasonal_parts(asked["values"])
    for ours, name in ((found.season, "season"), (found.trend, "trend"), (found.rest, "rest")):
        assert ours == pytest.approx(asked[name], abs=1e-8)


@pytest.mark.parametrize("asked", VALUES["exceedance"], ids=["salmonella", "made up, with outbreaks"])
def test_every_week_s_bound_and_alarm_is_farringtons(asked: dict[str, Any]) -> None:
    """R gives no bound (null) where the last four weeks hold fewer than five: it then never alarms, and nor do we."""
    found = [exceedance(asked["counts"][:week]) for week in asked["weeks"]]
    told = [number for number, upper in enumerate(asked["upper"]) if upper is not None]
    assert len(told) > 0.7 * len(found) and any(asked["alarm"]) and not all(asked["alarm"])
    assert [week.alarm for week in found] == [bool(alarm) for alarm in asked["alarm"]]
    assert [found[number].upper for number in told] == [asked["upper"][number] for number in told]
    assert [found[number].trend for number in told] == [bool(asked["trend"][number]) for number in told]
    assert [found[number].expected for number in told] == pytest.approx([asked["expected"][n] for n in told], rel=1e-6)


@pytest.mark.parametrize("name", ["grid", "nearest"])
def test_places(name: str) -> None:
    asked = VALUES["places"][name]
    values, near = asked["values"], beside(asked["neighbours"])
    assert getis_ord_star(values, near).z == pytest.approx(asked["gi_star"], rel=EXACT, abs=1e-10)
    closed, whole = local_moran(values, near, permutations=None), morans_i(values, near, 99)
    assert closed.statistic == pytest.approx(asked["local_moran"], rel=EXACT, abs=1e-10)
    assert closed.p == pytest.approx(asked["local_moran_p"], rel=1e-6, abs=1e-10)
    assert (whole.value, whole.expected) == (
        pytest.approx(asked["morans_i"], rel=EXACT),
        pytest.approx(asked["expected_i"]),
    )


def test_permuted_local_moran_agrees_within_chance() -> None:
    """Both draw 9,999 times or more: twice the smaller tail, so p lies within 4 errors, and within a tenth of one on average."""
    asked = VALUES["places"]["nearest"]
    ours = local_moran(asked["values"], beside(asked["neighbours"])).p
    theirs = np.array(asked["local_moran_p_permuted"])
    error = 2 * np.sqrt(np.maximum(theirs, 2e-4) / 2 * (1 - theirs / 2) / 9_999)
    assert (np.abs(ours - theirs) < 4.5 * error + 2e-4).all()


def test_the_nearest_six_are_the_same_places() -> None:
    asked = VALUES["places"]["nearest"]
    found = neighbours.nearest(asked["x"], asked["y"], 6)
    assert [sorted(found.of[i * 6 : i * 6 + 6].tolist()) for i in range(found.size)] == [
        sorted(row) for row in asked["neighbours"]
    ]


def beside(lists: list[list[int]]) -> neighbours.Neighbours:
    return neighbours.Neighbours(np.cumsum([0, *map(len, lists)]), np.concatenate([np.array(row) for row in lists]))


def test_empirical_bayes() -> None:
    asked = VALUES["empirical_bayes"]
    found = empirical_bayes(asked["counts"], asked["populations"])
    assert found.estimates == pytest.approx(asked["estimates"], rel=EXACT)


def test_knox() -> None:
    asked = VALUES["near_repeat"]
    found = near_repeat(
        asked["x"], asked["y"], asked["days"], (0, asked["metres"]), (0, asked["days_apart"]), metric="straight line"
    )
    assert found.observed[0, 0] == asked["observed"]
    assert found.expected[0, 0] == pytest.approx(asked["expected"], rel=EXACT)
    assert found.p[0, 0] == pytest.approx(asked["p"], abs=4 * math.sqrt(2 * asked["p"] / 999))


def test_standardised_distance() -> None:
    asked = VALUES["standardised_distance"]
    assert standardised_distance(asked["traits"], 0).distance == pytest.approx(asked["distance"], rel=EXACT, abs=1e-12)


def test_one_among_peers_is_a_regression_with_one_mark() -> None:
    asked = VALUES["among_peers"]
    found = among_peers(asked["own"], asked["peers"])
    assert (found.ratio, found.p) == (pytest.approx(asked["ratio"], rel=EXACT), pytest.approx(asked["p"], rel=EXACT))
    assert ends(found.interval) == pytest.approx(asked["interval"], rel=EXACT)
