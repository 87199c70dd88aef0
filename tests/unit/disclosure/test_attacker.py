"""The attacker finds what subtraction gives away, names the tables it took, and finds nothing in what the gate lets out."""

import itertools
import math

import numpy as np
import pytest

from unit.disclosure import tables
from unit.disclosure.tables import WIDTH, gate, said_exactly, small_areas_by_type_by_year, ward_by_type, words
from wardmote.disclosure.attacker import Contradiction, attack, feasible_range
from wardmote.disclosure.cells import Exposed, Said, Sum, exactly, rounded, withheld
from wardmote.disclosure.suppression import Table, choose, small_cells

FEW = 0.05  # share of cells withheld first, up to which a table counts as sparse


def test_a_single_withheld_cell_is_found_by_subtraction_and_its_tables_are_named() -> None:
    said = [exactly("town", 100, "this report"), exactly("a", 97, "this report"), withheld("b", "this report")]
    assert attack(said, [Sum("town", ("a", "b"), "this report")], {"b"}, 5) == [Exposed("b", 3, 3, ("this report",))]


def test_two_reports_that_are_safe_apart_leak_together_and_both_are_named() -> None:
    said = [
        exactly("town", 60, "report of 2024"), withheld("north", "report of 2024"), withheld("south", "report of 2024"),
        exactly("south", 57, "answer to a request"),
    ]  # fmt: skip
    sums = [Sum("town", ("north", "south"), "report of 2024")]
    apart = [word for word in said if word.table == "report of 2024"]
    assert attack(apart, sums, {"north"}, 5) == []
    (leak,) = attack(said, sums, {"north"}, 5)
    assert (leak.lower, leak.upper) == (3, 3)
    assert set(leak.tables) == {"report of 2024", "answer to a request"}
    assert str(leak) == "north is 3, from answer to a request with report of 2024"


def test_rounded_totals_leave_the_range_their_rounding_leaves() -> None:
    said = [rounded("town", 100, 5, "t"), rounded("a", 97, 5, "t", least=5), withheld("b", "t", least=1)]
    lower, upper = feasible_range(said, [Sum("town", ("a", "b"), "t")], "b")
    assert (lower, upper) == (1, 9)  # 98 to 102 less 93 to 97


def test_whole_numbers_can_be_narrower_than_the_linear_range() -> None:
    # 2b = 7 - r with r in {0, 1}: the line allows 3 to 3.5, whole numbers only 3.
    said = [exactly("total", 7, "t"), Said("r", 0, 1, "t"), withheld("b", "t")]
    assert feasible_range(said, [Sum("total", ("b", "b", "r"), "t")], "b") == (3, 3)


def test_what_cannot_all_be_true_is_said() -> None:
    said = [exactly("town", 10, "old"), exactly("a", 12, "new"), withheld("b", "new")]
    with pytest.raises(Contradiction):
        attack(said, [Sum("town", ("a", "b"), "new")], {"b"}, 5)
    with pytest.raises(Contradiction):
        attack([exactly("a", 1, "old"), exactly("a", 2, "new")], [], {"a"}, 5)


def test_a_cell_in_no_sum_is_as_wide_as_what_is_said_of_it() -> None:
    assert attack([withheld("a", "t")], [], {"a"}, 5) == []
    assert attack([Said("a", 1, 4, "t")], [], {"a"}, 5) == [Exposed("a", 1, 4, ("t",))]


@pytest.mark.parametrize("seed", range(6))
def test_the_range_is_that_of_trying_every_table(seed: int) -> None:
    """All 2 by 3 tables of small counts with the margins of a random one, cell by cell."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 4, size=(2, 3))
    names = [[f"{i}{j}" for j in range(3)] for i in range(2)]
    sums = [Sum(f"row{i}", tuple(names[i]), "t") for i in range(2)]
    sums += [Sum(f"column{j}", (names[0][j], names[1][j]), "t") for j in range(3)]
    said = [exactly(f"row{i}", int(true[i].sum()), "t") for i in range(2)]
    said += [exactly(f"column{j}", int(true[:, j].sum()), "t") for j in range(3)]
    said += [withheld(name, "t") for row in names for name in row]
    possible = [
        table
        for flat in itertools.product(range(10), repeat=3)
        for table in [np.array([flat, true.sum(axis=0) - flat])]
        if (table >= 0).all() and (table.sum(axis=1) == true.sum(axis=1)).all()
    ]
    for i, j in itertools.product(range(2), range(3)):
        values = [int(table[i, j]) for table in possible]
        assert feasible_range(said, sums, names[i][j]) == (min(values), max(values))


def test_what_is_known_already_cannot_be_hidden_and_the_cell_is_named() -> None:
    table = Table({"town": 43, "a": 40, "b": 3}, (Sum("town", ("a", "b"), "t"),), frozenset({"town", "a", "b"}))
    known = [exactly("town", 43, "police.uk"), exactly("a", 40, "last year")]
    assert choose(table, {"b"}, said_exactly, known, WIDTH).given_away == {"b"}


def test_answers_that_serve_many_cells_hide_no_exposure() -> None:
    """The attack finds exactly the cells whose own range, looked for one by one, is too narrow."""
    exposed, hidden = 0, 0
    for seed, publish in itertools.product(range(3), (said_exactly, tables.said_rounded)):
        table = ward_by_type(seed, 7, 4, 8)
        small = small_cells(table, tables.least)
        said = words(table, small, publish)  # primary suppression alone: exposed where exact, mostly not where rounded
        ranges = {cell: feasible_range(said, table.sums, cell) for cell in small}
        narrow = {cell for cell, (lower, upper) in ranges.items() if upper - lower < WIDTH}
        assert {found.cell for found in attack(said, table.sums, small, WIDTH)} == narrow, seed
        exposed, hidden = exposed + len(narrow), hidden + len(small) - len(narrow)
    assert exposed > 3
    assert hidden > 3


def test_parts_that_no_sum_joins_are_withheld_as_if_each_were_alone() -> None:
    apart = [
        Table(
            {f"{n} {cell}": count for cell, count in table.counts.items()},
            tuple(Sum(f"{n} {row.total}", tuple(f"{n} {part}" for part in row.parts), row.table) for row in table.sums),
            frozenset(f"{n} {cell}" for cell in table.printed),
        )
        for n, table in enumerate(ward_by_type(seed, 8, 5, 20) for seed in range(3))
    ]
    counts = {cell: count for table in apart for cell, count in table.counts.items()}
    sums = tuple(row for table in apart for row in table.sums)
    whole = Table(counts, sums, frozenset(counts))

    def chosen(table: Table) -> frozenset[str]:
        return choose(table, small_cells(table, lambda _: 5), said_exactly, width=WIDTH).withheld

    assert chosen(whole) == frozenset().union(*map(chosen, apart))


def _recovered(seed: int, mean: float, primary_only: bool) -> tuple[int, int, float]:
    """How many small cells of a generated table the attacker exposes, of how many, and their share of the cells."""
    rng = np.random.default_rng(seed)
    table = ward_by_type(seed, int(rng.integers(6, 23)), int(rng.integers(4, 13)), mean)
    small = small_cells(table, tables.least)
    said = words(table, small, said_exactly) if primary_only else gate(table).said
    return len(attack(said, table.sums, small, WIDTH)), len(small), len(small) / len(table.counts)


def _nothing_recovered(count: int) -> None:
    hidden = 0
    for seed in range(count):
        found, small, _ = _recovered(seed, (5, 20, 60, 200, 500)[seed % 5], primary_only=False)
        assert found == 0, seed
        hidden += small
    print(f"{count} tables, {hidden:,} small cells, none recovered")
    assert hidden > count


def _the_attacker_is_live(count: int) -> None:
    sparse, dense = np.zeros(2), np.zeros(2)
    for seed in range(count):
        for mean in (20, 500):
            found, small, share = _recovered(seed, mean, primary_only=True)
            if share <= FEW:
                sparse += (found, small)
            else:
                dense += (found, small)
    print(
        f"primary suppression alone: sparse {sparse[0]:.0f} of {sparse[1]:.0f} recovered, dense {dense[0]:.0f} of {dense[1]:.0f}"
    )
    assert sparse[1] > count / 2
    assert sparse[0] / sparse[1] > 0.9


def _releases_recovered(seed: int) -> tuple[int, int]:
    """Three yearly releases of wards and beats, each gated knowing the earlier ones and outside totals."""
    table = small_areas_by_type_by_year(seed, mean=(4, 8, 15)[seed % 3])
    outside = [exactly(cell, table.counts[cell], "open data") for cell in table.printed if ": all/all" in cell]
    said, small = list(outside), set()
    for year in range(3):
        now = {c for c in table.printed if f" {year}:" in c or (year == 2 and "all years" in c)}
        part = Table(table.counts, table.sums, frozenset(now))
        gated = gate(part, elsewhere=tuple(said), before=frozenset(small))
        said += gated.said
        small |= gated.small
    return len(attack(said, table.sums, small, WIDTH)), len(small)


def _no_release_recovered(count: int) -> None:
    results = [_releases_recovered(seed) for seed in range(count)]
    print(f"{count} sets of three yearly releases, {sum(small for _, small in results):,} small cells")
    assert [found for found, _ in results] == [0] * count
    assert sum(small for _, small in results) > count


def test_nothing_is_recovered_from_gated_tables() -> None:
    _nothing_recovered(6)


def test_the_same_attacker_recovers_what_primary_suppression_alone_leaves() -> None:
    _the_attacker_is_live(6)


def test_nothing_is_recovered_from_releases_over_several_years() -> None:
    _no_release_recovered(3)


def test_usefulness_is_kept() -> None:
    _usefulness(3)


def _usefulness(count: int) -> None:
    """Printed: error of larger cells and share of cells withheld, beside the plain solver's (exact counts)."""
    errors, shares = [], {"gate": [], "plain": [], "small": []}
    for seed in range(count):
        table = ward_by_type(seed, 18, 8, (20, 60, 200)[seed % 3])
        gated, plain = gate(table), gate(table, said_exactly)
        for name, cells in (("gate", gated.hidden), ("plain", plain.hidden), ("small", gated.small)):
            shares[name].append(len(cells) / len(table.counts))
        for word in gated.said:
            true = table.counts[word.cell]
            if true >= 50 and math.isfinite(word.upper):
                errors.append(abs((word.lower + word.upper) / 2 - true) / true)
    median = float(np.median(errors))
    told = ", ".join(f"{name} {np.mean(values):.1%}" for name, values in shares.items())
    print(f"median relative error at 50 and over {median:.2%}; share of cells withheld: {told}")
    assert median <= 0.03
    assert np.mean(shares["gate"]) <= np.mean(shares["plain"])


@pytest.mark.prove
def test_nothing_is_recovered_from_200_tables() -> None:
    _nothing_recovered(200)


@pytest.mark.prove
def test_the_attacker_is_live_on_200_tables() -> None:
    _the_attacker_is_live(200)


@pytest.mark.prove
def test_nothing_is_recovered_from_50_sets_of_releases() -> None:
    _no_release_recovered(50)


@pytest.mark.prove
def test_usefulness_on_200_tables() -> None:
    _usefulness(200)
