"""Rank intervals and weighted counts."""

import numpy as np
import pytest

from wardmote.methods.rank_intervals import rank_intervals
from wardmote.methods.standardised import directly_standardised_rate
from wardmote.methods.weighted_counts import weighted_count


def test_a_clear_leader_leads_and_alike_areas_could_stand_anywhere() -> None:
    clear = rank_intervals([400, 100, 95, 90, 105, 98], [1000] * 6, top=1)
    assert (clear.median[0], clear.lower[0], clear.upper[0]) == (1, 1, 1) and clear.in_top[0] == 1
    alike = rank_intervals([100, 100, 95, 90, 105, 98], [1000] * 6, top=1)
    assert (alike.upper - alike.lower).min() >= 4, "every interval is wide"
    assert alike.in_top.sum() == pytest.approx(1)


def test_a_tiny_area_does_not_lead_by_luck() -> None:
    counts, people = (
        [3, 400, 380, 300, 250, 200, 210, 190],
        [60, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000],
    )
    found = rank_intervals(counts, people, top=1)
    assert found.in_top[0] < 0.5 and found.upper[0] - found.lower[0] > 3
    with pytest.raises(ValueError, match="top from 1 to 8"):
        rank_intervals(counts, people, top=9)


def test_a_weight_is_never_invented() -> None:
    with pytest.raises(ValueError, match="no weight for arson"):
        weighted_count({"arson": 3, "theft": 10}, {"theft": 2})
    assert weighted_count({"arson": 0, "theft": 10}, {"theft": 2}).value == 20


def test_one_grave_event_is_told_by_the_effective_count() -> None:
    found = weighted_count({"homicide": 1, "theft": 500}, {"homicide": 7_979, "theft": 33}, per=1000)
    assert found.value == pytest.approx((7_979 + 500 * 33) / 1000)
    assert found.shares["homicide"] == pytest.approx(7_979 / 24_479)
    assert found.effective_count < 10 and found.interval.lower < 0.5 * found.value
    for bad in ({"theft": -1}, {"homicide": 3}):
        with pytest.raises(ValueError):
            weighted_count({"theft": 10}, bad)
    with pytest.raises(ValueError, match="Nothing that has a weight"):
        weighted_count({"theft": 0}, {"theft": 3})


def test_the_interval_covers() -> None:
    rng, covered = np.random.default_rng(0), 0
    for _ in range(500):
        drawn = {"a": int(rng.poisson(40)), "b": int(rng.poisson(200))}
        covered += weighted_count(drawn, {"a": 10, "b": 1}).interval.contains(600)
    assert 0.92 <= covered / 500 <= 0.98
    assert directly_standardised_rate((10, 30, 43), (100_000, 150_000, 60_000), (40, 45, 15)).value == pytest.approx(
        23.75
    )
