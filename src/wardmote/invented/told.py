"""A store of one case: what is told of it among everybody, kept in memory until it is written with the others."""

from collections.abc import Iterator
from datetime import date, timedelta

from wardmote.casework.audit import AuditEvent, AuditRecord
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import (
    Action,
)
from wardmote.invented.partnership import Partnership

LONGEST_STORY = timedelta(days=700)


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
