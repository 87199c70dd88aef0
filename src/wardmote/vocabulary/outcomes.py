"""How a case can end: outcome codes, the kinds of case they fit, and the months in which each was in use.

`settled` says whether the partnership counts the outcome as the problem being dealt with; reopening a settled case is
what the indicator "not fixed" counts.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("outcomes.csv")


@dataclass(frozen=True)
class OutcomeCode:
    """One way a case ends. Months are text such as "2026-04", both ends included; None is open."""

    name: str
    slug: str
    kinds: frozenset[str]
    settled: bool
    valid_from: str | None
    valid_to: str | None

    def in_use_on(self, today: date) -> bool:
        month = today.isoformat()[:7]
        return (self.valid_from or "") <= month and (self.valid_to is None or month <= self.valid_to)


@lru_cache
def outcome_codes() -> dict[str, OutcomeCode]:
    """Every outcome by its slug, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {
            row["slug"]: OutcomeCode(
                row["name"],
                row["slug"],
                frozenset(row["kinds"].split()),
                row["settled"] == "yes",
                row["valid_from"] or None,
                row["valid_to"] or None,
            )
            for row in csv.DictReader(handle)
        }


def outcomes_for(kind: str, today: date) -> list[OutcomeCode]:
    """The outcomes a case of this kind may be closed with today."""
    return [code for code in outcome_codes().values() if kind in code.kinds and code.in_use_on(today)]
