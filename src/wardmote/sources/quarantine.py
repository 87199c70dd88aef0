"""Rows set aside: whole, unaltered, readable by this account only, each with why and what to do."""

import csv
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from wardmote.sources.reading import SetAside

WHAT_TO_DO = "Correct the row in the sender's file, or ask the sender; then load again."
ABOUT = ("file", "row_number", "column", "rule", "why", "what_to_do")


def write_quarantine(
    path: Path, file: str, columns: Sequence[str], rows: Iterable[tuple[SetAside, dict[str, str | None]]]
) -> None:
    """Write each row's place and fault, then its cells by column; a row that has no columns, as a JSON list.

    Folder 0700, file 0600. Raises OSError when the store cannot be written.
    """
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow([*ABOUT, *columns, "cells_not_in_columns"])
        for row, cells in rows:
            loose = json.dumps(row.cells, ensure_ascii=False) if row.cells else ""
            values = [cells.get(column) for column in columns]
            writer.writerow([file, row.row_number, row.column, row.rule, row.says, WHAT_TO_DO, *values, loose])
    part.replace(path)
