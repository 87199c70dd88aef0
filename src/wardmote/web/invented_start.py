"""What `wardmote serve` opens on: a partnership-year that ends yesterday, with this morning on top of it; or the morning alone."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from wardmote.casework.nouns import LONDON
from wardmote.invented.people import OF_THE_YEAR
from wardmote.invented.working_year import Surroundings, Ward, live_years
from wardmote.invented.year_key import YearSize
from wardmote.web.invented import DemoSignIn, invent, invent_cases, sign_ins
from wardmote.web.invented_day import LINES, invent_day
from wardmote.web.store.django_store import DjangoStore

OF_THE_MORNING = 4
"""The cases that the morning brings with it, of the 180 of a year."""
A_YEAR = YearSize(
    lines=YearSize.lines - len(LINES), cases=YearSize.cases - OF_THE_MORNING, applications=YearSize.applications - 1
)
"""The year without its last morning, so that both together are the year that is promised."""


def invent_year(
    store: DjangoStore,
    now: datetime,
    wards: Sequence[Ward],
    size: YearSize = A_YEAR,
    say: Callable[[str], None] = lambda _: None,
) -> list[DemoSignIn]:
    """Live the year in an empty casebook, all or nothing; returns the sign-ins to print."""
    yesterday = now.astimezone(LONDON).date() - timedelta(days=1)
    with store.transaction():
        live_years(store, yesterday, [size], among=Surroundings(OF_THE_YEAR, wards, say))
        made = sign_ins(store, OF_THE_YEAR)
        invent_cases(store, now)
        invent_day(store, now)
    return made


def invent_morning(store: DjangoStore, now: datetime) -> list[DemoSignIn]:
    """The small partnership with its morning; returns the sign-ins to print."""
    made = invent(store, now)
    invent_day(store, now)
    return made
