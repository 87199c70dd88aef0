"""Pages for when something is not there or went wrong. They say what to do, and never why something is hidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote.web.api import answers
from wardmote.web.api.door import asks_api


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what this person may not see."""
    if asks_api(request):
        return answers.not_found()
    request.resolver_match = None  # no part of the page may show that the address is one that exists
    return render(request, "404.html", status=404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without its token: an old tab, or another site."""
    return render(request, "errors/form_expired.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed that should not have."""
    return answers.fault() if asks_api(request) else render(request, "500.html", status=500)
