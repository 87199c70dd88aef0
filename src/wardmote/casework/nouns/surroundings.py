"""Where a case's place lies, which cases it is linked to, and how its risk was judged over time."""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.nouns.cases import Standing

BANDS = ("standard", "medium", "high")
LINKS = ("related", "same-people", "same-place", "duplicate")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where the place of a case lies: its ward, and its Unique Property Reference Number if it is one property."""

    case: str
    ward_code: str = ""
    ward_name: str = ""
    uprn: str = ""
    by: str
    on: date
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A judgement of risk by a tool: its score if it has one, its band, and why. Earlier ones stay."""

    id: str
    case: str
    person: str
    tool: str
    score: int | None
    band: str
    why: str
    owner_agency: str
    by: str
    at: datetime
    kind: str
    protection: str
    data_category: str = "risk"


@dataclass(frozen=True, kw_only=True)
class CaseLink:
    """Two cases that belong together. Of a duplicate, `case` is the copy and `other` the one to go on with."""

    id: str
    case: str
    other: str
    link: str
    by: str
    agency: str
    on: date


@dataclass(frozen=True)
class LinkedCase:
    """A link as seen from one end: the case at the other end, which this person also sees."""

    link: CaseLink
    to: Standing
