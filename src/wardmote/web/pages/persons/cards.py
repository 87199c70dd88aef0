"""The cards of a case page, one for each person: victims first, the role before the name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand, open_case
from wardmote.casework.nouns import PERSON_ROLES, CaseFile, Detail, PersonOnCase, Relation, SignedIn
from wardmote.casework.safe_contact import opposing_pairs
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook

NOT_TOLD = "Name not shown to your role"


@dataclass(frozen=True)
class Card:
    """One person as a case page shows them."""

    person: str
    roles: Sequence[PersonOnCase]
    name: str
    aliases: Sequence[str] = ()
    birth: str = ""
    rules: Sequence[Detail] = ()
    contacts: Sequence[Detail] = ()
    addresses: Sequence[Detail] = ()
    relations: Sequence["StandsTo"] = field(default_factory=tuple)

    @property
    def live(self) -> Sequence[PersonOnCase]:
        return [part for part in self.roles if not part.ended_on]

    @property
    def title(self) -> str:
        """The role first, so that nobody takes a victim for an offender: "Victim: Ada Example"."""
        said = [wording.PERSON_ROLES[part.role] for part in self.live] or ["No role any more"]
        return f"{' and '.join(said)}: {self.name}"

    @property
    def opposed(self) -> bool:
        return any(
            standing.relation.tie == "opposing" and not standing.relation.ended_on for standing in self.relations
        )


@dataclass(frozen=True)
class StandsTo:
    """How a person stands to another one, from their side."""

    relation: Relation
    words: str
    name: str


def cards(file: CaseFile, today: date) -> list[Card]:
    """One card for each person: victims first, then in the order they were added."""
    order: dict[str, list[PersonOnCase]] = {}
    for part in file.people:
        order.setdefault(part.person, []).append(part)
    names = {person: _name(file, person) for person in order}
    made = [_card(file, person, parts, names, today) for person, parts in order.items()]
    return sorted(made, key=lambda card: min((PERSON_ROLES.index(part.role) for part in card.live), default=9))


def _name(file: CaseFile, person: str) -> str:
    named = [d for d in file.details if d.person == person and d.about == "name" and not d.until]
    shown = [d.value for d in named if not d.masked]
    return shown[-1] if shown else "Protected name" if named else NOT_TOLD


def _card(file: CaseFile, person: str, parts: list[PersonOnCase], names: dict[str, str], today: date) -> Card:
    known = [detail for detail in file.details if detail.person == person]

    def of(about: str) -> list[Detail]:
        found = [detail for detail in known if detail.about == about]
        return sorted(found, key=lambda d: (d.current_on(today), d.since or d.at.date()), reverse=True)

    births = [detail.value for detail in of("birth") if detail.value]
    return Card(
        person=person,
        roles=parts,
        name=names[person],
        aliases=[detail.value for detail in of("alias") if detail.value],
        birth=births[0] if births else "",
        rules=[detail for detail in of("safe-contact") if detail.current_on(today)],
        contacts=of("contact"),
        addresses=of("address"),
        relations=[_standing(r, person, names) for r in file.relations if r.joins(person)],
    )


def _standing(relation: Relation, person: str, names: dict[str, str]) -> StandsTo:
    child = relation.tie == "parent" and relation.other == person
    said = wording.TIES_SHORT["child" if child else relation.tie]
    return StandsTo(relation, said, names[relation.far_end(person)])


def kept_apart(file: CaseFile) -> list[tuple[str, str]]:
    """The names of those on this case who are opposing parties, pair by pair."""
    pairs = [sorted(pair) for pair in opposing_pairs(file.relations)]
    return [(_name(file, one), _name(file, other)) for one, other in sorted(pairs)]


def card_of(request: HttpRequest, hand: InHand, by: SignedIn, person: str) -> Card:
    """The card of one person on a case; the case is read for it, and the look is in the trail."""
    return card_in(open_case(casebook(), by, hand.case.reference), person, by)


def card_in(file: CaseFile, person: str, by: SignedIn) -> Card:
    """The card of one person in a case already read. NotFound where there is none."""
    for card in cards(file, by.today):
        if card.person == person:
            return card
    raise NotFound
