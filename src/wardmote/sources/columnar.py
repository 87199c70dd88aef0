"""Parquet files: counted by their footer, read as text like every other table."""

from pathlib import Path
from typing import Any

from wardmote.engine import Workspace
from wardmote.errors import FileRefused
from wardmote.sources.contracts import ColumnMap, Contract
from wardmote.sources.reading import Reading, lay_out


def read_parquet_file(path: Path, contract: Contract, mapping: ColumnMap, workspace: Workspace) -> Reading:
    """Lay a Parquet file out in the workspace table "arrived". Raises FileRefused when it is damaged or empty."""
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            counted = file.metadata.num_rows
            header = list(file.schema_arrow.names)
            _refuse_nested(file.schema_arrow)
            layout = lay_out(header, contract, mapping)
            wanted = [heading for heading, name in zip(header, layout.columns, strict=True) if name in layout.read]
            table = file.read(columns=wanted)
    except (pyarrow.ArrowException, OSError) as error:
        what = type(error).__name__
        raise FileRefused(
            f"the Parquet file is damaged or cut short ({what}). Ask the sender to send it again."
        ) from None
    if counted == 0:
        raise FileRefused("it has columns and no rows. Ask the sender whether there was nothing to report.")
    if table.num_rows != counted:
        raise FileRefused(f"reading it gave {table.num_rows:,} rows but its footer says {counted:,}. Ask for it again.")
    workspace.make_table("arrived", layout.read, [_as_text(table, layout.read)])
    return Reading("arrived", layout.read, counted, None, layout.ignored)


def _refuse_nested(schema: Any) -> None:
    import pyarrow

    for field in schema:
        if pyarrow.types.is_nested(field.type):
            raise FileRefused(f"column '{field.name}' holds lists or records, not values. Ask for a flat table.")


def _as_text(table: Any, names: tuple[str, ...]) -> Any:
    """Every column as text, blank text as null, rows numbered from 1."""
    import pyarrow
    import pyarrow.compute

    columns = []
    for column in table.columns:
        text = pyarrow.compute.cast(column, pyarrow.string())
        columns.append(pyarrow.compute.if_else(pyarrow.compute.equal(text, ""), None, text))
    numbers = pyarrow.array(range(1, table.num_rows + 1), type=pyarrow.int64())
    return pyarrow.Table.from_arrays([numbers, *columns], names=["row_number", *names])
