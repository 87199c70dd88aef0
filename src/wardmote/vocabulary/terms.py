"""The field's closed lists as dated tables: a term, its slug, and the months in which it was in use.

Each list is a CSV file beside this module with the columns name, slug, valid_from, valid_to (months; blank = open).
A new category is a line of data, not a release of code.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Term:
    """One entry of a dated list. Months are text such as "2013-05", both ends included; None is open."""

    name: str
    slug: str
    valid_from: str | None
    valid_to: str | None

    def valid_in(self, month: str) -> bool:
        return (self.valid_from or "") <= month and (self.valid_to is None or month <= self.valid_to)


@lru_cache
def terms(vocabulary: str) -> tuple[Term, ...]:
    """Every term of a list, in the order of its file, e.g. terms("police_uk_categories").

    Raises FileNotFoundError when there is no such list.
    """
    with (_HERE / f"{vocabulary}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            Term(row["name"], row["slug"], row["valid_from"] or None, row["valid_to"] or None)
            for row in csv.DictReader(handle)
        )


def slug_of(vocabulary: str, name: str) -> str:
    """The slug of a term by its name. Raises KeyError when the list does not hold it."""
    found = {term.name: term.slug for term in terms(vocabulary)}
    return found[name]
