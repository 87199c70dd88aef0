"""Turns an access rule (`casework.conditions`) into the WHERE of a query, with EXISTS for the records around a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists as ExistsQuery
from django.db.models import F, Model, OuterRef, Q
from django.db.models import Value as Literal
from django.db.models.lookups import Exact, LessThanOrEqual

from wardmote.casework.conditions import All, AnyOf, Condition, Exists, Not, NotAfter, Of, Same, Term, Value, Within
from wardmote.web.store.models import AgreementTerm, CaseGrant, Conflict, EmergencyOpening, SharingAgreement

NOUNS: Mapping[str, type[Model]] = {
    "agreement": SharingAgreement,
    "grant": CaseGrant,
    "conflict": Conflict,
    "emergency_opening": EmergencyOpening,
}
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


def over_cases(condition: Condition, using: str, path: str = "") -> Q:
    """The rule as a condition on a query of cases, or of what leads to a case by this path."""
    return compiled(condition, Scope(using, {"case": (0, path)}))


def over_notes(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of notes, or of anything else an agency wrote on a case."""
    return compiled(condition, Scope(using, {"note": (0, ""), "case": (0, "case__")}))


def over_things_of_cases(condition: Condition, using: str) -> Q:
    """The rule as a condition on a query of things that belong to a case."""
    return compiled(condition, Scope(using, {"case": (0, "case__")}))


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
        case Within(item, group):
            return _within(item, group, scope)


def _within(item: Term, group: Term, scope: Scope) -> Q:
    """Membership of a set written into the rule, or of a list that an agreement names."""
    if isinstance(group, Value):
        words = sorted(group.value)  # type: ignore[call-overload]
        return _any([Q(Exact(scope.expression(item), Literal(word))) for word in words])
    inside = scope.deeper()
    up, path = inside.places[group.noun]
    terms = AgreementTerm.objects.using(scope.using).filter(
        Q(Exact(F("agreement_id"), _outward(f"{path}pk", up))),
        Q(Exact(F("word"), inside.expression(item))),
        list=group.field,
    )
    return Q(ExistsQuery(terms))


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
