"""An invented year at work: what the reports say of it is what its answer key says."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from unit.casework.factories import signed_in
from wardmote.casework import operational_group as group
from wardmote.casework import unasked
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.case_reviews.published_return import reviews_of_year
from wardmote.casework.errors import NotPermitted
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import CallWanted, Look
from wardmote.casework.visibility import EVERY_CASE
from wardmote.invented.working_year import NEVER_COMES, live_a_year
from wardmote.invented.year_key import YearSize
from wardmote.web.store.django_store import DjangoStore

LAST = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


def people_of(store):
    return [signed_in(person, AT) for person in store.users()]


def check(store, key, size):
    """Each report beside the answer."""
    by = next(person for person in people_of(store) if person.user.id == "marlbridge-01")
    store_lines = []
    with store.transaction():
        for back in range(366):
            wanted = CallWanted(LAST - timedelta(days=back))
            store_lines += store.read_call(Look(by, "daily-call"), EVERY_CASE, wanted)
    lines = {line.reference: line for line in store_lines}
    assert len(lines) == key.lines == size.lines
    closed = [line for line in lines.values() if not line.open]
    assert len(closed) == key.lines_closed
    took = sorted(line.time_to_resolve.total_seconds() / 3600 for line in closed)
    assert took == pytest.approx(sorted(key.hours_to_close))
    years = [reviews_of_year(store, day, LAST).counts for day in (LAST, LAST - timedelta(days=364))]
    told = {name: sum(getattr(year, name) for year in years) for name in vars(years[0])}
    assert told["applications"] == sum(key.applications.values()) == size.applications
    assert told["met"] == key.applications["met"] + key.applications["reviewed"]
    assert (told["not_met"], told["withdrawn"]) == (key.applications["not-met"], key.applications["withdrawn"])
    assert (told["reviews"], told["with_recommendations"]) == (key.applications["reviewed"], key.with_recommendations)
    found = group.read_group(store, by)
    assert len(found.meetings) == key.meetings == size.meetings
    assert {agency: came for agency, (came, _) in found.came.items() if came} == dict(key.came)
    assert found.came[NEVER_COMES] == (0, min(size.meetings, 12))
    assert silent_in(store) == {person for _, person in key.never_asked}, "precision and recall of 1"
    assert len(key.never_asked) == size.never_asked


def silent_in(store):
    """Whoever is in anybody's queue."""
    found = set()
    for by in people_of(store):
        with suppress(NotPermitted):
            found |= {person for one in unasked.queue(store, by, Procedure()) for person in one.people}
    return found


def test_a_small_year_is_told_as_it_was_made():
    store, size = MemoryStore(), YearSize().over(6)
    check(store, live_a_year(store, LAST, size), size)


def test_the_same_seed_gives_the_same_year():
    size = YearSize().over(20)
    one, again, other = (live_a_year(MemoryStore(), LAST, size, seed) for seed in (3, 3, 4))
    assert one == again != other


@pytest.mark.prove
@pytest.mark.django_db(databases=["default", "empty"])
def test_the_whole_year_in_the_applications_own_store():
    store, size = DjangoStore("empty"), YearSize()
    key = live_a_year(store, LAST, size)
    check(store, key, size)
    assert sum(key.cases.values()) == 180 and sum(key.outcomes.values()) > 100
