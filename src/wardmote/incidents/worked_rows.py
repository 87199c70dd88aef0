"""What the partnership worked: the rows of the newest extract of its casebook, each with the way back to its file."""

from dataclasses import dataclass, fields
from typing import Any

from wardmote import engine
from wardmote.sources.load import Load

SOURCE = "casework_extract"
_SCHEMA = {
    "record": "string",
    "month": "string",
    "kind": "string",
    "agency_kind": "string",
    "status": "string",
    "outcome": "string",
    "ended_month": "string",
    "days": "float64",
    "ward_code": "string",
    "reopened": "string",
    "again": "string",
    "file_id": "string",
    "row_number": "int64",
}


@dataclass(frozen=True)
class WorkedRow:
    """A case, a line of the daily call or an ASB case review. Text is '' where it was blank; `days` is then None."""

    record: str
    month: str
    kind: str = ""
    agency_kind: str = ""
    status: str = ""
    outcome: str = ""
    ended_month: str = ""
    days: int | None = None
    ward_code: str = ""
    reopened: str = ""
    again: str = ""
    file_id: str = ""
    row_number: int = 0


def worked_rows(connection: Any, load: Load) -> tuple[WorkedRow, ...]:
    """Every loaded row, in the order of the file; none where no extract was sent."""
    paths = [file.path for file in load.files(SOURCE) if file.rows]
    if not paths:
        return ()
    table = engine.read_parquet(connection, paths, _SCHEMA).order_by("file_id", "row_number")
    return tuple(WorkedRow(**_plain(row)) for row in table.to_pyarrow().to_pylist())


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    words = {field.name: row[field.name] or "" for field in fields(WorkedRow)}
    return words | {"days": None if row["days"] is None else int(row["days"]), "row_number": row["row_number"]}
