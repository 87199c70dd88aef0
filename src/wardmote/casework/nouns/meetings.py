"""The operational group: a meeting, the items on its agenda, who came, and the actions its items end in."""

from dataclasses import dataclass
from datetime import date

from wardmote.casework.nouns.cases import Case

ITEM_KINDS = ("action", "case", "review", "repeat", "other")
"""In the order of an agenda: what is still open from before, cases that are due, case reviews, repeats, anything else."""
ATTENDED = ("came", "apologies", "absent")
NOT_SAID = "asked"
"""How an agency stands until somebody says whether it came: it counts neither as there nor as missing."""
ITEM_ENDS = ("act", "nothing-more")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting of the group, convened by an agency. Once `closed_on` is set, only its actions change."""

    id: str
    agency: str
    by: str
    on: date
    planned_on: date
    closed_on: date | None = None
    closed_by: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingItem:
    """One item: about a case, which it only names by reference, or in words without names. It ends in a decision and,
    unless there is nothing more to do, an owner and a day. An item of kind "action" takes up `of`, an earlier item."""

    id: str
    meeting: str
    position: int
    kind: str
    case: str = ""
    of: str = ""
    title: str = ""
    ends: str = ""
    decision: str = ""
    owner_agency: str = ""
    owner_person: str = ""
    due: date | None = None
    decided_by: str = ""
    done_on: date | None = None
    done_by: str = ""
    done_words: str = ""
    version: int = 0

    @property
    def waits(self) -> bool:
        """Whether it is an action that is not done."""
        return self.ends == "act" and self.done_on is None

    def overdue_on(self, today: date) -> bool:
        return self.waits and self.due is not None and self.due < today


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Whether an agency that was asked came to a meeting."""

    id: str
    meeting: str
    agency: str
    attended: str
    version: int = 0


@dataclass(frozen=True)
class MeetingFile:
    """A meeting as one person may see it: without items about cases they do not see."""

    meeting: Meeting
    items: tuple[MeetingItem, ...]
    attendance: tuple[Attendance, ...]
    cases: tuple[Case, ...] = ()

    def item(self, item_id: str) -> MeetingItem | None:
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def open_items(self) -> tuple[MeetingItem, ...]:
        return tuple(item for item in self.items if not item.ends)


MeetingPart = Meeting | MeetingItem | Attendance
