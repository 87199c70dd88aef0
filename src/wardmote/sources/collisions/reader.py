"""STATS19 writes -1 for what is missing; stored, it is blank, so that no point lies south-west of the grid."""

from typing import Any

MISSING = -1


def without_missing_codes(table: Any) -> Any:
    """The table with -1 in its number columns made blank."""
    import pyarrow
    import pyarrow.compute as pc

    for name in ("easting", "northing", "casualties"):
        column = table.column(name)
        blank = pyarrow.scalar(None, type=column.type)
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pc.if_else(pc.less_equal(column, MISSING), blank, column))
    return table
