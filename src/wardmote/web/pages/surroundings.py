"""The risk of a case, its links to others, and where it lies: the pages to add to them."""

import csv
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework import links, permissions, risk
from wardmote.casework.errors import NotFound
from wardmote.casework.looks import InHand, open_case
from wardmote.casework.nouns import BANDS, SignedIn
from wardmote.vocabulary.risk_tools import tools_for
from wardmote.web.pages import wording
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.case_forms import answered, framed, line, on_case, one_of, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.persons import cards, may_write

WARDS = "registers/wards.csv"
"""The wards of the partnership, as people keep them: the columns code and name. Where there is none, any name is taken."""


class RiskForm(Form):
    """A judgement of risk."""

    tool = one_of("How was the risk judged?", "Choose how the risk was judged.", {})
    person = forms.ChoiceField(label="About whom?", required=False)
    score = forms.IntegerField(
        label="If it was a scored tool: what was the score?",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "3"}),
        error_messages={"invalid": "Enter the score as a whole number, like 14."},
    )
    band = one_of(
        "If it was your judgement: how high is the risk?",
        "Choose standard, medium or high.",
        {band: wording.BANDS[band] for band in BANDS},
        "A judgement can raise the risk, and never lowers what a scored tool found.",
        required=False,
    )
    why = words("Why?", "Enter why the risk is so.", "What you saw or were told.", rows=3)

    def __init__(self, *args: Any, tools: dict[str, str], people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].choices = list(tools.items())  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "The case as a whole"), *people.items()]  # type: ignore[attr-defined]


def assess(request: HttpRequest, reference: str) -> HttpResponse:
    """Judge the risk of a case."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        tools = {tool.slug: tool.name for tool in tools_for(hand.case.kind, by.today)}
        people = {card.person: card.title for card in cards(open_case(casebook(), by, reference), by.today)}

        def do(entered: dict[str, Any]) -> HttpResponse:
            judged = risk.assess(casebook(), by, reference, **entered)
            return _back(request, reference, f"Risk assessed: {wording.BANDS[judged.band].lower()}.")

        form = RiskForm(typed_in(request), tools=tools, people=people)
        return answered(request, form, "surroundings/risk.html", lambda: framed(hand, by), do)

    return on_case(request, reference, may_write, page)


class LinkForm(Form):
    """The other case, and how they belong together."""

    other = line(
        "Which case?", "Enter the reference of another case you see, like CSP-26-0007.", "For example, CSP-26-0007"
    )
    link = one_of("How do they belong together?", "Choose how the cases belong together.", wording.LINKS)


def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Link this case to another one that this person sees."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        def do(entered: dict[str, Any]) -> HttpResponse:
            made = links.link_cases(casebook(), by, reference, **entered)
            return _back(request, reference, f"Linked to {made.other}.")

        return answered(request, LinkForm(typed_in(request)), "surroundings/link.html", lambda: framed(hand, by), do)

    return on_case(request, reference, _may_work, page)


def unlink(request: HttpRequest, reference: str, link_id: str) -> HttpResponse:
    """Take a link away that was made by mistake."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        linked = next((one for one in open_case(casebook(), by, reference).links if one.link.id == link_id), None)
        if linked is None:
            raise NotFound

        def do(entered: dict[str, Any]) -> HttpResponse:
            links.unlink_cases(casebook(), by, reference, link_id)
            return _back(request, reference, "Link taken away.")

        context = framed(hand, by) | {"linked": linked}
        return answered(request, Form(typed_in(request)), "surroundings/unlink.html", context, do)

    return on_case(request, reference, _may_work, page)


class PlaceForm(Form):
    """The ward, chosen from the partnership's list or typed; and the property."""

    ward = forms.ChoiceField(label="Which ward is it in?", required=False)
    ward_name = line("Which ward is it in?", "Enter the ward.", required=False)
    uprn = line(
        "If it is one property: what is its UPRN?", "", "The property's number, up to 12 digits.", required=False
    )

    def __init__(self, *args: Any, wards: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ward_name" if wards else "ward"]
        if wards:
            self.fields["ward"].choices = [("", "Choose"), *wards.items()]  # type: ignore[attr-defined]


def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where the place of a case lies."""

    def page(hand: InHand, by: SignedIn) -> HttpResponse:
        wards = ward_list()

        def do(entered: dict[str, Any]) -> HttpResponse:
            code = entered.get("ward", "")
            name = wards.get(code, entered.get("ward_name", ""))
            links.place_case(casebook(), by, reference, ward_code=code, ward_name=name, uprn=entered["uprn"])
            return _back(request, reference, "Place kept.")

        site = casebook().site(reference)
        known = {"ward": site.ward_code, "ward_name": site.ward_name, "uprn": site.uprn} if site else {}
        form = PlaceForm(typed_in(request), wards=wards, initial=known)
        return answered(request, form, "surroundings/place.html", lambda: framed(hand, by), do)

    return on_case(request, reference, may_write, page)


def ward_list() -> dict[str, str]:
    """Names of wards by their codes, where the partnership keeps a list."""
    file = settings.CASEBOOK.folder / WARDS
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return {row["code"]: row["name"] for row in csv.DictReader(handle)}


def _may_work(hand: InHand, by: SignedIn) -> None:
    permissions.check_work(by.user, hand.case, by.today)


def _back(request: HttpRequest, reference: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("case", reference=reference)
