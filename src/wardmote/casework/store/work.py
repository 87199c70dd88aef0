"""What a store does with one person's work, and with the addresses of calendars."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import Action, CalendarFeed, CallLine, ExtractCase, Look, Standing


class WorkStore(Protocol):
    """What is to be done, by whom."""

    def actions_to_do(self, look: Look, sees: Filter, agency: str, user: str) -> Sequence[Action]:
        """Actions not done on cases in sight that an agency owns or a person set, soonest first. Logged with the cases,
        unless there are none."""
        ...

    def standings_led(self, sees: Filter, agency: str, statuses: Collection[str]) -> Sequence[Standing]:
        """Where the cases stand that an agency leads, of those in sight, by reference. No look: it holds nothing personal."""
        ...

    def dues_of(self, agency: str, user: str, sees: Filter) -> Sequence[date]:
        """The days on which something is due for a person, or for whoever of their agency takes it: actions on cases in
        sight, actions of the group that are not among them, lines of the call. Days alone: no look."""
        ...

    def extracted(self, before: date, event: AuditEvent) -> tuple[Sequence[ExtractCase], Sequence[CallLine]]:
        """Cases opened and lines raised before a day, for the extract: the lines without their words. Logged as an export."""
        ...

    def feed(self, digest: str) -> CalendarFeed | None: ...

    def feeds_of(self, user: str) -> Sequence[CalendarFeed]: ...

    def add_feed(self, feed: CalendarFeed, event: AuditEvent) -> None: ...

    def save_feed(self, feed: CalendarFeed, event: AuditEvent) -> CalendarFeed: ...
