"""Points are placed once: in metres exact to OSTN15, in one ward each, with the wards close by."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from wardmote.places.placing import Polygons, place, to_national_grid


def squares() -> Polygons:
    shapes = np.empty(2, dtype=object)
    shapes[:] = [shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)]
    return Polygons(np.array(["E05999901", "E05999902"]), shapes)


def test_degrees_become_metres_by_ostn15() -> None:
    # Ordnance Survey's own test points for OSTN15: St Mary's (Scilly) and the worked example at Caister.
    easting, northing = to_national_grid(
        np.array([-6.29977752014, 1.716073973]), np.array([49.92226393730, 52.658007833])
    )
    assert easting == pytest.approx([91492.146, 651409.804], abs=0.001)
    assert northing == pytest.approx([11318.804, 313177.450], abs=0.001)


def test_metres_pass_through() -> None:
    easting, northing = to_national_grid(np.array([576162.2]), np.array([167587.3]))
    assert (easting[0], northing[0]) == (576162.2, 167587.3)


def put(xs: list[float], ys: list[float]):  # type: ignore[no-untyped-def]
    keys = np.arange(1, len(xs) + 1)
    return place(keys, np.array(xs) + 0.0, np.array(ys) + 0.0, squares(), squares())


def test_a_point_on_a_shared_edge_goes_to_the_first_code_and_is_near_the_other() -> None:
    placed, near = put([1000.0], [500.0])
    assert placed.ward_code.tolist() == ["E05999901"]
    assert near.other_ward.tolist() == ["E05999902"]
    assert near.metres.tolist() == [0.0]


@given(st.lists(st.tuples(st.floats(200, 1999), st.floats(1, 999)), min_size=1, max_size=40))
def test_placing_agrees_with_asking_each_point(points: list[tuple[float, float]]) -> None:
    placed, near = put([x for x, _ in points], [y for _, y in points])
    for index, (x, _) in enumerate(points):
        assert placed.ward_code[index] == ("E05999901" if x <= 1000 else "E05999902")
    close = {index + 1 for index, (x, _) in enumerate(points) if abs(x - 1000) <= 100}
    assert set(near.point.tolist()) == close


def test_a_point_outside_all_has_no_ward_and_no_neighbour() -> None:
    placed, near = put([5000.0], [5000.0])
    assert placed.ward_code.tolist() == [""]
    assert near.point.tolist() == []
