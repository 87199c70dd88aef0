"""What happened, as far as one person sees it: the ground on which a place or a person is said to come up again and again."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Happening:
    """One thing that happened at a place or to a person: a case opened, a complaint made, a line of the daily call.

    `key` says whose or where, the same for the same; `label` is what is shown of it: a place's words, nothing of a person.
    `part` is the role of a person, blank for a place.
    """

    about: str
    key: str
    label: str
    source: str
    reference: str
    on: date
    part: str = ""
    person: str = ""


SOURCES = ("case", "complaint", "call")
