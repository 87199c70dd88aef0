"""Gi*, local Moran and Moran's I, against the worked grid (R spdep) and against esda."""

import numpy as np
import pytest

from wardmote.methods import neighbours
from wardmote.methods.hot_spots import HOT, NONE, getis_ord_star, local_moran, morans_i
from wardmote.methods.random_neighbours import draw_places

GRID = np.array([1, 2, 1, 0, 1, 2, 9, 8, 1, 0, 1, 7, 10, 2, 1, 0, 1, 2, 1, 0, 1, 0, 1, 0, 3.0])
QUEEN = neighbours.on_a_grid(5, 5)


def test_the_worked_grid() -> None:
    found = getis_ord_star(GRID, QUEEN)
    assert [round(float(found.z[cell]), 4) for cell in (6, 12, 0)] == [3.0005, 3.0005, 0.9636]
    assert (found.q < 0.05).sum() == 4
    assert (found.p * 25 < 0.05).sum() == 0, "Bonferroni keeps none"
    assert round(morans_i(GRID, QUEEN, permutations=99).value, 6) == 0.246378


def test_the_mean_of_local_moran_is_morans_i() -> None:
    found = local_moran(GRID, QUEEN)
    assert found.statistic.mean() == pytest.approx(morans_i(GRID, QUEEN, permutations=9).value)
    assert {found.kind[i] for i in np.flatnonzero(found.q >= 0.05)} == {NONE}


def test_a_planted_cluster_is_hot_and_the_rest_is_left_alone() -> None:
    values = np.random.default_rng(3).poisson(5, 400).astype(float)
    planted = [r * 20 + c for r in range(8, 12) for c in range(8, 12)]
    values[planted] += 15
    lattice = neighbours.on_a_grid(20, 20)
    for q in (local_moran(values, lattice).q, getis_ord_star(values, lattice).q):
        assert (q[planted] < 0.05).mean() > 0.8
    assert {local_moran(values, lattice).kind[i] for i in (9 * 20 + 9, 10 * 20 + 10)} == {HOT}


def test_permuted_and_closed_form_agree_and_seeds_hardly_matter() -> None:
    rng = np.random.default_rng(11)
    x, y = rng.uniform(0, 1e4, (2, 2_000))
    near = neighbours.nearest(x, y, 6)
    values = np.sin(x / 1500) * 3 + rng.normal(size=2_000)
    first, second = (local_moran(values, near, seed=s) for s in (1, 2))
    closed = local_moran(values, near, permutations=None)
    assert np.abs(first.p - closed.p).max() < 0.06
    hot, again = (set(np.flatnonzero(f.q < 0.05)) for f in (first, second))
    assert len(hot & again) / len(hot | again) >= 0.95


@pytest.mark.parametrize("k", [1, 3, 8, 24])
def test_a_draw_never_holds_a_place_twice_and_every_place_is_drawn_alike(k: int) -> None:
    drawn = draw_places(np.random.default_rng(0), 4_000, k, 25)
    assert all(len(set(row)) == k for row in drawn)
    often = np.bincount(drawn.ravel(), minlength=25) / 4_000
    assert np.abs(often - k / 25).max() < 5 * np.sqrt(k / 25 / 4_000)


def test_the_chance_of_a_sum_is_that_of_permuting_for_each_place() -> None:
    """The slow way: for each place, shuffle everybody else's value over its neighbours."""
    quick = local_moran(GRID, QUEEN, permutations=20_000).p
    rng, z = np.random.default_rng(5), (GRID - GRID.mean()) / GRID.std()
    for place in (0, 6, 13, 24):
        others = np.delete(z, place)
        k = int(QUEEN.number[place])
        sums = np.array([rng.permutation(others)[:k].sum() for _ in range(20_000)])
        observed = QUEEN.sums(z)[place]
        tail = min((sums >= observed - 1e-9).sum(), (sums <= observed + 1e-9).sum())
        assert quick[place] == pytest.approx(min(1, 2 * (tail + 1) / 20_001), abs=0.025)


@pytest.mark.parametrize(
    ("values", "lattice", "says"),
    [
        (np.ones(25), QUEEN, "same value"),
        (GRID[:24], QUEEN, "24 values for 25 places"),
        (GRID[:4], neighbours.on_a_grid(2, 2), "at least 8 places"),
    ],
)
def test_what_has_no_pattern_is_refused(values: np.ndarray, lattice: neighbours.Neighbours, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        getis_ord_star(values, lattice)


def test_few_permutations_are_refused() -> None:
    with pytest.raises(ValueError, match="9,999"):
        local_moran(GRID, QUEEN, permutations=999)


def test_neighbours() -> None:
    assert QUEEN.number.reshape(5, 5)[0].tolist() == [3, 5, 5, 5, 3] and QUEEN.number[12] == 8
    assert neighbours.from_pairs([(0, 1), (1, 0)], 3).number.tolist() == [1, 1, 0]
    assert neighbours.nearest([0, 1, 5], [0, 0, 0], 1).of.tolist() == [1, 0, 1]
    assert neighbours.nearest([0, 0, 0, 9], [0, 0, 0, 0], 1).number.tolist() == [1, 1, 1, 1]
    assert neighbours.within([0, 1, 5], [0, 0, 0], 2).number.tolist() == [1, 1, 0]
    for bad in ([(0, 3)], [(1, 1)]):
        with pytest.raises(ValueError):
            neighbours.from_pairs(bad, 3)


def test_a_place_with_no_neighbours_is_never_remarkable() -> None:
    lonely = neighbours.from_pairs([(i, i + 1) for i in range(9)], 11)
    found = local_moran([*range(10), 50], lonely)
    assert (found.statistic[10], found.p[10], found.kind[10]) == (0, 1, NONE)
