"""People on a case page, and the pages to add, change and look for them.

A protected address is never part of a case page, a list, a title or an address: it has a page of its own, which asks for
a fresh proof, writes the look down, and then shows one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework import permissions, persons, policies, protection
from wardmote.casework.errors import NotFound, PurposeNeeded, Unsafe, WrongEntry
from wardmote.casework.looks import InHand, check_protected, in_hand, open_case
from wardmote.casework.nouns import (
    ABOUT,
    ADDRESS_SORTS,
    CHANNELS,
    CONTACT_SORTS,
    PERSON_ROLES,
    PROTECTION_LEVELS,
    CaseFile,
    Detail,
    PersonOnCase,
    Relation,
    SignedIn,
)
from wardmote.casework.safe_contact import SORTS_OF, opposing_pairs
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in
from wardmote.web.pages.form_fields import Day, Form, Ticks
from wardmote.web.pages.names import Names

ROLE_ASKED = "Choose whether the person is a victim, suspect, offender, witness or reporter."
SORTS = {"address": ADDRESS_SORTS, "contact": CONTACT_SORTS}
VALUES = {
    "name": ("What is their name?", "As it should be written on a letter."),
    "alias": ("What else are they known as?", "A nickname, a former name, a name online."),
    "birth": ("When were they born?", "For example, 14 6 1989"),
    "address": ("What is the address?", "Number, street, town and postcode."),
    "contact": ("What is the telephone number or email address?", "For example, 01632 960 001"),
    "safe-contact": (
        "How can they be reached safely?",
        "In their words, without the address or number: Do not ring. Text only, 10am to 2pm.",
    ),
}
_ALWAYS = frozenset({"value", "kind", "protection"})
BOXES = {
    "name": _ALWAYS,
    "alias": _ALWAYS,
    "birth": _ALWAYS,
    "address": _ALWAYS | {"sort", "uprn", "since", "until"},
    "contact": _ALWAYS | {"sort", "since", "until"},
    "safe-contact": _ALWAYS | {"forbids", "until"},
}
"""Which boxes the form has for each thing that can be known."""
NOT_TOLD = "Name not shown to your role"


def kinds() -> forms.ChoiceField:
    """Fact, opinion or intelligence, each explained."""
    return one_of(
        "Is it fact, opinion or intelligence?",
        "Choose fact, opinion or intelligence.",
        wording.NOTE_KINDS,
        initial="fact",
        each=wording.NOTE_KIND_HINTS,
    )


# The cards of a case page


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


# Adding a person, and their roles


class PersonForm(Form):
    """Who, in which role."""

    role = one_of("What is this person's part?", ROLE_ASKED, wording.PERSON_ROLES, each=wording.PERSON_ROLE_HINTS)
    name = line("What is their name?", "Enter the person's name, or what they are known as.")
    birth = Day(
        "the date of birth", label="Date of birth, if you know it", help_text="For example, 14 6 1989", required=False
    )
    kind = kinds()


def add_person(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a person on the case."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            part = persons.add_person(casebook(), by, reference, **entered)
            return back(request, reference, "Person added. Now say how to reach them, if you know it.", part.person)

        return answered(request, PersonForm(typed_in(request)), "people/add.html", lambda: framed(hand, by), do)

    return on_case(request, reference, may_write, page)


class RoleForm(Form):
    """A role, on this case or on another one."""

    role = one_of("What is this person's part there?", ROLE_ASKED, wording.PERSON_ROLES, each=wording.PERSON_ROLE_HINTS)
    case = line(
        "On which case?",
        "Enter the reference of a case you see, like CSP-26-0007.",
        "On another case only their name and date of birth come along, never an address.",
    )


def add_role(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Another role on this case, or the same person on another case."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        card = card_of(request, hand, by, person)

        def do(entered: dict[str, Any]) -> HttpResponse:
            to = entered["case"].strip().upper()
            try:
                persons.bring_person(casebook(), by, to, person, from_case=reference, role=entered["role"])
            except NotFound:
                raise WrongEntry("case", "Enter the reference of a case you see, like CSP-26-0007.") from None
            except PurposeNeeded:
                raise WrongEntry("case", f"Open {to} first and say what for, then add the person here.") from None
            return back(request, to, "Person added.", person)

        form = RoleForm(typed_in(request), initial={"case": reference})
        return answered(request, form, "people/role.html", framed(hand, by) | {"card": card}, do)

    return on_case(request, reference, may_write, page)


def end_role(request: HttpRequest, reference: str, part_id: str) -> HttpResponse:
    """Somebody is no longer a suspect, say."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        file = open_case(casebook(), by, reference)
        part = next((part for part in file.people if part.id == part_id), None)
        if part is None:
            raise NotFound
        permissions.check_change_entry(by.user, hand.case, part, by.today)

        def do(entered: dict[str, Any]) -> HttpResponse:
            persons.end_role(casebook(), by, reference, part_id)
            return back(request, reference, "Role ended. It stays on the card as history.", part.person)

        context = framed(hand, by) | {"part": part, "card": _found(file, part.person, by)}
        return answered(request, Form(typed_in(request)), "people/end_role.html", context, do)

    return on_case(request, reference, may_write, page)


# What is known of a person


class DetailForm(Form):
    """One thing known; which boxes there are depends on what it is about."""

    value = line("What is it?", "Enter what you know.")
    sort = one_of("What kind is it?", "Choose what kind it is.", {})
    uprn = line("UPRN, if you know it", "", "The property's number, up to 12 digits.", required=False)
    since = Day(
        "the first day", label="Since when, if you know it?", help_text="For example, 14 6 2026", required=False
    )
    until = Day(
        "the last day", label="Until when, if it has ended?", help_text="For example, 14 6 2026", required=False
    )
    forbids = forms.MultipleChoiceField(
        label="Which ways must not be used?",
        required=False,
        choices=list(wording.CHANNELS.items()),
        widget=Ticks({}),
    )
    kind = kinds()
    protection = forms.ChoiceField(label="How much harm could it do if it got out?", required=False)

    def __init__(self, *args: Any, about: str, at_least: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint = VALUES[about]
        self.fields["value"].label, self.fields["value"].help_text = label, hint
        if about == "birth":
            self.fields["value"] = Day("the date of birth", label=label, help_text=hint)
        self.fields["sort"].choices = [(sort, wording.SORTS[sort]) for sort in SORTS.get(about, ())]  # type: ignore[attr-defined]
        levels = PROTECTION_LEVELS[PROTECTION_LEVELS.index(at_least) :]
        self.fields["protection"].choices = [(level, wording.PROTECTION[level]) for level in levels]  # type: ignore[attr-defined]
        for name in self.fields.keys() - BOXES[about]:
            del self.fields[name]


def add_detail(request: HttpRequest, reference: str, person: str, about: str) -> HttpResponse:
    """Write down a name, a date of birth, an address, a contact, or how to make contact safely."""
    if about not in ABOUT:
        raise Http404

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        card = card_of(request, hand, by, person)
        at_least = protection.least(about, hand.case.kind, {part.role for part in card.roles})

        def do(entered: dict[str, Any]) -> HttpResponse:
            if about == "birth":
                entered["value"] = entered["value"].isoformat()
            sort = entered.get("sort", "")
            least = protection.least(about, hand.case.kind, {part.role for part in card.roles}, sort)
            entered["protection"] = protection.raised(entered["protection"] or least, least)
            persons.add_detail(casebook(), by, reference, person, about=about, **entered)
            return back(request, reference, f"{wording.ABOUT[about]} added.", person)

        form = DetailForm(typed_in(request), about=about, at_least=at_least)
        context = framed(hand, by) | {"card": card, "about": about}
        return answered(request, form, "people/detail_form.html", context, do)

    return on_case(request, reference, may_write, page)


class ChangeForm(Form):
    """What is known of it now."""

    now = one_of(
        "What do you know?",
        "Choose what you know.",
        {"checked": "It still holds: I made sure of it with them today", "ended": "It has ended"},
    )
    until = Day(
        "the last day it held",
        label="If it has ended: what was the last day?",
        help_text="For example, 14 6 2026",
        required=False,
    )


def change_detail(request: HttpRequest, reference: str, detail_id: str) -> HttpResponse:
    """Say that an address or contact still holds, or that it has ended."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        file = open_case(casebook(), by, reference)
        detail = _detail_in(file, detail_id)
        permissions.check_change_entry(by.user, hand.case, detail, by.today)

        def do(entered: dict[str, Any]) -> HttpResponse:
            if entered["now"] == "checked":
                persons.check_detail(casebook(), by, reference, detail_id)
                return back(request, reference, "Kept: you made sure of it today.", detail.person)
            if entered["until"] is None:
                raise WrongEntry("until", "Enter the last day it held.")
            persons.end_detail(casebook(), by, reference, detail_id, until=entered["until"])
            return back(request, reference, "Ended. It stays as history.", detail.person)

        context = framed(hand, by) | {"detail": detail, "card": _found(file, detail.person, by)}
        return answered(request, ChangeForm(typed_in(request)), "people/change.html", context, do)

    return on_case(request, reference, may_write, page)


def open_detail(request: HttpRequest, reference: str, detail_id: str) -> HttpResponse:
    """A protected address or contact: a fresh proof, a press of a button, a record in the log, and then this one."""
    by, store = who(request), casebook()
    try:
        hand = in_hand(store, by, reference)
    except PurposeNeeded:
        return redirect("case_purpose", reference=reference)
    context = framed(hand, by) | {"detail_id": detail_id}
    if request.method == "POST":
        detail = persons.open_detail(store, by, reference, detail_id)
        file = open_case(store, by, reference)
        context |= {"detail": detail, "card": _found(file, detail.person, by), "unsafe": _unsafe(detail, by.today)}
    else:
        check_protected(store, by, hand.case)
    return render(request, "people/detail.html", context)


def _unsafe(detail: Detail, today: date) -> list[str]:
    """Why it must not be used, channel by channel; each reason once."""
    known, said = casebook().known_around(detail.person), []
    for channel in CHANNELS:
        if detail.sort in SORTS_OF[channel]:
            try:
                persons.why_not_send(known, detail, channel, today)
            except Unsafe as error:
                said.append(str(error))
    return list(dict.fromkeys(said))


# Relations, and our own people


class RelateForm(Form):
    """Two people on the case, and how they stand to each other."""

    one = forms.ChoiceField(label="Who?", error_messages={"required": "Choose the first person."})
    tie = one_of("How do they stand to each other?", "Choose how they stand to each other.", wording.TIES)
    other = forms.ChoiceField(label="To whom?", error_messages={"required": "Choose the second person."})
    kind = kinds()

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].choices = [("", "Choose"), *people.items()]  # type: ignore[attr-defined]


def relate(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how two people on the case stand to each other."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        people = {card.person: card.title for card in cards(open_case(casebook(), by, reference), by.today)}

        def do(entered: dict[str, Any]) -> HttpResponse:
            persons.relate(casebook(), by, reference, **entered)
            return back(request, reference, "Relation added.", entered["one"])

        form = RelateForm(typed_in(request), people=people)
        return answered(request, form, "people/relate.html", lambda: framed(hand, by), do)

    return on_case(request, reference, may_write, page)


def end_relation(request: HttpRequest, reference: str, relation_id: str) -> HttpResponse:
    """They no longer stand to each other like this."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        file = open_case(casebook(), by, reference)
        relation = next((relation for relation in file.relations if relation.id == relation_id), None)
        if relation is None:
            raise NotFound
        permissions.check_change_entry(by.user, hand.case, relation, by.today)
        card = _found(file, relation.one, by)

        def do(entered: dict[str, Any]) -> HttpResponse:
            persons.end_relation(casebook(), by, reference, relation_id)
            return back(request, reference, "Relation ended. It stays as history.", relation.one)

        standing = next(standing for standing in card.relations if standing.relation == relation)
        context = framed(hand, by) | {"card": card, "standing": standing}
        return answered(request, Form(typed_in(request)), "people/end_relation.html", context, do)

    return on_case(request, reference, may_write, page)


class OwnTieForm(Form):
    """Which of our people, and how."""

    user_id = forms.ChoiceField(label="Who is it?", error_messages={"required": "Choose who it is."})
    how = one_of("How are they tied to this person?", "Choose how they are tied.", wording.OWN_TIES)

    def __init__(self, *args: Any, users: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = [("", "Choose"), *users.items()]  # type: ignore[attr-defined]


def own_tie(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Somebody who works here is this person, or lives with them."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        card = card_of(request, hand, by, person)
        names = Names()
        users = {
            user.id: names.person(user.id)
            for user in casebook().users()
            if permissions.can_declare_conflict(by.user, hand.case, user.id, by.today)
        }

        def do(entered: dict[str, Any]) -> HttpResponse:
            persons.declare_own_tie(casebook(), by, reference, person, **entered)
            messages.success(request, "Kept. They no longer see any case this person is on.")
            return redirect("cases") if entered["user_id"] == by.user.id else redirect("case", reference=reference)

        form = OwnTieForm(typed_in(request), users=users)
        return answered(request, form, "people/own_tie.html", framed(hand, by) | {"card": card}, do)

    return on_case(request, reference, lambda hand, by: None, page)


# What these pages share


def may_write(hand: InHand, by: SignedIn) -> None:
    """Whoever works on cases writes on this one while its state allows it."""
    permissions.check_work(by.user, hand.case, by.today)
    policies.check_add_note(hand.case)


def back(request: HttpRequest, reference: str, said: str, person: str) -> HttpResponse:
    """To the person's card on the case page."""
    messages.success(request, said)
    return redirect(f"{reverse('case', kwargs={'reference': reference})}#{person}")


def card_of(request: HttpRequest, hand: InHand, by: SignedIn, person: str) -> Card:
    """The card of one person on a case; the case is read for it, and the look is in the trail."""
    return _found(open_case(casebook(), by, hand.case.reference), person, by)


def _found(file: CaseFile, person: str, by: SignedIn) -> Card:
    for card in cards(file, by.today):
        if card.person == person:
            return card
    raise NotFound


def _detail_in(file: CaseFile, detail_id: str) -> Detail:
    for detail in file.details:
        if detail.id == detail_id:
            return detail
    raise NotFound
