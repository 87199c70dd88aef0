"""Knox tables: the worked six events, the slow referee, planted repeats, and what is refused."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wardmote.methods.near_repeat import near_repeat

WORKED = ((0, 50, 60, 1000, 1010, 3000), (0,) * 6, (0, 3, 10, 0, 5, 40))


def test_the_worked_six_events() -> None:
    found = near_repeat(*WORKED, space_bands=(0, 200), time_bands=(0, 8), permutations=9_999)
    assert found.observed.tolist() == [[3]]
    assert found.expected[0, 0] == pytest.approx(4 * 8 / 15)
    assert found.p[0, 0] == pytest.approx(0.316667, abs=0.015)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 30)), min_size=3, max_size=25))
def test_the_table_is_that_of_looking_at_every_pair(events: list[tuple[int, int, int]]) -> None:
    near, soon = np.array([0, 1, 4, 9]), np.array([0, 2, 5, 12])
    table = np.zeros((3, 3), dtype=int)
    for a, b in combinations(events, 2):
        far, late = abs(a[0] - b[0]) + abs(a[1] - b[1]), abs(a[2] - b[2])
        if far < near[-1] and late < soon[-1]:
            table[np.searchsorted(near, far, side="right") - 1, np.searchsorted(soon, late, side="right") - 1] += 1
    x, y, days = zip(*events, strict=True)
    try:
        found = near_repeat(x, y, days, near, soon, permutations=9)
    except ValueError as error:
        assert "days apart" in str(error)
    else:
        assert (found.observed == table).all()


def test_times_of_the_hour_give_the_same_table_as_days() -> None:
    rng = np.random.default_rng(2)
    x, y, days = rng.uniform(0, 500, 80), rng.uniform(0, 500, 80), rng.integers(0, 60, 80)
    whole = near_repeat(x, y, days, (0, 100, 200), (0, 7, 14), permutations=199)
    halves = near_repeat(x, y, days + 0.5, (0, 100, 200), (0, 7, 14), permutations=199)
    assert (whole.observed == halves.observed).all() and (whole.p == halves.p).all()


def test_a_planted_near_repeat_is_found_in_its_own_band_only() -> None:
    rng = np.random.default_rng(6)
    x, y, days = rng.uniform(0, 20_000, 1_500), rng.uniform(0, 20_000, 1_500), rng.integers(0, 700, 1_500)
    x[:150], y[:150], days[:150] = x[150:300] + 30, y[150:300], days[150:300] + 3
    found = near_repeat(x, y, days, (0, 100, 200, 400), (0, 7, 14, 28))
    assert found.p[0, 0] == 0.001 and found.ratio[0, 0] > 10
    assert (found.p.ravel()[1:] > 0.01).all()
    again = near_repeat(x, y, days, (0, 100, 200, 400), (0, 7, 14, 28))
    assert (found.p == again.p).all(), "the seed decides"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"known_to_metres": 100}, "known to 100 m only"),
        ({"known_to_days": 31}, "known to 31 days only"),
        ({"metric": "crow"}, "metric must be"),
        ({"space_bands": (0,)}, "rising edges"),
        ({"time_bands": (5, 3)}, "rising edges"),
        ({"days": (0, 31, 59, 90, 120, 151)}, "look like months"),
    ],
)
def test_data_that_cannot_support_it_is_refused(more: dict[str, object], says: str) -> None:
    x, y, days = WORKED
    given: dict[str, object] = {"days": days, "space_bands": (0, 60), "time_bands": (0, 7)}
    with pytest.raises(ValueError, match=says):
        near_repeat(x, y, **{**given, **more})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 3"):
        near_repeat((0, 1), (0, 1), (0, 1), (0, 5), (0, 5))
