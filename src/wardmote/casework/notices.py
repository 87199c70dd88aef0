"""Notices: what the casebook tells one person, in general words. Never a reference, a word of a case, or anybody in it.

What a date decides (an agreement that ends, an emergency left unreviewed) is worked out when somebody looks, so that no
job has to have run. What somebody did (opened a case in an emergency) is kept in the transaction of the deed.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from wardmote.casework.audit import act, event
from wardmote.casework.conditions import ALWAYS
from wardmote.casework.entries import words as entered
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.nouns import GRACE_AFTER_LAPSE, LONDON, Notice, Sharing, SignedIn, Standing, User
from wardmote.casework.store import Store

ABOUT = (
    "emergency-opened",
    "emergency-reviewed",
    "emergency-suspended",
    "agreement-ending",
    "agreement-grace",
    "access-refused",
    "budget-exceeded",
    "conflict-declared",
    "group-action-due",
)
CHASED_AT = (3, 0, -7)
"""Days before an action of the operational group is due; a week after, its owner hears again."""
WARNED_AT = (60, 30, 7)
"""Days before an agreement ends (security.md section 3)."""


def notices(store: Store, by: SignedIn) -> list[Notice]:
    """Everything told to this person, newest first, read or not."""
    return told_to(store, by.user, by.today)


def unseen(store: Store, by: SignedIn) -> list[Notice]:
    """What this person has not read yet."""
    return [notice for notice in notices(store, by) if notice.seen_at is None]


def told_to(store: Store, person: User, today: date) -> list[Notice]:
    """`notices` of anybody, for counting them in a message."""
    if not person.roles_on(today):
        return []
    kept, seen = store.notices(person.id)
    found = [
        *kept,
        *_of_agreements(store, person, today),
        *_of_suspensions(store, person, today),
        *_of_group(store, person, today),
    ]
    marked = [replace(notice, seen_at=seen.get(notice.id)) for notice in found]
    return sorted(marked, key=lambda notice: (notice.since, notice.about), reverse=True)


def mark_seen(store: Store, by: SignedIn, notice_id: str) -> None:
    """Put one's own notice away."""
    with act(store, by, "notice-read"):
        found = [notice for notice in notices(store, by) if notice.id == notice_id]
        if not found:
            raise NotFound
        if found[0].seen_at is None:
            told = event(by, "review", "notice-read", "notice", notice_id)
            store.mark_notice_seen(by.user.id, notice_id, by.utc, told)


def send_to(store: Store, by: SignedIn, address: str) -> None:
    """Where to say by e-mail that there are notices, never which; blank for nowhere."""
    address = address.strip()
    if address:
        entered("address", address, "Enter an e-mail address.")
        before, at, after = address.partition("@")
        if not (before and at and "." in after) or any(sign.isspace() or sign == "@" for sign in before + after):
            raise WrongEntry("address", "Enter an e-mail address, like name@example.org.")
    with act(store, by, "notice-address-set"):
        told = event(by, "configuration", "notice-address-set", "user", by.user.id, fields=("address",))
        store.save_notice_address(by.user.id, address, told)


# Told because of what somebody did


def tell(
    store: Store, by: SignedIn, people: Iterable[User], about: str, words: str, subject: str, *, action: str, deed: str
) -> None:
    """Tell people something once, in the transaction of the deed it is about; the trail keeps to whom."""
    made = [
        Notice(
            id=_id(about, subject, person.id),
            person=person.id,
            about=about,
            words=words,
            subject=subject,
            since=by.utc,
        )
        for person in people
    ]
    known = store.notices_known([notice.id for notice in made])
    if fresh := [notice for notice in made if notice.id not in known]:
        recipients = [notice.person for notice in fresh]
        store.add_notices(fresh, event(by, action, deed, "notice", subject, recipients=recipients))


def officers(store: Store, agency: str, today: date, without: Collection[str] = ()) -> list[User]:
    """Who answers for an agency's data: its privacy officers; where there is none, its or any partnership manager."""
    everybody = [person for person in store.users() if person.id not in without]
    own = [person for person in everybody if person.agency == agency]
    return (
        [person for person in own if person.may("see-trail", today)]
        or [person for person in own if person.may("manage-agreements", today)]
        or [person for person in everybody if person.may("manage-agreements", today)]
    )


def tell_of_grace(store: Store, by: SignedIn, case: Standing, sharing: Sharing) -> None:
    """An open high-risk case was seen in the 14 days after its agreement ended: both privacy officers hear, once."""
    lapsed = [
        agreement
        for agreement in sharing.agreements
        if agreement.names(by.user.agency, case.lead_agency) and case.kind in agreement.subject_categories
    ]
    agreement = max(lapsed, key=lambda each: each.end)
    until = agreement.end + GRACE_AFTER_LAPSE
    words = (
        f"The sharing agreement “{agreement.title}” ended on {_day(agreement.end)}. {_agency(store, by.user.agency)} "
        f"goes on seeing open high-risk cases of {_agency(store, case.lead_agency)} until {_day(until)}. "
        "Renew the agreement, or agree how people stay safe without it."
    )
    told = {
        person.id: person
        for agency in (by.user.agency, case.lead_agency)
        for person in officers(store, agency, by.today)
    }
    subject = f"{agreement.id}/{agreement.end}/{by.user.agency}/{case.lead_agency}"
    tell(store, by, told.values(), "agreement-grace", words, subject, action="permission", deed="grace-alerted")


def tell_of_conflict(store: Store, by: SignedIn, case: Standing, sharing: Sharing, user_id: str) -> None:
    """Somebody was shut out of a case: who answers for data in their agency and in the lead agency hears (security.md X5)."""
    person = store.user(user_id)
    assert person is not None, "checked when the conflict is declared"
    without = {by.user.id, user_id, *(conflict.user for conflict in sharing.conflicts)}
    told = {
        officer.id: officer
        for agency in (case.lead_agency, person.agency)
        for officer in officers(store, agency, by.today, without)
    }
    words = (
        f"{person.name} has a conflict of interest with a case of "
        f"{_agency(store, case.lead_agency)} and can no longer open it. Ask whether they saw it before."
    )
    subject = _id("conflict", case.reference, user_id)
    tell(store, by, told.values(), "conflict-declared", words, subject, action="permission", deed="conflict-alerted")


# Told because of a date


def _of_agreements(store: Store, person: User, today: date) -> Iterator[Notice]:
    if not (person.may("manage-agreements", today) or person.may("see-trail", today)):
        return
    for agreement in store.agreements():
        stages = [days for days in WARNED_AT if agreement.end - today <= timedelta(days=days)]
        if person.agency in agreement.parties and agreement.live_on(today) and stages:
            yield Notice(
                id=_id("agreement-ending", f"{agreement.id}/{agreement.end}/{min(stages)}", person.id),
                person=person.id,
                about="agreement-ending",
                words=f"The sharing agreement “{agreement.title}” ends on {_day(agreement.end)}. Renew it before then, "
                "or sharing under it stops at midnight.",
                since=_midnight(agreement.end - timedelta(days=min(stages))),
            )


def _of_suspensions(store: Store, person: User, today: date) -> Iterator[Notice]:
    """Somebody may open no case in an emergency until a review is done: every partnership manager is told."""
    if not person.may("manage-agreements", today):
        return
    for opening in store.openings_unreviewed(ALWAYS):
        opener = store.user(opening.user)
        if opener is not None and opening.suspends_on(today):
            between = sorted({_agency(store, opening.agency), _agency(store, opening.owner_agency)})
            yield Notice(
                id=_id("emergency-suspended", opening.id, person.id),
                person=person.id,
                about="emergency-suspended",
                words=f"{opener.name} can open no case in an emergency: a review due on {_day(opening.review_due)} "
                f"has not been done. Ask the privacy officer of {' or '.join(between)} to do it.",
                since=_midnight(opening.suspends_after + timedelta(days=1)),
            )


def _of_group(store: Store, person: User, today: date) -> Iterator[Notice]:
    """An action of the operational group is due, or late: whoever is to do it, or everybody of the agency who may take it."""
    if not person.may("join-group", today):
        return
    for action in store.group_actions_due(person.agency):
        if action.due is None or action.owner_person not in ("", person.id):
            continue
        stages = [days for days in CHASED_AT if action.due - today <= timedelta(days=days)]
        if stages:
            late = action.due < today
            yield Notice(
                id=_id("group-action-due", f"{action.id}/{action.due}/{min(stages)}", person.id),
                person=person.id,
                about="group-action-due",
                words=f"An action of the operational group {'was' if late else 'is'} due on {_day(action.due)}. "
                "Say what came of it, or bring it to the next meeting.",
                since=_midnight(action.due - timedelta(days=min(stages))),
            )


def _id(about: str, subject: str, person: str) -> str:
    return hashlib.sha256(f"{about}\n{subject}\n{person}".encode()).hexdigest()[:24]


def _agency(store: Store, code: str) -> str:
    agency = store.agency(code)
    return agency.name if agency else code


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)
