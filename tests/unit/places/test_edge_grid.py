"""The grid over areas gives shapely's own answer for every point that does not lie on an edge."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Voronoi

from wardmote.places import placing
from wardmote.places.edge_grid import EdgeGrid
from wardmote.places.placing import Polygons

ON_AN_EDGE = 1e-6


def fitting_together(areas: int, seed: int) -> np.ndarray:
    """Areas of crooked shared borders that cover a square of 1,000 and do not overlap, as wards do."""
    random = np.random.default_rng(seed)
    middles = random.uniform(0, 1_000, (areas, 2))
    mirrored = [
        middles,
        middles * [-1, 1],
        middles * [1, -1],
        [2_000, 0] - middles * [1, -1],
        [0, 2_000] - middles * [-1, 1],
    ]
    cells = Voronoi(np.vstack(mirrored))
    ours = (cells.ridge_points < areas).any(axis=1)
    paths = []
    for ridge, between in zip(np.asarray(cells.ridge_vertices)[ours], cells.ridge_points[ours], strict=True):
        path = cells.vertices[ridge]
        for _ in range(3 if (between < areas).all() else 0):
            step, middle = path[1:] - path[:-1], (path[1:] + path[:-1]) / 2
            middle = middle + random.uniform(-0.15, 0.15, (len(step), 1)) * step[:, ::-1] * [-1, 1]
            path = np.vstack([path[:1], *(np.stack(pair) for pair in zip(middle, path[1:], strict=True))])
        paths.append(shapely.LineString(path))
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(shapely.MultiLineString(paths)))))
    return np.array([shape for shape in found if shape.area > 0], dtype=object)


def by_shapely(shapes: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number of the area that holds each point, and whether the point is clear of every edge."""
    points = shapely.points(x, y)
    owner = np.full(x.size, -1)
    at, area = shapely.STRtree(shapes).query(points, predicate="within")
    owner[at] = area
    return owner, shapely.distance(points, shapely.union_all(shapely.boundary(shapes))) > ON_AN_EDGE


@settings(max_examples=25, deadline=None)
@given(areas=st.integers(2, 60), seed=st.integers(0, 10_000), cells=st.sampled_from([8, 33, 200]))
def test_every_point_off_the_edges_is_where_shapely_puts_it(areas: int, seed: int, cells: int) -> None:
    shapes = fitting_together(areas, seed)
    x, y = np.random.default_rng(seed).uniform(-50, 1_050, (2, 1_500))
    owner, clear = by_shapely(shapes, x, y)
    found = EdgeGrid(shapes, cells).owners(x, y)
    assert clear.sum() > 1_400
    assert (found == owner)[clear].all()


def test_holes_islands_and_gaps() -> None:
    lake = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 8), (8, 8), (8, 2)]])
    island = shapely.Polygon([(4, 4), (6, 4), (6, 6), (4, 6)])
    apart = shapely.MultiPolygon([shapely.box(12, 0, 15, 3), shapely.box(12, 5, 15, 9)])
    shapes = np.array([lake, island, apart], dtype=object)
    x, y = np.random.default_rng(1).uniform(-2, 17, (2, 20_000))
    owner, clear = by_shapely(shapes, x, y)
    for cells in (5, 16, 129):
        assert (EdgeGrid(shapes, cells).owners(x, y) == owner)[clear].all()
    assert EdgeGrid(shapes, 16).owners(
        np.array([5.0, 3.0, 1.0, 13.0, 13.0, 99.0]), np.array([5.0, 5, 1, 1, 4, 5])
    ).tolist() == [1, -1, 0, 2, -1, -1]


def test_whichever_way_its_rings_run_an_area_is_the_same() -> None:
    square = [(0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 0.0)]
    for ring in (square, square[::-1]):
        found = EdgeGrid(np.array([shapely.Polygon(ring)], dtype=object), 16).owners(
            np.array([1.0, 4.0]), np.array([2.0, 2.0])
        )
        assert found.tolist() == [0, -1]


def test_a_nation_s_points_take_the_grid_and_get_the_same_wards(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = fitting_together(30, 5)
    shapely.prepare(shapes)
    wards = Polygons(np.array([f"E05{n:06}" for n in range(len(shapes))]), shapes)
    x, y = np.random.default_rng(2).uniform(-20, 1_020, (2, 5_000))
    _, clear = by_shapely(shapes, x, y)
    one_by_one = wards.owner_of(shapely.points(x, y))
    monkeypatch.setattr(placing, "MANY", 1_000)
    on_the_grid = wards.owner_of(shapely.points(x, y))
    assert (one_by_one == on_the_grid)[clear].all() and set(one_by_one) == set(on_the_grid)
    overlapping = Polygons(
        np.array(["a", "b"]), np.array([shapely.box(0, 0, 9, 9), shapely.box(5, 5, 12, 12)], dtype=object)
    )
    assert overlapping.owner_of(shapely.points([7.0] * 2_000, [7.0] * 2_000))[0] == "a", (
        "the first code wins: not on the grid"
    )
