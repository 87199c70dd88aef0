"""What do you see? One function for one case, one filter for all of them, both read from `access_spec`.

`visible` walks the rule over the records around one case. `cases_seen_by` puts the viewer's values into the same rule
and folds away what is then decided, leaving a condition on cases and the records around them for a store to compile.

An emergency lasts minutes, not days. Whoever opens a case asks with the instant, `now`; without it no emergency counts,
so that it puts a case in no list and lets nobody decide on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from wardmote.casework.access_spec import (
    CALL_LINE_VISIBLE,
    CASE_VISIBLE,
    MEETING_VISIBLE,
    NOT_SHUT_OUT,
    NOTE_VISIBLE,
    TRAIL_VISIBLE,
)
from wardmote.casework.conditions import ALWAYS, All, AnyOf, Condition, Exists, Not
from wardmote.casework.errors import NotFound
from wardmote.casework.folding import leaf_holds, written_in
from wardmote.casework.nouns import (
    GRACE_AFTER_LAPSE,
    PROTECTION_LEVELS,
    CallLine,
    Sharing,
    SharingAgreement,
    Standing,
    User,
)

EVERY_CASE = ALWAYS
"""No filter: for a test's own eyes."""


class Entry(Protocol):
    """What an agency wrote on a case: a note, and everything about a person, a relation or a risk."""

    @property
    def owner_agency(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def protection(self) -> str: ...
    @property
    def data_category(self) -> str: ...


@dataclass(frozen=True)
class Viewer:
    """What the rules ask about a person today. A disabled user, or one whose roles have all ended, is not active."""

    active: bool
    user: str
    agency: str
    today: date
    grace_from: date
    roles: frozenset[str]
    open_kinds: frozenset[str]
    granted_kinds: frozenset[str]
    led_kinds: frozenset[str]
    referred_kinds: frozenset[str]
    levels: frozenset[str]
    reads_intelligence: bool
    sees_trail: bool
    sees_all_trails: bool
    breaks_glass: bool
    now: datetime | None
    joins_call: bool
    joins_group: bool
    call_kept_from: date


def viewer(user: User, today: date, now: datetime | None = None) -> Viewer:
    """The instant is kept only for those who may open a case in an emergency: for others every one of a day is the same."""
    return _viewer(user, today, now if now is not None and _breaks_glass(user, today) else None)


@lru_cache(maxsize=1024)
def _breaks_glass(user: User, today: date) -> bool:
    return user.may("break-glass", today)


@lru_cache(maxsize=1024)
def _viewer(user: User, today: date, now: datetime | None) -> Viewer:
    """Worked out once: the rules ask dozens of times for one page."""
    held = user.roles_on(today)
    seeing = [role for role in held if "see" in role.capabilities]
    highest = max((PROTECTION_LEVELS.index(role.clearance) for role in seeing), default=-1)
    return Viewer(
        active=bool(held),
        user=user.id,
        agency=user.agency,
        today=today,
        grace_from=today - GRACE_AFTER_LAPSE,
        roles=frozenset(role.code for role in seeing),
        open_kinds=frozenset().union(*(role.open_kinds for role in seeing)),
        granted_kinds=frozenset().union(*(role.granted_kinds for role in seeing)),
        led_kinds=frozenset().union(*(role.granted_kinds for role in seeing if "lead" in role.capabilities)),
        referred_kinds=frozenset().union(*(role.open_kinds for role in seeing if "refer" in role.capabilities)),
        levels=frozenset(PROTECTION_LEVELS[: highest + 1]),
        reads_intelligence=user.may("read-intelligence", today),
        sees_trail=user.may("see-trail", today),
        sees_all_trails=user.may("see-all-trails", today),
        breaks_glass=now is not None,
        now=now,
        joins_call=user.may("join-call", today),
        joins_group=user.may("join-group", today),
        call_kept_from=a_year_before(today),
    )


def a_year_before(today: date) -> date:
    """The same day a year ago; 28 February for a leap day."""
    return today.replace(year=today.year - 1, day=28 if (today.month, today.day) == (2, 29) else today.day)


# The function: one case


def visible(user: User, case: Standing, sharing: Sharing, today: date, now: datetime | None = None) -> bool:
    """Whether this person sees this case today; with `now`, also by an emergency."""
    return _holds(CASE_VISIBLE, {"viewer": viewer(user, today, now), "case": case}, sharing)


def check_visible(user: User, case: Standing, sharing: Sharing, today: date, now: datetime | None = None) -> None:
    """Raises NotFound, the same as for a case that is not there."""
    if not visible(user, case, sharing, today, now):
        raise NotFound


def note_visible(
    user: User, case: Standing, note: Entry, sharing: Sharing, today: date, now: datetime | None = None
) -> bool:
    """Whether this person reads this note, or a document or what is written of a person or a risk, on a case they see."""
    return _holds(NOTE_VISIBLE, {"viewer": viewer(user, today, now), "case": case, "note": note}, sharing)


def call_line_visible(user: User, line: CallLine, agreements: Sequence[SharingAgreement], today: date) -> bool:
    """Whether this person sees this line of the daily call."""
    return _holds(CALL_LINE_VISIBLE, {"viewer": viewer(user, today), "line": line}, Sharing(tuple(agreements)))


def trail_visible(user: User, case: Standing, today: date) -> bool:
    """Whether this person reads the log of this case."""
    return _holds(TRAIL_VISIBLE, {"viewer": viewer(user, today), "case": case}, Sharing())


def way_open(
    way: Condition, user: User, case: Standing, sharing: Sharing, today: date, now: datetime | None = None
) -> bool:
    """Whether one of `access_spec.WAYS`, or any other part of the rule, holds for this person and case."""
    return _holds(way, {"viewer": viewer(user, today, now), "case": case}, sharing)


def _holds(condition: Condition, known: Mapping[str, object], sharing: Sharing) -> bool:
    match condition:
        case All(parts):
            return all(_holds(part, known, sharing) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, known, sharing) for part in parts)
        case Not(part):
            return not _holds(part, known, sharing)
        case Exists(noun, where):
            return any(_holds(where, {**known, noun: record}, sharing) for record in getattr(sharing, noun + "s"))
        case _:
            return leaf_holds(condition, known)


# The filter: all cases at once


def cases_seen_by(user: User, today: date, now: datetime | None = None) -> Condition:
    """The filter for the cases this person sees today: no viewer term is left in it. A store compiles it."""
    return _for_viewer(CASE_VISIBLE, viewer(user, today, now))


def notes_seen_by(user: User, today: date, now: datetime | None = None) -> Condition:
    """The filter for notes and documents on cases already in sight; its nouns are note, case, agreement and emergency_opening."""
    return _for_viewer(NOTE_VISIBLE, viewer(user, today, now))


def cases_not_shut_to(user: User, today: date) -> Condition:
    """The filter for every case this person is not in conflict with: for an emergency, and for deciding on a grant."""
    return _for_viewer(NOT_SHUT_OUT, viewer(user, today))


def call_lines_seen_by(user: User, today: date) -> Condition:
    """The filter for lines of the daily call; its nouns are line and agreement."""
    return _for_viewer(CALL_LINE_VISIBLE, viewer(user, today))


def meetings_seen_by(user: User, today: date) -> Condition:
    """The filter for meetings of the operational group; its nouns are meeting and agreement."""
    return _for_viewer(MEETING_VISIBLE, viewer(user, today))


def trails_seen_by(user: User, today: date) -> Condition:
    """The filter for cases whose log this person may read."""
    return _for_viewer(TRAIL_VISIBLE, viewer(user, today))


@lru_cache(maxsize=1024)
def _for_viewer(rule: Condition, who: Viewer) -> Condition:
    """The rule with the viewer's values written in, and whatever they decide folded away."""
    return written_in(rule, {"viewer": who})
