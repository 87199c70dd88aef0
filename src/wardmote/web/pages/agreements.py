"""Sharing agreements: proposed by a partnership manager, signed by every party, ended by any one of them."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from wardmote.casework import agreements, permissions
from wardmote.casework.errors import NotFound
from wardmote.casework.nouns import AgreementDraft, SharingAgreement, SignedIn
from wardmote.casework.purposes import data_categories, gateways, purposes, purposes_in_use
from wardmote.web.pages.acting import Page, acted, proved
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import line, one_of, typed_in, words
from wardmote.web.pages.form_fields import Day, Form, Ticks
from wardmote.web.pages.names import Names, names_on
from wardmote.web.pages.wording import KINDS, KINDS_SHARED

BACK = "Back to sharing agreements"


def index(request: HttpRequest) -> HttpResponse:
    """All of them: what waits for signatures, what is in force with what falls due, what is past."""
    by, store, names = who(request), casebook(), names_on(request)
    every = store.agreements()
    context = {
        "drafts": [_draft(draft, by, names) for draft in store.drafts()],
        "live": [_described(agreement, by, names) for agreement in every if agreement.live_on(by.today)],
        "past": [_described(agreement, by, names) for agreement in every if not agreement.live_on(by.today)],
        "may_propose": permissions.can_capability(by.user, "manage-agreements", by.today),
    }
    return render(request, "agreements.html", context)


def _described(agreement: SharingAgreement, by: SignedIn, names: Names) -> dict[str, Any]:
    live = agreement.live_on(by.today)
    warned = agreements.warning(agreement, by.today) if live else None
    return {
        "agreement": agreement,
        "parties": sorted(names.agency(code) for code in agreement.parties),
        "about": ", ".join(KINDS_SHARED[kind] for kind in sorted(agreement.subject_categories)),
        "data": [data_categories()[slug].name for slug in sorted(agreement.data_categories)],
        "purposes": [purposes()[slug].name for slug in sorted(agreement.purposes)],
        "gateway": gateways()[agreement.gateway].name,
        "warning": _warning(agreement, by) if warned else "",
        "warning_colour": "red" if warned and warned[1] <= 7 else "yellow",
        "may_end": live and permissions.can_propose(by.user, agreement, by.today),
    }


def _warning(agreement: SharingAgreement, by: SignedIn) -> str:
    """ "Review due in 12 days", in words."""
    what, _ = agreements.warning(agreement, by.today) or ("", 0)
    left = ((agreement.review if what == "review" else agreement.end) - by.today).days
    when = f"in {left} days" if left > 1 else {1: "tomorrow", 0: "today"}.get(left, f"{-left} days ago")
    return f"Review was due {when}" if left < 0 else f"{'Review due' if what == 'review' else 'Last day'} {when}"


def _draft(draft: AgreementDraft, by: SignedIn, names: Names) -> dict[str, Any]:
    return _described(draft.agreement, by, names) | {
        "draft": True,
        "warning": "",
        "may_end": False,
        "signed": sorted(names.agency(code) for code in draft.signed),
        "unsigned": sorted(names.agency(code) for code in draft.agreement.parties - draft.signed),
        "may_sign": permissions.can_sign(by.user, draft, by.today),
    }


def _ticks(label: str, ask: str, choices: Mapping[str, str], hint: str = "") -> forms.MultipleChoiceField:
    errors = {"required": ask, "invalid_choice": ask}
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=list(choices.items()), widget=Ticks({}), error_messages=errors
    )


class AgreementForm(Form):
    """What the ICO's data sharing code asks an agreement to say."""

    title = line("What is it called?", "Enter the title of the agreement.")
    parties = _ticks("Between which agencies?", "Choose at least two agencies.", {})
    subject_categories = _ticks("About which kinds of case?", "Choose who the data is about.", KINDS)
    data_categories = _ticks("What is shared?", "Choose what is shared.", {})
    purposes = _ticks("What for?", "Choose what it is shared for.", {})
    gateway = one_of("Under which power?", "Choose the power the agreement rests on.", {})
    lawful_basis = words(
        "On which lawful basis?", "Enter the lawful basis.", "UK GDPR, and DPA 2018 Part 3 if it applies.", rows=2
    )
    start = Day("the first day", label="From which day?", help_text="For example, 14 6 2026")
    review = Day("the day of the review", label="Reviewed by when?", help_text="Within 12 months of the first day.")
    end = Day(
        "the last day", label="Until which day?", help_text="At midnight after it the other parties' sight stops."
    )

    def __init__(self, *args: Any, agencies: Mapping[str, str], in_use: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "parties": agencies,
            "data_categories": {slug: entry.name for slug, entry in data_categories().items()},
            "purposes": {slug: purposes()[slug].name for slug in purposes() if slug in in_use},
            "gateway": {slug: entry.name for slug, entry in gateways().items()},
        }
        for name, choices in offered.items():
            self.fields[name].choices = list(choices.items())  # type: ignore[attr-defined]


def propose(request: HttpRequest) -> HttpResponse:
    """Propose a new agreement, or with `of` a change of one: the one in force counts until every party has signed."""
    by, store = who(request), casebook()
    proved(request, lambda: permissions.check_capability(by.user, "manage-agreements", by.today))
    changed = _found(request.GET["of"]) if "of" in request.GET else None
    form = AgreementForm(
        typed_in(request),
        agencies={agency.code: agency.name for agency in store.agencies()},
        in_use=purposes_in_use(by.today),
        initial=_as_entered(changed) if changed else {"parties": [by.user.agency]},
    )
    page = Page(
        f"Propose a change to {changed.title}" if changed else "Propose a sharing agreement",
        "Nothing is shared under it until every party has signed, and you cannot sign what you propose.",
        "Propose it",
        reverse("agreements"),
        BACK,
    )

    def do(entered: dict[str, Any]) -> HttpResponse:
        listed: dict[str, Any] = {
            name: frozenset(value) if isinstance(value, list) else value for name, value in entered.items()
        }
        code = changed.id if changed else f"{slugify(entered['title'])[:50]}-{store.new_id()[:6]}"
        agreements.propose(store, by, SharingAgreement(id=code, **listed))
        messages.success(request, "Proposed. Every party must now sign.")
        return redirect("agreements")

    return acted(request, page, form, do)


def _as_entered(agreement: SharingAgreement) -> dict[str, Any]:
    """An agreement as the form has it: its sets as lists, which is what boxes are ticked from."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in vars(agreement).items()}


def _found(agreement_id: str) -> SharingAgreement:
    found = [agreement for agreement in casebook().agreements() if agreement.id == agreement_id]
    if not found:
        raise NotFound
    return found[0]


def sign(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Read it whole, then sign for one's agency."""
    by = who(request)
    drafts = [draft for draft in casebook().drafts() if draft.agreement.id == agreement_id]
    if not drafts:
        raise NotFound
    proved(request, lambda: permissions.check_sign(by.user, drafts[0], by.today))
    page = Page(
        f"Sign {drafts[0].agreement.title}",
        "You sign for your agency. When the last party has signed, it is in force from its first day.",
        "Sign for your agency",
        reverse("agreements"),
        BACK,
    )

    def do(_: dict[str, Any]) -> HttpResponse:
        signed = agreements.sign(casebook(), by, agreement_id)
        messages.success(
            request, "Signed. It is in force." if signed.complete else "Signed. Other parties have yet to."
        )
        return redirect("agreements")

    described = _draft(drafts[0], by, names_on(request)) | {"may_sign": False}
    return acted(request, page, Form(typed_in(request)), do, agreement=described)


def end(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Any one party may stop sharing, at once."""
    by, agreement = who(request), _found(agreement_id)
    proved(request, lambda: permissions.check_propose(by.user, agreement, by.today))
    page = Page(
        f"End {agreement.title}",
        "The other parties stop seeing each other's cases with their next click, but for open high-risk cases, which stay in "
        "sight for 14 days.",
        "End it now",
        reverse("agreements"),
        BACK,
        warning="To share again, a new agreement must be proposed and signed by every party.",
        grave=True,
    )

    def do(_: dict[str, Any]) -> HttpResponse:
        agreements.end(casebook(), by, agreement_id)
        messages.success(request, "Ended. Yesterday was its last day.")
        return redirect("agreements")

    return acted(request, page, Form(typed_in(request)), do)
