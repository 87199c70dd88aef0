"""The operational group: plan a meeting with its agenda, keep who came, end each item, close it, chase its actions.

The agenda holds references, not what the cases say: each person sees the items about cases they see, and no others. The
agency that convenes a meeting runs it; every agency closes its own actions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.daily_call import shares
from wardmote.casework.entries import choice, words_for_all
from wardmote.casework.errors import NotFound, NotNow, WrongEntry
from wardmote.casework.nouns import (
    ATTENDED,
    ITEM_ENDS,
    NOT_SAID,
    Attendance,
    Look,
    Meeting,
    MeetingFile,
    MeetingItem,
    SignedIn,
    Wanted,
)
from wardmote.casework.repeats import KINDS, USUAL_WINDOW, found_in, happenings
from wardmote.casework.store import Store
from wardmote.casework.transitions import IN_HAND

PURPOSE = "case-meeting"
MOST_CASES = 60
"""A meeting of an afternoon gets through no more; the rest waits, the soonest first."""
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
        return _read(store, by, meeting_id)


def _read(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    permissions.check_capability(by.user, "join-group", by.today)
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    file = store.read_meeting(Look(by, PURPOSE), meeting_id, sees, sees_cases)
    if file is None:
        raise NotFound
    return file


def running(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """A meeting that is not over, for somebody who runs it."""
    with act(store, by, "meeting-read"):
        return _running(store, by, meeting_id)


def _running(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    file = _read(store, by, meeting_id)
    permissions.check_run_meeting(by.user, file.meeting.agency, by.today)
    if file.meeting.closed_on:
        raise NotNow("This meeting is closed. What came of its actions is kept with each of them.")
    return file


# Planning


def plan(store: Store, by: SignedIn, *, on: date) -> Meeting:
    """Plan a meeting. Its agenda: actions still open, cases due by then, case reviews that wait."""
    if on < by.today:
        raise WrongEntry("on", "Enter a day that is not in the past.")
    with act(store, by, "meeting-planned"):
        permissions.check_run_meeting(by.user, by.user.agency, by.today)
        meeting = Meeting(id=store.new_id(), agency=by.user.agency, by=by.user.id, on=on, planned_on=by.today)
        store.add_meeting_part(meeting, _event(by, "collection", "meeting-planned", meeting.id, ("on",)))
        for position, item in enumerate(_agenda(store, by, meeting), 1):
            placed = replace(item, position=position)
            store.add_meeting_part(placed, _event(by, "collection", "item-added", f"{meeting.id}/{item.id}", ("case",)))
        for agency in asked(store, by):
            came = Attendance(id=store.new_id(), meeting=meeting.id, agency=agency, attended=NOT_SAID)
            store.add_meeting_part(
                came, _event(by, "collection", "agency-asked", f"{meeting.id}/{came.id}", ("agency",))
            )
        return meeting


def asked(store: Store, by: SignedIn) -> list[str]:
    """The agencies that share with this one for case meetings, and itself."""
    agreements = store.agreements()
    return [
        agency.code for agency in store.agencies() if shares(agreements, by.user.agency, agency.code, PURPOSE, by.today)
    ]


def _agenda(store: Store, by: SignedIn, meeting: Meeting) -> Iterator[MeetingItem]:
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    look = Look(by, PURPOSE)

    def item(kind: str, case: str = "", of: str = "", title: str = "") -> MeetingItem:
        return MeetingItem(id=store.new_id(), meeting=meeting.id, position=0, kind=kind, case=case, of=of, title=title)

    for action in store.open_group_actions(look, sees, sees_cases):
        yield item("action", action.case, action.id, action.decision)
    wanted = Wanted(IN_HAND, sort="next_date", size=MOST_CASES)
    lines = store.list_cases(look, sees_cases, wanted)[0].lines
    for case in (line.case for line in lines):
        if case.next_date is not None and case.next_date <= meeting.on:
            yield item("case", case.reference)
    reviews = store.list_reviews(look, sees_cases, by.today + timedelta(days=1)).reviews
    for reference in dict.fromkeys(review.case for review in reviews if review.live):
        yield item("review", reference)
    happened = happenings(store, by, USUAL_WINDOW)
    for kind in KINDS:
        for found in (each for each in found_in(happened, kind) if each.repeat):
            on_case = next((each.reference for each in found.happenings if each.source != "call"), "")
            told = f"{found.number} times within {USUAL_WINDOW} days"
            yield item("repeat", on_case, title=told if on_case else f"{found.label}: {told}")


def _event(by: SignedIn, action: str, deed: str, where: str, fields: tuple[str, ...]) -> AuditEvent:
    return event(by, action, deed, "meeting", where, look=Look(by, PURPOSE), fields=fields)


def add_item(store: Store, by: SignedIn, meeting_id: str, *, title: str = "", case: str = "") -> MeetingItem:
    """Put one more item on the agenda: a case this person sees, or something in words without names."""
    if not case:
        title = words_for_all("title", title, "Enter what it is about, or the reference of a case.")
    with act(store, by, "item-added"):
        file = _running(store, by, meeting_id)
        if case and not store.cases_in_sight([case], visibility.cases_seen_by(by.user, by.today)):
            raise WrongEntry("case", "Enter the reference of a case you see, like CSP-26-0007.")
        last = max((item.position for item in file.items), default=0)
        item = MeetingItem(
            id=store.new_id(),
            meeting=meeting_id,
            position=last + 1,
            kind="case" if case else "other",
            case=case,
            title="" if case else title,
        )
        store.add_meeting_part(
            item, _event(by, "collection", "item-added", f"{meeting_id}/{item.id}", ("title", "case"))
        )
        return item


# The meeting


def keep_attendance(store: Store, by: SignedIn, meeting_id: str, attended: Mapping[str, str]) -> None:
    """Keep which agencies came, sent apologies, or did neither."""
    for how in attended.values():
        choice("attended", how, ATTENDED, "Choose whether each agency came.")
    with act(store, by, "attendance-kept"):
        file = _running(store, by, meeting_id)
        for kept in file.attendance:
            how = attended.get(kept.agency, kept.attended)
            if how != kept.attended:
                where = f"{meeting_id}/{kept.id}"
                store.save_meeting_part(
                    replace(kept, attended=how), _event(by, "alteration", "attendance-kept", where, ("attended",))
                )


def end_item(
    store: Store,
    by: SignedIn,
    meeting_id: str,
    item_id: str,
    version: int,
    *,
    decision: str,
    ends: str,
    owner_agency: str = "",
    owner_person: str = "",
    due: date | None = None,
) -> MeetingItem:
    """End an item in a decision; to act on it has an owner and a day. May be put right until the meeting is closed.

    An item that takes up an earlier action ends that action: it is done, or goes on in this one.
    """
    decision = words_for_all("decision", decision, "Enter what was decided.")
    choice("ends", ends, ITEM_ENDS, "Choose whether somebody does something about it.")
    with act(store, by, "item-ended"):
        file = _running(store, by, meeting_id)
        item = the_item(file, item_id)
        if item.version != version:
            raise NotNow("Somebody else has ended this item meanwhile. Look at it again.")
        if ends == "act":
            _check_owner(store, by, file, owner_agency, owner_person, due)
        now = replace(
            item,
            decision=decision,
            ends=ends,
            owner_agency=owner_agency if ends == "act" else "",
            owner_person=owner_person if ends == "act" else "",
            due=due if ends == "act" else None,
            decided_by=by.user.id,
        )
        fields = ("decision", "owner_agency", "due")
        where = f"{meeting_id}/{item_id}"
        return store.save_meeting_part(now, _event(by, "alteration", "item-ended", where, fields))


def the_item(file: MeetingFile, item_id: str) -> MeetingItem:
    item = file.item(item_id)
    if item is None:
        raise NotFound
    return item


def _check_owner(store: Store, by: SignedIn, file: MeetingFile, agency: str, person: str, due: date | None) -> None:
    if agency not in {each.agency for each in file.attendance}:
        raise WrongEntry("owner_agency", "Choose an agency of the group.")
    owner = store.user(person) if person else None
    if person and (owner is None or owner.agency != agency or not owner.may("join-group", by.today)):
        raise WrongEntry("owner_person", "Choose somebody of that agency who joins the group.")
    if due is None or due < by.today:
        raise WrongEntry("due", "Enter the day it is to be done by, not in the past.")


def close(store: Store, by: SignedIn, meeting_id: str) -> Meeting:
    """Close a meeting once every item this person sees has ended: about the others they may not even know."""
    with act(store, by, "meeting-closed"):
        file = _running(store, by, meeting_id)
        if file.open_items:
            raise NotNow(
                f"{len(file.open_items)} items have not ended in a decision yet. End each, if only in: nothing more to do."
            )
        for item in file.items:
            if item.of:
                _take_over(store, by, item)
        closed = replace(file.meeting, closed_on=by.today, closed_by=by.user.id)
        return store.save_meeting_part(closed, _event(by, "alteration", "meeting-closed", meeting_id, ("closed_on",)))


def _take_over(store: Store, by: SignedIn, item: MeetingItem) -> None:
    """The earlier action that an item took up is over: what follows from it is this item's."""
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    for earlier in store.open_group_actions(Look(by, PURPOSE), sees, sees_cases):
        if earlier.id == item.of:
            over = replace(earlier, done_on=by.today, done_by=by.user.id, done_words=item.decision)
            where = f"{earlier.meeting}/{earlier.id}"
            store.save_meeting_part(over, _event(by, "alteration", "group-action-taken-over", where, ("done_on",)))


# Its actions


def the_action(store: Store, by: SignedIn, meeting_id: str, item_id: str) -> tuple[MeetingFile, MeetingItem]:
    """An action that this person may say is done."""
    with act(store, by, "meeting-read"):
        return _action(store, by, meeting_id, item_id)


def _action(store: Store, by: SignedIn, meeting_id: str, item_id: str) -> tuple[MeetingFile, MeetingItem]:
    file = _read(store, by, meeting_id)
    item = the_item(file, item_id)
    permissions.check_group_action(by.user, item.owner_agency, file.meeting.agency, by.today)
    if not item.waits:
        raise NotNow("This is done already, or nobody was to do anything.")
    return file, item


def action_done(store: Store, by: SignedIn, meeting_id: str, item_id: str, *, outcome: str) -> MeetingItem:
    """Say that an action of the group is done and what came of it: the agency that owns it, or the one that convened."""
    outcome = words_for_all("outcome", outcome, "Enter what came of it.")
    with act(store, by, "group-action-done"):
        _, item = _action(store, by, meeting_id, item_id)
        done = replace(item, done_on=by.today, done_by=by.user.id, done_words=outcome)
        where = f"{meeting_id}/{item_id}"
        return store.save_meeting_part(done, _event(by, "alteration", "group-action-done", where, ("done_words",)))


def take_minutes(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """The meeting for its minutes, which leave the casebook as a file: an export in the trail, of what this person sees."""
    with act(store, by, "minutes-drafted"):
        file = _read(store, by, meeting_id)
        permissions.check_run_meeting(by.user, file.meeting.agency, by.today)
        shown = tuple(sorted(case.reference for case in file.cases))
        look = Look(by, PURPOSE)
        told = event(
            by, "export", "minutes-drafted", "meeting", meeting_id, look=look, fields=("decision",), shown=shown
        )
        store.append(told)
        return file
