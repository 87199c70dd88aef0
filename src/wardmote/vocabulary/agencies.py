"""The kinds of agency that sit in a Community Safety Partnership, with the months in which each existed.

Source: Crime and Disorder Act 1998 s.5 (responsible authorities) and s.115; integrated care boards replaced clinical
commissioning groups on 1 July 2022. `competent_authority` says whether Part 3 of the Data Protection Act 2018 can
apply to the agency at all (s.30); the purpose of each use still decides whether it does.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("agencies.csv")


@dataclass(frozen=True)
class AgencyKind:
    """A kind of agency. Months are text such as "2022-07", both ends included; None is open."""

    name: str
    slug: str
    competent_authority: bool
    valid_from: str | None
    valid_to: str | None


@lru_cache
def agency_kinds() -> dict[str, AgencyKind]:
    """Every kind of agency by its slug, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {
            row["slug"]: AgencyKind(
                row["name"],
                row["slug"],
                row["competent_authority"] == "yes",
                row["valid_from"] or None,
                row["valid_to"] or None,
            )
            for row in csv.DictReader(handle)
        }
