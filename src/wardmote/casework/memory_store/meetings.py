"""In memory: the meetings of the operational group."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import Attendance, Look, Meeting, MeetingFile, MeetingItem, MeetingPart
from wardmote.casework.store import Filter
from wardmote.casework.store.meetings import Part


class MeetingsInMemory(TrailInMemory):
    """Meetings, their items and who came."""

    def __init__(self) -> None:
        super().__init__()
        self._meetings: dict[str, Meeting] = {}
        self._items: dict[str, MeetingItem] = {}
        self._attendance: dict[str, Attendance] = {}

    def meetings(self, sees: Filter) -> Sequence[Meeting]:
        seen = self._passing(sees, [{"meeting": meeting} for meeting in self._meetings.values()])
        return sorted((pairing["meeting"] for pairing in seen), key=lambda m: (m.on, m.id), reverse=True)

    def read_meeting(self, look: Look, meeting_id: str, sees: Filter, sees_cases: Filter) -> MeetingFile | None:
        meeting = next((meeting for meeting in self.meetings(sees) if meeting.id == meeting_id), None)
        if meeting is None:
            return None
        of_it = [item for item in self._items.values() if item.meeting == meeting_id]
        cases = {case.reference: case for case in self._seen(sees_cases, {item.case for item in of_it})}
        items = sorted((i for i in of_it if not i.case or i.case in cases), key=lambda item: (item.position, item.id))
        shown = sorted({item.case for item in items if item.case})
        self.append(consultation(look, "meeting-read", "meeting", meeting_id, ("title", "decision"), shown))
        came = sorted((a for a in self._attendance.values() if a.meeting == meeting_id), key=lambda a: a.agency)
        return MeetingFile(meeting, tuple(items), tuple(came), tuple(cases[reference] for reference in shown))

    def open_group_actions(self, look: Look, sees: Filter, sees_cases: Filter) -> Sequence[MeetingItem]:
        meetings = {meeting.id for meeting in self.meetings(sees)}
        cases = {case.reference for case in self._seen(sees_cases)}
        waiting = [item for item in self._items.values() if item.waits and item.meeting in meetings]
        found = [item for item in waiting if not item.case or item.case in cases]
        if found:
            shown = sorted({item.case for item in found if item.case})
            self.append(consultation(look, "group-actions-listed", "meeting", "", ("decision",), shown))
        return sorted(found, key=lambda item: (str(item.due), item.id))

    def group_actions_due(self, agency: str) -> Sequence[MeetingItem]:
        found = [item for item in self._items.values() if item.waits and item.owner_agency == agency]
        return sorted(found, key=lambda item: (str(item.due), item.id))

    def group_action(self, item_id: str) -> MeetingItem | None:
        return self._items.get(item_id)

    def attendance(self, meetings: Collection[str]) -> Sequence[Attendance]:
        found = [came for came in self._attendance.values() if came.meeting in meetings]
        return sorted(found, key=lambda came: (came.agency, came.id))

    def add_meeting_part(self, part: MeetingPart, event: AuditEvent) -> None:
        self.append(event)
        self._table(part)[part.id] = part

    def save_meeting_part(self, part: Part, event: AuditEvent) -> Part:
        if self._table(part)[part.id].version != part.version:
            raise EditedMeanwhile
        self.append(event)
        saved = replace(part, version=part.version + 1)
        self._table(part)[part.id] = saved
        return saved

    def _table(self, part: MeetingPart) -> dict[str, MeetingPart]:
        tables = {Meeting: self._meetings, MeetingItem: self._items, Attendance: self._attendance}
        return tables[type(part)]  # type: ignore[return-value]
