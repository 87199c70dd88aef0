"""At the meeting: who came, how each item ends, closing it, and its minutes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from wardmote.casework import permissions
from wardmote.casework.audit import act, event
from wardmote.casework.entries import choice, words_for_all
from wardmote.casework.errors import NotNow, WrongEntry
from wardmote.casework.nouns import ATTENDED, ITEM_ENDS, Look, Meeting, MeetingFile, MeetingItem, SignedIn
from wardmote.casework.operational_group.actions import follow_on_case, take_over
from wardmote.casework.operational_group.reading import PURPOSE, read, run, the_item, told
from wardmote.casework.store import Store


def keep_attendance(store: Store, by: SignedIn, meeting_id: str, attended: Mapping[str, str]) -> None:
    """Keep which agencies came, sent apologies, or did neither."""
    for how in attended.values():
        choice("attended", how, ATTENDED, "Choose whether each agency came.")
    with act(store, by, "attendance-kept"):
        file = run(store, by, meeting_id)
        for kept in file.attendance:
            how = attended.get(kept.agency, kept.attended)
            if how != kept.attended:
                where = f"{meeting_id}/{kept.id}"
                store.save_meeting_part(
                    replace(kept, attended=how), told(by, "alteration", "attendance-kept", where, ("attended",))
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

    An item that takes up an earlier action ends that action: it is done, or goes on in this one. What is asked for about a
    case is also an action on the case (see `actions`).
    """
    decision = words_for_all("decision", decision, "Enter what was decided.")
    choice("ends", ends, ITEM_ENDS, "Choose whether somebody does something about it.")
    with act(store, by, "item-ended"):
        file = run(store, by, meeting_id)
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
        kept = store.save_meeting_part(now, told(by, "alteration", "item-ended", where, fields))
        follow_on_case(store, by, kept)
        return kept


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
        file = run(store, by, meeting_id)
        if file.open_items:
            raise NotNow(
                f"{len(file.open_items)} items have not ended in a decision yet. End each, if only in: nothing more to do."
            )
        for item in file.items:
            if item.of:
                take_over(store, by, item)
        closed = replace(file.meeting, closed_on=by.today, closed_by=by.user.id)
        return store.save_meeting_part(closed, told(by, "alteration", "meeting-closed", meeting_id, ("closed_on",)))


def take_minutes(store: Store, by: SignedIn, meeting_id: str) -> MeetingFile:
    """The meeting for its minutes, which leave the casebook as a file: an export in the trail, of what this person sees."""
    with act(store, by, "minutes-drafted"):
        file = read(store, by, meeting_id)
        permissions.check_run_meeting(by.user, file.meeting.agency, by.today)
        shown = tuple(sorted(case.reference for case in file.cases))
        look = Look(by, PURPOSE)
        store.append(
            event(by, "export", "minutes-drafted", "meeting", meeting_id, look=look, fields=("decision",), shown=shown)
        )
        return file
