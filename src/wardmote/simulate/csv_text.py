"""Comma-separated text as partners send it: Windows line ends, quotes only where a comma asks for them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def csv_text(header: str, rows: Iterable[Sequence[object]]) -> str:
    """The header is given as it is printed, so that it can be compared with the publisher's letter by letter."""
    text = io.StringIO()
    text.write(header + "\r\n")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def write(path: Path, text: str, *, byte_order_mark: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8-sig" if byte_order_mark else "utf-8"))
