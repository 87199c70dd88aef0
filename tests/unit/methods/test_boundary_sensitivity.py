"""Would the order survive re-booking the boundary?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.methods.boundary_sensitivity import boundary_sensitivity, swing

sizes = st.integers(1, 2_000)


def test_the_worked_pair_would_swap_if_a_quarter_moved() -> None:
    found = boundary_sensitivity(780, 700, 160)
    assert (found.flip_share, found.flips, found.probability_first_stays_top) == (0.25, True, 0.25)
    assert round(found.naive_p, 3) == 0.040


def test_a_pair_too_far_apart_to_swap() -> None:
    found = boundary_sensitivity(780, 700, 30)
    assert found.flip_share == pytest.approx(80 / 60)
    assert (found.flips, found.probability_first_stays_top) == (False, 1.0)


def test_a_first_area_already_behind_stays_behind() -> None:
    found = boundary_sensitivity(700, 780, 160)
    assert (found.flip_share, found.flips, found.probability_first_stays_top) == (-0.25, False, 0.0)


@pytest.mark.parametrize(("first", "second", "flips", "top"), [(9, 5, False, 1), (5, 5, True, 0), (5, 9, False, 0)])
def test_no_boundary_incidents(first: int, second: int, flips: bool, top: float) -> None:
    found = boundary_sensitivity(first, second, 0)
    assert (found.flip_share, found.flips, found.probability_first_stays_top) == (None, flips, top)


def test_more_on_the_boundary_than_were_booked_to_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot exceed its count"):
        boundary_sensitivity(10, 5, 11)


def test_swing_of_the_worked_pair_with_incidents_near_on_both_sides() -> None:
    found = swing(780, 700, first_near=160, second_near=90)
    assert (found.lowest, found.highest, found.stable, found.flip_share) == (-240, 260, False, 0.25)


def test_swing_that_the_leader_survives() -> None:
    found = swing(780, 700, first_near=39, second_near=500)
    assert (found.lowest, found.stable, found.flip_share) == (2, True, None)


def test_swing_when_the_second_leads_takes_the_share_from_the_second() -> None:
    found = swing(700, 780, first_near=90, second_near=160)
    assert (found.lowest, found.highest, found.stable, found.flip_share) == (-260, 240, False, 0.25)


def test_a_tie_is_never_stable() -> None:
    assert not swing(50, 50, 0, 0).stable
    assert swing(50, 50, 0, 0).flip_share == 0
    at_the_end = swing(60, 50, 5, 0)
    assert (at_the_end.lowest, at_the_end.stable, at_the_end.flip_share) == (0, False, 1)


@pytest.mark.parametrize("near", [(51, 0), (0, 41)])
def test_more_near_than_in_all_is_refused(near: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot outnumber"):
        swing(50, 40, *near)


@settings(deadline=None, max_examples=80)
@given(st.data(), sizes, sizes)
def test_moving_the_flip_share_draws_level_and_one_sided_swing_agrees(
    data: st.DataObject, first: int, second: int
) -> None:
    near = data.draw(st.integers(1, first))
    found, wide = boundary_sensitivity(first, second, near), swing(first, second, near, 0)
    assert found.flip_share is not None
    assert first - found.flip_share * near == pytest.approx(second + found.flip_share * near)
    if first >= second:
        assert found.flips == (not wide.stable)
        assert wide.flip_share == (found.flip_share if found.flips else None)
