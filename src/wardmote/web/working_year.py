"""One invented year of a partnership at work: its daily calls, cases, case reviews and meetings, with the answers to it.

Every line, case, application and decision is made by the verbs that people use, in the order of the days, so nothing is in a
state it could not reach. The same seed gives the same year. Twelve agencies and 120 people, all invented.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from wardmote.casework import case_review_decisions as decisions
from wardmote.casework import case_review_letters as letters
from wardmote.casework import case_reviews, closure, daily_call, persons, referrals, triage, work
from wardmote.casework import operational_group as group
from wardmote.casework.asb_case_review import Procedure
from wardmote.casework.audit import operator_event
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import LONDON, SignedIn, User
from wardmote.casework.store import Store
from wardmote.periods import is_working_day
from wardmote.vocabulary.outcomes import outcomes_for
from wardmote.web.invented_years import COUNCIL, POLICE, SHARED, STREETS, TROUBLES, WORK, Partnership, partnership

CHAIR = f"{COUNCIL}-01"
NEVER_COMES = "fire"
"""The agency that is asked to every meeting and comes to none."""
CASES_OF = (("location", "places", 0.6), ("victim", "victims", 0.25), ("offender", "offenders", 0.15))
PROCEDURE = Procedure()


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
    outcomes: Counter[str] = field(default_factory=Counter)
    applications: Counter[str] = field(default_factory=Counter)
    with_recommendations: int = 0
    meetings: int = 0
    decisions: int = 0
    came: Counter[str] = field(default_factory=Counter)
    never_asked: set[tuple[str, str]] = field(default_factory=set)


def live_a_year(store: Store, last: date, size: YearSize | None = None, seed: int = 1) -> YearKey:
    """A year that ends on a day, in an empty store; the answers to it."""
    return _Year(store, last, size or YearSize(), seed).lived()


Deed = Callable[[datetime], None]


class _Year:
    """A diary of what is to happen, and what has."""

    def __init__(self, store: Store, last: date, size: YearSize, seed: int) -> None:
        self.store, self.size, self.last = store, size, last
        self.first = last - timedelta(days=364)
        self.chance = random.Random(seed)
        self.among: Partnership = partnership(last, 1)
        self.key = YearKey()
        self.diary: list[tuple[datetime, int, Deed]] = []
        self.entered = 0

    def lived(self) -> YearKey:
        self._set_up()
        self._plan()
        while self.diary:
            at, _, deed = heapq.heappop(self.diary)
            if at.date() <= self.last:
                with self.store.transaction():
                    deed(at)
        return self.key

    def _set_up(self) -> None:
        at = datetime.combine(self.first, time(7), LONDON)
        told = operator_event(at, "year-invented", "setting", "year")
        with self.store.transaction():
            for agency in self.among.agencies:
                self.store.save_agency(agency, told)
            for person in self.among.people:
                self.store.save_user(person, told)
            for agreement in self.among.agreements:
                self.store.save_agreement(agreement, told)

    def _plan(self) -> None:
        """What begins something; what follows from it is entered when it happens."""
        for _ in range(self.size.lines):
            self._enter(self._some_day(), 9, self._raise_line)
        for kind, about, share in CASES_OF:
            for _ in range(round(self.size.cases * share)):
                self._enter(self._some_day(), 11, partial(self._refer, kind=kind, about=about))
        for number in range(self.size.meetings):
            on = self.first + timedelta(days=25 + number * 350 // self.size.meetings)
            self._enter(self._working(on), 14, self._meet)

    # The diary

    def _enter(self, day: date, hour: int, deed: Deed) -> None:
        self.entered += 1
        at = datetime.combine(day, time(hour, self.entered % 60), LONDON)
        heapq.heappush(self.diary, (at, self.entered, deed))

    def _some_day(self) -> date:
        return self._working(self.first + timedelta(days=self.chance.randrange(355)))

    def _working(self, day: date) -> date:
        while not is_working_day(day):
            day += timedelta(days=1)
        return day

    def _in_days(self, at: datetime, low: int, high: int) -> date:
        return self._working(at.date() + timedelta(days=self.chance.randrange(low, high)))

    # People

    def _by(self, person: User, at: datetime) -> SignedIn:
        return SignedIn(person, f"s{person.id}-{at:%y%m%d}", at, "192.0.2.1", at)

    def _some(self, agency: str, *held: str) -> User:
        return self.chance.choice(self.among.holding(agency, *held))

    def _leads(self, agency: str, but: str = "") -> User:
        return next(person for person in self.among.holding(agency, "R3") if person.id != but)

    def _opened(self, person: User, at: datetime, case: str) -> SignedIn:
        by = self._by(person, at)
        open_case(self.store, by, case, WORK)
        return by

    # The daily call

    def _raise_line(self, at: datetime) -> None:
        parties = sorted(SHARED["places"][0])
        by = self._by(self._some(self.chance.choice(parties), "R2"), at)
        line = daily_call.raise_line(
            self.store,
            by,
            what=self.chance.choice(TROUBLES),
            where=self._place(),
            owner_agency=self.chance.choice(parties),
            due=self._in_days(at, 1, 4),
        )
        self.key.lines += 1
        if self.chance.random() < 0.92:
            deed = partial(self._close_line, reference=line.reference, raised=at)
            self._enter(self._in_days(at, 0, 7), 16, deed)

    def _close_line(self, at: datetime, reference: str, raised: datetime) -> None:
        by = self._by(self._some(COUNCIL, "R2"), at)
        daily_call.close_line(self.store, by, reference, 0, outcome="Visited; nothing further today.")
        self.key.lines_closed += 1
        self.key.hours_to_close.append((at.astimezone(UTC) - raised.astimezone(UTC)).total_seconds() / 3600)

    def _place(self) -> str:
        return f"{self.chance.randrange(1, 60)} {self.chance.choice(STREETS)} Street, Marlbridge"

    # Cases

    def _refer(self, at: datetime, kind: str, about: str) -> None:
        parties = sorted(SHARED[about][0])
        referrer, to = self._some(self.chance.choice(parties), "R2"), self.chance.choice(parties)
        told = {"place": self._place(), "summary": self.chance.choice(TROUBLES), "why": "Three reports in a fortnight."}
        case = referrals.refer(self.store, self._by(referrer, at), to=to, kind=kind, **told).reference
        self.key.cases[kind] += 1
        lead = self._leads(to, but=referrer.id)
        self._enter(self._in_days(at, 1, 4), 10, lambda then: self._accept(then, case, kind, lead))

    def _accept(self, at: datetime, case: str, kind: str, lead: User) -> None:
        triage.accept(self.store, self._by(lead, at), case, lead_person=lead.id)
        by = self._opened(lead, at, case)
        due = self._in_days(at, 5, 30)
        action = work.add_action(
            self.store, by, case, what="visit, and say what was found", owner_agency=lead.agency, due=due
        )
        if kind != "offender" and sum(self.key.applications.values()) < self.size.applications:
            self._enter(self._in_days(at, 3, 20), 12, lambda then: self._apply(then, case, lead))
        elif kind == "victim" and len(self.key.never_asked) < self.size.never_asked and self._is_late(at):
            self._enter(self._in_days(at, 3, 9), 12, lambda then: self._never_ask(then, case, lead))
        if self.chance.random() < 0.85:
            self._enter(self._in_days(at, 25, 110), 15, lambda then: self._close(then, case, kind, lead, action.id))

    def _is_late(self, at: datetime) -> bool:
        """Late enough in the year for complaints of then to count on its last day."""
        return at.date() > self.last - timedelta(days=120)

    def _close(self, at: datetime, case: str, kind: str, lead: User, action: str) -> None:
        by = self._opened(lead, at, case)
        if self._owes_review(by, case):
            self._enter(self._in_days(at, 20, 40), 15, lambda then: self._close(then, case, kind, lead, action))
            return
        for waiting in open_case(self.store, by, case).actions:
            if waiting.done_on is None:
                told = "Visited; it has been quiet since." if waiting.id == action else "Visited together."
                work.complete_action(self.store, by, case, waiting.id, outcome=told)
        outcome = self.chance.choice([code.slug for code in outcomes_for(kind, at.date())])
        closure.close(self.store, by, case, outcome=outcome, why="Nothing new for four weeks.")
        self.key.outcomes[outcome] += 1

    # Case reviews

    def _owes_review(self, by: SignedIn, case: str) -> bool:
        return any(review.live for review in case_reviews.read(self.store, by, case)[1].reviews)

    def _tell(self, by: SignedIn, case: str, review: str) -> None:
        letters.tell(self.store, by, case, review, how=letters.SPOKEN)

    def _somebody(self, by: SignedIn, case: str, role: str) -> str:
        name = f"Invented Person {self.entered}-{self.chance.randrange(10_000)}"
        return persons.add_person(self.store, by, case, role=role, name=name).person

    def _complain(self, by: SignedIn, case: str, number: int, person: str) -> None:
        for ago in range(1, number + 1):
            day = by.today - timedelta(days=2 * ago)
            case_reviews.add_complaint(
                self.store, by, case, agency=by.user.agency, behaviour_on=day, made_on=day, person=person
            )

    def _apply(self, at: datetime, case: str, lead: User) -> None:
        if sum(self.key.applications.values()) >= self.size.applications:
            return
        by = self._opened(lead, at, case)
        person = self._somebody(by, case, "reporter")
        review = case_reviews.apply(
            self.store,
            by,
            case,
            PROCEDURE,
            person=person,
            applied_by="self",
            asks="That somebody looks at it as a whole.",
        )
        self._tell(by, case, review.id)
        self._complain(by, case, self.chance.choice((1, 2, 3, 3, 4)), person)
        self.key.applications["received"] += 1
        self._enter(self._in_days(at, 5, 25), 13, lambda then: self._decide(then, case, review.id, lead))

    def _moved(self, before: str, after: str) -> None:
        self.key.applications[before] -= 1
        self.key.applications[after] += 1

    def _decide(self, at: datetime, case: str, review: str, lead: User) -> None:
        by = self._opened(lead, at, case)
        if self.chance.random() < 0.08:
            decisions.withdraw(self.store, by, case, review, why="They have moved away.")
            self._moved("received", "withdrawn")
            return
        file = case_reviews.read(self.store, by, case)[1]
        kept = file.review(review)
        assert kept is not None
        for body in file.bodies_of(kept):
            why = "" if body.agency == by.user.agency else "They read their log out on the telephone."
            case_reviews.say_all(self.store, by, case, review, agency=body.agency, answered_why=why)
        met = case_reviews.counted(kept, file).met_by_number
        decisions.decide(self.store, by, case, review, PROCEDURE, met=met, why="As the complaints count.")
        self._tell(by, case, review)
        self._moved("received", "met" if met else "not-met")
        if met:
            self._enter(self._in_days(at, 10, 30), 13, lambda then: self._review(then, case, review, lead))

    def _review(self, at: datetime, case: str, review: str, lead: User) -> None:
        by = self._opened(lead, at, case)
        decisions.set_panel(self.store, by, case, review, on=at.date(), bodies=[COUNCIL, POLICE])
        decisions.record_outcome(self.store, by, case, review, finding="Each body saw a part, and nobody the whole.")
        self._tell(by, case, review)
        self._moved("met", "reviewed")
        if self.chance.random() < 0.7:
            decisions.recommend(self.store, by, case, review, agency=POLICE, what="Name one officer for the street.")
            self.key.with_recommendations += 1

    def _never_ask(self, at: datetime, case: str, lead: User) -> None:
        """Somebody with enough complaints who asks for nothing."""
        if len(self.key.never_asked) < self.size.never_asked:
            by = self._opened(lead, at, case)
            person = self._somebody(by, case, "victim")
            self._complain(by, case, 3 + len(self.key.never_asked) % 2, person)
            self.key.never_asked.add((case, person))

    # The operational group

    def _meet(self, at: datetime) -> None:
        chair = next(person for person in self.among.people if person.id == CHAIR)
        by = self._by(chair, at)
        meeting = group.plan(self.store, by, on=at.date()).id
        file = group.read_meeting(self.store, by, meeting)
        came = {each.agency: "came" if self._comes(each.agency) else "absent" for each in file.attendance}
        group.keep_attendance(self.store, by, meeting, came)
        for item in file.items:
            self._end(by, meeting, item.id, at, [agency for agency in came if agency != NEVER_COMES])
        group.close(self.store, by, meeting)
        self.key.meetings += 1
        self.key.came.update(agency for agency, how in came.items() if how == "came")

    def _comes(self, agency: str) -> bool:
        return agency != NEVER_COMES and (agency == COUNCIL or self.chance.random() < 0.8)

    def _end(self, by: SignedIn, meeting: str, item: str, at: datetime, agencies: list[str]) -> None:
        act = self.chance.random() < 0.4
        owner = self.chance.choice(agencies) if act else ""
        due = self._in_days(at, 5, 28) if act else None
        told = {"decision": "Visit together and report back." if act else "Left with its lead agency."}
        ends = "act" if act else "nothing-more"
        group.end_item(self.store, by, meeting, item, 0, ends=ends, owner_agency=owner, due=due, **told)
        self.key.decisions += 1
        if act and self.chance.random() < 0.7:
            done = partial(self._done, meeting=meeting, item=item, owner=owner)
            self._enter(self._in_days(at, 3, 24), 17, done)

    def _done(self, at: datetime, meeting: str, item: str, owner: str) -> None:
        """Unless a later meeting has taken the action up first."""
        by = self._by(self._leads(COUNCIL), at)
        kept = group.read_meeting(self.store, by, meeting).item(item)
        if kept and kept.waits:
            group.action_done(self.store, by, meeting, item, outcome="Visited together.")
