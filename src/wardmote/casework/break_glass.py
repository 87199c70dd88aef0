"""Break-glass: one case, opened in an emergency by somebody who may not see it, watched by two agencies.

Source: security.md section 3, after the emergency access of the NHS Summary Care Record. It stops no one in an
emergency; what holds people back is that others are told at once and ask why within two working days.
"""

from collections.abc import Sequence
from dataclasses import replace

from wardmote.casework import notices, permissions, policies, visibility
from wardmote.casework.audit import AuditRecord, act, event
from wardmote.casework.conditions import ALWAYS
from wardmote.casework.entries import choice, words
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.nouns import (
    EMERGENCY_LASTS,
    LONDON,
    REVIEW_OUTCOMES,
    REVIEW_WITHIN,
    EmergencyOpening,
    Look,
    Sharing,
    SignedIn,
    Standing,
    TrailQuery,
    User,
)
from wardmote.casework.purposes import emergencies, emergencies_in_use
from wardmote.casework.store import Store
from wardmote.periods import working_days_after

SHORTEST_REASON = 20
GATEWAY = "vital-interests"
"""The power a case of another agency is seen under: UK GDPR article 6(1)(d)."""


def check_may(store: Store, by: SignedIn) -> None:
    """The person may break the glass now, before any case is named: role, no overdue review, a fresh proof."""
    permissions.check_break_glass(by.user, store.openings_unreviewed(ALWAYS), by.today)
    permissions.check_proven(by)


def break_glass(store: Store, by: SignedIn, reference: str, *, category: str, reason: str) -> EmergencyOpening:
    """Open one case, by its reference, for 60 minutes, and alert the privacy officers of both agencies.

    A case this person is in conflict with does not open, in the words of one that does not exist.
    """
    choice("category", category, emergencies_in_use(by.today), "Choose what the emergency is.")
    reason = words("reason", reason, "Enter why you must see this case now.")
    if len(reason) < SHORTEST_REASON:
        raise WrongEntry("reason", f"Enter why you must see this case now, in at least {SHORTEST_REASON} characters.")
    with act(store, by, "glass-broken", reference):
        check_may(store, by)
        case = store.standing(reference, visibility.cases_not_shut_to(by.user, by.today))
        if case is None:
            raise NotFound
        sharing = store.sharing_of(case)
        return live_opening(by, sharing) or _open(store, by, case, sharing, category, reason)


def live_opening(by: SignedIn, sharing: Sharing) -> EmergencyOpening | None:
    """The emergency this person has this case open in: its page says until when, and a form sent twice opens once."""
    mine = [o for o in sharing.emergency_openings if (o.user, o.agency) == (by.user.id, by.user.agency)]
    live = next((opening for opening in mine if opening.at <= by.utc <= opening.until), None)
    return live if by.user.may("break-glass", by.today) else None


def _open(store: Store, by: SignedIn, case: Standing, sharing: Sharing, category: str, reason: str) -> EmergencyOpening:
    opening = EmergencyOpening(
        id=store.new_id(),
        case=case.reference,
        user=by.user.id,
        agency=by.user.agency,
        owner_agency=case.lead_agency,
        category=category,
        gateway="" if by.user.agency == case.lead_agency else GATEWAY,
        reason=reason,
        at=by.utc,
        until=by.utc + EMERGENCY_LASTS,
        review_due=working_days_after(by.today, REVIEW_WITHIN),
    )
    look = Look(by, category, opening.gateway)
    store.add_opening(opening, event(by, "break-glass", "glass-broken", "case", case.reference, look=look))
    _alert(store, by, opening, sharing)
    return opening


def _alert(store: Store, by: SignedIn, opening: EmergencyOpening, sharing: Sharing) -> None:
    """Whoever answers for the data of each of the two agencies; never the opener, nor anybody in conflict."""
    without = {by.user.id, *(conflict.user for conflict in sharing.conflicts)}
    told: dict[str, User] = {}
    for agency in (opening.agency, opening.owner_agency):
        told |= {person.id: person for person in notices.officers(store, agency, by.today, without)}
    at = opening.at.astimezone(LONDON)
    said = (
        f"{by.user.name} opened a case in an emergency ({emergencies()[opening.category].name}) on {at:%-d %B %Y} at "
        f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}. A privacy officer reviews this by {opening.review_due:%-d %B %Y}."
    )
    notices.tell(
        store,
        by,
        told.values(),
        "emergency-opened",
        said,
        opening.id,
        action="break-glass",
        deed="emergency-alerted",
    )


# The review


def to_review(store: Store, by: SignedIn) -> list[EmergencyOpening]:
    """The emergencies that wait for a review this person may do, the one due first first."""
    if not by.user.may("see-trail", by.today):
        return []
    waiting = store.openings_unreviewed(visibility.cases_not_shut_to(by.user, by.today))
    mine = [opening for opening in waiting if permissions.can_review(by.user, opening, by.today)]
    return sorted(mine, key=lambda opening: (opening.review_due, opening.at))


def looks_under(store: Store, by: SignedIn, opening_id: str) -> tuple[EmergencyOpening, Sequence[AuditRecord]]:
    """An emergency and what was done in it, for whoever reviews or reviewed it. They see the log, not the case."""
    with act(store, by, "emergency-read"):
        opening = _reviewable(store, by, opening_id)
        asked = TrailQuery(object_id=opening.case, actor=opening.user, since=opening.at, until=opening.until)
        return opening, store.trail(Look(by, "audit-review"), asked)


def review(store: Store, by: SignedIn, opening_id: str, *, outcome: str, finding: str) -> EmergencyOpening:
    """Say whether the emergency was one: justified, not justified, or referred to somebody else. The opener is told."""
    choice("outcome", outcome, REVIEW_OUTCOMES, "Choose what you found.")
    finding = words("finding", finding, "Enter what you found, and what happens next.")
    with act(store, by, "emergency-reviewed"):
        opening = _reviewable(store, by, opening_id)
        policies.check_review(opening)
        reviewed = replace(opening, outcome=outcome, finding=finding, reviewed_by=by.user.id, reviewed_at=by.utc)
        told = event(by, "review", "emergency-reviewed", "emergency", opening.id, fields=("outcome", "finding"))
        saved = store.save_opening(reviewed, told)
        opener = store.user(opening.user)
        said = (
            f"Your emergency opening of {opening.at.astimezone(LONDON):%-d %B %Y} was reviewed: "
            f"{outcome.replace('-', ' ')}. Your privacy officer can say why."
        )
        deed = "emergency-review-told"
        notices.tell(
            store, by, [opener] if opener else [], "emergency-reviewed", said, opening.id, action="review", deed=deed
        )
        return saved


def _reviewable(store: Store, by: SignedIn, opening_id: str) -> EmergencyOpening:
    """NotFound outside the two agencies, and to somebody in conflict with the case, as for one that is not there.

    Who reviews nothing is told so whether it is there or not, so that nobody learns of an emergency by trying.
    """
    permissions.check_capability(by.user, "see-trail", by.today)
    opening = store.opening(opening_id)
    if opening is None or by.user.agency not in (opening.agency, opening.owner_agency):
        raise NotFound
    if store.standing(opening.case, visibility.cases_not_shut_to(by.user, by.today)) is None:
        raise NotFound
    permissions.check_review(by.user, opening, by.today)
    return opening
