"""Generated tables: wards by types with margins, and releases of several tables over several years and two geographies."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from wardmote.disclosure.cells import Said, Sum, exactly, rounded, withheld
from wardmote.disclosure.suppression import Table, choose, small_cells

LEAST = 5
WIDTH = 5


def least(_: str) -> int:
    return LEAST


def said_exactly(cell: str, count: float) -> Said:
    return exactly(cell, count, table_of(cell))


def said_rounded(cell: str, count: float) -> Said:
    return rounded(cell, count, 5, table_of(cell), least=LEAST)


def table_of(cell: str) -> str:
    """ "wards 1: north/theft" is a cell of the table "wards 1"."""
    return cell.partition(":")[0]


def ward_by_type(seed: int, wards: int, types: int, mean: float) -> Table:
    """A table with both margins and its total, all printed; counts are over-dispersed around `mean`."""
    counts = _counts(np.random.default_rng(seed), (wards, types), mean)
    cells: dict[str, float] = {}
    sums: list[Sum] = []
    _lay_out("table", counts, cells, sums)
    return Table(cells, tuple(sums), frozenset(cells))


def _counts(rng: np.random.Generator, shape: tuple[int, ...], mean: float) -> np.ndarray:
    level = mean * rng.gamma(1.2, 1.0, size=(shape[0], 1)) * rng.gamma(1.0, 1.0, size=(1, shape[1]))
    level = level.reshape(*level.shape, *[1] * (len(shape) - 2))
    return rng.poisson(np.broadcast_to(level, shape))


def _lay_out(name: str, counts: np.ndarray, cells: dict[str, float], sums: list[Sum]) -> None:
    rows, columns = (range(n) for n in counts.shape)

    def cell(row: object, column: object) -> str:
        return f"{name}: {row}/{column}"

    for i in rows:
        cells |= {cell(i, j): int(counts[i, j]) for j in columns} | {cell(i, "all"): int(counts[i].sum())}
        sums.append(Sum(cell(i, "all"), tuple(cell(i, j) for j in columns), name))
    for j in columns:
        cells[cell("all", j)] = int(counts[:, j].sum())
        sums.append(Sum(cell("all", j), tuple(cell(i, j) for i in rows), name))
    cells[cell("all", "all")] = int(counts.sum())
    sums.append(Sum(cell("all", "all"), tuple(cell(i, "all") for i in rows), name))
    sums.append(Sum(cell("all", "all"), tuple(cell("all", j) for j in columns), name))


def small_areas_by_type_by_year(seed: int, areas: int = 12, types: int = 4, years: int = 3, mean: float = 8) -> Table:
    """One release: wards and beats (two ways of joining the same small areas) by type, each year and all years together.

    The small areas themselves are printed nowhere; they are what makes wards and beats overlap.
    """
    rng = np.random.default_rng(seed)
    atoms = _counts(rng, (areas, types, years), mean)
    ward_of = np.arange(areas) // 3
    beat_of = (np.arange(areas) + int(rng.integers(1, 3))) // 4
    cells: dict[str, float] = {}
    sums: list[Sum] = []

    def atom(a: int, t: int, y: int) -> str:
        return f"atom: {a}/{t}/{y}"

    for a, t, y in np.ndindex(atoms.shape):
        cells[atom(a, t, y)] = int(atoms[a, t, y])
    for geography, group_of in (("wards", ward_of), ("beats", beat_of)):
        groups = sorted(set(group_of))
        for y in range(years):
            joined = np.array([atoms[group_of == g, :, y].sum(axis=0) for g in groups])
            _lay_out(f"{geography} {y}", joined, cells, sums)
            for i, g in enumerate(groups):
                for t in range(types):
                    members = tuple(atom(int(a), t, y) for a in np.flatnonzero(group_of == g))
                    sums.append(Sum(f"{geography} {y}: {i}/{t}", members, f"{geography} {y}"))
        joined = np.array([atoms[group_of == g].sum(axis=(0, 2)) for g in groups])
        _lay_out(f"{geography} all years", joined, cells, sums)
        for i in range(len(groups)):
            for t in range(types):
                parts = tuple(f"{geography} {y}: {i}/{t}" for y in range(years))
                sums.append(Sum(f"{geography} all years: {i}/{t}", parts, f"{geography} all years"))
    for y in range(years):
        for t in range(types):
            sums.append(Sum(f"wards {y}: all/{t}", (f"beats {y}: all/{t}",), f"beats {y}"))
    return Table(cells, tuple(sums), frozenset(cell for cell in cells if not cell.startswith("atom")))


@dataclass(frozen=True)
class Gated:
    """What leaves after gating, and what must stay hidden in it."""

    said: list[Said]
    small: set[str]
    hidden: set[str]


def gate(table: Table, publish=said_rounded, elsewhere=(), before=frozenset()) -> Gated:  # type: ignore[no-untyped-def]
    """The table as the gate's policy lets it out; `before` are small cells that earlier releases withheld."""
    small = small_cells(table, least)
    choice = choose(table, small | before, publish, elsewhere, WIDTH)
    assert not choice.given_away
    return Gated(words(table, choice.withheld, publish), small, set(choice.withheld))


def words(table: Table, hidden: Collection[str], publish) -> list[Said]:  # type: ignore[no-untyped-def]
    return [
        withheld(cell, table_of(cell), least=1) if cell in hidden else publish(cell, table.counts[cell])
        for cell in sorted(table.printed)
    ]
