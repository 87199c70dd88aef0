"""Actions of the group: what its decisions ask of somebody, until it is done.

A decision about a case is also an action on the case, under the id of its item: decided again it changes that action and
makes no second one, and done on either side it is done on both. It stands with the group alone while nobody has the case in
hand, or the case is not shared with its owner.
"""

from dataclasses import replace

from wardmote.casework import permissions, policies, visibility, work
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.entries import words_for_all
from wardmote.casework.errors import NotNow
from wardmote.casework.looks import InHand
from wardmote.casework.nouns import Action, Look, MeetingFile, MeetingItem, SignedIn
from wardmote.casework.operational_group.reading import PURPOSE, read, the_item, told
from wardmote.casework.store import Store


def the_action(store: Store, by: SignedIn, meeting_id: str, item_id: str) -> tuple[MeetingFile, MeetingItem]:
    """An action that this person may say is done."""
    with act(store, by, "meeting-read"):
        return _action(store, by, meeting_id, item_id)


def _action(store: Store, by: SignedIn, meeting_id: str, item_id: str) -> tuple[MeetingFile, MeetingItem]:
    file = read(store, by, meeting_id)
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
        return _done(store, by, item, "group-action-done", outcome)


def take_over(store: Store, by: SignedIn, item: MeetingItem) -> None:
    """The earlier action that an item took up is over: what follows from it is this item's."""
    sees, sees_cases = visibility.meetings_seen_by(by.user, by.today), visibility.cases_seen_by(by.user, by.today)
    for earlier in store.open_group_actions(Look(by, PURPOSE), sees, sees_cases):
        if earlier.id == item.of:
            _done(store, by, earlier, "group-action-taken-over", item.decision)


def _done(store: Store, by: SignedIn, item: MeetingItem, deed: str, outcome: str) -> MeetingItem:
    done = replace(item, done_on=by.today, done_by=by.user.id, done_words=outcome)
    where = f"{item.meeting}/{item.id}"
    saved = store.save_meeting_part(done, told(by, "alteration", deed, where, ("done_words",)))
    follow_on_case(store, by, saved)
    return saved


# On the case


def stands_alone(store: Store, by: SignedIn, item: MeetingItem) -> str:
    """Why what an item asks for is no action on its case; nothing where it is, or where there is no case."""
    hand = _in_hand(store, by, item)
    return _alone(store, by, hand, item) if hand and item.waits else ""


def _in_hand(store: Store, by: SignedIn, item: MeetingItem) -> InHand | None:
    """The case of an item, for a decision of the group: whoever runs the meeting need not work on cases.

    What this session has said it opened the case for stays what it said.
    """
    case = store.standing(item.case, visibility.cases_seen_by(by.user, by.today)) if item.case else None
    if case is None:
        return None
    sharing = store.sharing_of(case)
    said = store.purpose_given(by.session, item.case) or PURPOSE
    ground = permissions.grounds(by.user, case, sharing, by.today).get(said, permissions.Ground(PURPOSE))
    return InHand(case, sharing, Look(by, ground.purpose, ground.gateway, ground.agreement))


def _alone(store: Store, by: SignedIn, hand: InHand, item: MeetingItem) -> str:
    if not policies.can_in_hand(hand.case):
        return f"{item.case} is {hand.case.status}, so this stands with the group and not on the case."
    owner = store.user(item.owner_person) if item.owner_person else None
    if not permissions.can_own_action(owner, item.owner_agency, hand.case, hand.sharing, by.today):
        return f"{item.case} is not shared with the owner, so this stands with the group and not on the case."
    return ""


def follow_on_case(store: Store, by: SignedIn, item: MeetingItem) -> None:
    """Bring the action on the case to what its item says now."""
    hand = _in_hand(store, by, item)
    if hand is None:
        return
    was = store.read_action(hand.look, item.id, item.case)
    if item.waits and not _alone(store, by, hand, item):
        _ask(store, by, hand, item, was)
    elif was is not None and was.done_on is None:
        over = replace(was, done_on=by.today, done_by=by.user.id, outcome=item.done_words or item.decision)
        store.save_action(over, _event(by, hand, "alteration", "action-completed", over))
        work.follow_actions(store, by, hand, begins=False)


def _ask(store: Store, by: SignedIn, hand: InHand, item: MeetingItem, was: Action | None) -> None:
    assert item.due is not None, "an item that waits has a day"
    now = Action(
        id=item.id,
        case=item.case,
        owner_agency=item.owner_agency,
        owner_person=item.owner_person,
        what=item.decision,
        due=item.due,
        by=was.by if was else by.user.id,
        set_on=was.set_on if was else by.today,
        version=was.version if was else 0,
    )
    if was is None:
        store.add_action(now, _event(by, hand, "collection", "action-added", now))
    elif now != was:
        store.save_action(now, _event(by, hand, "alteration", "action-changed", now))
    work.follow_actions(store, by, hand, begins=True)


def _event(by: SignedIn, hand: InHand, action: str, deed: str, changed: Action) -> AuditEvent:
    return event(by, action, deed, "action", f"{changed.case}/{changed.id}", look=hand.look)
