"""What a look is for, the legal gateway it goes through, and the categories of data an agreement can name.

Four dated lists in one table beside this module. Purposes are recorded with every consultation and disclosure: the
Data Protection Act 2018 s.62 asked for the justification, the 2025 Act dropped it, and asking is still the best
deterrent there is. Gateways are the statutory powers a partnership shares under.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("purposes.csv")


@dataclass(frozen=True)
class Entry:
    """One entry of a dated list. Months are text such as "2026-04", both ends included; None is open."""

    name: str
    slug: str
    valid_from: str | None
    valid_to: str | None

    def in_use_on(self, today: date) -> bool:
        month = today.isoformat()[:7]
        return (self.valid_from or "") <= month and (self.valid_to is None or month <= self.valid_to)


@lru_cache
def _list(wanted: str) -> dict[str, Entry]:
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {
            row["slug"]: Entry(row["name"], row["slug"], row["valid_from"] or None, row["valid_to"] or None)
            for row in csv.DictReader(handle)
            if row["list"] == wanted
        }


def purposes() -> dict[str, Entry]:
    """What a look may be for, by slug."""
    return _list("purpose")


def emergencies() -> dict[str, Entry]:
    """What an emergency may be, by slug: the purpose of every look while a case is open in one."""
    return _list("emergency")


def purpose_name(slug: str) -> str:
    """The name of what a look was for, in an emergency or not; blank when nothing was said."""
    known = purposes() | emergencies()
    return known[slug].name if slug in known else ""


def gateways() -> dict[str, Entry]:
    """The statutory powers to share, by slug."""
    return _list("gateway")


def data_categories() -> dict[str, Entry]:
    """The categories of data a sharing agreement can name, by slug."""
    return _list("data")


def purposes_in_use(today: date) -> frozenset[str]:
    return frozenset(slug for slug, purpose in purposes().items() if purpose.in_use_on(today))


def emergencies_in_use(today: date) -> frozenset[str]:
    return frozenset(slug for slug, emergency in emergencies().items() if emergency.in_use_on(today))
