"""Agencies and roles: who works in the partnership, and what each role may do; bringing an agency in and keeping its entry."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework import agencies, permissions
from wardmote.vocabulary.agencies import agency_kinds
from wardmote.vocabulary.roles import CAPABILITIES, Role, roles
from wardmote.web.pages.acting import Page, acted, handed_over, proved
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import line, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.frame import may_keep_people


def show(request: HttpRequest) -> HttpResponse:
    """One page: agencies with their people, and every role explained to whoever assigns it."""
    by, store = who(request), casebook()
    people = store.users()
    names = {person.id: person.name for person in people}
    shown = [
        {
            "agency": agency,
            "kind": agency_kinds()[agency.kind].name if agency.kind in agency_kinds() else agency.kind,
            "officer": names.get(agency.privacy_officer, ""),
            "may_name_administrator": permissions.can_name_administrator(
                by.user, [person for person in people if person.agency == agency.code], by.today
            ),
            "people": [
                {"name": person.name, "roles": [role.name for role in person.roles_on(by.today)]}
                for person in people
                if person.agency == agency.code and not person.disabled
            ],
        }
        for agency in store.agencies()
    ]
    used = [role for role in roles().values() if role.in_use_on(by.today)]
    context = {
        "agencies": shown,
        "may_add": permissions.can_add_agency(by.user, by.today),
        "may_keep_people": may_keep_people(request),
        "roles": [_role(role) for role in used],
    }
    return render(request, "agencies.html", context)


def _role(role: Role) -> dict[str, object]:
    return {
        "role": role,
        "may": [CAPABILITIES[capability] for capability in CAPABILITIES if capability in role.capabilities],
    }


BACK = "Back to agencies and roles"


class AdministratorForm(Form):
    """Who administers an agency's people."""

    administrator = line(
        "Who is its administrator?",
        "Enter the name of the agency's administrator.",
        "They add the agency's people and give them roles. They see no cases.",
    )


class AgencyForm(AdministratorForm):
    """A new agency of the partnership."""

    name = line("What is the agency called?", "Enter the name of the agency.")
    kind = forms.ChoiceField(
        label="What kind of agency is it?", error_messages={"required": "Choose what kind of agency it is."}
    )
    contact = line(
        "Whom do people ask about data?", "Enter whom to ask about data.", "An address of the agency, not of a person."
    )
    field_order = ("name", "kind", "contact", "administrator")

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *kinds.items()]  # type: ignore[attr-defined]


def add(request: HttpRequest) -> HttpResponse:
    """Bring an agency in, with its first administrator."""
    by = who(request)
    proved(request, lambda: permissions.check_add_agency(by.user, by.today))
    month = by.today.isoformat()[:7]
    kinds = {
        slug: kind.name for slug, kind in agency_kinds().items() if kind.valid_to is None or month <= kind.valid_to
    }
    page = Page(
        "Add an agency",
        "It sees nothing of anybody else until a sharing agreement names it and every party has signed.",
        "Add the agency",
        reverse("agencies"),
        BACK,
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        return handed_over(request, agencies.add_agency(casebook(), by, **entered), reverse("agencies"), BACK)

    return acted(request, page, AgencyForm(typed_in(request), kinds=kinds), do)


def name_administrator(request: HttpRequest, code: str) -> HttpResponse:
    """Invite an administrator to an agency that has lost its last."""
    by, store = who(request), casebook()
    agency = agencies.agency_of(store, code)
    proved(request, lambda: permissions.check_name_administrator(by.user, store.users(code), by.today))
    page = Page(
        f"Invite an administrator for {agency.name}",
        "The agency has nobody who can add its people, or open an account again.",
        "Make the invitation",
        reverse("agencies"),
        BACK,
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        return handed_over(request, agencies.name_administrator(store, by, code, **entered), reverse("agencies"), BACK)

    return acted(request, page, AdministratorForm(typed_in(request)), do)


class KeepForm(Form):
    """Whom people ask, and how they reach an agency."""

    contact = line(
        "Whom do people ask about data?", "Enter whom to ask about data.", "An address of the agency, not of a person."
    )
    letter_contact = words(
        "What do its letters say of how to reach it?",
        "",
        "Address, telephone and e-mail of an office, each on a line. Until it is here, every letter asks to be filled in.",
        rows=4,
        required=False,
    )
    privacy_officer = forms.ChoiceField(
        label="Which privacy officer is told of alerts?",
        help_text="Only somebody who holds that role can be named.",
        required=False,
    )

    def __init__(self, *args: Any, officers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["privacy_officer"].choices = [("", "Nobody"), *officers.items()]  # type: ignore[attr-defined]


def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Change one's own agency's contact and privacy officer."""
    by, store = who(request), casebook()
    agency = agencies.agency_of(store, code)
    proved(request, lambda: permissions.check_keep_agency(by.user, agency, by.today))
    form = KeepForm(
        typed_in(request),
        officers={person.id: person.name for person in agencies.officers(store, code, by.today)},
        initial={**vars(agency), "contact": agency.controller_contact},
    )
    page = Page(
        f"How to reach {agency.name}",
        "Everybody in the partnership sees this. Alerts about your agency's cases go to the privacy officer.",
        "Save",
        reverse("people"),
        "Back to people",
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        agencies.keep_agency(store, by, code, **entered)
        messages.success(request, "Saved.")
        return redirect("people")

    return acted(request, page, form, do)
