"""Turns one column per age into one row per area and age; the total is the row whose age is "all"."""

import re
from collections.abc import Sequence
from typing import Any

from wardmote.sources.contracts import RowRule

AGE_COLUMNS = (
    *(f"age_{age}" for age in range(90)),
    "age_90_plus",
    *(f"age_{age}_{age + 4}" for age in range(0, 90, 5)),
)


def total_equals_its_ages(columns: Sequence[str]) -> tuple[RowRule, ...]:
    """The rule over the age columns that a file has."""
    ages = [name for name in AGE_COLUMNS if name in columns]
    if not ages:
        return ()
    total = " + ".join(f'"{name}:typed"' for name in ages)
    return (RowRule("all_ages", "total", f'"all_ages:typed" <> {total}', "does not equal the sum of its ages"),)


def age_limits(column: str) -> tuple[str, int | None, int | None]:
    """An age column as people write it, with its first and last year of age: age_0_4 is ("0-4", 0, 4)."""
    if column == "all_ages":
        return "all", None, None
    numbers = [int(number) for number in re.findall(r"\d+", column)]
    if column.endswith("_plus"):
        return f"{numbers[0]}+", numbers[0], None
    if len(numbers) == 2:
        return f"{numbers[0]}-{numbers[1]}", numbers[0], numbers[1]
    return str(numbers[0]), numbers[0], numbers[0]


def long_table(wide: Any) -> Any:
    """An Arrow table of area_code, area_name, age, age_from, age_to, sex, people, file_id, row_number."""
    import pyarrow

    present = [name for name in ("all_ages", *AGE_COLUMNS) if wide.column(name).null_count < wide.num_rows]
    blocks = []
    for name in present:
        age, first, last = age_limits(name)
        rows = wide.num_rows
        blocks.append(
            pyarrow.table(
                {
                    "area_code": wide.column("area_code"),
                    "area_name": wide.column("area_name"),
                    "age": pyarrow.repeat(pyarrow.scalar(age), rows),
                    "age_from": pyarrow.repeat(pyarrow.scalar(first, pyarrow.int64()), rows),
                    "age_to": pyarrow.repeat(pyarrow.scalar(last, pyarrow.int64()), rows),
                    "sex": pyarrow.repeat(pyarrow.scalar("persons"), rows),
                    "people": wide.column(name),
                    "file_id": wide.column("file_id"),
                    "row_number": wide.column("row_number"),
                }
            )
        )
    return pyarrow.concat_tables(blocks)
