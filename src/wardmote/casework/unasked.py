"""People past the threshold for an ASB case review who never asked: found across agencies, told safely, and what came of it.

Nobody is written to unasked. Somebody judged for domestic abuse is shown only to their advocate, or to whoever leads the
case on which they were: for everybody else they are in no queue.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act, event
from wardmote.casework.case_reviews import FINDING_REVIEWS
from wardmote.casework.case_reviews.procedure import Procedure, last_day_to_apply, qualification
from wardmote.casework.entries import choice
from wardmote.casework.errors import NotPermitted, Unsafe, WrongEntry
from wardmote.casework.looks import InHand, in_charge
from wardmote.casework.nouns import (
    TELLING_OUTCOMES,
    WAYS_TO_TELL,
    AbuseFlag,
    Asked,
    Complaint,
    Detail,
    Look,
    SignedIn,
    Telling,
)
from wardmote.casework.persons import roles_of
from wardmote.casework.safe_contact import SORTS_OF, Sending, check_send
from wardmote.casework.store import Store

HALF_A_YEAR = timedelta(days=186)
"""At least six months: an older complaint can count for no application of today."""
ADVOCATE = "victim-advocate"
CONTACTED = ("ring", "text", "visit")
"""The ways that go to a number or a place, which must be safe."""


@dataclass(frozen=True)
class Unasked:
    """One person past the threshold: under which numbers they are known, and the complaints that would count today.

    `until` is the last day on which an application would still be met by number; `attempts` how telling them went before.
    """

    people: tuple[str, ...]
    complaints: tuple[Complaint, ...]
    until: date
    for_advocate: bool = False
    attempts: tuple[Telling, ...] = ()

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases the person is on, the one with the last complaint first."""
        own = [complaint for complaint in self.complaints if complaint.person in self.people]
        newest = sorted(own, key=lambda complaint: complaint.made_on, reverse=True)
        return tuple(dict.fromkeys(complaint.case for complaint in newest))

    @property
    def bodies(self) -> dict[str, int]:
        """How many of the complaints each body had, the most first."""
        return dict(Counter(complaint.agency for complaint in self.complaints).most_common())

    def person_on(self, case: str) -> str:
        """The number they have on one of their cases."""
        return next(c.person for c in self.complaints if c.case == case and c.person in self.people)


def past_threshold(
    complaints: Sequence[Complaint],
    same: Mapping[str, str],
    asked: Iterable[Asked],
    needed: int,
    today: date,
) -> list[Unasked]:
    """Who would meet the threshold by number if they applied today, soonest to lapse first.

    Counted are the complaints the person made to any body on any case, or those that anybody made on one case the person
    complained on, whichever are more; without those that an application, or being told, has seen to.
    """
    counting = [complaint for complaint in complaints if qualification(complaint, today).counts]
    groups: dict[str, set[str]] = {}
    for complaint in counting:
        groups.setdefault(same.get(complaint.person, complaint.person), set()).add(complaint.person)
    seen_to = list(asked)
    found = []
    for people in groups.values():
        best = max(_countings(people, counting, seen_to, same), key=len)
        if len(best) >= needed:
            last_days = sorted((last_day_to_apply(complaint.made_on) for complaint in best), reverse=True)
            found.append(Unasked(tuple(sorted(people)), tuple(best), last_days[needed - 1]))
    return sorted(found, key=lambda each: (each.until, each.people))


def _countings(
    people: set[str], counting: Sequence[Complaint], seen_to: Sequence[Asked], same: Mapping[str, str]
) -> list[list[Complaint]]:
    """The person's own complaints, and those about the behaviour of each case they complained on."""
    marks = {same.get(person, person) for person in people}
    theirs = [each for each in seen_to if same.get(each.person, each.person) in marks]

    def open_to_them(complaint: Complaint) -> bool:
        told = any(complaint.made_on <= each.on for each in theirs)
        return not told and not any(
            each.covers_case and each.case == complaint.case and complaint.made_on <= each.on for each in seen_to
        )

    left = [complaint for complaint in counting if open_to_them(complaint)]
    own = [complaint for complaint in left if complaint.person in people]
    cases = {complaint.case for complaint in own}
    return [own, *([complaint for complaint in left if complaint.case == case] for case in sorted(cases))]


def queue(store: Store, by: SignedIn, procedure: Procedure) -> list[Unasked]:
    """Who of the people on cases this person sees is past the threshold and never asked. A look at all of them."""
    with act(store, by, "unasked-sought"):
        permissions.check_capability(by.user, "work", by.today)
        sees = visibility.cases_seen_by(by.user, by.today)
        complaints = store.complaints_made(Look(by, FINDING_REVIEWS), sees, by.today - HALF_A_YEAR)
        people = {complaint.person for complaint in complaints}
        same = store.same_people(people, sees, visibility.notes_seen_by(by.user, by.today))
        found = past_threshold(complaints, same, store.asked_for(), procedure.complaints, by.today)
        return _with_attempts(store, by, _shown(store, by, found))


def _with_attempts(store: Store, by: SignedIn, found: Sequence[Unasked]) -> list[Unasked]:
    """Whoever tells them next knows first that it was not safe the last time."""
    people = {person for each in found for person in each.people}
    if not people:
        return []
    sees = visibility.cases_seen_by(by.user, by.today)
    tried = store.attempts(Look(by, FINDING_REVIEWS), people, sees)
    return [replace(each, attempts=tuple(t for t in tried if t.person in each.people)) for each in found]


def attempts_before(store: Store, by: SignedIn, person: str) -> Sequence[Telling]:
    """How telling one person went before, on every case this user sees them on under this number."""
    sees = visibility.cases_seen_by(by.user, by.today)
    return store.attempts(Look(by, FINDING_REVIEWS), {person}, sees)


def _shown(store: Store, by: SignedIn, found: Sequence[Unasked]) -> list[Unasked]:
    """Whoever is flagged is shown to their advocate alone."""
    flags: dict[str, list[AbuseFlag]] = {}
    for flag in store.abuse_flags({person for each in found for person in each.people}):
        flags.setdefault(flag.person, []).append(flag)
    cases = {flag.case for some in flags.values() for flag in some}
    seen = store.cases_in_sight(cases, visibility.cases_seen_by(by.user, by.today)) if cases else frozenset()
    shown = []
    for each in found:
        theirs = [flag for person in each.people for flag in flags.get(person, ())]
        if not theirs:
            shown.append(each)
        elif any(_advocates(by, flag, flag.case in seen) for flag in theirs):
            shown.append(Unasked(each.people, each.complaints, each.until, for_advocate=True))
    return shown


def _advocates(by: SignedIn, flag: AbuseFlag, sees_case: bool) -> bool:
    """An advocate who sees the case of the flag, or the named lead of it."""
    advocate = any(role.slug == ADVOCATE for role in by.user.roles_on(by.today))
    return sees_case and (advocate or flag.lead_person == by.user.id)


# Telling one of them


def check_teller(store: Store, by: SignedIn, person: str) -> None:
    """Whoever is flagged is told by their advocate; the reason given is none."""
    flags = store.abuse_flags([person])
    seen = store.cases_in_sight({flag.case for flag in flags}, visibility.cases_seen_by(by.user, by.today))
    if flags and not any(_advocates(by, flag, flag.case in seen) for flag in flags):
        raise NotPermitted("Somebody who works with this person already tells them. Ask the case lead.")


@dataclass(frozen=True)
class Way:
    """One way to reach a person, and why it must not be used; nothing where it may."""

    channel: str
    detail: Detail | None
    why_not: str = ""


def ways(store: Store, by: SignedIn, hand: InHand, person: str) -> list[Way]:
    """Each number and place on this case that this user sees, checked. Letters and emails are no way: others open them."""
    known = store.known_around(person)
    found = [Way("next-contact", None)]
    for detail in store.details_on(hand.case.reference, person):
        if detail.about not in ("address", "contact") or not detail.current_on(by.today):
            continue
        if not visibility.note_visible(by.user, hand.case, detail, hand.sharing, by.today, by.utc):
            continue
        for channel in (channel for channel in CONTACTED if detail.sort in SORTS_OF[channel]):
            try:
                check_send(Sending(person, channel, detail.value, detail.uprn), known, by.today)
                found.append(Way(channel, detail))
            except Unsafe as error:
                found.append(Way(channel, detail, str(error)))
    return found


def keep_telling(
    store: Store, by: SignedIn, reference: str, person: str, *, how: str, outcome: str, words: str = ""
) -> Telling:
    """Keep how somebody was told of the case review and what came of it. `how` is a way, or "way/detail id"."""
    channel, _, detail_id = how.partition("/")
    choice("how", channel, WAYS_TO_TELL, "Choose how you told them, or tried to.")
    choice("outcome", outcome, TELLING_OUTCOMES, "Choose what came of it.")
    with act(store, by, "unasked-told", reference):
        hand = in_charge(store, by, reference)
        permissions.check_work(by.user, hand.case, by.today)
        roles_of(store, by, hand, person)
        check_teller(store, by, person)
        _check_way(ways(store, by, hand, person), channel, detail_id)
        telling = Telling(
            id=store.new_id(),
            case=reference,
            person=person,
            agency=by.user.agency,
            by=by.user.id,
            on=by.today,
            how=channel,
            outcome=outcome,
            words=words.strip(),
        )
        told = event(
            by,
            "collection",
            "unasked-told",
            "person",
            f"{reference}/{telling.id}",
            look=hand.look,
            fields=("outcome",),
            shown=(person,),
        )
        store.add_review_part(telling, told)
        return telling


def _check_way(offered: Sequence[Way], channel: str, detail_id: str) -> None:
    chosen = [way for way in offered if way.channel == channel and (way.detail.id if way.detail else "") == detail_id]
    if not chosen:
        raise WrongEntry("how", "Choose how you told them, or tried to.")
    if chosen[0].why_not:
        raise WrongEntry("how", chosen[0].why_not)
