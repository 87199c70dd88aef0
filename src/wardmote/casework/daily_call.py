"""The daily call: raise a line, say who takes it and by when, tie it to a case, close it; or say there is nothing new.

A call is quick and many people write at once, so a line is changed against the version it was read at, and whoever joins
the call may change any line they see. A year after it was raised a line is out of sight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import AuditEvent, act, event
from wardmote.casework.entries import words_for_all
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, WrongEntry
from wardmote.casework.looks import in_hand
from wardmote.casework.nouns import CallLine, CallWanted, Look, NothingNew, SharingAgreement, SignedIn
from wardmote.casework.store import Store

PURPOSE = "daily-call"


@dataclass(frozen=True)
class Call:
    """The call of a day as one person may see it. `version` is what to ask for changes after."""

    day: date
    lines: tuple[CallLine, ...]
    nothing_new: tuple[NothingNew, ...]
    version: int


def read_call(store: Store, by: SignedIn, day: date) -> Call:
    """The whole call of a day: lines still open from before first, then in the order they were raised."""
    with act(store, by, "call-read"):
        permissions.check_capability(by.user, "join-call", by.today)
        return _call(store, by, CallWanted(day))


def changes(store: Store, by: SignedIn, day: date, since: int) -> Call:
    """What of the call changed after a version. Only these lines are logged as looked at."""
    with act(store, by, "call-read"):
        permissions.check_capability(by.user, "join-call", by.today)
        return _call(store, by, CallWanted(day, since))


def newest(store: Store, by: SignedIn, day: date) -> int:
    """The version of the call of a day as this person sees it. To ask is no look: it says that something changed."""
    permissions.check_capability(by.user, "join-call", by.today)
    return _version(store, by, _nothing_new(store, by, day))


def _call(store: Store, by: SignedIn, wanted: CallWanted) -> Call:
    """The version is asked for first: what changes in between is shown now and once more."""
    said = _nothing_new(store, by, wanted.day)
    version = _version(store, by, said)
    seen = store.read_call(Look(by, PURPOSE), visibility.call_lines_seen_by(by.user, by.today), wanted)
    lines = sorted(_as_seen(store, by, seen), key=lambda line: line.raised_on >= wanted.day)
    return Call(wanted.day, tuple(lines), tuple(said), version)


def _version(store: Store, by: SignedIn, said: Sequence[NothingNew]) -> int:
    of_lines = store.call_version(visibility.call_lines_seen_by(by.user, by.today))
    return max([of_lines, *(each.changed for each in said)])


def _nothing_new(store: Store, by: SignedIn, day: date) -> list[NothingNew]:
    """Who said so and has raised nothing that day: a line raised after it takes it back."""
    said = store.nothing_new_on(day)
    if not said:
        return []
    agreements, raising = store.agreements(), store.agencies_raising(day)
    shared = [each for each in said if shares_call(agreements, by.user.agency, each.agency, by.today)]
    return [each for each in shared if each.agency not in raising]


def _as_seen(store: Store, by: SignedIn, lines: Sequence[CallLine]) -> list[CallLine]:
    """Without the word that somebody is vulnerable, for whoever is not cleared to know it; without cases not in sight."""
    cases = {line.case for line in lines if line.case}
    seen = store.cases_in_sight(cases, visibility.cases_seen_by(by.user, by.today)) if cases else frozenset()
    knows = knows_vulnerable(by)
    return [
        replace(line, vulnerable=line.vulnerable and knows, case=line.case if line.case in seen else "")
        for line in lines
    ]


def knows_vulnerable(by: SignedIn) -> bool:
    """That a person is vulnerable could ruin them if it got out: P2."""
    return "P2" in visibility.viewer(by.user, by.today).levels


def read_line(store: Store, by: SignedIn, reference: str) -> CallLine:
    """One line, to change it: a look of its own."""
    with act(store, by, "call-line-read", reference):
        return _as_seen(store, by, [_line(store, by, reference)])[0]


def read_untied(store: Store, by: SignedIn, reference: str) -> CallLine:
    """A line that leads to no case yet, to make or find one for it. Which case another leads to may be hidden."""
    with act(store, by, "call-line-read", reference):
        line = _line(store, by, reference)
        _check_untied(line)
        return _as_seen(store, by, [line])[0]


def _check_untied(line: CallLine) -> None:
    if line.case:
        raise NotNow("This line leads to a case already.")


def _line(store: Store, by: SignedIn, reference: str) -> CallLine:
    permissions.check_capability(by.user, "join-call", by.today)
    sees = visibility.call_lines_seen_by(by.user, by.today)
    line = store.read_call_line(Look(by, PURPOSE), reference, sees)
    if line is None or not visibility.call_line_visible(by.user, line, store.agreements(), by.today):
        raise NotFound
    return line


def raise_line(
    store: Store,
    by: SignedIn,
    *,
    what: str,
    where: str,
    owner_agency: str,
    due: date,
    owner_person: str = "",
    vulnerable: bool = False,
) -> CallLine:
    """Put an issue on the call of today."""
    with act(store, by, "call-line-raised"):
        permissions.check_capability(by.user, "join-call", by.today)
        line = CallLine(
            reference=store.new_call_reference(by.today.year),
            raised_on=by.today,
            raised_at=by.utc,
            raised_by=by.user.id,
            raising_agency=by.user.agency,
            what=words_for_all("what", what, "Enter what happened."),
            where=words_for_all("where", where, "Enter where it is."),
            owner_agency=_owner(store, by, by.user.agency, owner_agency, owner_person),
            owner_person=owner_person,
            due=_due(due, by),
            vulnerable=vulnerable and knows_vulnerable(by),
        )
        return store.add_call_line(line, _event(by, "collection", "call-line-raised", line, ("what", "where", "due")))


def _owner(store: Store, by: SignedIn, raising: str, agency: str, person: str) -> str:
    """The agency that takes a line: that of whoever raised it, or one that shares with it for the call."""
    if store.agency(agency) is None or not shares_call(store.agreements(), raising, agency, by.today):
        raise WrongEntry("owner_agency", "Choose an agency that shares in the daily call.")
    if person:
        owner = store.user(person)
        if owner is None or owner.agency != agency or not owner.may("join-call", by.today):
            raise WrongEntry("owner_person", "Choose somebody of that agency who joins the call.")
    return agency


def shares_call(agreements: Sequence[SharingAgreement], one: str, other: str, today: date) -> bool:
    """Whether two agencies are one, or share for the daily call today."""
    return shares(agreements, one, other, PURPOSE, today)


def shares(agreements: Sequence[SharingAgreement], one: str, other: str, purpose: str, today: date) -> bool:
    """Whether two agencies are one, or share for a purpose today."""
    return one == other or any(
        agreement.live_on(today) and agreement.names(one, other) and purpose in agreement.purposes
        for agreement in agreements
    )


def _due(due: date, by: SignedIn) -> date:
    if due < by.today:
        raise WrongEntry("due", "Enter a day that is not in the past.")
    return due


def change_line(
    store: Store,
    by: SignedIn,
    reference: str,
    version: int,
    *,
    what: str,
    where: str,
    owner_agency: str,
    due: date,
    owner_person: str = "",
    vulnerable: bool = False,
) -> CallLine:
    """Change what a line says, who takes it or by when. A due date that has passed may stay as it is."""
    with act(store, by, "call-line-changed", reference):
        line = _at_version(store, by, reference, version)
        _check_open(line)
        now = replace(
            line,
            what=words_for_all("what", what, "Enter what happened."),
            where=words_for_all("where", where, "Enter where it is."),
            owner_agency=_owner(store, by, line.raising_agency, owner_agency, owner_person),
            owner_person=owner_person,
            due=due if due == line.due else _due(due, by),
            vulnerable=vulnerable if knows_vulnerable(by) else line.vulnerable,
        )
        fields = [name for name in vars(now) if getattr(now, name) != getattr(line, name)]
        return store.save_call_line(now, _event(by, "alteration", "call-line-changed", line, fields))


def _at_version(store: Store, by: SignedIn, reference: str, version: int) -> CallLine:
    line = _line(store, by, reference)
    if line.version != version:
        raise EditedMeanwhile
    return line


def _check_open(line: CallLine) -> None:
    if not line.open:
        raise NotNow("This line is closed. Open it again to change it.")


def close_line(store: Store, by: SignedIn, reference: str, version: int, *, outcome: str) -> CallLine:
    """Say what came of it. The time from raising to this is the time to resolve."""
    outcome = words_for_all("outcome", outcome, "Enter what came of it.")
    with act(store, by, "call-line-closed", reference):
        line = _at_version(store, by, reference, version)
        _check_open(line)
        closed = replace(line, closed_at=by.utc, closed_by=by.user.id, outcome=outcome)
        return store.save_call_line(
            closed, _event(by, "alteration", "call-line-closed", line, ("outcome", "closed_at"))
        )


def open_again(store: Store, by: SignedIn, reference: str, version: int) -> CallLine:
    """Take a closed line up again: it was not fixed."""
    with act(store, by, "call-line-opened-again", reference):
        line = _at_version(store, by, reference, version)
        if line.open:
            raise NotNow("This line is open already.")
        again = replace(line, closed_at=None, closed_by="", outcome="")
        return store.save_call_line(again, _event(by, "alteration", "call-line-opened-again", line, ("closed_at",)))


def tie_to_case(store: Store, by: SignedIn, reference: str, version: int, *, case: str) -> CallLine:
    """Say which case a line belongs to: one that this person sees, by its reference."""
    with act(store, by, "call-line-tied", case):
        line = _at_version(store, by, reference, version)
        _check_untied(line)
        hand = in_hand(store, by, case, store.purpose_given(by.session, case) or _purpose_for(store, by, case))
        tied = replace(line, case=hand.case.reference)
        return store.save_call_line(tied, _event(by, "alteration", "call-line-tied", line, ("case",)))


def _purpose_for(store: Store, by: SignedIn, case: str) -> str:
    """The daily call, where the case may be opened for it; else work on the case."""
    seen = store.standing(case, visibility.cases_seen_by(by.user, by.today))
    if seen is None:
        raise NotFound
    offered = permissions.grounds(by.user, seen, store.sharing_of(seen), by.today)
    return PURPOSE if PURPOSE in offered else "case-work"


def say_nothing_new(store: Store, by: SignedIn) -> None:
    """Say for one's agency that it has nothing to raise today, where it has raised nothing. Twice does no harm."""
    with act(store, by, "call-nothing-new"):
        permissions.check_capability(by.user, "join-call", by.today)
        if any(said.agency == by.user.agency for said in store.nothing_new_on(by.today)):
            return
        if by.user.agency in store.agencies_raising(by.today):
            raise NotNow("Your agency has put a line on the call of today, so nobody waits for it.")
        said = NothingNew(day=by.today, agency=by.user.agency, by=by.user.id, at=by.utc)
        told = event(by, "collection", "call-nothing-new", "call", by.today.isoformat())
        store.add_nothing_new(said, told)


def _event(by: SignedIn, action: str, deed: str, line: CallLine, fields: Iterable[str]) -> AuditEvent:
    return event(by, action, deed, "call-line", line.reference, look=Look(by, PURPOSE), fields=fields)
