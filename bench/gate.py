"""What the gate of a release of 50 tables costs: withholding, then the attack, then the attack again as publishing does it.

Each table is of wards by months with both margins. Every third is the sum of the two before it, so that subtracting works
across tables too.

    python bench/gate.py [--tables 50] [--wards 24]
"""

import argparse
import resource
import time

import numpy as np

from wardmote.disclosure.attacker import attack
from wardmote.disclosure.cells import Said, Sum, rounded, withheld
from wardmote.disclosure.suppression import Table, choose, small_cells

BASE, LEAST, WIDTH = 5, 5, 5
MONTHS = 12
ALLOWED = 60  # CPU seconds


def tables(count: int, wards: int, mean: float) -> Table:
    """`count` tables of wards by months with both margins and a total, of over-dispersed counts."""
    random = np.random.default_rng(6)
    cells: dict[str, float] = {}
    sums: list[Sum] = []
    rows, columns = [*map(str, range(wards)), "all"], [*map(str, range(MONTHS)), "all"]
    for number in range(count):
        name = f"table {number}"
        inner = random.poisson(random.gamma(1.5, mean / 1.5, (wards, MONTHS)))
        whole = np.vstack([inner, inner.sum(axis=0)])
        whole = np.column_stack([whole, whole.sum(axis=1)])
        for i, row in enumerate(rows):
            cells |= {f"{name}: {row}/{column}": int(whole[i, j]) for j, column in enumerate(columns)}
            sums.append(Sum(f"{name}: {row}/all", tuple(f"{name}: {row}/{c}" for c in columns[:-1]), name))
        for column in columns:
            sums.append(Sum(f"{name}: all/{column}", tuple(f"{name}: {r}/{column}" for r in rows[:-1]), name))
    return Table(cells, tuple(sums), frozenset(cells))


def joined(table: Table, count: int) -> Table:
    """The same tables, every third made the sum of the two before it."""
    cells, sums = dict(table.counts), list(table.sums)
    for third in range(2, count, 3):
        for cell in [name for name in cells if name.startswith(f"table {third}: ")]:
            place = cell.split(": ")[1]
            parts = (f"table {third - 2}: {place}", f"table {third - 1}: {place}")
            cells[cell] = cells[parts[0]] + cells[parts[1]]
            sums.append(Sum(cell, parts, f"tables {third - 2} to {third}"))
    return Table(cells, tuple(sums), table.printed)


def publish(cell: str, count: float) -> Said:
    return rounded(cell, count, BASE, cell.split(":")[0], least=LEAST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=50)
    parser.add_argument("--wards", type=int, default=24)
    parser.add_argument("--mean", type=float, default=40)
    options = parser.parse_args()
    table = joined(tables(options.tables, options.wards, options.mean), options.tables)
    began = time.process_time()
    small = small_cells(table, lambda _: LEAST)
    choice = choose(table, small, publish, width=WIDTH)
    chosen = time.process_time()
    said = [
        withheld(cell, cell.split(":")[0], least=1) if cell in choice.withheld else publish(cell, table.counts[cell])
        for cell in table.printed
    ]
    found = attack(said, table.sums, small, WIDTH)
    attacked = time.process_time()
    attack(said, table.sums, choice.withheld, WIDTH)  # as somebody who does not know which of them are small
    ended = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"gate of {options.tables} tables, {len(table.printed):,} cells, {len(small)} small: "
        f"{ended - began:.1f} CPU-s (withholding {chosen - began:.1f}, attack {attacked - chosen:.1f}, again {ended - attacked:.1f}; "
        f"at most {ALLOWED}), "
        f"{peak:.0f} MiB, {len(choice.withheld)} withheld, {len(found)} found"
    )


if __name__ == "__main__":
    main()
