"""Is it safe to send this, to this person, there? Asked before any letter, email, text, call or visit.

Four of the seven bodies the ICO reprimanded over domestic-abuse data had given the safe address to the alleged abuser.
So a sending is refused when an opposing party can read it where it goes, when the address or number changed lately and
nobody made sure, and when the person asked not to be reached that way. What is known is taken from every case the person
is on, also where the sender does not see it; so a reason never says what stands there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wardmote.casework.errors import Unsafe
from wardmote.casework.normal_forms import form_of, uprn_form
from wardmote.casework.nouns import Detail, Relation

UNSETTLED = timedelta(days=90)
"""How long a changed address or number needs somebody to have made sure of it (security.md X4)."""
DWELLINGS = ("home", "safe", "refuge", "previous")
SORTS_OF = {
    "ring": ("phone",),
    "text": ("phone",),
    "email": ("email",),
    "letter": ("home", "safe", "refuge", "work", "previous"),
    "visit": ("home", "safe", "refuge", "work", "previous"),
}
"""What each channel goes to."""
WORDS = {"ring": "ringing", "text": "texting", "email": "email", "letter": "letters", "visit": "visits"}


@dataclass(frozen=True)
class Sending:
    """What is about to go where: to whom, by which channel, to which address, number or email."""

    recipient: str
    channel: str
    to: str
    uprn: str = ""


@dataclass(frozen=True)
class Known:
    """What is known of a person and of everybody joined to them, on every case. For this check alone; never shown."""

    details: tuple[Detail, ...] = ()
    relations: tuple[Relation, ...] = ()


def check_send(sending: Sending, known: Known, today: date) -> None:
    """Raises Unsafe with every reason why this must not be sent there."""
    if reasons := list(_reasons(sending, known, today)):
        raise Unsafe(" ".join(reasons))


def can_send(sending: Sending, known: Known, today: date) -> bool:
    return not any(_reasons(sending, known, today))


def _reasons(sending: Sending, known: Known, today: date) -> Iterator[str]:
    own = [detail for detail in known.details if detail.person == sending.recipient]
    going_to = [detail for detail in own if _is_where(sending, detail)]
    current = [detail for detail in going_to if _is_current(detail, today)]
    if _ruled_out(sending, own, today):
        yield f"Their safe-contact rule rules out {WORDS[sending.channel]}. Use another way."
    if not current:
        yield "This is not where this person can be reached now. Use a current address or contact."
    elif _ended_elsewhere(going_to, current, today):
        yield "Another case says this has ended. Make sure of it with the person first."
    elif any(_changed_unchecked(detail, own, today) for detail in current):
        yield "This changed less than 90 days ago and nobody has made sure of it. Check it with the person first."
    if _read_by_others(sending, current, known, today):
        yield "Somebody this person must be kept apart from can be reached there too. Use another way, and tell the case lead."


def _is_where(sending: Sending, detail: Detail) -> bool:
    return detail.sort in SORTS_OF[sending.channel] and _same_place(sending, detail)


def _same_place(sending: Sending, detail: Detail) -> bool:
    """The same by its form, or the same property by its number."""
    if detail.about not in ("address", "contact"):
        return False
    numbers = uprn_form(sending.uprn), uprn_form(detail.uprn)
    form = form_of(detail.about, detail.value)
    return (bool(numbers[0]) and numbers[0] == numbers[1]) or (bool(form) and form == form_of(detail.about, sending.to))


def _is_current(detail: Detail, today: date) -> bool:
    return detail.sort != "previous" and detail.current_on(today)


def _begun(detail: Detail) -> date:
    return detail.since or detail.at.date()


def _ruled_out(sending: Sending, own: Sequence[Detail], today: date) -> bool:
    rules = [detail for detail in own if detail.about == "safe-contact" and detail.current_on(today)]
    return any(sending.channel in rule.forbids for rule in rules)


def _ended_elsewhere(going_to: Sequence[Detail], current: Sequence[Detail], today: date) -> bool:
    """One case says it ended and no later check on another says it did not."""
    ends = [detail.until or _begun(detail) for detail in going_to if not _is_current(detail, today)]
    ended = max(ends, default=None)
    sure = max((max(_begun(detail), detail.checked_on or date.min) for detail in current), default=date.min)
    return ended is not None and sure < ended


def _changed_unchecked(detail: Detail, own: Sequence[Detail], today: date) -> bool:
    """It took the place of an earlier one less than 90 days ago. The first one known is no change."""
    begun = _begun(detail)
    checked = detail.checked_on is not None and detail.checked_on >= begun
    form = form_of(detail.about, detail.value)
    earlier = any(
        _group(other) == _group(detail) and _begun(other) < begun and form_of(other.about, other.value) != form
        for other in own
    )
    return earlier and not checked and today - begun < UNSETTLED


def _group(detail: Detail) -> str:
    """Addresses somebody lives at replace each other; a place of work replaces a place of work."""
    return "dwelling" if detail.sort in DWELLINGS else detail.sort


def _read_by_others(sending: Sending, current: Sequence[Detail], known: Known, today: date) -> bool:
    """Whether an opposing party, who lives with them, or (for a telephone or email) a child of theirs is reached there."""
    lives = _Lives(tuple(relation for relation in known.relations if not relation.ended_on))
    opposing = lives.joined(sending.recipient, "opposing")
    around = set().union(*(lives.joined(person, "household") for person in opposing))
    if sending.channel in ("letter", "visit"):
        around -= lives.joined(sending.recipient, "household")
    else:
        around |= set().union(*(lives.children(person) for person in opposing))
    theirs = [d for d in known.details if d.person in (opposing | around) - {sending.recipient}]
    sure = max((detail.checked_on or date.min for detail in current), default=date.min)
    return any(_same_place(sending, detail) and _still_reaches(detail, sure, today) for detail in theirs)


def _still_reaches(detail: Detail, sure: date, today: date) -> bool:
    """Where they are reached now; or were, and nobody has made sure of the recipient's own since they left."""
    if _is_current(detail, today):
        return True
    left = detail.until or _begun(detail)
    return sure <= left


@dataclass(frozen=True)
class _Lives:
    """Who is joined to whom, by relations that have not ended."""

    relations: tuple[Relation, ...]

    def joined(self, person: str, tie: str) -> set[str]:
        return {r.far_end(person) for r in self.relations if r.tie == tie and r.joins(person)}

    def children(self, person: str) -> set[str]:
        return {r.other for r in self.relations if r.tie == "parent" and r.one == person}


def opposing_pairs(relations: Iterable[Relation]) -> frozenset[frozenset[str]]:
    """Who must never both be sent the same thing."""
    return frozenset(frozenset((r.one, r.other)) for r in relations if r.tie == "opposing" and not r.ended_on)
