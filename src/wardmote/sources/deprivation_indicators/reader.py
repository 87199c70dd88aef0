"""Turns one column per indicator into one row per area and indicator; blank values have no row."""

import csv
from pathlib import Path
from typing import Any

_AREA = ("area_code", "area_name")


def measures() -> tuple[str, ...]:
    """Every measure that the column map names, in its order, once."""
    with (Path(__file__).parent / "column_map.csv").open(encoding="utf-8", newline="") as handle:
        named = [row["column"] for row in csv.DictReader(handle)]
    return tuple(dict.fromkeys(name for name in named if name not in (*_AREA, "-")))


def long_table(wide: Any) -> Any:
    """An Arrow table of area_code, area_name, indicator, value, file_id, row_number."""
    import pyarrow
    import pyarrow.compute

    blocks = []
    for name in measures():
        present = wide.filter(pyarrow.compute.is_valid(wide.column(name)))
        if present.num_rows == 0:
            continue
        blocks.append(
            pyarrow.table(
                {
                    **{column: present.column(column) for column in _AREA},
                    "indicator": pyarrow.repeat(pyarrow.scalar(name), present.num_rows),
                    "value": present.column(name),
                    "file_id": present.column("file_id"),
                    "row_number": present.column("row_number"),
                }
            )
        )
    return pyarrow.concat_tables(blocks)
