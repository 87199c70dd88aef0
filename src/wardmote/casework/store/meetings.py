"""What a store does with the meetings of the operational group."""

from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import Attendance, Look, Meeting, MeetingFile, MeetingItem, MeetingPart

Part = TypeVar("Part", bound=MeetingPart)


class MeetingsStore(Protocol):
    """Meetings, their items and who came."""

    def meetings(self, sees: Filter) -> Sequence[Meeting]:
        """The meetings in sight, newest first. A day and an agency: no look."""
        ...

    def read_meeting(self, look: Look, meeting_id: str, sees: Filter, sees_cases: Filter) -> MeetingFile | None:
        """A meeting in sight with its items, those about a case only where the case is in sight. The look is logged
        first, with the cases shown."""
        ...

    def open_group_actions(self, look: Look, sees: Filter, sees_cases: Filter) -> Sequence[MeetingItem]:
        """Actions of meetings in sight that are not done, soonest first. Logged, unless there are none."""
        ...

    def group_actions_due(self, agency: str) -> Sequence[MeetingItem]:
        """Actions an agency owns that are not done: for counting them, never shown."""
        ...

    def group_action(self, item_id: str) -> MeetingItem | None:
        """The item whose action on a case has the same id: for keeping both alike, never shown."""
        ...

    def attendance(self, meetings: Collection[str]) -> Sequence[Attendance]:
        """Who came to these meetings: agencies, no people. No look."""
        ...

    def add_meeting_part(self, part: MeetingPart, event: AuditEvent) -> None: ...

    def save_meeting_part(self, part: Part, event: AuditEvent) -> Part: ...
