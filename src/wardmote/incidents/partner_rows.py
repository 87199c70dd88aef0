"""Rows that partners sent about their own work, as they were kept: what shares are counted from.

Only those of the area, where a row names one; each carries the way back to its file.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wardmote import engine
from wardmote.partnership import Partnership
from wardmote.sources.contracts import find_contract
from wardmote.sources.load import Load

Rows = Mapping[str, tuple[Mapping[str, Any], ...]]


def partner_rows(connection: Any, partnership: Partnership, load: Load, contracts: Iterable[str]) -> Rows:
    """Rows by contract, in the order of their files; a contract of which nothing was sent has none."""
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for contract in contracts:
        names = [name for name, settings in partnership.sources.items() if (settings.contract or name) == contract]
        paths = [file.path for name in names for file in load.files(name) if file.rows]
        if paths:
            table = engine.read_parquet(connection, paths, find_contract(contract).stored)
            rows = _of_area(table, partnership).order_by("file_id", "row_number").to_pyarrow().to_pylist()
            found[contract] = tuple(rows)
    return found


def _of_area(table: Any, partnership: Partnership) -> Any:
    if "area_code" in table.columns:
        return table.filter(table.area_code == partnership.area)
    return table.filter(table.area_name == partnership.area_name) if "area_name" in table.columns else table
