"""A page that asks whether to do one thing, and does it: what it says, what it needs first, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wardmote.casework import permissions
from wardmote.casework.nouns import Invited
from wardmote.web.pages.asking import who
from wardmote.web.pages.case_forms import answered
from wardmote.web.pages.form_fields import Form


@dataclass(frozen=True)
class Page:
    """What stands on such a page. `grave` colours the button of what cannot be undone by the person themselves."""

    heading: str
    lead: str
    verb: str
    back: str
    back_to: str
    warning: str = ""
    grave: bool = False


def proved(request: HttpRequest, check: Callable[[], None]) -> None:
    """Asked when the page is: whether this person may, and for a fresh proof, so that nobody types a form in vain."""
    if request.method != "POST":
        check()
        permissions.check_proven(who(request))


def acted(
    request: HttpRequest, page: Page, form: Form, do: Callable[[dict[str, Any]], HttpResponse], **context: Any
) -> HttpResponse:
    """The page, and on sending it what was done."""
    return answered(request, form, "act.html", {"page": page, **context}, do)


def handed_over(request: HttpRequest, invited: Invited, back: str, back_to: str) -> HttpResponse:
    """The invitation, shown this once: its address is kept nowhere."""
    link = request.build_absolute_uri(reverse("invitation_code", args=[invited.code]))
    return render(request, "invited.html", {"invited": invited, "link": link, "back": back, "back_to": back_to})
