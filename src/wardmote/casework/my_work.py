"""My work: what I am to do and by when, what is new, what others owe me; and what an agency's people carry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act
from wardmote.casework.nouns import SignedIn, Standing, Task, User
from wardmote.casework.store import Store
from wardmote.casework.tasks import tasks_of
from wardmote.casework.transitions import IN_HAND

SOON = timedelta(days=7)
AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"))
OLDEST = "more than 180 days"


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
        tasks = tasks_of(store, by)
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
        tasks = [task for task in tasks_of(store, by) if task.owner_agency == by.user.agency]
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
