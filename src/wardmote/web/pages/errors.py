"""Pages for when something is not there or went wrong. They say what to do, and never why something is hidden."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.web.api import answers
from wardmote.web.api.door import asks_api
from wardmote.web.store.django_store import TrailUnwritten


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what this person may not see."""
    if asks_api(request):
        return answers.not_found()
    request.resolver_match = None  # no part of the page may show that the address is one that exists
    return render(request, "404.html", status=404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without its token: an old tab, or another site."""
    return render(request, "errors/form_expired.html", status=403)


def unwritten(request: HttpRequest) -> HttpResponse:
    """The casebook cannot be written, or not be reached: nothing was shown and nothing was saved."""
    return render(request, "errors/unlogged.html", status=503)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed that should not have: the casebook's disk or server, which has a page of its own, or our code.

    The page carries the id that the log has.
    """
    if asks_api(request):
        return answers.fault()
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError | TrailUnwritten):
        return unwritten(request)
    return render(request, "500.html", {"reference": getattr(request, "log_id", "")}, status=500)
