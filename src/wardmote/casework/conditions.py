"""The small language access rules are written in: conditions over a viewer, a case and the records around it.

A rule is data. `visibility` walks it for one case; a store compiles it to a query (see `store.Filter`). Seven kinds of
condition, two kinds of term; each noun's fields carry the names of the dataclasses in `nouns`.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Of:
    """A field of a noun: `Of("case", "tier")`. The nouns: viewer, case, note, agreement, grant, conflict, emergency_opening."""

    noun: str
    field: str


@dataclass(frozen=True)
class Value:
    """A value written into the rule, or put there for one viewer: text, day, instant, bool, or a set of texts."""

    value: object


Term: TypeAlias = Of | Value


@dataclass(frozen=True)
class All:
    """Every part holds. `All()` always holds.

    A rule has hundreds of parts and is looked up on every page, so it knows its hash from the start.
    """

    parts: tuple["Condition", ...] = ()

    def __init__(self, *parts: "Condition") -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds. `AnyOf()` never holds."""

    parts: tuple["Condition", ...] = ()

    def __init__(self, *parts: "Condition") -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True)
class Same:
    """Two single values are equal."""

    left: Term
    right: Term


@dataclass(frozen=True)
class Within:
    """A single value is a member of a set: of texts, or a set-valued field such as the parties of an agreement."""

    item: Term
    group: Term


@dataclass(frozen=True)
class NotAfter:
    """The first day, or instant, is on or before the second."""

    earlier: Term
    later: Term


@dataclass(frozen=True)
class Exists:
    """A record of this noun exists for which the condition holds. The condition itself ties it to the case."""

    noun: str
    where: "Condition"


Condition: TypeAlias = All | AnyOf | Not | Same | Within | NotAfter | Exists

ALWAYS = All()
NEVER = AnyOf()
