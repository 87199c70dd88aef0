"""Years of an invented partnership, at any size: for measuring, and for tests that need many cases.

Each case is told by the same verbs that people use, in a store of its own in memory, so nothing here is in a state it
could not reach; then everything is written at once, chained as the trail chains. The same seed gives the same casebook.
Everybody and every place is invented.

People, what is known of them, their relations and judgements of risk are on the cases, sealed as people's entries are.
Left out are documents, links between cases, wards, emergencies and notices: on a page each is a query that finds little.
"""

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db import connections
from django.db.models import AutoField, Model

from wardmote.casework import access, closure, persons, referrals, risk, triage, work
from wardmote.casework.audit import AuditEvent, AuditRecord, event, link
from wardmote.casework.looks import FINDING_WORK
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import (
    Action,
    Agency,
    Assessment,
    Case,
    CaseGrant,
    Conflict,
    Decision,
    Detail,
    Note,
    Outcome,
    PersonOnCase,
    Referral,
    Relation,
    RoleGrant,
    SharingAgreement,
    SignedIn,
    Standing,
    User,
)
from wardmote.casework.purposes import data_categories
from wardmote.casework.store import FILE_FIELDS
from wardmote.casework.visibility import EVERY_CASE
from wardmote.vocabulary.outcomes import outcomes_for
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, row_of
from wardmote.web.store.django_store import DjangoStore
from wardmote.web.store.django_store.cases import LINE_FIELDS
from wardmote.web.store.django_store.people import marks_of


@dataclass(frozen=True)
class Size:
    """How much of everything. `records` is the least length of the trail."""

    cases: int
    notes: int
    records: int
    years: int = 5

    def over(self, times: int) -> "Size":
        return Size(self.cases // times, self.notes // times, self.records // times, self.years)


FULL = Size(cases=20_000, notes=60_000, records=1_000_000)
"""What the goals of speed are measured at."""

COUNCIL, POLICE, NEIGHBOUR = "council", "police", "neighbour"
KINDS_OF_AGENCY = {
    COUNCIL: ("Marlbridge Council", "council-community-safety"),
    "homes": ("Marlbridge Council Homes", "council-housing"),
    POLICE: ("Marlshire Constabulary", "police"),
    "fire": ("Marlshire Fire and Rescue", "fire"),
    "probation": ("Marlshire Probation", "probation"),
    "health": ("Marlshire Health Board", "integrated-care-board"),
    "youth": ("Marlbridge Youth Justice", "youth-justice"),
    "weir-homes": ("Weir Homes", "registered-housing"),
    "mill-homes": ("Mill Lane Homes", "registered-housing"),
    "haven": ("Marl Haven", "voluntary"),
    "social-care": ("Marlbridge Adult Social Care", "adult-social-care"),
    NEIGHBOUR: ("Fenbridge Partnership", "neighbouring-partnership"),
}
SHARED = {
    "places": (set(KINDS_OF_AGENCY) - {NEIGHBOUR}, {"location"}),
    "victims": ({COUNCIL, POLICE, "homes", "health", "haven", "social-care", "weir-homes"}, {"victim"}),
    "offenders": ({COUNCIL, POLICE, "probation", "youth", "health"}, {"offender"}),
    "border": ({COUNCIL, POLICE, NEIGHBOUR}, {"location"}),
}
"""Who shares about what. Each is agreed anew every year."""
PILOT = frozenset({COUNCIL, POLICE, "fire"})
WORK = "case-work"
CUT_SHORT = 0.82
"""The share of entries that are written: of the others, the case was not taken or the years end before."""
NO_COMMON_FACTOR = 7_919
"""A prime: stepping by it visits every deed before any twice."""
LONGEST_STORY = timedelta(days=700)

HELD = ("R3", "R3", "R2", "R2", "R2", "R2", "R1", "R11", "R12")
TENTH = {COUNCIL: "R13", POLICE: "R4", "probation": "R4", "haven": "R5", "social-care": "R5", "health": "R14"}
FIRST_NAMES = [
    "Ada",
    "Bea",
    "Cal",
    "Dot",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jem",
    "Kay",
    "Lou",
    "Max",
    "Nan",
    "Oli",
    "Pip",
    "Ray",
    "Sal",
    "Ted",
    "Una",
    "Val",
    "Wyn",
    "Zoe",
]
LAST_NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dale",
    "Elm",
    "Fenn",
    "Grove",
    "Heath",
    "Ivey",
    "Lark",
    "Marsh",
    "Nettle",
    "Oakes",
    "Pine",
    "Quill",
    "Rowan",
]
STREETS = [
    "Tanner's",
    "Weir",
    "Mill",
    "Castle",
    "Friars",
    "Orchard",
    "Quay",
    "Station",
    "Chapel",
    "Meadow",
    "Foundry",
    "Saltern",
]
ENDINGS = ["Lane", "Street", "Yard", "Gardens", "Close", "Row", "Court", "Walk"]
TROUBLES = (
    "Bins set alight behind the shops",
    "Groups drinking by the play area",
    "Motorbikes on the footpath",
    "Entry door broken, strangers on the stairs",
    "Shouting at neighbours at night",
    "Fly-tipping on the verge",
    "Threats at the door after a debt",
    "Windows broken twice in a week",
)


@dataclass(frozen=True)
class Partnership:
    """The agencies, people and agreements that every story plays among, from a day until long after the last one."""

    agencies: tuple[Agency, ...]
    people: tuple[User, ...]
    agreements: tuple[SharingAgreement, ...]

    def holding(self, agency: str, *held: str) -> list[User]:
        return [p for p in self.people if p.agency == agency and p.role_grants[0].role in held]


def partnership(last: date, years: int) -> Partnership:
    """Twelve agencies of ten people, four agreements a year, and one that ended five days before the last day."""
    first, long_after = last - timedelta(days=365 * years), last + timedelta(days=400)
    agencies = tuple(
        Agency(code, f"{name} (invented)", kind, f"{code}-08") for code, (name, kind) in KINDS_OF_AGENCY.items()
    )
    held = [(code, role) for code in KINDS_OF_AGENCY for role in (*HELD, TENTH.get(code, "R2"))]
    people = tuple(_person(number, code, role, first, last, long_after) for number, (code, role) in enumerate(held))
    starts = [first + timedelta(days=365 * year) for year in range(years)]
    ends = [*(start + timedelta(days=370) for start in starts[:-1]), long_after]
    yearly = [_agreement(about, start, end) for about in SHARED for start, end in zip(starts, ends, strict=True)]
    lapsed = replace(_agreement("offenders", starts[-1], last - timedelta(days=5)), id="pilot", parties=PILOT)
    return Partnership(agencies, people, (*yearly, lapsed))


def _person(number: int, agency: str, role: str, first: date, last: date, end: date) -> User:
    """Somebody at work from the first day; their account was opened again on the last, so that it is open after it."""
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // len(FIRST_NAMES)]}"
    held = RoleGrant(role, first, end, "set-up", "set-up-too")
    return User(f"{agency}-{number % 10 + 1:02}", name, agency, (held,), opened_on=last, attested_on=last)


def _agreement(about: str, start: date, end: date) -> SharingAgreement:
    parties, kinds = SHARED[about]
    return SharingAgreement(
        id=f"{about}-{start:%Y-%m}",
        title=f"Sharing about {about} from {start.year} (invented)",
        parties=frozenset(parties),
        subject_categories=frozenset(kinds),
        data_categories=frozenset(data_categories()),
        purposes=frozenset({"triage", "case-work", "daily-call", "case-meeting", "safety-planning"}),
        gateway="cda-1998-s115",
        lawful_basis="UK GDPR article 6(1)(e), public task; DPA 2018 Part 3 for law enforcement",
        start=start,
        review=start + timedelta(days=330),
        end=end,
    )


# One case, told by the verbs


class Told(MemoryStore):
    """What is told of one case, among everybody. It remembers events; the chain is made when all are in order."""

    def __init__(self, among: Partnership, number: int, reference: str, begins: date) -> None:
        super().__init__()
        self._agencies = {agency.code: agency for agency in among.agencies}
        self._users = {person.id: person for person in among.people}
        self._agreements = {a.id: a for a in among.agreements if a.end >= begins and a.start <= begins + LONGEST_STORY}
        self._number, self._reference = number, reference

    def new_id(self) -> str:
        self._ids += 1
        return f"i{self._number:06x}{self._ids:04x}"

    def new_reference(self, year: int) -> str:
        return self._reference

    def append(self, event: AuditEvent) -> AuditRecord:
        record = AuditRecord(0, event, 0, "", "")
        self._records.append(record)
        return record

    @property
    def events(self) -> list[AuditEvent]:
        return [record.event for record in self._records]

    @property
    def shut_out(self) -> set[str]:
        return {conflict.user for conflict in self._conflicts}

    @property
    def open_actions(self) -> list[Action]:
        return [action for action in self._actions.values() if action.done_on is None]

    @property
    def nouns(self) -> Iterator[object]:
        """Everything kept of the case, what others hang on first."""
        for kept in (
            self._cases, self._referrals, self._notes, self._actions, self._decisions, self._outcomes, self._grants,
            self._people, self._details, self._relations, self._assessments,
        ):  # fmt: skip
            yield from kept.values()
        yield from self._conflicts


class Ended(Exception):
    """The story has come to the present."""


class Story:
    """One case from its referral to where it stands on the last day."""

    def __init__(self, among: Partnership, number: int, reference: str, begins: datetime, until: datetime) -> None:
        self.among, self.until, self.now = among, until, begins
        self.chance = random.Random(reference)
        self.store = Told(among, number, reference, begins.date())
        self.reference = reference

    def tell(self, notes: int) -> Told:
        """The whole story; `notes` is how many entries it has if it lasts."""
        try:
            self.referred()
            self.unless(0.02)
            self.answered()
            self.unless(0.02)
            self.worked(notes)
            self.unless(0.08)
            self.closed()
            self.unless(0.92)
            self.reopened()
        except Ended:
            pass
        return self.store

    def unless(self, share: float) -> None:
        """For this share of cases nothing more has happened yet."""
        if self.chance.random() < share:
            raise Ended

    def later(self, days: int) -> None:
        """Some days on, in working hours, and never before what was already told."""
        hour = self.chance.randrange(8, 18)
        moved = (self.now + timedelta(days=days)).replace(hour=hour, minute=self.chance.randrange(60))
        self.now = moved if moved > self.now else self.now + timedelta(minutes=self.chance.randrange(1, 30))
        if self.now > self.until:
            raise Ended

    def by(self, person: User) -> SignedIn:
        """Somebody at work on this day: one session a day."""
        session = f"s{person.id}-{self.now:%y%m%d}"
        return SignedIn(person, session, self.now, f"192.0.2.{int(person.id[-2:])}", self.now)

    @property
    def case(self) -> Standing:
        found = self.store.standing(self.reference, EVERY_CASE)
        assert found is not None
        return found

    @property
    def lead(self) -> SignedIn:
        person = self.store.user(self.case.lead_person)
        assert person is not None
        return self.by(person)

    def one_of(self, agency: str, *held: str) -> User:
        return self.chance.choice([p for p in self.among.holding(agency, *held) if p.id not in self.store.shut_out])

    def referred(self) -> None:
        kind, about = self.chance.choices(
            (("location", "places"), ("location", "border"), ("victim", "victims"), ("offender", "offenders")),
            weights=(56, 4, 22, 18),
        )[0]
        parties = sorted(SHARED[about][0])
        tier = self.chance.choices(("open", "named", "restricted", "sealed"), weights=(80, 12, 6, 2))[0]
        self.referrer, self.to = self.one_of(self.chance.choice(parties), "R2", "R3"), self.chance.choice(parties)
        referrals.refer(
            self.store,
            self.by(self.referrer),
            to=self.to,
            kind=kind,
            place=f"{self.chance.randrange(1, 200)} {self.chance.choice(STREETS)} {self.chance.choice(ENDINGS)}, Marlbridge",
            summary=self.chance.choice(TROUBLES),
            why="Three reports in a fortnight; the agency referred to can do more.",
            tier=tier,
            risk=self.chance.choices(("standard", "high"), weights=(9, 1))[0],
            lead_person=self.other_lead().id if tier != "open" else "",
        )

    def answered(self) -> None:
        self.later(self.chance.randrange(4))
        by = self.by(self.other_lead())
        answer = self.chance.choices(("accepted", "signposted", "refused"), weights=(85, 8, 7))[0]
        if answer == "accepted":
            triage.accept(self.store, by, self.reference, lead_person=by.user.id)
            return
        if answer == "signposted":
            triage.signpost(self.store, by, self.reference, to="Citizens Advice (invented branch)", why="About a bill.")
        else:
            triage.refuse(self.store, by, self.reference, why="Not within what the partnership does.")
        raise Ended

    def other_lead(self) -> User:
        """The case lead of the receiving agency who did not refer it: nobody answers their own referral."""
        return next(p for p in self.among.holding(self.to, "R3") if p.id != self.referrer.id)

    def worked(self, notes: int) -> None:
        """People, notes, actions, and now and then something that changes who sees the case."""
        self.people()
        self.act()
        for _ in range(notes):
            self.later(self.chance.randrange(9))
            self.note()
            turn = self.chance.random()
            if turn < 0.15:
                self.act()
            elif turn < 0.22:
                self.decide()
            elif turn < 0.26:
                self.grant()
            elif turn < 0.28:
                self.conflict()
            elif turn < 0.29 and self.case.tier != "sealed":
                self.later(0)
                access.raise_tier(self.store, self.lead, self.reference, tier="sealed", why="A threat.", purpose=WORK)
            elif turn < 0.31 and self.case.tier == "open":
                self.hand_over()

    def people(self) -> None:
        """Whom the case is about, with an opposing party to some; of a place now and then who reported it; and the risk."""
        role = {"location": "reporter", "victim": "victim", "offender": "offender"}[self.case.kind]
        if role == "reporter" and self.chance.random() < 0.7:
            return
        self.later(0)
        about = self.person(role)
        if role == "victim":
            self.known(about, about="safe-contact", value="Ring between 10 and 12 only.", forbids=("text", "letter"))
        if role != "reporter" and self.chance.random() < 0.4:
            opposing = self.person("suspect" if role == "victim" else "victim")
            persons.relate(
                self.store, self.lead, self.reference, one=about, other=opposing, tie="opposing", purpose=WORK
            )
        if role != "reporter":
            band = self.chance.choices(("standard", "medium", "high"), weights=(6, 3, 1))[0]
            risk.assess(
                self.store, self.lead, self.reference, tool=risk.JUDGEMENT, why="What was said at the visit.", band=band,
                purpose=WORK,
            )  # fmt: skip

    def person(self, role: str) -> str:
        """Somebody new on the case, with where they live and a telephone number kept for stories."""
        name = f"{self.chance.choice(FIRST_NAMES)} {self.chance.choice(LAST_NAMES)}"
        birth = date(self.chance.randrange(1950, 2005), self.chance.randrange(1, 13), self.chance.randrange(1, 29))
        part = persons.add_person(
            self.store, self.lead, self.reference, role=role, name=name, birth=birth, purpose=WORK
        )
        home = (
            f"{self.chance.randrange(1, 200)} {self.chance.choice(STREETS)} {self.chance.choice(ENDINGS)}, Marlbridge"
        )
        self.known(part.person, about="address", sort="home", value=home)
        self.known(part.person, about="contact", sort="phone", value=f"01632 960 {self.chance.randrange(1000):03}")
        return part.person

    def known(self, person: str, about: str, value: str, sort: str = "", forbids: tuple[str, ...] = ()) -> None:
        persons.add_detail(
            self.store, self.lead, self.reference, person, about=about, value=value, sort=sort, forbids=forbids,
            purpose=WORK,
        )  # fmt: skip

    def note(self) -> None:
        open_to_all = self.case.tier == "open"
        agency = self.chance.choice(self.partners()) if open_to_all else self.case.lead_agency
        by = self.by(self.one_of(agency, "R2", "R3")) if open_to_all else self.lead
        levels = ("P1", "P2", "P3") if by.user.role_grants[0].role == "R3" else ("P1", "P2")
        work.add_note(
            self.store,
            by,
            self.reference,
            text=f"Visited at {self.now:%H:%M}. {self.chance.choice(TROUBLES)}; spoke to two neighbours, both invented. "
            * self.chance.randrange(1, 5),
            kind=self.chance.choices(("fact", "opinion", "intelligence"), weights=(7, 2, 1))[0],
            protection=self.chance.choices(levels, weights=(80, 17, 3)[: len(levels)])[0],
            data_category=self.chance.choice(("incident", "contact", "risk")),
            purpose=WORK,
        )

    def partners(self) -> list[str]:
        """The lead agency and those it shares with today."""
        lead = self.case.lead_agency
        live = [a for a in self.store.sharing_of(self.case).agreements if a.live_on(self.now.date())]
        return sorted({lead}.union(*(a.parties for a in live if self.case.kind in a.subject_categories)))

    def act(self) -> None:
        self.later(0)
        due = self.now.date() + timedelta(days=self.chance.randrange(5, 40))
        owner = self.chance.choice(self.partners())
        work.add_action(
            self.store, self.lead, self.reference, what="visit, and say what was found", owner_agency=owner, due=due,
            purpose=WORK,
        )  # fmt: skip

    def decide(self) -> None:
        self.later(0)
        work.record_decision(
            self.store, self.lead, self.reference, what="Keep the case open", why="Calls go on.", purpose=WORK
        )

    def grant(self) -> None:
        self.later(0)
        agency = self.chance.choice(self.partners())
        to = self.one_of(agency, "R2")
        access.grant(
            self.store,
            self.lead,
            self.reference,
            agency=agency,
            grant_purpose=WORK,
            start=self.lead.today,
            until=self.lead.today + timedelta(days=80),
            reason="Needed for the visit.",
            to_user=to.id,
            gateway="" if agency == self.case.lead_agency else "cda-1998-s115",
            purpose=WORK,
        )

    def conflict(self) -> None:
        self.later(0)
        shut_out = self.one_of(self.chance.choice(self.partners()), "R2").id
        access.declare_conflict(self.store, self.lead, self.reference, user_id=shut_out, purpose=WORK)

    def hand_over(self) -> None:
        others = [code for code in self.partners() if code != self.case.lead_agency]
        if others:
            self.later(0)
            to = self.chance.choice(others)
            work.hand_over(
                self.store, self.lead, self.reference, to=to, why="They own the site.",
                lead_person=self.one_of(to, "R3").id, purpose=WORK,
            )  # fmt: skip

    def closed(self) -> None:
        """Every action is done first."""
        for action in sorted(self.store.open_actions, key=lambda action: action.due):
            self.later(self.chance.randrange(2, 30))
            work.complete_action(self.store, self.lead, self.reference, action.id, outcome="Visited.", purpose=WORK)
        self.later(self.chance.randrange(2, 40))
        fits = [code.slug for code in outcomes_for(self.case.kind, self.now.date())]
        closure.close(
            self.store, self.lead, self.reference, outcome=self.chance.choice(fits), why="Quiet.", purpose=WORK
        )

    def reopened(self) -> None:
        self.later(self.chance.randrange(10, 90))
        closure.reopen(self.store, self.lead, self.reference, why="It came back.", purpose=WORK)
        self.unless(0.3)
        self.act()


# Everything at once


def invent_years(store: DjangoStore, size: Size, until: datetime, say: Callable[[str], None] = lambda _: None) -> None:
    """Fill an empty casebook with years that end at an instant. Full size takes a few minutes."""
    among = partnership(until.date(), size.years)
    begun = until - timedelta(days=365 * size.years)
    with store.transaction():
        _set_up(store, among, begun)
        said, lists, people = _kept_stories(store, among, size, begun, until, say)
        last = store.last_record()
        assert last is not None
        events = said + _sessions(said, lists)
        events += _looks(said, people, size.records - last.seq - len(events))
        events.sort(key=lambda event: event.at)
        _chain(store, last, events, say)


def _set_up(store: DjangoStore, among: Partnership, begun: datetime) -> None:
    by = SignedIn(User("set-up", "Set-up", COUNCIL), "set-up", begun)
    for agency in among.agencies:
        store.save_agency(agency, event(by, "configuration", "agency-recorded", "agency", agency.code))
    for agreement in among.agreements:
        store.save_agreement(agreement, event(by, "configuration", "agreement-recorded", "agreement", agreement.id))
    for person in among.people:
        store.save_user(person, event(by, "permission", "user-added", "user", person.id))


def _kept_stories(
    store: DjangoStore, among: Partnership, size: Size, begun: datetime, until: datetime, say: Callable[[str], None]
) -> tuple[list[AuditEvent], "Lists", "People"]:
    """Tell and keep every case in the order they were referred, numbered within their year; returns what was logged."""
    said: list[AuditEvent] = []
    lists: Lists = {}
    people: People = {}
    waiting: list[object] = []
    numbers: Counter[int] = Counter()
    lengths = random.Random(size.notes)
    for number in range(size.cases):
        begins = begun + (until - begun) * (number / size.cases)
        numbers[begins.year] += 1
        reference = f"CSP-{begins.year % 100:02}-{numbers[begins.year]:04}"
        notes = round(lengths.expovariate(size.cases / size.notes * CUT_SHORT))
        story = Story(among, number, reference, begins, until)
        waiting += story.tell(notes).nouns
        people[reference] = tuple((part.at, part.person) for part in story.store.people_on(reference))
        said += story.store.events
        if story.case.tier == "open" and story.case.lead_agency == story.to and not story.store.shut_out:
            lists.setdefault(story.to, []).append((begins.date(), reference))
        if len(waiting) > 5_000 or number == size.cases - 1:
            _keep(store, waiting)
            waiting.clear()
            say(f"{number + 1:,} cases told")
    for year, highest in numbers.items():
        models.CaseNumber.objects.using(store.using).create(year=year, last=highest)
    return said, lists, people


def _keep(store: DjangoStore, nouns: Sequence[object]) -> None:
    """Write nouns of one kind after another, as the store writes each."""
    for kind in (
        Case, Referral, Note, Action, Decision, Outcome, CaseGrant, Conflict, PersonOnCase, Detail, Relation, Assessment,
    ):  # fmt: skip
        model = getattr(models, kind.__name__)
        kept = [noun for noun in nouns if type(noun) is kind]
        marks = [marks_of(noun) if isinstance(noun, Detail) else {} for noun in kept]
        _write(store, [model(**columns_of(noun, model), **mark) for noun, mark in zip(kept, marks, strict=True)])
    answers = [(noun.id, noun.answer) for noun in nouns if isinstance(noun, Referral) and noun.answer]
    _write(
        store, [models.ReferralAnswer(referral_id=i, **columns_of(said, models.ReferralAnswer)) for i, said in answers]
    )


def _write(store: DjangoStore, rows: Sequence[Model]) -> None:
    """Insert rows of one table: what `bulk_create` does, at a third of its cost for a million rows."""
    if not rows:
        return
    connection = connections[store.using]
    meta = rows[0]._meta
    columns = [column for column in meta.concrete_fields if not isinstance(column, AutoField)]
    named = ", ".join(connection.ops.quote_name(str(column.column)) for column in columns)
    values = ", ".join(["%s"] * len(columns))
    saved = [[c.get_db_prep_save(getattr(row, c.attname), connection) for c in columns] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({named}) VALUES ({values})", saved)


Lists: TypeAlias = dict[str, list[tuple[date, str]]]
"""For each agency the cases all its case workers have seen in their lists since they were opened, oldest first."""
People: TypeAlias = dict[str, tuple[tuple[datetime, str], ...]]
"""For each case the people on it, and since when."""


def _sessions(said: Sequence[AuditEvent], lists: Lists) -> list[AuditEvent]:
    """Each session begins with a sign-in and a list of the agency's newest cases, before its first deed."""
    first: dict[str, AuditEvent] = {}
    for each in said:
        if each.session not in first or each.at < first[each.session].at:
            first[each.session] = each
    return [begun for deed in first.values() for begun in _session(deed, lists.get(deed.agency, []))]


def _session(deed: AuditEvent, listed: Sequence[tuple[date, str]]) -> tuple[AuditEvent, AuditEvent]:
    bare = replace(deed, fields=(), purpose="", gateway="", agreement="", recipients=())
    signed_in = replace(
        bare,
        at=deed.at - timedelta(minutes=3),
        action="authentication",
        deed="signed-in",
        object_type="account",
        object_id=deed.actor,
    )
    upto = bisect_left(listed, (deed.at.date(), ""))
    list_shown = replace(
        bare,
        at=deed.at - timedelta(minutes=2),
        action="consultation",
        deed="cases-listed",
        object_type="case-list",
        object_id="",
        fields=LINE_FIELDS,
        purpose=FINDING_WORK,
        shown=tuple(reference for _, reference in listed[max(0, upto - 10) : upto]),
    )
    return signed_in, list_shown


def _looks(said: Sequence[AuditEvent], people: People, wanted: int) -> Iterator[AuditEvent]:
    """This many looks at a case, each shortly before something was done to it, by whom and for what it was done."""
    begun = {"case-added", "case-referred", "permission"}
    deeds = [each for each in said if each.deed not in begun and each.purpose]
    for number in range(wanted):
        deed = deeds[number * NO_COMMON_FACTOR % len(deeds)]
        at, reference = deed.at - timedelta(seconds=5 + number % 50), deed.object_id.partition("/")[0]
        yield replace(
            deed,
            at=at,
            action="consultation",
            deed="case-opened",
            object_type="case",
            object_id=reference,
            fields=FILE_FIELDS,
            recipients=(),
            shown=tuple(sorted({person for since, person in people[reference] if since <= at})),
        )


def _chain(store: DjangoStore, last: AuditRecord, events: Sequence[AuditEvent], say: Callable[[str], None]) -> None:
    """Put the events at the end of the trail in this order, as `append` would one by one."""
    for start in range(0, len(events), 10_000):
        records = []
        for each in events[start : start + 10_000]:
            last = link(each, last, int(each.at.timestamp() * 1_000_000_000) + last.seq)
            records.append(last)
        _write(store, [row_of(record) for record in records])
        shown = [(record.seq, reference) for record in records for reference in record.event.shown]
        _write(store, [models.TrailShown(record_id=seq, reference=reference) for seq, reference in shown])
        say(f"{last.seq:,} records written")
