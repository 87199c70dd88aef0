"""Spans of time as a partnership names them: months, financial years, like-for-like comparisons, working days.

A month is the text "2016-01"; a period runs from one month to another, both included, and prints as
"2016-01..2016-10". No function here reads the clock: every date in a document comes from data.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


def month_number(month: str) -> int:
    """Months since year 0, so that neighbouring months differ by one. Raises ValueError for text that is no month."""
    match = _MONTH.match(month)
    if not match:
        raise ValueError(f"'{month}' is not a month; write it as 2016-01")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_text(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_name(month: str) -> str:
    """The name of a month: "January 2016" for "2016-01"."""
    number = month_number(month)
    return f"{calendar.month_name[number % 12 + 1]} {number // 12}"


@dataclass(frozen=True, order=True)
class Period:
    """Whole calendar months, first and last included."""

    start: str
    end: str

    def __post_init__(self) -> None:
        if month_number(self.end) < month_number(self.start):
            raise ValueError(f"the period {self.start}..{self.end} ends before it starts")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read "2016-01..2016-10", or a single month."""
        start, _, end = text.partition("..")
        return cls(start, end or start)

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"

    @property
    def months(self) -> list[str]:
        return [month_text(n) for n in range(month_number(self.start), month_number(self.end) + 1)]

    def __contains__(self, month: str) -> bool:
        return self.start <= month <= self.end

    def earlier(self, months: int) -> "Period":
        """As long a span, so many months before."""
        return Period(month_text(month_number(self.start) - months), month_text(month_number(self.end) - months))

    def parts(self, months: int) -> list["Period"]:
        """The span cut in pieces of so many months from its start; the last may be shorter."""
        all_months = self.months
        pieces = [all_months[at : at + months] for at in range(0, len(all_months), months)]
        return [Period(piece[0], piece[-1]) for piece in pieces]

    @property
    def days(self) -> int:
        """Days of exposure."""
        return sum(calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in self.months)

    @property
    def first_day(self) -> date:
        return date(int(self.start[:4]), int(self.start[5:]), 1)

    @property
    def last_day(self) -> date:
        year, month = int(self.end[:4]), int(self.end[5:])
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def label(self) -> str:
        """As a reader says it: "January to October 2016", "year ending March 2017", "May 2016"."""
        first, last = month_name(self.start), month_name(self.end)
        if self.start == self.end:
            return first
        if len(self.months) == 12:
            return f"year ending {last}"
        if self.start[:4] == self.end[:4]:
            return f"{first.split()[0]} to {last}"
        return f"{first} to {last}"

    @property
    def prose(self) -> str:
        """The label as it stands in a sentence: "the year ending March 2017", "January to October 2016"."""
        return f"the {self.label}" if self.label.startswith("year") else self.label


def is_like_for_like(before: Period, after: Period) -> bool:
    """Whether both periods hold the same calendar months in the same order, so that months can be paired."""
    return [m[5:] for m in before.months] == [m[5:] for m in after.months]


def missing_between(before: Period, after: Period) -> Period | None:
    """The months that lie between two periods, or None when they meet."""
    first, last = month_number(before.end) + 1, month_number(after.start) - 1
    return Period(month_text(first), month_text(last)) if first <= last else None


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a bank holiday in England and Wales."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The day on which so many whole working days have passed: two after a Friday is Tuesday."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Those of one year, days moved and days given once included; the two countries keep the same ones."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
