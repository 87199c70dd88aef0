"""What a store does with the daily call."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import CallLine, CallWanted, Look, NothingNew


class DailyCallStore(Protocol):
    """The daily call. A line is saved with `changed` set to the place of its event in the trail."""

    def new_call_reference(self, year: int) -> str:
        """The next reference of a line in a year: DC-26-0007. Never reused."""
        ...

    def call_version(self, sees: Filter) -> int:
        """The greatest `changed` of the lines in sight: what is out of sight cannot even be told to change."""
        ...

    def read_call(self, look: Look, sees: Filter, wanted: CallWanted) -> Sequence[CallLine]:
        """The lines of a call, by when they were raised. Logged with the references shown, unless there are none."""
        ...

    def read_call_line(self, look: Look, reference: str, sees: Filter) -> CallLine | None: ...

    def add_call_line(self, line: CallLine, event: AuditEvent) -> CallLine: ...

    def save_call_line(self, line: CallLine, event: AuditEvent) -> CallLine: ...

    def nothing_new_on(self, day: date) -> Sequence[NothingNew]: ...

    def agencies_raising(self, day: date) -> frozenset[str]:
        """The agencies that put a line on the call of a day, in sight or not. No look: it says nothing about anybody."""
        ...

    def add_nothing_new(self, said: NothingNew, event: AuditEvent) -> None: ...

    def cases_in_sight(self, references: Collection[str], sees: Filter) -> frozenset[str]:
        """Which of these cases pass the filter."""
        ...

    def lapse_call_lines(self, before: date, event: AuditEvent) -> int:
        """Takes the words off lines raised before a day, and who raised, took and closed them; days and agencies stay."""
        ...

    def lines_to_lapse(self, before: date) -> int:
        """How many lines raised before a day still have their words."""
        ...
