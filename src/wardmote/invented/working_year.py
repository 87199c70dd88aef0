"""Invented years of a partnership at work: its daily calls, cases, case reviews and meetings, with the answers to them.

Every line, case, application and decision is made by the verbs that people use, in the order of the days, so nothing is in a
state it could not reach. The same seed gives the same years. Twelve agencies and 120 people, all invented.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from wardmote.casework import case_reviews, closure, daily_call, links, persons, referrals, triage, work
from wardmote.casework import operational_group as group
from wardmote.casework.case_reviews import decisions, letters
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.looks import open_case
from wardmote.casework.nouns import SignedIn, User
from wardmote.casework.store import Store
from wardmote.invented.diary import Diary
from wardmote.invented.partnership import COUNCIL, FIRE, POLICE, SHARED, TROUBLES, Known, partnership
from wardmote.invented.year_key import DAYS, Year, YearKey, YearSize
from wardmote.vocabulary.outcomes import outcomes_for

NEVER_COMES = FIRE
"""The agency that is asked to every meeting and comes to none."""
CASES_OF = (("location", "places", 0.6), ("victim", "victims", 0.25), ("offender", "offenders", 0.15))
PROCEDURE = Procedure()

Ward = tuple[str, str]
"""Code and name."""


@dataclass(frozen=True)
class Surroundings:
    """What a year is lived among: people known by name, the wards that places lie in, who is told how far it has come."""

    known: Sequence[Known] = ()
    wards: Sequence[Ward] = ()
    say: Callable[[str], None] = lambda _: None


def live_a_year(store: Store, last: date, size: YearSize | None = None, seed: int = 1) -> YearKey:
    """A year that ends on a day, in an empty store; the answers to it."""
    return live_years(store, last, [size or YearSize()], seed)[0]


def live_years(
    store: Store, last: date, sizes: Sequence[YearSize], seed: int = 1, among: Surroundings | None = None
) -> list[YearKey]:
    """Years on end, the last of which ends on a day, in an empty store; the answers to each.

    What began in a year is among its answers however late it ended, but for outcomes: a case counts where it was closed.
    """
    first = last - timedelta(days=DAYS * len(sizes) - 1)
    years = [Year(first + timedelta(days=DAYS * number), size) for number, size in enumerate(sizes)]
    return _Lived(store, years, seed, among or Surroundings()).lived()


class _Lived(Diary):
    def __init__(self, store: Store, years: list[Year], seed: int, around: Surroundings) -> None:
        last = years[-1].last
        super().__init__(store, partnership(last, len(years), around.known), years[0].first, last, seed)
        self.years, self.around = years, around

    def lived(self) -> list[YearKey]:
        self.set_up()
        for year in self.years:
            self._plan(year)
        month = ""
        for day in self.done():
            if f"{day:%B %Y}" != month:
                month = f"{day:%B %Y}"
                self.around.say(month)
        return [year.key for year in self.years]

    def _plan(self, year: Year) -> None:
        """What begins something; what follows from it is entered when it happens."""
        days = year.working_days
        for _ in range(year.size.lines):
            self.enter(self.chance.choice(days), 9, self._raise_line)
        for kind, about, share in CASES_OF:
            for _ in range(round(year.size.cases * share)):
                self.enter(self.chance.choice(days), 11, partial(self._refer, kind=kind, about=about))
        for number in range(year.size.meetings):
            self.enter(
                self.working(year.first + timedelta(days=25 + number * 350 // year.size.meetings)), 14, self._meet
            )

    def _year(self, at: datetime) -> Year:
        return next(year for year in self.years if at.date() <= year.last)

    # The daily call

    def _raise_line(self, at: datetime) -> None:
        parties = sorted(SHARED["places"][0])
        by = self.by(self.some(self.chance.choice(parties), "R2"), at)
        line = daily_call.raise_line(
            self.store,
            by,
            what=self.chance.choice(TROUBLES),
            where=self.a_place(),
            owner_agency=self.chance.choice(parties),
            due=self.in_days(at, 1, 4),
        )
        key = self._year(at).key
        key.lines += 1
        within = (0, 7) if self.chance.random() < 0.92 else (20, 140)
        deed = partial(self._close_line, reference=line.reference, raised=at, key=key)
        self.enter(self.in_days(at, *within), 16, deed)

    def _close_line(self, at: datetime, reference: str, raised: datetime, key: YearKey) -> None:
        by = self.by(self.some(COUNCIL, "R2"), at)
        daily_call.close_line(self.store, by, reference, 0, outcome="Visited; nothing further today.")
        key.lines_closed += 1
        key.hours_to_close.append((at.astimezone(UTC) - raised.astimezone(UTC)).total_seconds() / 3600)

    # Cases

    def _refer(self, at: datetime, kind: str, about: str) -> None:
        parties = sorted(SHARED[about][0])
        referrer, to = self.some(self.chance.choice(parties), "R2"), self.chance.choice(parties)
        told = {
            "place": self.a_place(),
            "summary": self.chance.choice(TROUBLES),
            "why": "Three reports in a fortnight.",
        }
        case = referrals.refer(self.store, self.by(referrer, at), to=to, kind=kind, **told).reference
        key = self._year(at).key
        key.cases[kind] += 1
        lead = self.a_lead(to, but=referrer.id)
        answer = self._accept if self.chance.random() < 0.95 else self._refuse
        self.enter(self.in_days(at, 1, 4), 10, lambda then: answer(then, case, kind, lead, key))

    def _refuse(self, at: datetime, case: str, kind: str, lead: User, key: YearKey) -> None:
        triage.refuse(self.store, self.by(lead, at), case, why="One call, and nothing since.")
        key.not_taken += 1

    def _accept(self, at: datetime, case: str, kind: str, lead: User, key: YearKey) -> None:
        triage.accept(self.store, self.by(lead, at), case, lead_person=lead.id)
        by = self.opened(lead, at, case)
        if kind == "location" and self.around.wards:
            code, name = self.chance.choice(self.around.wards)
            links.place_case(self.store, by, case, ward_code=code, ward_name=name)
        due = self.in_days(at, 5, 30)
        action = work.add_action(
            self.store, by, case, what="visit, and say what was found", owner_agency=lead.agency, due=due
        )
        if self.chance.random() < 0.9:
            self.enter(self.in_days(at, 4, 20), 16, lambda then: self._visit(then, case, lead, action.id))
        year = self._year(at)
        if kind == "victim" and len(year.key.never_asked) < year.size.never_asked and self._is_late(at):
            self.enter(self.in_days(at, 3, 9), 12, lambda then: self._never_ask(then, case, lead))
        elif kind != "offender" and year.waits_for_application(at.date()):
            self.enter(self.in_days(at, 3, 20), 12, lambda then: self._apply(then, case, lead))
        if self.chance.random() < 0.85:
            self.enter(self.in_days(at, 25, 110), 15, lambda then: self._close(then, case, kind, lead, key))

    def _visit(self, at: datetime, case: str, lead: User, action: str) -> None:
        by = self.opened(lead, at, case)
        work.complete_action(self.store, by, case, action, outcome="Visited; spoke to two neighbours.")

    def _is_late(self, at: datetime) -> bool:
        """Late enough for complaints of then to count on the last day."""
        return at.date() > self.last - timedelta(days=120)

    def _close(self, at: datetime, case: str, kind: str, lead: User, key: YearKey) -> None:
        by = self.opened(lead, at, case)
        if self._owes_review(by, case):
            self.enter(self.in_days(at, 20, 40), 15, lambda then: self._close(then, case, kind, lead, key))
            return
        self._complete_all(by, case)
        outcome = self.chance.choice([code.slug for code in outcomes_for(kind, at.date())])
        closure.close(self.store, by, case, outcome=outcome, why="Nothing new for four weeks.")
        outcomes = self._year(at).key.outcomes
        outcomes[outcome] += 1
        if self.chance.random() < 0.1:
            again = partial(self._reopen, case=case, kind=kind, lead=lead, key=key)
            self.enter(self.in_days(at, 10, 60), 15, lambda then: again(then, outcomes=outcomes, ended=outcome))

    def _reopen(
        self, at: datetime, case: str, kind: str, lead: User, key: YearKey, outcomes: Counter[str], ended: str
    ) -> None:
        """It came back: the outcome it had no longer stands."""
        closure.reopen(self.store, self.opened(lead, at, case), case, why="It came back.")
        outcomes[ended] -= 1
        key.returned += 1
        self.enter(self.in_days(at, 25, 90), 15, lambda then: self._close(then, case, kind, lead, key))

    def _complete_all(self, by: SignedIn, case: str) -> None:
        """Its own action, and what the group decided about the case meanwhile."""
        for waiting in open_case(self.store, by, case).actions:
            if waiting.done_on is None:
                work.complete_action(self.store, by, case, waiting.id, outcome="Visited; it has been quiet since.")

    # Case reviews

    def _owes_review(self, by: SignedIn, case: str) -> bool:
        return any(review.live for review in case_reviews.read(self.store, by, case)[1].reviews)

    def _tell(self, by: SignedIn, case: str, review: str) -> None:
        letters.tell(self.store, by, case, review, how=letters.SPOKEN)

    def _somebody(self, by: SignedIn, case: str, role: str) -> str:
        return persons.add_person(self.store, by, case, role=role, name=self.a_name()).person

    def _complain(self, by: SignedIn, case: str, number: int, person: str) -> None:
        for ago in range(1, number + 1):
            day = by.today - timedelta(days=2 * ago)
            case_reviews.add_complaint(
                self.store, by, case, agency=by.user.agency, behaviour_on=day, made_on=day, person=person
            )

    def _apply(self, at: datetime, case: str, lead: User) -> None:
        year = self._year(at)
        if not year.waits_for_application(at.date()):
            return
        by = self.opened(lead, at, case)
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
        year.key.applications["received"] += 1
        self.enter(self.in_days(at, 5, 25), 13, lambda then: self._decide(then, case, review.id, lead, year.key))

    def _decide(self, at: datetime, case: str, review: str, lead: User, key: YearKey) -> None:
        by = self.opened(lead, at, case)
        if self.chance.random() < 0.08:
            decisions.withdraw(self.store, by, case, review, why="They have moved away.")
            key.moved("received", "withdrawn")
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
        key.moved("received", "met" if met else "not-met")
        if met:
            self.enter(self.in_days(at, 10, 30), 13, lambda then: self._review(then, case, review, lead, key))

    def _review(self, at: datetime, case: str, review: str, lead: User, key: YearKey) -> None:
        by = self.opened(lead, at, case)
        decisions.set_panel(self.store, by, case, review, on=at.date(), bodies=[COUNCIL, POLICE])
        decisions.record_outcome(self.store, by, case, review, finding="Each body saw a part, and nobody the whole.")
        self._tell(by, case, review)
        key.moved("met", "reviewed")
        if self.chance.random() < 0.7:
            decisions.recommend(self.store, by, case, review, agency=POLICE, what="Name one officer for the street.")
            key.with_recommendations += 1

    def _never_ask(self, at: datetime, case: str, lead: User) -> None:
        """Somebody with enough complaints who asks for nothing."""
        year = self._year(at)
        if len(year.key.never_asked) < year.size.never_asked:
            by = self.opened(lead, at, case)
            person = self._somebody(by, case, "victim")
            self._complain(by, case, 3 + len(year.key.never_asked) % 2, person)
            year.key.never_asked.add((case, person))

    # The operational group

    def _meet(self, at: datetime) -> None:
        by = self.by(self.among.holding(COUNCIL, "R3")[0], at)
        meeting = group.plan(self.store, by, on=at.date()).id
        file = group.read_meeting(self.store, by, meeting)
        came = {each.agency: "came" if self._comes(each.agency) else "absent" for each in file.attendance}
        group.keep_attendance(self.store, by, meeting, came)
        for item in file.items:
            self._end(by, meeting, item.id, at, [agency for agency in came if agency != NEVER_COMES])
        group.close(self.store, by, meeting)
        key = self._year(at).key
        key.meetings += 1
        key.decisions += len(file.items)
        key.came.update(agency for agency, how in came.items() if how == "came")

    def _comes(self, agency: str) -> bool:
        return agency != NEVER_COMES and (agency == COUNCIL or self.chance.random() < 0.8)

    def _end(self, by: SignedIn, meeting: str, item: str, at: datetime, agencies: list[str]) -> None:
        act = self.chance.random() < 0.4
        owner = self.chance.choice(agencies) if act else ""
        due = self.in_days(at, 5, 28) if act else None
        told = {"decision": "Visit together and report back." if act else "Left with its lead agency."}
        ends = "act" if act else "nothing-more"
        group.end_item(self.store, by, meeting, item, 0, ends=ends, owner_agency=owner, due=due, **told)
        if act and self.chance.random() < 0.7:
            done = partial(self._done, meeting=meeting, item=item, owner=owner)
            self.enter(self.in_days(at, 3, 24), 17, done)

    def _done(self, at: datetime, meeting: str, item: str, owner: str) -> None:
        """Unless a later meeting has taken the action up first."""
        by = self.by(self.a_lead(COUNCIL), at)
        kept = group.read_meeting(self.store, by, meeting).item(item)
        if kept and kept.waits:
            group.action_done(self.store, by, meeting, item, outcome="Visited together.")
