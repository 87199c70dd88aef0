"""Repeat people and places: what came up again within a window, and whether that is more than chance.

Much comes up twice by chance alone. So the word *repeat* is kept for what a Poisson count would not explain: the things seen
have a mean number of happenings each; a thing is only seen if it has at least one, so the count is a Poisson count without
its zero. A place or person is a repeat when so many or more would come by chance, among all that were seen, less than once
in twenty times (Holm's correction). Everything is counted from what the asker sees.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from wardmote.casework import permissions, visibility
from wardmote.casework.audit import act
from wardmote.casework.entries import choice
from wardmote.casework.looks import FINDING_WORK
from wardmote.casework.nouns import Happening, Look, SignedIn
from wardmote.casework.store import Store

WINDOWS = (30, 90, 365)
USUAL_WINDOW = 90
KINDS = ("place", "harmed", "suspected")
"""Places; people who are harmed or tell; people suspected or convicted. The last two are never put together."""
PARTS = {
    "victim": "harmed",
    "reporter": "harmed",
    "witness": "",
    "suspect": "suspected",
    "offender": "suspected",
}
CHANCE = 0.05


@dataclass(frozen=True)
class Comes:
    """A place or a person that came up more than once, with what happened; `repeat` when chance would not explain it."""

    kind: str
    happenings: tuple[Happening, ...]
    chance: float
    repeat: bool

    @property
    def label(self) -> str:
        return self.happenings[0].label

    @property
    def number(self) -> int:
        return len(self.happenings)

    @property
    def references(self) -> tuple[str, ...]:
        """The cases and lines behind it, each once, the newest first."""
        return tuple(dict.fromkeys(each.reference for each in self.happenings))

    def of(self, source: str) -> int:
        return sum(each.source == source for each in self.happenings)


def kind_of(happening: Happening) -> str:
    return "place" if happening.about == "place" else PARTS[happening.part]


def read_repeats(store: Store, by: SignedIn, kind: str, window: int = USUAL_WINDOW) -> list[Comes]:
    """What came up more than once within the window, repeats first. A look at all of it."""
    choice("kind", kind, KINDS, "Choose places, people who are harmed, or people suspected.")
    with act(store, by, "repeats-sought"):
        permissions.check_capability(by.user, "work", by.today)
        return found_in(happenings(store, by, window), kind)


def happenings(store: Store, by: SignedIn, window: int) -> Sequence[Happening]:
    """What happened within the window, on the cases and lines of the call that this person sees."""
    return store.happenings(
        Look(by, FINDING_WORK),
        by.today - timedelta(days=window),
        visibility.cases_seen_by(by.user, by.today),
        visibility.notes_seen_by(by.user, by.today),
        visibility.call_lines_seen_by(by.user, by.today),
    )


def found_in(happened: Sequence[Happening], kind: str) -> list[Comes]:
    """What of one kind came up more than once, the least likely by chance first."""
    things: dict[str, list[Happening]] = {}
    for each in happened:
        if kind_of(each) == kind and each.key:
            things.setdefault(each.key, []).append(each)
    counts = {key: _once_each(some) for key, some in things.items()}
    if not counts:
        return []
    rate = rate_behind(sum(map(len, counts.values())) / len(counts))
    ordered = sorted(counts.values(), key=lambda some: (-len(some), some[0].key))
    found, still = [], True
    for place, some in enumerate(ordered):
        chance = chance_of(len(some), rate)
        still = still and len(some) > 1 and chance * (len(ordered) - place) < CHANCE
        if len(some) > 1:
            found.append(Comes(kind, tuple(some), chance, still))
    return found


def _once_each(some: Sequence[Happening]) -> list[Happening]:
    """Newest first, and a reference counted once for each source and day: two parts on one case are one happening."""
    kept = {(each.source, each.reference, each.on): each for each in some}
    return sorted(kept.values(), key=lambda each: (each.on, each.reference), reverse=True)


def rate_behind(mean: float) -> float:
    """The rate of a Poisson count whose mean without its zero is this: solved by halving. None is 0."""
    if mean <= 1:
        return 0.0
    low, high = 0.0, mean
    for _ in range(60):
        middle = (low + high) / 2
        if middle / -math.expm1(-middle) < mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chance_of(number: int, rate: float) -> float:
    """The chance of so many or more, of a Poisson count that is at least one."""
    if number <= 1:
        return 1.0
    if not rate:
        return 0.0
    below = sum(math.exp(-rate + k * math.log(rate) - math.lgamma(k + 1)) for k in range(1, number))
    return max(0.0, 1.0 - below / -math.expm1(-rate))
