"""Turns an access rule (`casework.conditions`) into the WHERE of a query, with EXISTS for the records around a case.

The agreements are written into the rule first: there are few, and looked up for each of 20,000 cases they took longer
than all the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists as ExistsQuery
from django.db.models import F, Model, OuterRef, Q
from django.db.models import Value as Literal
from django.db.models.lookups import Exact, In, LessThanOrEqual

from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Of, Same, Term, Value, Within
from wardmote.casework.folding import written_in
from wardmote.casework.nouns import SharingAgreement
from wardmote.web.store.agreements import agreements_in
from wardmote.web.store.models import CaseGrant, Conflict

NOUNS: Mapping[str, type[Model]] = {"grant": CaseGrant, "conflict": Conflict}
HOLDS = Q()
NEVER_HOLDS = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """Where the fields of each noun in sight are: how many queries up, and under which path."""

    using: str
    places: Mapping[str, tuple[int, str]]

    def deeper(self, noun: str | None = None) -> "Scope":
        """The scope of a query inside this one, about another noun."""
        places = {name: (up + 1, path) for name, (up, path) in self.places.items()}
        return Scope(self.using, {**places, noun: (0, "")} if noun else places)

    def field(self, term: Of) -> Any:
        """The expression for a single-valued field."""
        up, path = self.places[term.noun]
        return _outward(f"{path}{term.field}", up)

    def expression(self, term: Term) -> Any:
        return self.field(term) if isinstance(term, Of) else Literal(term.value)


def over_cases(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of cases."""
    return compiled(_with_agreements(condition, using), Scope(using, {"case": (0, "")}))


def over_notes(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of notes."""
    return compiled(_with_agreements(condition, using), Scope(using, {"note": (0, ""), "case": (0, "case__")}))


def _with_agreements(condition: Condition, using: str) -> Condition:
    return _written(condition, agreements_in(using))


@lru_cache(maxsize=256)
def _written(condition: Condition, agreements: tuple[SharingAgreement, ...]) -> Condition:
    return written_in(condition, {}, {"agreement": agreements})


def compiled(condition: Condition, scope: Scope) -> Q:
    """One condition, in the scope of one query."""
    match condition:
        case All(parts):
            whole = HOLDS
            for part in parts:
                whole &= compiled(part, scope)
            return whole
        case AnyOf(parts):
            return _any([compiled(part, scope) for part in parts])
        case Not(part):
            return ~compiled(part, scope)
        case Exists(noun, where):
            inner = compiled(where, scope.deeper(noun))
            return Q(ExistsQuery(NOUNS[noun]._default_manager.using(scope.using).filter(inner)))
        case Same(left, right):
            return Q(Exact(scope.expression(left), scope.expression(right)))
        case NotAfter(earlier, later):
            return Q(LessThanOrEqual(scope.expression(earlier), scope.expression(later)))
        case Within(item, Value(words)):
            return Q(In(scope.expression(item), sorted(words)))  # type: ignore[call-overload]
        case _:
            raise ValueError(f"{condition} has no SQL: a set-valued field must be written in before")


def _any(parts: list[Q]) -> Q:
    if any(part == HOLDS for part in parts):
        return HOLDS
    whole = NEVER_HOLDS
    for number, part in enumerate(parts):
        whole = part if number == 0 else whole | part
    return whole


def _outward(path: str, up: int) -> Any:
    """A field of this query, or of the query `up` levels outside it."""
    expression: Any = path
    for _ in range(up):
        expression = OuterRef(expression)
    return expression if up else F(path)
