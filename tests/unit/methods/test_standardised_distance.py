"""Standardised distance: a worked number, scipy as the second implementation, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from wardmote.methods.standardised_distance import standardised_distance

PLACES = np.array([[1.0, 10.0], [2.0, 30.0], [4.0, 20.0], [5.0, 60.0]])


def test_the_worked_number_by_hand() -> None:
    """Means 3 and 30; variances 10/3 and 1400/3. From the first place to the second: 1/(10/3) + 400/(1400/3) = 81/70."""
    found = standardised_distance(PLACES, to=0)
    assert found.distance == pytest.approx(
        np.sqrt([0, 81 / 70, 9 / (10 / 3) + 100 / (1400 / 3), 16 / (10 / 3) + 2500 / (1400 / 3)])
    )
    assert found.standardised[0] == pytest.approx([-2 / np.sqrt(10 / 3), -20 / np.sqrt(1400 / 3)])


@pytest.mark.parametrize("to", range(5))
def test_scipy_gives_the_same(to: int) -> None:
    table = np.random.default_rng(to).lognormal(3, 1, (40, 6))
    spread = table.var(axis=0, ddof=1)
    theirs = cdist(table[[to]], table, "seuclidean", V=spread)[0]
    assert standardised_distance(table, to).distance == pytest.approx(theirs, rel=1e-12)
    weights = np.array([1, 1, 0, 2, 0.5, 0.5])
    weighted = cdist(table[[to]] / np.sqrt(spread), table / np.sqrt(spread), "minkowski", p=2, w=weights)[0]
    assert standardised_distance(table, to, weights).distance == pytest.approx(weighted, rel=1e-12)


@settings(deadline=None)
@given(scale=st.floats(0.001, 1000), shift=st.floats(-100, 100))
def test_the_unit_of_a_trait_does_not_matter(scale: float, shift: float) -> None:
    moved = PLACES * [scale, 1] + [shift, 0]
    assert standardised_distance(moved, 0).distance == pytest.approx(
        standardised_distance(PLACES, 0).distance, rel=1e-6
    )


@pytest.mark.parametrize(
    ("traits", "to", "weights", "says"),
    [
        (PLACES[:2], 0, None, "at least 3 places"),
        (PLACES * [1, np.nan], 0, None, "no value missing"),
        (PLACES, 4, None, "from 0 to 3"),
        (PLACES, 0, [1, -1], "zero or more"),
        (PLACES, 0, [0, 0], "not all zero"),
        (PLACES, 0, [1], "one for each trait"),
        (PLACES * [1, 0], 0, None, "same everywhere"),
    ],
)
def test_what_it_refuses(traits: np.ndarray, to: int, weights: list[float] | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        standardised_distance(traits, to, weights)
