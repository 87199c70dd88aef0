"""A diary of what is to happen in an invented partnership, and the people who do it on the day."""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from wardmote.casework.audit import operator_event
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import LONDON, SignedIn, User
from wardmote.casework.store import Store
from wardmote.invented.partnership import STREETS, Partnership
from wardmote.periods import is_working_day

Deed = Callable[[datetime], None]
WORK = "case-work"


class Diary:
    """Deeds in the order of the days from `first` to `last`. What a deed enters for later happens after it."""

    def __init__(self, store: Store, among: Partnership, first: date, last: date, seed: int) -> None:
        self.store, self.among, self.first, self.last = store, among, first, last
        self.chance = random.Random(seed)
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._entered = 0

    def set_up(self) -> None:
        """The agencies, people and agreements, at seven on the first morning."""
        at = datetime.combine(self.first, time(7), LONDON)
        told = operator_event(at, "year-invented", "setting", "year")
        with self.store.transaction():
            for agency in self.among.agencies:
                self.store.save_agency(agency, told)
            for person in self.among.people:
                self.store.save_user(person, told)
            for agreement in self.among.agreements:
                self.store.save_agreement(agreement, told)

    def done(self) -> Iterator[date]:
        """Do what stands in the diary; yields the day of each deed. What falls after the last day is left undone."""
        while self._waiting:
            at, _, deed = heapq.heappop(self._waiting)
            if at.date() <= self.last:
                with self.store.transaction():
                    deed(at)
                yield at.date()

    # Days

    def enter(self, day: date, hour: int, deed: Deed) -> None:
        self._entered += 1
        at = datetime.combine(day, time(hour, self._entered % 60), LONDON)
        heapq.heappush(self._waiting, (at, self._entered, deed))

    def working(self, day: date) -> date:
        """This day, or the first working day after it."""
        while not is_working_day(day):
            day += timedelta(days=1)
        return day

    def in_days(self, at: datetime, low: int, high: int) -> date:
        return self.working(at.date() + timedelta(days=self.chance.randrange(low, high)))

    # People and places

    def by(self, person: User, at: datetime) -> SignedIn:
        return SignedIn(person, f"s{person.id}-{at:%y%m%d}", at, "192.0.2.1", at)

    def some(self, agency: str, *held: str) -> User:
        return self.chance.choice(self.among.holding(agency, *held))

    def a_lead(self, agency: str, but: str = "") -> User:
        return self.chance.choice([person for person in self.among.holding(agency, "R3") if person.id != but])

    def opened(self, person: User, at: datetime, case: str) -> SignedIn:
        """Somebody who has opened a case for the work on it."""
        by = self.by(person, at)
        open_case(self.store, by, case, WORK)
        return by

    def a_name(self) -> str:
        return f"Invented Person {self._entered}-{self.chance.randrange(10_000)}"

    def a_place(self) -> str:
        return f"{self.chance.randrange(1, 60)} {self.chance.choice(STREETS)} Street, Marlbridge"
