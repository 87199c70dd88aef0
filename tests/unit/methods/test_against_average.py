from math import log, sqrt
from statistics import NormalDist

import pytest

from wardmote.methods.against_average import against_average
from wardmote.methods.percent_change import percent_change


def test_the_p_is_the_normal_one_and_smaller_than_with_an_uncertain_base() -> None:
    one_sided = against_average(120, 100, 2.0)
    assert one_sided.ratio == pytest.approx(1.2)
    assert one_sided.p == pytest.approx(2 * (1 - NormalDist().cdf(log(1.2) * sqrt(120 / 2))), abs=1e-9)
    assert one_sided.p < percent_change(100, 120, 2.0).p


def test_scatter_widens_chance_and_nothing_observed_is_exact() -> None:
    assert against_average(150, 100, 1.0).p < against_average(150, 100, 3.0).p
    assert against_average(0, 5.0).p == pytest.approx(2 * 2.718281828459045**-5)
    with pytest.raises(ValueError, match="at least 1"):
        against_average(3, 5.0, 0.5)
