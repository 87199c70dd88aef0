"""The calendar of one person: under a secret address, how many things are due on a day and never which.

It is answered without a look, to a program that signs in to nothing.
"""

import hashlib
import secrets
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.errors import NotFound, NotNow
from wardmote.casework.nouns import LONDON, CalendarFeed, SignedIn
from wardmote.casework.store import Store

FEED_LASTS = timedelta(days=365)


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
