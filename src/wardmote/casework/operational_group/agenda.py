"""The agenda of a meeting: made when it is planned, brought up to date before it is held, and added to by hand.

It holds references, not what the cases say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act
from wardmote.casework.daily_call import shares
from wardmote.casework.entries import words_for_all
from wardmote.casework.errors import WrongEntry
from wardmote.casework.nouns import NOT_SAID, Attendance, Look, Meeting, MeetingItem, SignedIn, Wanted
from wardmote.casework.operational_group.reading import PURPOSE, run, told
from wardmote.casework.repeats import KINDS, USUAL_WINDOW, found_in, happenings
from wardmote.casework.store import Store
from wardmote.casework.transitions import IN_HAND

MOST_CASES = 60
"""A meeting of an afternoon gets through no more; the rest waits, the soonest first."""
UP_AGAIN = " came up "


def plan(store: Store, by: SignedIn, *, on: date) -> Meeting:
    """Plan a meeting. Its agenda: actions still open, cases due by then, case reviews that wait, repeats."""
    if on < by.today:
        raise WrongEntry("on", "Enter a day that is not in the past.")
    with act(store, by, "meeting-planned"):
        permissions.check_run_meeting(by.user, by.user.agency, by.today)
        meeting = Meeting(id=store.new_id(), agency=by.user.agency, by=by.user.id, on=on, planned_on=by.today)
        store.add_meeting_part(meeting, told(by, "collection", "meeting-planned", meeting.id, ("on",)))
        _add(store, by, _agenda(store, by, meeting), after=0)
        for agency in asked(store, by):
            came = Attendance(id=store.new_id(), meeting=meeting.id, agency=agency, attended=NOT_SAID)
            store.add_meeting_part(came, told(by, "collection", "agency-asked", f"{meeting.id}/{came.id}", ("agency",)))
        return meeting


def refresh(store: Store, by: SignedIn, meeting_id: str) -> int:
    """Put on the agenda what has come up since it was made; returns how many items. Nothing on it changes or goes."""
    with act(store, by, "agenda-refreshed"):
        file = run(store, by, meeting_id)
        there = {_about(item) for item in file.items}
        new = [item for item in _agenda(store, by, file.meeting) if _about(item) not in there]
        return _add(store, by, new, after=_last(file.items))


def _about(item: MeetingItem) -> tuple[str, ...]:
    """What makes two items the same item. How often a place came up changes from day to day, so it is left out."""
    if item.kind == "repeat":
        return (item.kind, item.case, item.title.rpartition(UP_AGAIN)[0])
    return (item.kind, item.of or item.case or item.title)


def _last(items: Iterable[MeetingItem]) -> int:
    return max((item.position for item in items), default=0)


def _add(store: Store, by: SignedIn, items: Iterable[MeetingItem], after: int) -> int:
    position = after
    for position, item in enumerate(items, after + 1):
        placed = replace(item, position=position)
        where = f"{item.meeting}/{item.id}"
        store.add_meeting_part(placed, told(by, "collection", "item-added", where, ("case",)))
    return position - after


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

    earlier = [each for each in store.open_group_actions(look, sees, sees_cases) if each.meeting != meeting.id]
    for action in earlier:
        yield item("action", action.case, action.id, action.decision)
    taken_up = {action.id for action in earlier}
    wanted = Wanted(IN_HAND, sort="next_date", size=MOST_CASES)
    for line in store.list_cases(look, sees_cases, wanted)[0].lines:
        stands_above = line.next_action is not None and line.next_action.id in taken_up
        if line.case.next_date is not None and line.case.next_date <= meeting.on and not stands_above:
            yield item("case", line.case.reference)
    reviews = store.list_reviews(look, sees_cases, by.today + timedelta(days=1)).reviews
    for reference in dict.fromkeys(review.case for review in reviews if review.live):
        yield item("review", reference)
    happened = happenings(store, by, USUAL_WINDOW)
    for kind in KINDS:
        for found in (each for each in found_in(happened, kind) if each.repeat):
            on_case = next((each.reference for each in found.happenings if each.source != "call"), "")
            on_it = "The place" if kind == "place" else "Somebody on it"
            what = on_it if on_case else found.label
            yield item("repeat", on_case, title=f"{what}{UP_AGAIN}{found.number} times within {USUAL_WINDOW} days")


def add_item(store: Store, by: SignedIn, meeting_id: str, *, title: str = "", case: str = "") -> MeetingItem:
    """Put one more item on the agenda: a case this person sees, or something in words without names."""
    if not case:
        title = words_for_all("title", title, "Enter what it is about, or the reference of a case.")
    with act(store, by, "item-added"):
        file = run(store, by, meeting_id)
        if case and not store.cases_in_sight([case], visibility.cases_seen_by(by.user, by.today)):
            raise WrongEntry("case", "Enter the reference of a case you see, like CSP-26-0007.")
        item = MeetingItem(
            id=store.new_id(),
            meeting=meeting_id,
            position=_last(file.items) + 1,
            kind="case" if case else "other",
            case=case,
            title="" if case else title,
        )
        store.add_meeting_part(item, told(by, "collection", "item-added", f"{meeting_id}/{item.id}", ("title", "case")))
        return item
