"""Months that look incomplete, and months that are missing: an alarm, never a silent zero.

Judged on the sender's whole file (a force-month, all areas), where chance is small: one area's quiet month is not an
alarm, a file that lost half its rows is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.methods.completeness import incomplete_months
from wardmote.periods import Period, month_name, month_number, month_text


@dataclass(frozen=True)
class Alarm:
    """One sender's month for one kind of incident that is `share` of what its neighbours lead us to expect."""

    source: str
    sender: str
    category: str
    month: str
    rows: int
    expected: float
    share: float
    public: bool = True

    @property
    def sentence(self) -> str:
        """With its numbers only where the source is public: a partner's small month is a small count like any other."""
        if not self.public:
            return f"{month_name(self.month)} looks incomplete: far fewer rows came than in the months around it"
        kind = "anti-social behaviour" if self.category == "asb-incidents" else "crime"
        # Only police files are judged apart by kind and name their sender in every row.
        sent = f"{self.sender} sent {self.rows:,} rows of {kind}" if self.sender else f"{self.rows:,} rows were sent"
        return (
            f"{month_name(self.month)} looks incomplete: {sent}, "
            f"{self.share:.0%} of the {self.expected:,.0f} that the months around it lead us to expect"
        )


def alarms(
    source: str, sender: str, category: str, rows_by_month: Mapping[str, int], public: bool = True
) -> list[Alarm]:
    """Alarms for one series of monthly row counts; months absent from the mapping are gaps, not zeros."""
    if not rows_by_month:
        return []
    first, last = month_number(min(rows_by_month)), month_number(max(rows_by_month))
    months = [month_text(n) for n in range(first, last + 1)]
    flagged = incomplete_months([rows_by_month.get(month) for month in months])
    return [
        Alarm(source, sender, category, months[f.index], rows_by_month[months[f.index]], f.expected, f.share, public)
        for f in flagged
    ]


def gaps(months_present: set[str], period: Period) -> list[str]:
    """Months of a period for which nothing was sent."""
    return [month for month in period.months if month not in months_present]
