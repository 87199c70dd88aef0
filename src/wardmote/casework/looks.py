"""Looking: at one case, at a list, at a protected entry, and at who looked. Each look is in the trail before it is shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from wardmote.casework import budgets, notices, permissions, visibility
from wardmote.casework.audit import AuditRecord, act, append, event
from wardmote.casework.errors import NotFound, OverBudget, PurposeNeeded, WrongEntry
from wardmote.casework.normal_forms import address_form, name_form, uprn_form
from wardmote.casework.nouns import (
    SORTS,
    CaseFile,
    CasePage,
    Found,
    Look,
    Note,
    Sharing,
    SignedIn,
    Sought,
    Standing,
    TrailPage,
    TrailQuery,
    Wanted,
)
from wardmote.casework.store import Filter, Store

LOOKS_SHOWN = frozenset({"consultation", "disclosure", "export", "break-glass", "combination"})
LOOKS_ON_A_PAGE = 50
PROTECTED_LOOKS = frozenset({"note-opened", "detail-opened", "document-opened"})
"""The deeds that show what is protected at P3."""
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
    case = store.standing(reference, visibility.cases_seen_by(by.user, by.today, by.utc))
    if case is None:
        raise NotFound
    sharing = store.sharing_of(case)
    visibility.check_visible(by.user, case, sharing, by.today, by.utc)
    if not purpose:
        purpose = store.purpose_given(by.session, reference)
        if not permissions.can_look(by.user, case, purpose, sharing, by.today, by.utc):
            raise PurposeNeeded
    ground = permissions.check_look(by.user, case, purpose, sharing, by.today, by.utc)
    return InHand(case, sharing, Look(by, ground.purpose, ground.gateway, ground.agreement))


def in_charge(store: Store, by: SignedIn, reference: str, purpose: str = "") -> InHand:
    """`in_hand` for whoever decides on the case: not by an emergency alone."""
    hand = in_hand(store, by, reference, purpose)
    permissions.check_own_right(by.user, hand.case, hand.sharing, by.today)
    return hand


def purposes_offered(store: Store, by: SignedIn, reference: str) -> tuple[str, ...]:
    """What this person may open the case for. Shown when `open_case` raises PurposeNeeded."""
    with act(store, by, "case-purposes", reference):
        case = store.standing(reference, visibility.cases_seen_by(by.user, by.today, by.utc))
        if case is None:
            raise NotFound
        return tuple(permissions.grounds(by.user, case, store.sharing_of(case), by.today, by.utc))


def open_case(store: Store, by: SignedIn, reference: str, purpose: str = "") -> CaseFile:
    """The case as this person may see it, P3 entries masked. The purpose is asked once per case and session."""
    return open_in_hand(store, by, reference, purpose)[1]


def open_in_hand(store: Store, by: SignedIn, reference: str, purpose: str = "") -> tuple[InHand, CaseFile]:
    """`open_case`, with what the rules know of the case beside it: for a page that shows what may be done next."""
    with _opening(store, by, "case-opened", reference):
        hand = in_hand(store, by, reference, purpose)
        budgets.check_budget(store, by, reference)
        found = store.read_file(hand.look, reference, *filters(by))
        if found is None:
            raise NotFound
        if permissions.in_grace(by.user, hand.case, hand.sharing, by.today):
            notices.tell_of_grace(store, by, hand.case, hand.sharing)
        return hand, found


@contextmanager
def _opening(store: Store, by: SignedIn, deed: str, reference: str) -> Iterator[None]:
    """An act that may be one case too many: then nothing is shown, and somebody is told once all is undone."""
    try:
        with act(store, by, deed, reference):
            yield
    except OverBudget:
        budgets.stopped(store, by, reference)
        raise


def last_protected_look(store: Store, by: SignedIn, case: Standing) -> datetime | None:
    """When this session last opened something protected on a sealed case, where each view asks a new proof."""
    return store.last_look_at(by.session, case.reference, PROTECTED_LOOKS) if case.tier == "sealed" else None


def check_protected(store: Store, by: SignedIn, case: Standing) -> None:
    """A protected field asks a fresh proof, and on a sealed case a new one for each view (security.md section 3)."""
    permissions.check_proven_since(by, last_protected_look(store, by, case))


def open_note(store: Store, by: SignedIn, reference: str, note_id: str, *, purpose: str = "") -> Note:
    """One entry with its text: a look of its own in the trail. A P3 entry also needs a fresh proof of who one is."""
    with _opening(store, by, "note-opened", reference):
        hand = in_hand(store, by, reference, purpose)
        budgets.check_budget(store, by, reference)
        last = last_protected_look(store, by, hand.case)
        found = store.read_note(hand.look, note_id, reference, *filters(by))
        if found is None:
            raise NotFound
        if found.protection == "P3":
            permissions.check_proven_since(by, last)
        return found


def list_cases(store: Store, by: SignedIn, wanted: Wanted) -> CasePage:
    """One page of the cases this person sees. The trail keeps which references the page showed."""
    return list_each(store, by, wanted)[0]


def list_each(store: Store, by: SignedIn, *wanted: Wanted) -> Sequence[CasePage]:
    """`list_cases` for several lists that are shown beside each other: it is one look at all of them."""
    if any(one.sort.removeprefix("-") not in SORTS for one in wanted):
        raise WrongEntry("sort", "Choose a column to sort by.")
    if any(one.page < 1 or not 1 <= one.size <= 100 for one in wanted):
        raise WrongEntry("page", "Choose a page of at most 100 cases.")
    with act(store, by, "cases-listed"):
        permissions.check_capability(by.user, "see", by.today)
        return store.list_cases(Look(by, FINDING_WORK), visibility.cases_seen_by(by.user, by.today), *wanted)


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


def find_people(store: Store, by: SignedIn, sought: Sought) -> Sequence[Found]:
    """The cases where exactly this address, property or person stands, as far as this person sees them.

    What was asked is kept nowhere; what was shown is in the trail. A name is found only together with its date of birth,
    so that protected people are found only by who already knows them.
    """
    if sought.name and not sought.birth:
        raise WrongEntry("birth", "Enter the date of birth too.")
    if not (name_form(sought.name) or uprn_form(sought.uprn) or address_form(sought.address)):
        raise WrongEntry("address", "Enter an address, a UPRN, or a name and a date of birth.")
    with act(store, by, "people-sought"):
        permissions.check_capability(by.user, "see", by.today)
        return store.find_people(Look(by, FINDING_WORK), *filters(by), sought)


def who_saw_person(store: Store, by: SignedIn, person: str) -> Sequence[AuditRecord]:
    """Who saw this person, on any case, when, what for and who got it; as far as the asker may read the logs of the cases.

    A person on no case whose log they may read is NotFound, like one that never was.
    """
    with act(store, by, "trail-read"):
        permissions.check_trail_of_person(by.user, by.today)
        sees = visibility.trails_seen_by(by.user, by.today)
        readable = set(store.cases_of(person, sees))
        if not readable:
            raise NotFound
        records = store.trail_of_person(Look(by, "audit-review"), person)
        return [record for record in records if readable.intersection(_cases_in(record))]


def export_who_saw_person(store: Store, by: SignedIn, person: str) -> Sequence[AuditRecord]:
    """The same, to take away: after a fresh proof, and logged as an export."""
    permissions.check_proven(by)
    records = who_saw_person(store, by, person)
    told = event(by, "export", "person-trail-exported", "trail", person, look=Look(by, "audit-review"))
    append(store, told)
    return records


def _cases_in(record: AuditRecord) -> set[str]:
    """The cases a record is about, or that a list or a search showed."""
    return {record.event.object_id.partition("/")[0], *record.event.shown}


def filters(by: SignedIn) -> tuple[Filter, Filter]:
    """What is seen of one case in hand: an emergency counts."""
    return (
        visibility.cases_seen_by(by.user, by.today, by.utc),
        visibility.notes_seen_by(by.user, by.today, by.utc),
    )
