"""The pages that add a person to a case, in a role, and end that role."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from wardmote.casework import permissions, persons
from wardmote.casework.errors import NotFound, PurposeNeeded, WrongEntry
from wardmote.casework.looks import InHand, open_case
from wardmote.casework.nouns import SignedIn
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in
from wardmote.web.pages.form_fields import Day, Form
from wardmote.web.pages.persons.cards import card_in, card_of
from wardmote.web.pages.persons.writing import back, kinds, may_write

ROLE_ASKED = "Choose whether the person is a victim, suspect, offender, witness or reporter."


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

        context = framed(hand, by) | {"part": part, "card": card_in(file, part.person, by)}
        return answered(request, Form(typed_in(request)), "people/end_role.html", context, do)

    return on_case(request, reference, may_write, page)
