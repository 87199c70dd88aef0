"""My work: what I am to do and by when, what is new, what others owe me; and what an agency's people carry.

Everything is read through the filters of the cases, lines and meetings I see. The calendar feed is answered without a look:
it says how many things are due on a day and never which.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.case_review_letters import due_letter
from wardmote.casework.case_reviews import can_step
from wardmote.casework.errors import NotFound, NotNow
from wardmote.casework.looks import FINDING_WORK
from wardmote.casework.nouns import LONDON, CalendarFeed, CallWanted, CaseReview, Look, SignedIn, Standing, Task, User
from wardmote.casework.store import Store
from wardmote.casework.transitions import IN_HAND
from wardmote.periods import working_days_after

SOON = timedelta(days=7)
FEED_LASTS = timedelta(days=365)
AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"))
OLDEST = "more than 180 days"
UNTIMED = 10
"""Working days for what neither law nor the local procedure times: answering a recommendation or an appeal, telling
somebody what was decided. Only the order of My work rests on it."""


@dataclass(frozen=True)
class MyWork:
    """The work of one person, each list soonest first. What is theirs or whoever of their agency takes it."""

    overdue: tuple[Task, ...]
    soon: tuple[Task, ...]
    later: tuple[Task, ...]
    new: tuple[Task, ...]
    owed: tuple[Task, ...]


def my_work(store: Store, by: SignedIn) -> MyWork:
    """What this person is to do, and what they set for others that is not done."""
    with act(store, by, "work-read"):
        tasks = _tasks(store, by)
    mine = [task for task in tasks if _is_mine(task, by.user)]
    return MyWork(
        overdue=tuple(task for task in mine if task.overdue_on(by.today)),
        soon=tuple(task for task in mine if by.today <= task.due <= by.today + SOON),
        later=tuple(task for task in mine if task.due > by.today + SOON),
        new=tuple(task for task in mine if task.set_on and task.set_on >= by.today - timedelta(days=1)),
        owed=tuple(task for task in tasks if task.set_by == by.user.id and task.owner_agency != by.user.agency),
    )


def _is_mine(task: Task, user: User) -> bool:
    return task.owner_agency == user.agency and task.owner_person in ("", user.id)


def _tasks(store: Store, by: SignedIn) -> list[Task]:
    """Everything this person's agency is to do, or that this person set, soonest first. What the group decided about a
    case is an action on the case under the same id: it is one thing to do."""
    on_cases = list(_on_cases(store, by))
    once = {task.id for task in on_cases}
    of_the_group = [task for task in _of_the_group(store, by) if task.id not in once]
    found = [*on_cases, *of_the_group, *_on_the_call(store, by), *_of_reviews(store, by)]
    return sorted(found, key=lambda task: (task.due, task.reference, task.id))


def _on_cases(store: Store, by: SignedIn) -> Iterator[Task]:
    if not by.user.may("see", by.today):
        return
    sees = visibility.cases_seen_by(by.user, by.today)
    for action in store.actions_to_do(Look(by, FINDING_WORK), sees, by.user.agency, by.user.id):
        yield Task(
            source="action",
            reference=action.case,
            id=action.id,
            what=action.what,
            owner_agency=action.owner_agency,
            owner_person=action.owner_person,
            set_by=action.by,
            set_on=action.set_on,
            due=action.due,
        )


def _on_the_call(store: Store, by: SignedIn) -> Iterator[Task]:
    if not by.user.may("join-call", by.today):
        return
    sees = visibility.call_lines_seen_by(by.user, by.today)
    for line in store.read_call(Look(by, "daily-call"), sees, CallWanted(by.today)):
        if line.open and (line.owner_agency == by.user.agency or line.raised_by == by.user.id):
            yield Task(
                source="call-line",
                reference=line.reference,
                what=f"{line.what}, {line.where}",
                owner_agency=line.owner_agency,
                owner_person=line.owner_person,
                set_by=line.raised_by,
                set_on=line.raised_on,
                due=line.due,
            )


def _of_the_group(store: Store, by: SignedIn) -> Iterator[Task]:
    if not by.user.may("join-group", by.today):
        return
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    for item in store.open_group_actions(Look(by, "case-meeting"), sees, sees_cases):
        if item.due and (item.owner_agency == by.user.agency or item.decided_by == by.user.id):
            yield Task(
                source="group-action",
                reference=item.case,
                id=item.id,
                of=item.meeting,
                what=item.decision,
                owner_agency=item.owner_agency,
                owner_person=item.owner_person,
                set_by=item.decided_by,
                due=item.due,
            )


def _of_reviews(store: Store, by: SignedIn) -> Iterator[Task]:
    """What the case reviews of the last year wait for: of one's agency as a body, and as the one that leads the case."""
    if not by.user.may("work", by.today):
        return
    sees = visibility.cases_seen_by(by.user, by.today)
    file = store.list_reviews(Look(by, "case-review"), sees, by.today - FEED_LASTS)
    if not file.reviews:
        return
    by_id = {review.id: review for review in file.reviews}
    for body in file.bodies:
        if body.agency == by.user.agency and can_step(by_id[body.review], "complaints"):
            yield _of_review("complaints", body.case, body.review, by, body.due, body.id, body.asked_on)
    for made in file.recommendations:
        if made.agency == by.user.agency:
            due = working_days_after(made.made_on, UNTIMED)
            yield _of_review("recommendation", made.case, made.review, by, due, made.id, made.made_on)
    leads = {case.reference: case.lead_person for case in store.standings_led(sees, by.user.agency, IN_HAND)}
    for review in file.reviews:
        if review.case in leads:
            for source, due in _of_the_lead(review):
                yield _of_review(source, review.case, review.id, by, due, person=leads[review.case])


def _of_review(
    source: str,
    case: str,
    review: str,
    by: SignedIn,
    due: date,
    part: str = "",
    set_on: date | None = None,
    person: str = "",
) -> Task:
    return Task(
        source=source,
        reference=case,
        id=part or review,
        of=review,
        owner_agency=by.user.agency,
        owner_person=person,
        set_on=set_on,
        due=due,
    )


def _of_the_lead(review: CaseReview) -> Iterator[tuple[str, date]]:
    """What an application asks of whoever leads its case, and by when."""
    if review.status == "received":
        yield "decide-review", review.decide_due
    if review.status == "met" and review.review_due:
        yield "hold-review", review.review_due
    if can_step(review, "answer-appeal") and review.appealed_on:
        yield "appeal", working_days_after(review.appealed_on, UNTIMED)
    if about := due_letter(review):
        yield "tell-person", _tell_by(review, about)


def _tell_by(review: CaseReview, about: str) -> date:
    """The day to acknowledge by. Of what was decided or found no day is set, so it runs from the day of it."""
    began = {
        "decision": review.decided_on,
        "outcome": review.reviewed_on,
        "appeal": review.appeal_answered_on,
    }.get(about)
    return working_days_after(began, UNTIMED) if began else review.acknowledge_due


# What an agency's people carry


@dataclass(frozen=True)
class Load:
    """What one person, or nobody yet, carries: cases led, things to do, things overdue, the age of the oldest case."""

    person: str
    cases: int
    to_do: int
    overdue: int
    oldest: int


@dataclass(frozen=True)
class Loads:
    """The loads of an agency, the heaviest first, and its open cases by age."""

    each: tuple[Load, ...]
    ages: tuple[tuple[str, int], ...]


def loads(store: Store, by: SignedIn) -> Loads:
    """For whoever leads cases: as far as they see them."""
    with act(store, by, "loads-read"):
        permissions.check_capability(by.user, "lead", by.today)
        sees = visibility.cases_seen_by(by.user, by.today)
        cases = store.standings_led(sees, by.user.agency, IN_HAND)
        tasks = [task for task in _tasks(store, by) if task.owner_agency == by.user.agency]
    people = {case.lead_person for case in cases} | {task.owner_person for task in tasks}
    each = [_load(person, cases, tasks, by.today) for person in people]
    each.sort(key=lambda load: (-load.overdue, -load.to_do - load.cases, load.person))
    ages = Counter(_age((by.today - case.opened_on).days) for case in cases)
    bands = [*(name for _, name in AGES), OLDEST]
    return Loads(tuple(each), tuple((name, ages[name]) for name in bands))


def _load(person: str, cases: Sequence[Standing], tasks: Sequence[Task], today: date) -> Load:
    led = [case for case in cases if case.lead_person == person]
    theirs = [task for task in tasks if task.owner_person == person]
    return Load(
        person=person,
        cases=len(led),
        to_do=len(theirs),
        overdue=sum(task.overdue_on(today) for task in theirs),
        oldest=max(((today - case.opened_on).days for case in led), default=0),
    )


def _age(days: int) -> str:
    return next((name for longest, name in AGES if days <= longest), OLDEST)


# The calendar


def digest_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def make_feed(store: Store, by: SignedIn) -> str:
    """A secret for a calendar program; an earlier one ends. Asked with a fresh proof."""
    permissions.check_proven(by)
    with act(store, by, "calendar-made"):
        _end_all(store, by)
        code = secrets.token_urlsafe(32)
        feed = CalendarFeed(
            id=store.new_id(), user=by.user.id, digest=digest_of(code), made_on=by.today, until=by.today + FEED_LASTS
        )
        store.add_feed(feed, event(by, "configuration", "calendar-made", "user", by.user.id, fields=("feed",)))
        return code


def end_feed(store: Store, by: SignedIn) -> None:
    """The secret opens nothing any more."""
    with act(store, by, "calendar-ended"):
        if not _end_all(store, by):
            raise NotNow("You have no calendar address.")


def _end_all(store: Store, by: SignedIn) -> int:
    live = [feed for feed in store.feeds_of(by.user.id) if feed.live_on(by.today)]
    for feed in live:
        told = event(by, "configuration", "calendar-ended", "user", by.user.id, fields=("feed",))
        store.save_feed(replace(feed, ended_on=by.today), told)
    return len(live)


def feed_of(store: Store, by: SignedIn) -> CalendarFeed | None:
    """The one that is in force."""
    return next((feed for feed in store.feeds_of(by.user.id) if feed.live_on(by.today)), None)


def due_days(store: Store, code: str, now: datetime) -> dict[date, int]:
    """How many things are due on each day for the owner of a secret. NotFound when it opens nothing, or no longer."""
    today = now.astimezone(LONDON).date()
    feed = store.feed(digest_of(code))
    owner = store.user(feed.user) if feed else None
    if feed is None or owner is None or not feed.live_on(today) or not owner.roles_on(today):
        raise NotFound
    return dict(sorted(Counter(store.dues_of(owner.agency, owner.id, visibility.cases_seen_by(owner, today))).items()))
