"""What the invented partnership worked, given by whoever lived its years: the extract, and what it must be counted as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wardmote.periods import month_number, month_text
from wardmote.simulate.categories import THIS
from wardmote.simulate.csv_text import write

EXTRACT = f"casework/{month_text(month_number(THIS.end) + 1)}/casework.csv"
"""Where it lies in the inbox: as the casebook writes it in the month after the period."""


@dataclass(frozen=True)
class Casework:
    """`extract` is the file; `this` and `before` count each measure of what was worked over the two periods."""

    extract: str
    this: Mapping[str, int] = field(hash=False)
    before: Mapping[str, int] = field(hash=False)


def write_extract(inbox: Path, casework: Casework) -> None:
    write(inbox / EXTRACT, casework.extract)
