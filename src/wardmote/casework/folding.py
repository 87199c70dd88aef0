"""Writing what is known into a rule, and folding away what is then decided.

A filter is the rule with one viewer's values in it. A store may write in more: the few agreements, so that what is left
names agencies and kinds of case, and a database need not look agreements up for every case.
"""

from collections.abc import Mapping, Sequence

from wardmote.casework.conditions import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Condition,
    Exists,
    Not,
    NotAfter,
    Of,
    Same,
    Term,
    Value,
    Within,
)

Known = Mapping[str, object]
Records = Mapping[str, Sequence[object]]


def written_in(condition: Condition, known: Known, every: Records | None = None) -> Condition:
    """The rule with known nouns' values in it. Of a noun in `every` these are all the records there are: that one exists
    for which something holds then means that it holds for the first, or the second, or another."""
    match condition:
        case All(parts):
            return _folded(All, [written_in(part, known, every) for part in parts], absorbs=NEVER, vanishes=ALWAYS)
        case AnyOf(parts):
            return _folded(AnyOf, [written_in(part, known, every) for part in parts], absorbs=ALWAYS, vanishes=NEVER)
        case Not(part):
            return Not(written_in(part, known, every))
        case Exists(noun, where) if every and noun in every:
            each = [written_in(where, {**known, noun: record}, every) for record in every[noun]]
            return _folded(AnyOf, each, absorbs=ALWAYS, vanishes=NEVER)
        case Exists(noun, where):
            inner = written_in(where, known, every)
            return NEVER if inner == NEVER else Exists(noun, inner)
        case Same(left, right):
            return _decided(Same(_term(left, known), _term(right, known)))
        case Within(item, group):
            return _decided(Within(_term(item, known), _term(group, known)))
        case _:
            return _decided(NotAfter(_term(condition.earlier, known), _term(condition.later, known)))


def _folded(
    kind: type[All] | type[AnyOf], parts: list[Condition], absorbs: Condition, vanishes: Condition
) -> Condition:
    if absorbs in parts:
        return absorbs
    kept = list(dict.fromkeys(part for part in parts if part != vanishes))
    return kept[0] if len(kept) == 1 else kind(*kept)


def _decided(leaf: Same | Within | NotAfter) -> Condition:
    """ALWAYS or NEVER where both sides are known, and NEVER for membership of nothing; else the leaf."""
    if isinstance(leaf, Within) and leaf.group == Value(frozenset()):
        return NEVER
    if any(isinstance(term, Of) for term in vars(leaf).values()):
        return leaf
    return ALWAYS if leaf_holds(leaf, {}) else NEVER


def _term(term: Term, known: Known) -> Term:
    return Value(getattr(known[term.noun], term.field)) if isinstance(term, Of) and term.noun in known else term


def leaf_holds(leaf: Same | Within | NotAfter, known: Known) -> bool:
    """Whether a comparison holds for these records."""
    match leaf:
        case Same(left, right):
            return _value(left, known) == _value(right, known)
        case Within(item, group):
            return _value(item, known) in _value(group, known)  # type: ignore[operator]
        case _:
            return _value(leaf.earlier, known) <= _value(leaf.later, known)  # type: ignore[operator]


def _value(term: Term, known: Known) -> object:
    return term.value if isinstance(term, Value) else getattr(known[term.noun], term.field)
