"""The pages for what is known of a person; a protected address has one of its own."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import permissions, persons, protection
from wardmote.casework.errors import NotFound, PurposeNeeded, Unsafe, WrongEntry
from wardmote.casework.looks import InHand, check_protected, in_hand, open_case
from wardmote.casework.nouns import (
    ABOUT,
    ADDRESS_SORTS,
    CHANNELS,
    CONTACT_SORTS,
    PROTECTION_LEVELS,
    CaseFile,
    Detail,
    SignedIn,
)
from wardmote.casework.safe_contact import SORTS_OF
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in
from wardmote.web.pages.form_fields import Day, Form, Ticks
from wardmote.web.pages.persons.cards import card_in, card_of
from wardmote.web.pages.persons.writing import back, kinds, may_write

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

        context = framed(hand, by) | {"detail": detail, "card": card_in(file, detail.person, by)}
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
        context |= {"detail": detail, "card": card_in(file, detail.person, by), "unsafe": _unsafe(detail, by.today)}
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


def _detail_in(file: CaseFile, detail_id: str) -> Detail:
    for detail in file.details:
        if detail.id == detail_id:
            return detail
    raise NotFound
