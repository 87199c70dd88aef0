"""Years of an invented partnership, at any size: for measuring, and for tests that need many cases.

Each case is told in a store of its own in memory; then everything is written at once, chained as the trail chains. The
same seed gives the same casebook.
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

from wardmote.casework.audit import AuditEvent, AuditRecord, event, link
from wardmote.casework.looks import FINDING_WORK
from wardmote.casework.nouns import (
    Action,
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
    SignedIn,
    User,
)
from wardmote.casework.store import FILE_FIELDS
from wardmote.invented.partnership import COUNCIL, Partnership, partnership
from wardmote.invented.story import Story
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

CUT_SHORT = 0.82
"""The share of entries that are written: of the others, the case was not taken or the years end before."""
NO_COMMON_FACTOR = 7_919
"""A prime: stepping by it visits every deed before any twice."""


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
