"""Working a case: notes, actions, decisions, and handing it over."""

from dataclasses import replace
from datetime import date

from wardmote.casework import permissions, policies, transitions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.looks import InHand, in_charge, in_hand
from wardmote.casework.nouns import NOTE_KINDS, PROTECTION_LEVELS, Action, Decision, Note, SignedIn, Standing, User
from wardmote.casework.purposes import data_categories
from wardmote.casework.store import Store


def add_note(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    text: str,
    kind: str = "fact",
    protection: str = "P1",
    data_category: str = "incident",
    purpose: str = "",
) -> Note:
    """Add an entry of the writer's agency: fact, opinion or intelligence, at its protection level."""
    choice("kind", kind, NOTE_KINDS, "Choose fact, opinion or intelligence.")
    choice("protection", protection, PROTECTION_LEVELS, "Choose how protected this entry is.")
    choice("data_category", data_category, data_categories(), "Choose what the entry is about.")
    text = words("text", text, "Enter the note.")
    with act(store, by, "note-added", reference):
        hand = in_hand(store, by, reference, purpose)
        return note_in_hand(store, by, hand, text, kind, protection, data_category)


def note_in_hand(
    store: Store, by: SignedIn, hand: InHand, text: str, kind: str, protection: str, data_category: str
) -> Note:
    """The note, on a case already in hand."""
    note = Note(
        id=store.new_id(),
        case=hand.case.reference,
        owner_agency=by.user.agency,
        by=by.user.id,
        at=by.utc,
        kind=kind,
        protection=protection,
        data_category=data_category,
        text=text,
    )
    permissions.check_write_note(by.user, hand.case, note, hand.sharing, by.today, by.utc)
    policies.check_add_note(hand.case)
    where = f"{note.case}/{note.id}"
    store.add_note(note, event(by, "collection", "note-added", "note", where, look=hand.look, fields=("text",)))
    return note


def add_action(
    store: Store,
    by: SignedIn,
    reference: str,
    *,
    what: str,
    owner_agency: str,
    due: date,
    owner_person: str = "",
    purpose: str = "",
) -> Action:
    """Say who does what by when. The first action on an accepted or reopened case begins the work."""
    what = words("what", what, "Enter what is to be done.")
    if due < by.today:
        raise WrongEntry("due", "Enter a day that is not in the past.")
    with act(store, by, "action-added", reference):
        hand = in_charge(store, by, reference, purpose)
        return action_in_hand(store, by, hand, what, owner_agency, due, owner_person)


def action_in_hand(
    store: Store, by: SignedIn, hand: InHand, what: str, owner_agency: str, due: date, owner_person: str = ""
) -> Action:
    """The action, on a case already in hand."""
    permissions.check_work(by.user, hand.case, by.today)
    policies.check_in_hand(hand.case)
    person = _person(store, owner_person)
    permissions.check_own_action(person, owner_agency, hand.case, hand.sharing, by.today)
    action = Action(
        id=store.new_id(),
        case=hand.case.reference,
        owner_agency=owner_agency,
        owner_person=owner_person,
        what=what,
        due=due,
        by=by.user.id,
        set_on=by.today,
    )
    added = event(by, "collection", "action-added", "action", f"{action.case}/{action.id}", look=hand.look)
    store.add_action(action, added)
    follow_actions(store, by, hand, begins=True)
    return action


def _person(store: Store, user_id: str) -> User | None:
    if not user_id:
        return None
    person = store.user(user_id)
    if person is None:
        raise WrongEntry("owner_person", "Choose a person of the agency.")
    return person


def follow_actions(store: Store, by: SignedIn, hand: InHand, begins: bool) -> None:
    """The case follows its actions: its next date is the earliest due, and the first action begins the work."""
    dues = store.open_dues(hand.case.reference)
    now = replace(hand.case, next_date=dues[0] if dues else None)
    deed, fields = "case-next-date", ["next_date"]
    if begins and policies.can_move(hand.case, "working"):
        deed, fields = transitions.move(hand.case.status, "working").deed, ["next_date", "status"]
        now = replace(now, status="working")
    if now != hand.case:
        store.save_standing(now, event(by, "alteration", deed, "case", now.reference, look=hand.look, fields=fields))


def complete_action(
    store: Store, by: SignedIn, reference: str, action_id: str, *, outcome: str, purpose: str = ""
) -> Action:
    """Say an action is done and what came of it."""
    outcome = words("outcome", outcome, "Enter what came of it.")
    with act(store, by, "action-completed", reference):
        hand = in_charge(store, by, reference, purpose)
        action = store.read_action(hand.look, action_id, reference)
        if action is None:
            raise NotFound
        permissions.check_complete(by.user, hand.case, action, by.today)
        policies.check_complete(action)
        done = replace(action, done_on=by.today, done_by=by.user.id, outcome=outcome)
        told = event(by, "alteration", "action-completed", "action", f"{reference}/{action_id}", look=hand.look)
        saved = store.save_action(done, told)
        follow_actions(store, by, hand, begins=False)
        _tell_group(store, by, hand, saved)
        return saved


def _tell_group(store: Store, by: SignedIn, hand: InHand, done: Action) -> None:
    """An action that the operational group decided on is done for the group too. What came of it stays on the case."""
    item = store.group_action(done.id)
    if item is not None and item.waits:
        over = replace(item, done_on=done.done_on, done_by=done.done_by, done_words="Done: see the case.")
        where = f"{item.meeting}/{item.id}"
        told = event(by, "alteration", "group-action-done", "meeting", where, look=hand.look, fields=("done_on",))
        store.save_meeting_part(over, told)


def record_decision(store: Store, by: SignedIn, reference: str, *, what: str, why: str, purpose: str = "") -> Decision:
    """Keep what was decided and why, in the lead agency's name."""
    what = words("what", what, "Enter what was decided.")
    why = words("why", why, "Enter why.")
    with act(store, by, "decision-recorded", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_in_hand(hand.case)
        return keep_decision(store, by, hand, "decision-recorded", what, why)


def keep_decision(store: Store, by: SignedIn, hand: InHand, deed: str, what: str, why: str) -> Decision:
    """The decision that stands behind a deed: also how closing, reopening and handing over leave their reason."""
    decision = Decision(
        id=store.new_id(),
        case=hand.case.reference,
        by=by.user.id,
        agency=by.user.agency,
        at=by.utc,
        what=what,
        why=why,
    )
    where = f"{decision.case}/{decision.id}"
    store.add_decision(
        decision, event(by, "collection", deed, "decision", where, look=hand.look, fields=("what", "why"))
    )
    return decision


def hand_over(
    store: Store, by: SignedIn, reference: str, *, to: str, why: str, lead_person: str = "", purpose: str = ""
) -> Standing:
    """Give the lead to another agency under a live agreement: a disclosure to it. Facts keep their owners, grants stand."""
    why = words("why", why, "Enter why the lead changes.")
    with act(store, by, "case-handed-over", reference):
        hand = in_charge(store, by, reference, purpose)
        permissions.check_lead(by.user, hand.case, by.today)
        policies.check_hand_over(hand.case, to)
        permissions.check_hand_over(by.user, hand.case, to, hand.sharing, by.today)
        if hand.case.tier != "open" or lead_person:
            permissions.check_lead_person(store.user(lead_person), to, hand.case.kind, by.today)
        keep_decision(store, by, hand, "hand-over-decided", f"Hand over to {to}", why)
        given = event(
            by,
            "disclosure",
            "case-handed-over",
            "case",
            reference,
            look=hand.look,
            fields=("lead_agency", "lead_person"),
            recipients=(to,),
        )
        return store.save_standing(replace(hand.case, lead_agency=to, lead_person=lead_person), given)
