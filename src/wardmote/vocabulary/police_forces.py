"""Police forces: the name, the slug that data.police.uk gives each in its file names, and the ONS code of its area.

The British Transport Police and the Police Service of Northern Ireland have no police force area of England and Wales.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("police_forces.csv")


@dataclass(frozen=True)
class PoliceForce:
    """`pfa_code` is '' for a force without an area of its own."""

    name: str
    slug: str
    pfa_code: str


@lru_cache
def police_forces() -> tuple[PoliceForce, ...]:
    """Every force, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return tuple(PoliceForce(row["name"], row["slug"], row["pfa_code"]) for row in csv.DictReader(handle))
