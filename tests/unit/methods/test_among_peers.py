"""One among peers: a worked number, least squares with a dummy as the second implementation, and what it refuses."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from wardmote.methods.among_peers import among_peers


def test_the_worked_number_by_hand() -> None:
    """Peers e^-2 .. e^2: mean 0, s = sqrt(2.5); own e^3: t = 3 / (sqrt(2.5) sqrt(1.2)) = sqrt(3), on 4 df."""
    found = among_peers(math.exp(3), np.exp([-2, -1, 0, 1, 2]))
    assert (found.ratio, found.centre) == (pytest.approx(math.exp(3)), pytest.approx(1))
    # The t distribution on 4 df in closed form: P(|T| > t) = 1 - u(3 - u^2)/2 with u = t / sqrt(4 + t^2) = sqrt(3/7).
    u = math.sqrt(3 / 7)
    assert found.p == pytest.approx(1 - u * (3 - u**2) / 2, rel=1e-12)
    reach = 2.7764451051977987 * math.sqrt(3)  # t at 0.975 on 4 df, from tables
    assert found.interval.lower == pytest.approx(math.exp(3 - reach), rel=1e-9)
    assert found.interval.upper == pytest.approx(math.exp(3 + reach), rel=1e-9)
    assert found.above == 0 and found.relative == pytest.approx(np.exp([-2, -1, 0, 1, 2]))


@pytest.mark.parametrize("seed", range(5))
def test_a_regression_with_one_dummy_gives_the_same(seed: int) -> None:
    random = np.random.default_rng(seed)
    peers, own = random.lognormal(3, 0.4, 10), random.lognormal(3, 0.4)
    mine = np.r_[1.0, np.zeros(10)]
    fit = sm.OLS(np.log(np.r_[own, peers]), sm.add_constant(mine)).fit()
    found = among_peers(own, peers)
    assert math.log(found.ratio) == pytest.approx(fit.params[1], rel=1e-9)
    assert found.p == pytest.approx(fit.pvalues[1], rel=1e-9)
    assert np.log([found.interval.lower, found.interval.upper]) == pytest.approx(fit.conf_int()[1], rel=1e-9)


def test_the_range_holds_one_exactly_where_p_is_above_the_level() -> None:
    random = np.random.default_rng(9)
    for _ in range(200):
        found = among_peers(random.lognormal(0, 1.5), random.lognormal(0, 0.5, 8))
        assert found.interval.contains(1) == (found.p >= 0.05)


def test_one_place_like_its_peers_is_called_apart_no_oftener_than_said() -> None:
    random, n = np.random.default_rng(3), 2_000
    found = sum(among_peers(*_split(random.lognormal(2, 0.3, 9))).p < 0.05 for _ in range(n))
    assert found <= stats.binom.isf(1e-4, n, 0.05)


def _split(values: np.ndarray) -> tuple[float, np.ndarray]:
    return float(values[0]), values[1:]


@pytest.mark.parametrize(
    ("own", "peers", "says"),
    [
        (0, [1, 2, 3, 4, 5], "own must be a number above zero"),
        (1, [1, 2, 3, 4, 0], "numbers above zero"),
        (1, [1, 2, 3, 4], "at least 5 peers; there are 4"),
        (1, [2, 2, 2, 2, 2], "alike"),
    ],
)
def test_what_it_refuses(own: float, peers: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        among_peers(own, peers)
