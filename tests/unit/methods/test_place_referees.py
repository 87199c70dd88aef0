"""Second implementations of the place methods: esda and pointpats. One file, as their imports take seconds."""

import warnings

import numpy as np
import pytest

from wardmote.methods import neighbours
from wardmote.methods.hot_spots import getis_ord_star, local_moran
from wardmote.methods.near_repeat import near_repeat

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    esda = pytest.importorskip("esda")
    libpysal = pytest.importorskip("libpysal")
    pointpats = pytest.importorskip("pointpats")


def made_up(n: int = 400) -> tuple[np.ndarray, neighbours.Neighbours, object]:
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 1e4, (2, n))
    values = rng.gamma(2, np.exp(1 + np.sin(x / 2000)))  # no ties: esda counts them in one tail only
    near = neighbours.nearest(x, y, 6)
    lists = {i: near.of[near.start[i] : near.start[i + 1]].tolist() for i in range(n)}
    return values, near, libpysal.weights.W(lists, silence_warnings=True)


def test_local_moran_is_esdas() -> None:
    values, near, weights = made_up()
    theirs = esda.Moran_Local(values, weights, permutations=9_999, seed=1, keep_simulations=False)
    ours = local_moran(values, near)
    n = values.size
    assert ours.statistic == pytest.approx(np.asarray(theirs.Is) * n / (n - 1), rel=1e-12)
    # esda folds to the smaller tail; ours doubles it
    assert ours.p == pytest.approx(np.minimum(1, 2 * np.asarray(theirs.p_sim)), abs=0.04)
    assert np.abs(ours.p - np.minimum(1, 2 * np.asarray(theirs.p_sim))).mean() < 0.01


def test_gi_star_is_esdas() -> None:
    values, near, weights = made_up()
    theirs = esda.G_Local(values, weights, transform="B", star=True, permutations=0)
    assert getis_ord_star(values, near).z == pytest.approx(theirs.Zs, rel=1e-9)


def test_knox_is_pointpats() -> None:
    rng = np.random.default_rng(4)
    n = 600
    x, y = rng.uniform(0, 3_000, (2, n))
    days = rng.integers(0, 200, n)
    x[300:360], y[300:360] = x[:60] + 20, y[:60]
    days[300:360] = days[:60] + 2
    theirs = pointpats.Knox(np.column_stack([x, y]), days[:, None].astype(float), 100, 6.5, permutations=99)
    ours = near_repeat(x, y, days, (0, 100), (0, 7), metric="straight line", permutations=99)
    assert ours.observed[0, 0] == theirs.statistic_
    assert (ours.p[0, 0], theirs.p_sim) == (0.01, 0.01)
