"""Rows set aside: whole, unaltered, readable by this account only, each with why and what to do."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from wardmote.sources.reading import SetAside

WHAT_TO_DO = "Correct the row in the sender's file, or ask the sender; then load again."


def write_quarantine(
    path: Path, file: str, rows: Iterable[tuple[SetAside, dict[str, str | None]]]
) -> None:
    """Write rows with file, row number, column, rule and remedy beside their cells. Folder 0700, file 0600."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["file", "row_number", "column", "rule", "why", "what_to_do", "cells"])
        for row, cells in rows:
            written = [value for pair in cells.items() for value in pair]
            writer.writerow([file, row.row_number, row.column, row.rule, row.says, WHAT_TO_DO, *written])
    part.replace(path)
