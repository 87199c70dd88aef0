"""A cohort's months out of its text, and the rows of totals out of those of every group of offenders."""

import re
from typing import Any

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONE = "[A-Za-z]{3,9} ?[0-9]{4}"
COHORT = f"{_ONE} ?(-|to) ?{_ONE}"


def cohort_months(text: str) -> tuple[str, str]:
    """ "Jan 2019 - Mar 2019" as ("2019-01", "2019-03")."""
    found = re.findall(r"([A-Za-z]{3})[a-z]* ?(\d{4})", text)
    first, last = (f"{year}-{MONTHS.index(name.lower()) + 1:02d}" for name, year in found)
    return first, last


def with_months(table: Any) -> Any:
    """Rows of totals (or of a table without groups) with their first and last month."""
    import pyarrow
    import pyarrow.compute as pc

    category = pc.utf8_lower(pc.fill_null(table.column("category"), "total"))
    table = table.filter(pc.match_substring(category, "total"))
    spans = [cohort_months(text) for text in table.column("cohort").to_pylist()]
    text = pyarrow.string()
    table = table.append_column("cohort_start", pyarrow.array([first for first, _ in spans], text))
    table = table.append_column("cohort_end", pyarrow.array([last for _, last in spans], text))
    return table.drop_columns(["cohort", "category"])
