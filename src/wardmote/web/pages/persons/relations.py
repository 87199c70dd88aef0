"""The pages that say how people stand to each other, and who of us is tied to them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import permissions, persons
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand, open_case
from wardmote.casework.nouns import SignedIn
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, framed, on_case, one_of, typed_in
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.names import Names
from wardmote.web.pages.persons.cards import card_in, card_of, cards
from wardmote.web.pages.persons.writing import back, kinds, may_write


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
        card = card_in(file, relation.one, by)

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
