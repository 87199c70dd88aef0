"""Looking: at one case, at a list, at a protected entry, and at who looked. Each look is in the trail before it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import AuditRecord, act
from wardmote.casework.errors import NotFound, PurposeNeeded, WrongEntry
from wardmote.casework.nouns import (
    SORTS,
    CaseFile,
    CasePage,
    Look,
    Note,
    Sharing,
    SignedIn,
    Standing,
    TrailPage,
    TrailQuery,
    Wanted,
)
from wardmote.casework.store import Filter, Store

LOOKS_SHOWN = frozenset({"consultation", "disclosure", "export", "break-glass", "combination"})
LOOKS_ON_A_PAGE = 50
FINDING_WORK = "case-work"
"""The purpose of a case list: to find one's work. No list is asked a purpose."""


@dataclass(frozen=True)
class InHand:
    """A case a person sees, has said a purpose for, and may now do things to. It holds nothing personal."""

    case: Standing
    sharing: Sharing
    look: Look


def in_hand(store: Store, by: SignedIn, reference: str, purpose: str = "") -> InHand:
    """The case for this person: NotFound if hidden or missing, PurposeNeeded if this session has not said what for.

    The filter and the function are both asked; if they ever disagreed, nobody would see the case.
    """
    case = store.standing(reference, visibility.cases_seen_by(by.user, by.today))
    if case is None:
        raise NotFound
    sharing = store.sharing_of(case)
    visibility.check_visible(by.user, case, sharing, by.today)
    if not purpose:
        purpose = store.purpose_given(by.session, reference)
        if not permissions.can_look(by.user, case, purpose, sharing, by.today):
            raise PurposeNeeded
    ground = permissions.check_look(by.user, case, purpose, sharing, by.today)
    return InHand(case, sharing, Look(by, ground.purpose, ground.gateway, ground.agreement))


def purposes_offered(store: Store, by: SignedIn, reference: str) -> tuple[str, ...]:
    """What this person may open the case for. Shown when `open_case` raises PurposeNeeded."""
    with act(store, by, "case-purposes", reference):
        case = store.standing(reference, visibility.cases_seen_by(by.user, by.today))
        if case is None:
            raise NotFound
        return tuple(permissions.grounds(by.user, case, store.sharing_of(case), by.today))


def open_case(store: Store, by: SignedIn, reference: str, purpose: str = "") -> CaseFile:
    """The case as this person may see it, P3 entries masked. The purpose is asked once per case and session."""
    return open_in_hand(store, by, reference, purpose)[1]


def open_in_hand(store: Store, by: SignedIn, reference: str, purpose: str = "") -> tuple[InHand, CaseFile]:
    """`open_case`, with what the rules know of the case beside it: for a page that shows what may be done next."""
    with act(store, by, "case-opened", reference):
        hand = in_hand(store, by, reference, purpose)
        found = store.read_file(hand.look, reference, *_filters(by))
        if found is None:
            raise NotFound
        return hand, found


def open_note(store: Store, by: SignedIn, reference: str, note_id: str) -> Note:
    """One entry with its text, a P3 address included: a look of its own in the trail."""
    with act(store, by, "note-opened", reference):
        hand = in_hand(store, by, reference)
        found = store.read_note(hand.look, note_id, reference, *_filters(by))
        if found is None:
            raise NotFound
        return found


def list_cases(store: Store, by: SignedIn, wanted: Wanted) -> CasePage:
    """One page of the cases this person sees. The trail keeps which references the page showed."""
    if wanted.sort.removeprefix("-") not in SORTS:
        raise WrongEntry("sort", "Choose a column to sort by.")
    if wanted.page < 1 or not 1 <= wanted.size <= 100:
        raise WrongEntry("page", "Choose a page of at most 100 cases.")
    with act(store, by, "cases-listed"):
        permissions.check_capability(by.user, "see", by.today)
        return store.list_cases(Look(by, FINDING_WORK), visibility.cases_seen_by(by.user, by.today), wanted)


def who_saw(store: Store, by: SignedIn, reference: str) -> Sequence[AuditRecord]:
    """Who saw this case, when, what for and who got it; for auditors and the lead agency's privacy officer.

    They see the log and not the case; asking is itself in the log. A case outside their remit is NotFound.
    """
    with act(store, by, "trail-read", reference):
        if store.standing(reference, visibility.trails_seen_by(by.user, by.today)) is None:
            raise NotFound
        return store.trail(Look(by, "audit-review"), TrailQuery(object_id=reference, actions=LOOKS_SHOWN))


def who_saw_page(store: Store, by: SignedIn, reference: str, page: int = 1) -> TrailPage:
    """The same, newest first and a page at a time: a case of many years has been seen by many."""
    if page < 1:
        raise WrongEntry("page", "Choose a page from 1 up.")
    with act(store, by, "trail-read", reference):
        if store.standing(reference, visibility.trails_seen_by(by.user, by.today)) is None:
            raise NotFound
        query = TrailQuery(object_id=reference, actions=LOOKS_SHOWN)
        return store.trail_page(Look(by, "audit-review"), query, page, LOOKS_ON_A_PAGE)


def _filters(by: SignedIn) -> tuple[Filter, Filter]:
    return visibility.cases_seen_by(by.user, by.today), visibility.notes_seen_by(by.user, by.today)
