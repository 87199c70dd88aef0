"""What every answer carries, and what an answer is when casework refuses or something behind it fails."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.casework.errors import (
    EditedMeanwhile,
    NotFound,
    NotNow,
    NotPermitted,
    OverBudget,
    ProofNeeded,
    PurposeNeeded,
    Unsafe,
    WrongEntry,
)
from wardmote.web.access import ADDRESSES, READ, SEES_CASE
from wardmote.web.durability.attempts import tried, write_down
from wardmote.web.pages.errors import not_found, unwritten
from wardmote.web.store.django_store import TrailUnwritten

POLICY = "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADINGS: dict[type[Exception], tuple[str, int]] = {
    NotPermitted: ("You cannot do this", 403),
    NotNow: ("This cannot be done now", 409),
    Unsafe: ("It is not safe to send this", 409),
    EditedMeanwhile: ("Somebody else was quicker", 409),
    WrongEntry: ("There is a problem", 400),
    OverBudget: ("You have opened many cases", 429),
}


class Sessions(SessionMiddleware):
    """Sessions, of which a page that was only read does not depend: when the disk is full, reading goes on."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError:
            if request.method in READ:
                return response
            raise


class SafeAnswers:
    """No page is kept by a browser or a proxy; what the trail could not record is not shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if tried():
            write_down(actor=str(request.user.pk or ""))
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = POLICY
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return not_found(request)
        if isinstance(error, ProofNeeded):
            return redirect_to_login(request.path, reverse(_where_to_prove(request)), "next")
        if isinstance(error, TrailUnwritten):
            return unwritten(request)
        if isinstance(error, PurposeNeeded) and request.resolver_match:
            return redirect("case_purpose", reference=request.resolver_match.kwargs["reference"])
        if type(error) in HEADINGS:
            heading, status = HEADINGS[type(error)]
            context = {"heading": heading, "said": str(error), "case": case_around(request)}
            return render(request, "errors/said.html", context, status=status)
        return None


def _where_to_prove(request: HttpRequest) -> str:
    """With a password, here; without one, where the person signed in."""
    here = settings.SINGLE_SIGN_ON is None or not request.user.is_authenticated or request.user.has_usable_password()
    return "account_reauthenticate" if here else "single_sign_on"


def case_around(request: HttpRequest) -> str:
    """The reference of the case this page is part of, for the way back; none on pages for who does not see it."""
    at = request.resolver_match
    part_of_case = at is not None and at.view_name != "case" and ADDRESSES[at.view_name].who == SEES_CASE
    return at.kwargs.get("reference", "") if at and part_of_case else ""
