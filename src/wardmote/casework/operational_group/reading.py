"""Reading the operational group: its meetings, one with the items this person sees, and who may run it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.errors import NotFound, NotNow
from wardmote.casework.nouns import NOT_SAID, Attendance, Look, Meeting, MeetingFile, MeetingItem, SignedIn
from wardmote.casework.store import Store

PURPOSE = "case-meeting"
LOOKED_BACK = 12
"""Meetings over which attendance is counted: a year of them."""


@dataclass(frozen=True)
class Group:
    """What the page of the group shows: its meetings, its open actions, and how often each agency came."""

    meetings: tuple[Meeting, ...]
    actions: tuple[MeetingItem, ...]
    came: Mapping[str, tuple[int, int]]
    """Of each agency asked: the meetings it came to, and those it was asked to, of the last twelve that were closed."""


def read_group(store: Store, by: SignedIn) -> Group:
    """The meetings this person sees, and the actions that are not done."""
    with act(store, by, "group-read"):
        permissions.check_capability(by.user, "join-group", by.today)
        sees = visibility.meetings_seen_by(by.user, by.today)
        meetings = store.meetings(sees)
        actions = store.open_group_actions(Look(by, PURPOSE), sees, visibility.cases_seen_by(by.user, by.today))
        held = [meeting.id for meeting in meetings if meeting.closed_on][:LOOKED_BACK]
        return Group(tuple(meetings), tuple(actions), came_to(store.attendance(held)))


def came_to(attendance: Sequence[Attendance]) -> dict[str, tuple[int, int]]:
    """How many of the meetings it was asked to each agency came to, the least first; where it was said."""
    counted: dict[str, tuple[int, int]] = {}
    for each in attendance:
        if each.attended == NOT_SAID:
            continue
        came, asked = counted.get(each.agency, (0, 0))
        counted[each.agency] = (came + (each.attended == "came"), asked + 1)
    return dict(sorted(counted.items(), key=lambda item: (item[1][0] / item[1][1], item[0])))


def read_meeting(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """A meeting with the items this person sees."""
    with act(store, by, "meeting-read"):
        return read(store, by, meeting_id)


def read(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """`read_meeting`, in a transaction already begun."""
    permissions.check_capability(by.user, "join-group", by.today)
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    file = store.read_meeting(Look(by, PURPOSE), meeting_id, sees, sees_cases)
    if file is None:
        raise NotFound
    return file


def running(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """A meeting that is not over, for somebody who runs it."""
    with act(store, by, "meeting-read"):
        return run(store, by, meeting_id)


def run(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """`running`, in a transaction already begun."""
    file = read(store, by, meeting_id)
    permissions.check_run_meeting(by.user, file.meeting.agency, by.today)
    if file.meeting.closed_on:
        raise NotNow("This meeting is closed. What came of its actions is kept with each of them.")
    return file


def the_item(file: MeetingFile, item_id: str) -> MeetingItem:
    """One item of the meeting that this person sees. Raises NotFound."""
    item = file.item(item_id)
    if item is None:
        raise NotFound
    return item


def told(by: SignedIn, action: str, deed: str, where: str, fields: tuple[str, ...]) -> AuditEvent:
    """What the trail keeps of a deed in a meeting."""
    return event(by, action, deed, "meeting", where, look=Look(by, PURPOSE), fields=fields)
