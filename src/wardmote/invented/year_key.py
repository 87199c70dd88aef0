"""How much happens in an invented year, and what did: the answers that reports of it must give."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from wardmote.periods import is_working_day

DAYS = 365


@dataclass(frozen=True)
class YearSize:
    """How much happens. What a year of Medway held, where it printed it: 440 issues on the call, 180 cases."""

    lines: int = 440
    cases: int = 180
    applications: int = 25
    meetings: int = 12
    never_asked: int = 6

    def over(self, times: int) -> "YearSize":
        return YearSize(
            self.lines // times, self.cases // times, self.applications // times, max(1, self.meetings // times), 2
        )


@dataclass
class YearKey:
    """What happened, kept by who made it happen and not by the store: the answers that reports of the year must give."""

    lines: int = 0
    lines_closed: int = 0
    hours_to_close: list[float] = field(default_factory=list)
    cases: Counter[str] = field(default_factory=Counter)
    not_taken: int = 0
    returned: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    applications: Counter[str] = field(default_factory=Counter)
    with_recommendations: int = 0
    meetings: int = 0
    decisions: int = 0
    came: Counter[str] = field(default_factory=Counter)
    never_asked: set[tuple[str, str]] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        """Each count by the measure that must come to it."""
        told = {"call-lines": self.lines, "call-lines-closed": self.lines_closed, "cases": self.cases.total()}
        told |= {"cases-not-taken": self.not_taken, "cases-returned": self.returned}
        told |= {f"cases-{kind}": number for kind, number in self.cases.items()}
        told |= {f"cases-ended-{outcome}": number for outcome, number in self.outcomes.items()}
        told |= {"cases-ended": self.outcomes.total(), "case-reviews": self.applications.total()}
        told |= {
            "case-reviews-met": self.applications["met"] + self.applications["reviewed"],
            "case-reviews-not-met": self.applications["not-met"],
        }
        return told

    def moved(self, before: str, after: str) -> None:
        """An application went on to its next state."""
        self.applications[before] -= 1
        self.applications[after] += 1


@dataclass
class Year:
    """A year of the diary, and what has happened in it."""

    first: date
    size: YearSize
    key: YearKey = field(default_factory=YearKey)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS - 1)

    def waits_for_application(self, on: date) -> bool:
        """Applications come evenly, and the last of them a month before the year ends."""
        due = 1 + self.size.applications * (on - self.first).days // (DAYS - 30)
        return sum(self.key.applications.values()) < min(self.size.applications, due)

    @property
    def working_days(self) -> list[date]:
        days = (self.first + timedelta(days=number) for number in range(DAYS))
        return [day for day in days if is_working_day(day)]
