"""Our methods beside their peers: near repeat, local Moran, density, 300 series, points in areas; each side in its own process.

The answers are asserted equal first. Then each side runs by itself, sides alternating; printed are the medians of CPU
seconds of the work, CPU seconds of the whole process (imports and compiling included), and peak memory.

    python bench/methods.py [--rounds 3] [--only knox]
"""

import argparse
import functools
import json
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

warnings.simplefilter("ignore")
AREAS, PERMUTATIONS = 35_000, 9_999
SPACE, TIME = np.arange(0, 1_001, 100), np.arange(0, 57, 7)


def events(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Events at 50 to the km2 over two years, a tenth of them near another in place and time."""
    random, side = np.random.default_rng(1), np.sqrt(n / 50) * 1000
    x, y, days = random.uniform(0, side, n), random.uniform(0, side, n), random.integers(0, 730, n)
    some = n // 10
    x[:some] = x[some : 2 * some] + random.uniform(-80, 80, some)
    days[:some] = days[some : 2 * some] + random.exponential(7, some).astype(int)
    return x, y, days


def areas() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(2)
    x, y = random.uniform(0, 5e5, (2, AREAS))
    return x, y, random.gamma(2, 1, AREAS)


def lattice() -> tuple[np.ndarray, Any]:
    """Values with something of their six nearest neighbours', and those neighbours."""
    from wardmote.methods.neighbours import nearest

    x, y, own = areas()
    near = nearest(x, y, 6)
    return own + 0.6 * near.sums(own) / 6, near


def theirs_lattice() -> tuple[np.ndarray, Any]:
    import libpysal

    values, near = lattice()
    of = near.of.reshape(AREAS, 6)
    weights = libpysal.weights.W({i: of[i].tolist() for i in range(AREAS)}, silence_warnings=True)
    weights.transform = "r"
    return values, weights


def scattered(n: int = 1_000_000) -> np.ndarray:
    random = np.random.default_rng(3)
    middles = random.uniform(3_000, 27_000, (300, 2))
    return middles[random.integers(0, 300, n)] + random.normal(0, 700, (n, 2))


def density_ours() -> Any:
    from wardmote.methods.density import spread_over_nodes

    points = scattered()
    nodes = np.linspace(-3_000, 33_000, 1_024)
    east, north = points[:, 0].copy(), points[:, 1].copy()
    return lambda: spread_over_nodes(east, north, nodes, nodes, np.array([600.0]))[0]


def density_theirs() -> Any:
    from KDEpy import FFTKDE

    points = scattered()
    nodes = np.linspace(-3_000, 33_000, 1_024)
    grid = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), -1).reshape(-1, 2)
    kernel = FFTKDE(bw=600.0, kernel="gaussian", norm=2).fit(points)
    return lambda: kernel.evaluate(grid)


def knox_ours(n: int = 5_000) -> Any:
    from wardmote.methods.near_repeat import near_repeat

    given = events(n)
    return lambda: near_repeat(*given, SPACE, TIME, metric="straight line")


def knox_theirs(n: int = 5_000) -> Any:
    from pointpats import Knox

    x, y, days = events(n)
    points, when = np.column_stack([x, y]), days[:, None].astype(float)
    return lambda: Knox(points, when, 100, 6.5, permutations=999)


def moran_ours() -> Any:
    from wardmote.methods.hot_spots import local_moran

    values, near = lattice()
    return lambda: local_moran(values, near, PERMUTATIONS)


def moran_theirs(keep: bool = False) -> Any:
    """`keep` is esda's default: every place's value in every permutation."""
    import esda

    values, weights = theirs_lattice()
    return lambda: esda.Moran_Local(values, weights, permutations=PERMUTATIONS, n_jobs=1, keep_simulations=keep)


def gi_ours() -> Any:
    from wardmote.methods.hot_spots import getis_ord_star

    values, near = lattice()
    return lambda: getis_ord_star(values, near, PERMUTATIONS)


def gi_theirs(keep: bool = False) -> Any:
    import esda

    values, weights = theirs_lattice()
    return lambda: esda.G_Local(
        values, weights, transform="B", star=True, permutations=PERMUTATIONS, n_jobs=1, keep_simulations=keep
    )


def series_ours() -> Any:
    from wardmote.methods.seasonal import seasonal_parts
    from wardmote.methods.xmr import xmr_chart

    many = np.random.default_rng(4).poisson(30, (300, 120)).astype(float)

    def work() -> Any:
        parts = seasonal_parts(many)
        return parts, [xmr_chart(adjusted) for adjusted in many - parts.season]

    return work


def series_theirs() -> Any:
    from statsmodels.tsa.seasonal import STL

    many = np.random.default_rng(4).poisson(30, (300, 120)).astype(float)
    degrees = {"seasonal": 13, "trend": 21, "low_pass": 13, "seasonal_deg": 0, "trend_deg": 1, "low_pass_deg": 1}
    return lambda: [STL(row, period=12, **degrees).fit(inner_iter=2, outer_iter=0) for row in many]


SQUARE, WARDS, MANY_POINTS = 500_000.0, 7_000, 5_000_000


@functools.cache
def wards() -> Any:
    """Some 7,000 areas that fit together, of 1.3 million corners: crooked Voronoi cells, most of them in towns."""
    import scipy
    import shapely

    random = np.random.default_rng(6)
    towns, some = random.uniform(0, SQUARE, (60, 2)), WARDS * 85 // 100
    middles = np.vstack(
        [
            towns[random.integers(0, 60, some)] + random.normal(0, 18_000, (some, 2)),
            random.uniform(0, SQUARE, (WARDS - some, 2)),
        ]
    )
    middles = np.abs(middles)
    middles = np.where(middles > SQUARE, 2 * SQUARE - middles, middles)
    mirrored = [
        middles * [-1, 1],
        middles * [1, -1],
        [2 * SQUARE, 0] + middles * [-1, 1],
        [0, 2 * SQUARE] + middles * [1, -1],
    ]
    cells = scipy.spatial.Voronoi(np.vstack([middles, *mirrored]))
    ours = (cells.ridge_points < WARDS).any(axis=1)
    paths = cells.vertices[np.asarray(cells.ridge_vertices)[ours]]
    outer = (cells.ridge_points[ours] >= WARDS).any(axis=1)
    for _ in range(5):
        step, between = np.diff(paths, axis=1), (paths[:, 1:] + paths[:, :-1]) / 2
        aside = np.where(outer[:, None], 0, random.uniform(-0.12, 0.12, between.shape[:2]))
        bent = np.empty((len(paths), 2 * paths.shape[1] - 1, 2))
        bent[:, ::2], bent[:, 1::2] = paths, between + aside[..., None] * step[..., ::-1] * [-1, 1]
        paths = bent
    lines = shapely.node(shapely.multilinestrings(list(shapely.linestrings(paths))))
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    return found[shapely.area(found) > 0]


def many_points() -> tuple[np.ndarray, np.ndarray]:
    """Points about the middles of the wards."""
    import shapely

    random = np.random.default_rng(7)
    middles = shapely.get_coordinates(shapely.point_on_surface(wards()))
    points = middles[random.integers(0, len(middles), MANY_POINTS)] + random.normal(0, 1_500, (MANY_POINTS, 2))
    return points[:, 0].copy(), points[:, 1].copy()


def areas_ours(kept: bool = False) -> Any:
    from wardmote.places.edge_grid import EdgeGrid

    shapes, (x, y) = wards(), many_points()
    if not kept:
        return lambda: EdgeGrid(shapes).owners(x, y)
    grid = EdgeGrid(shapes)
    return lambda: grid.owners(x, y)


def areas_theirs() -> Any:
    import geopandas

    shapes, (x, y) = wards(), many_points()
    frame = geopandas.GeoDataFrame({"area": np.arange(len(shapes))}, geometry=shapes)

    def work() -> np.ndarray:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(x, y))
        joined = geopandas.sjoin(points, frame, predicate="within")
        found = np.full(x.size, -1)
        found[joined.index] = joined["area"]
        return found

    return work


SIDES: dict[str, tuple[str, Callable[[], Any], str, Callable[[], Any]]] = {
    "knox": ("near repeat, 80 bands", knox_ours, "pointpats, one band", knox_theirs),
    "moran": ("local Moran", moran_ours, "esda", moran_theirs),
    "gi": ("Gi*", gi_ours, "esda", gi_theirs),
    "moran-kept": ("local Moran", moran_ours, "esda as it comes", lambda: moran_theirs(keep=True)),
    "gi-kept": ("Gi*", gi_ours, "esda as it comes", lambda: gi_theirs(keep=True)),
    "density": ("quartic density", density_ours, "KDEpy (Gaussian)", density_theirs),
    "series": ("300 series, parts and charts", series_ours, "statsmodels STL, parts only", series_theirs),
    "areas": ("5 million points in 7,000 areas", areas_ours, "geopandas", areas_theirs),
    "areas-kept": ("the same, the grid kept", lambda: areas_ours(kept=True), "geopandas", areas_theirs),
    "knox-50000": ("near repeat, 80 bands, n = 50,000", lambda: knox_ours(50_000), "", lambda: None),
}  # fmt: skip


def same_answers(names: list[str]) -> None:
    """Both sides of each pair give the same result, as far as both give it."""
    if "knox" in names:
        assert knox_ours()().observed[0, 0] == knox_theirs()().statistic_
    if "moran" in names:
        ours, theirs = moran_ours()(), moran_theirs()()
        assert np.allclose(ours.statistic, theirs.Is * AREAS / (AREAS - 1), rtol=1e-9)
        apart = np.abs(ours.p - np.minimum(1, 2 * theirs.p_sim))
        assert apart.mean() < 0.015, "p within Monte-Carlo error of each other"
    if "gi" in names:
        assert np.allclose(gi_ours()().z, gi_theirs()().Zs, rtol=1e-8)
    if "density" in names:
        from wardmote.methods.density import density_at

        points, nodes, surface = scattered(), np.linspace(-3_000, 33_000, 1_024), density_ours()()
        at = np.random.default_rng(5).integers(100, 924, (2, 40))
        exact = density_at(points[:, 0], points[:, 1], nodes[at[1]], nodes[at[0]], 600.0)
        error = np.abs(surface[at[0], at[1]] - exact).max() / surface.max()
        print(f"density: largest error {error:.1e} of the maximum")
        assert error <= 1e-4
    if "series" in names:
        (parts, _), theirs = series_ours()(), series_theirs()()
        assert np.allclose(parts.season, [t.seasonal for t in theirs], atol=1e-9)
    if "areas" in names:
        import shapely

        differ = np.flatnonzero(areas_ours()() != areas_theirs()())
        x, y = many_points()
        edges = shapely.STRtree(shapely.boundary(wards()))
        beside = edges.query(shapely.points(x[differ], y[differ]), predicate="dwithin", distance=1e-6)[0]
        print(f"areas: {differ.size} of {x.size:,} points differ, all of them on an edge")
        assert set(beside) == set(range(differ.size)), "exact away from edges"
    print("same answers")


def run_side(name: str, side: int) -> None:
    """One side, by itself: CPU seconds of the work after one warming call where code is compiled, and what it took."""
    work = SIDES[name][1 + 2 * side]()
    if side and name in ("moran", "gi"):  # with its simulations kept one run is enough: it takes gigabytes
        work()
    started = time.process_time()
    work()
    took = time.process_time() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"work": took, "whole": used.ru_utime + used.ru_stime, "mb": peak()}))


def peak() -> float:
    """The most memory this process has held, in MB (the parent's own does not count, as it does in getrusage)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measured(name: str, side: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--side", str(side), "--only", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--only", choices=SIDES)
    arguments.add_argument("--side", type=int)
    chosen = arguments.parse_args()
    if chosen.side is not None:
        run_side(chosen.only, chosen.side)
        return 0
    names = [chosen.only] if chosen.only else list(SIDES)
    same_answers(names)
    for name in names:
        sides = [side for side in (0, 1) if SIDES[name][2 * side]]
        rounds = [[measured(name, side) for side in sides] for _ in range(chosen.rounds)]
        for at, side in enumerate(sides):
            middle = {key: statistics.median(r[at][key] for r in rounds) for key in ("work", "whole", "mb")}
            print(
                f"{SIDES[name][2 * side]:36} {middle['work']:8.2f} CPU s  whole {middle['whole']:6.1f}  {middle['mb']:6.0f} MB"
            )
        if len(sides) == 2:
            faster, smaller = (statistics.median(r[1][key] / r[0][key] for r in rounds) for key in ("work", "mb"))
            print(f"{'':36} {faster:8.1f} x as quick, in 1/{smaller:.1f} of the memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())
