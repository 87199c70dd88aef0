"""What the law asks of a partnership, as a dated table: each provision, what it says in plain words, since when.

`verified` is False where the wording has not been read in the published instrument; the product then says so.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("law.csv")


@dataclass(frozen=True)
class Provision:
    """One thing a law says. Months are text such as "2017-12"; `until` is the last month, None when open."""

    slug: str
    instrument: str
    provision: str
    subject: str
    says: str
    in_force: str
    until: str | None
    verified: bool

    @property
    def cited(self) -> str:
        """ "regulation 12 of SI 2007/1830"."""
        return f"{self.provision} of {self.instrument}" if self.provision else self.instrument

    def in_force_in(self, month: str) -> bool:
        return self.in_force <= month and (self.until is None or month <= self.until)


@lru_cache
def provisions() -> dict[str, Provision]:
    """Every provision by its slug, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {
            row["slug"]: Provision(
                row["slug"],
                row["instrument"],
                row["provision"],
                row["subject"],
                row["says"],
                row["in_force"],
                row["until"] or None,
                row["verified"] == "yes",
            )
            for row in csv.DictReader(handle)
        }


def asked_of(subject: str, month: str) -> list[Provision]:
    """The provisions on a subject in force in a month."""
    return [p for p in provisions().values() if p.subject == subject and p.in_force_in(month)]
