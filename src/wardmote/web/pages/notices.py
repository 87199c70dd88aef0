"""Notices: what this person was told, and where they hear by e-mail that there is something."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wardmote.casework import notices
from wardmote.casework.nouns import Notice
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, typed_in
from wardmote.web.pages.form_fields import Form

LEADS_TO = {
    "emergency-opened": ("review_emergency", "See the emergency"),
    "agreement-ending": ("agreements", "See the agreements"),
    "group-action-due": ("meetings", "See the actions"),
    "agreement-grace": ("agreements", "See the agreements"),
}


class AddressForm(Form):
    """Where to say that there are notices."""

    address = forms.CharField(
        label="E-mail address",
        required=False,
        max_length=300,
        help_text="We write only that you have notices, never what about. Leave it blank to get no e-mail.",
        widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}),
    )


def show(request: HttpRequest) -> HttpResponse:
    """Every notice, newest first; and the form for the address."""
    by, store = who(request), casebook()

    def do(entered: dict[str, Any]) -> HttpResponse:
        notices.send_to(store, by, entered["address"])
        messages.success(request, "Saved." if entered["address"] else "You get no e-mail about notices.")
        return redirect("notices")

    form = AddressForm(typed_in(request), initial={"address": store.notice_address(by.user.id)})
    context = {"notices": [shown(notice) for notice in notices.notices(store, by)]}
    return answered(request, form, "notices.html", context, do)


def read(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Put one notice away; asked for by itself, the list of them."""
    if request.method != "POST":
        return redirect("notices")
    notices.mark_seen(casebook(), who(request), notice_id)
    return redirect("notices" if request.POST.get("from") == "notices" else "today")


def shown(notice: Notice) -> dict[str, Any]:
    """A notice with where it leads."""
    name, text = LEADS_TO.get(notice.about, ("", ""))
    if not name:
        return {"notice": notice}
    given = {"opening_id": notice.subject} if name == "review_emergency" else {}
    return {"notice": notice, "link": reverse(name, kwargs=given), "text": text}


def unseen(request: HttpRequest) -> list[dict[str, Any]]:
    """What this person has not read yet, for Today."""
    return [shown(notice) for notice in notices.unseen(casebook(), who(request))]
