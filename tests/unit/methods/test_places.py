"""Density, concentration, moved patterns, aoristic hours, time to repeat, displacement: the worked numbers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wardmote.methods.aoristic import aoristic_hours
from wardmote.methods.concentration import concentration, gini, sparse_gini
from wardmote.methods.density import density_at, density_surfaces, rule_of_thumb_bandwidth, spread_over_nodes
from wardmote.methods.displacement import weighted_displacement
from wardmote.methods.pattern_moved import pattern_moved, share_moved
from wardmote.methods.time_to_repeat import time_to_repeat

few = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def test_the_worked_quartic_kernel() -> None:
    assert density_at([0], [0], [0, 200, 300], [0, 0, 0], 300) == pytest.approx([10.6103, 3.2748, 0], abs=5e-5)
    assert round(rule_of_thumb_bandwidth(400, 192e6)) == 2843


def test_surfaces_are_the_exact_density_and_hold_every_event() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(0, 800, (2, 300))
    for surface in density_surfaces(x, y, (200, 400, 800), cell=25):
        assert surface.density.sum() * 25**2 / 1e6 == pytest.approx(300, rel=2e-3)
        some = rng.integers(0, surface.north.size, 60), rng.integers(0, surface.east.size, 60)
        exact = density_at(x, y, surface.east[some[1]], surface.north[some[0]], surface.bandwidth)
        assert np.abs(surface.density[some] - exact).max() < 0.01 * surface.density.max()


def test_many_events_give_the_exact_surface_within_a_ten_thousandth() -> None:
    rng = np.random.default_rng(6)
    x, y = rng.normal(0, 700, (2, 200_000))
    nodes = np.arange(-3_000, 3_001, 35.0)
    (surface,) = spread_over_nodes(x, y, nodes, nodes, np.array([600.0]))
    some = rng.integers(20, nodes.size - 20, (2, 60))
    exact = density_at(x, y, nodes[some[1]], nodes[some[0]], 600.0)
    assert np.abs(surface[some[0], some[1]] - exact).max() < 1e-4 * surface.max()
    assert surface.sum() * 35**2 / 1e6 == pytest.approx(x.size, rel=1e-3)


def test_an_event_on_a_node_is_the_kernel_itself() -> None:
    surface = density_surfaces([0], [0], (300, 400, 500), 100, window=(-600, -600, 600, 600))[0]
    assert surface.density[6, 6] == pytest.approx(10.6103, abs=5e-5)
    assert surface.density[6, 8] == pytest.approx(3.2748, abs=5e-5)


def test_one_bandwidth_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 3 bandwidths"):
        density_surfaces([0], [0], [300], 100)
    with pytest.raises(ValueError, match="too narrow"):
        density_surfaces([0], [0], [150, 300, 400], 100)


def test_the_worked_concentrations() -> None:
    assert gini((5, 2, 1, *[0] * 7)) == pytest.approx(0.80)
    assert sparse_gini((5, 2, 1, *[0] * 7)) == pytest.approx(0.75)
    assert gini((1, 1, 1, 1, *[0] * 6)) == pytest.approx(0.60)
    assert sparse_gini((1, 1, 1, 1, *[0] * 6)) == pytest.approx(0)
    assert sparse_gini((5, 2, 1, *[0] * 7), unbiased=True) == pytest.approx(0.75 * 8 / 7)
    found = concentration((20, 10, 6, 4, 2, 2, 1, 1, 1, 1, 1, 1), top=(0.25,))
    assert (found.top[0].places, found.top[0].held, found.units_for[0.8]) == (3, 0.72, 4)
    assert found.top[0].p == 0.001


def test_few_events_over_many_places_are_not_called_repeats() -> None:
    row = np.bincount(np.random.default_rng(0).integers(0, 1_000, 300), minlength=1_000)
    found = concentration(row, top=(0.2,))
    assert found.top[0].held > 0.7, "it looks like 80/20"
    assert found.top[0].p > 0.05 and found.top[0].expected == pytest.approx(found.top[0].held, abs=0.05)


@few
@given(st.lists(st.integers(0, 30), min_size=2, max_size=40).filter(any))
def test_ginis_lie_from_0_to_1_and_the_top_tenth_holds_no_less_than_a_fiftieth(counts: list[int]) -> None:
    assert -1e-9 <= sparse_gini(counts) <= gini(counts) + 1e-9 <= 1 + 2e-9
    held = [top.held for top in concentration(counts).top]
    assert held == sorted(held) and held[-1] <= 1 + 1e-12


def test_nothing_anywhere_is_refused() -> None:
    for bad in ([0, 0], [5]):
        with pytest.raises(ValueError, match="at least 2 places"):
            concentration(bad)


def test_a_pattern_is_alike_itself_and_unlike_its_reverse() -> None:
    base = np.array([100, 80, 60, 40, 20, 10, 5, 0, 0, 0])
    alike, reversed_ = pattern_moved(base, base), pattern_moved(base, base[::-1])
    assert (alike.s, alike.robust_s) == (1, 1)
    assert reversed_.robust_s < 0.3
    assert (reversed_.direction[0], reversed_.direction[-1]) == ("less", "more")
    empty = pattern_moved([30, 30, 0, 0], [60, 5, 0, 0])
    assert (empty.s, empty.robust_s) == (0.5, 0), "areas empty in both are similar for want of anything"
    with pytest.raises(ValueError, match="at least 20"):
        pattern_moved([5, 5], [50, 50])


def test_a_share_that_moved_stands_out_from_swapped_months_and_noise_does_not() -> None:
    rng = np.random.default_rng(3)
    shares = rng.dirichlet(np.ones(40))
    before, alike = rng.multinomial(400, shares, 10), rng.multinomial(500, shares, 10)
    assert share_moved(before, alike).p > 0.05, "a larger total is not another pattern"
    moved = share_moved(before, rng.multinomial(500, np.roll(shares, 1), 10))
    assert moved.p < 0.005 and moved.share > 2 * moved.by_chance
    assert share_moved([[8, 2]] * 6, [[5, 5]] * 6).share == pytest.approx(0.3)
    for bad in ([[1, 2]] * 5, [[0, 0]] * 6):
        with pytest.raises(ValueError):
            share_moved(bad, [[1, 2]] * len(bad))


def test_the_worked_aoristic_weights() -> None:
    weights = aoristic_hours([22.5], [26.25]).weights
    assert [round(float(weights[h]), 4) for h in (22, 23, 0, 1, 2)] == [0.1333, 0.2667, 0.2667, 0.2667, 0.0667]
    assert weights.sum() == pytest.approx(1)


def test_events_known_too_loosely_are_set_aside_and_counted() -> None:
    found = aoristic_hours([10, 10, 10, 47.5], [10, 9, 200, 47.5])
    assert (found.used, found.set_aside_too_long, found.set_aside_backwards) == (2, 1, 1)
    assert (found.weights[10], found.weights[23]) == (1, 1)
    with pytest.raises(ValueError, match="closely enough"):
        aoristic_hours([10], [200])


@few
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 160)), min_size=1, max_size=20))
def test_weights_sum_to_the_events_used(spans: list[tuple[float, float]]) -> None:
    start = np.array([s for s, _ in spans])
    found = aoristic_hours(start, start + [d for _, d in spans], cycle=168, longest=168)
    assert found.weights.sum() == pytest.approx(found.used) and (found.weights > -1e-9).all()


def test_time_to_repeat_counts_only_those_watched_to_the_end() -> None:
    ids = ["a", "a", "b", "c", "c", "d"]
    days = [0, 20, 10, 5, 300, 500]
    found = time_to_repeat(ids, days, last_day=730, marks=(30, 365))
    assert (found.watched, found.not_watched) == (3, 1)
    assert [(w.days, w.repeated) for w in found.within] == [(30, 1), (365, 2)]
    with pytest.raises(ValueError, match="nothing can be said"):
        time_to_repeat(["a"], [100], last_day=200)


def test_the_worked_displacement_quotient() -> None:
    found = weighted_displacement((60, 30), (100, 95), (300, 270))
    assert round(found.quotient, 3) == -0.208
    assert found.reading == "whether it moved cannot be told"
    with pytest.raises(ValueError, match="did not fall"):
        weighted_displacement((30, 60), (100, 95), (300, 270))
    with pytest.raises(ValueError, match="control"):
        weighted_displacement((60, 30), (100, 95), (300, 0))


def test_plain_displacement_and_plain_benefit_are_told() -> None:
    assert "moved to the buffer" in weighted_displacement((900, 300), (900, 1400), (9000, 9000)).reading
    assert "benefit" in weighted_displacement((900, 300), (900, 500), (9000, 9000)).reading
