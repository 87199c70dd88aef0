"""A form sent twice counts once: by a double click, a retry after a broken line, or going back and sending again.

Each form carries a token of its own. What was done with it and where it led are saved in the same transaction, so that a
token is known exactly when its form has counted. Sent again by the same session, it leads to the same place.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages, success
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework.errors import CaseworkError
from wardmote.web.accounts.limits import name_in_trail
from wardmote.web.clock import now
from wardmote.web.pages.asking import casebook
from wardmote.web.store.models import SentForm

FIELD = "once"
LONGEST = 80


class Once:
    """Answers a form that has counted already, before and after the page had its say: the first may just be finishing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refused = response.status_code >= 400 and hasattr(request, "_once")
        return (refused and _given_before(request)) or response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After `Uploads` has said what a form may bring, and the form's other token has been checked."""
        if not _token(request):
            return None
        request._once = True  # type: ignore[attr-defined]
        return _given_before(request)


def once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, unless this form has counted; what casework refuses has not. A refusal stays in the trail, as ever."""
    if not _token(request):
        return do()
    refusal = None
    try:
        with casebook().transaction():
            try:
                answer = do()
            except CaseworkError as error:
                refusal = error
            else:
                _remember(request, answer)
    except IntegrityError:
        sent = SentForm.objects.filter(**_key(request)).first()
        if sent is None:
            raise
        return _again(request, sent)
    if refusal:
        raise refusal
    return answer


def _remember(request: HttpRequest, answer: HttpResponse) -> None:
    """Fails where this form has counted meanwhile, and all of it is undone."""
    led_to = {"location": answer.get("Location", request.path), "said": _last_said(request)}
    SentForm.objects.create(**_key(request), path=request.path, at=now(), **led_to)


def _token(request: HttpRequest) -> str:
    """The token of a form that somebody signed in sends; blank when there is none."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    return request.POST.get(FIELD, "")[:LONGEST]


def _key(request: HttpRequest) -> dict[str, str]:
    return {"session": name_in_trail(request.session), "token": _token(request)}


def _given_before(request: HttpRequest) -> HttpResponse | None:
    sent = SentForm.objects.filter(**_key(request), path=request.path).first()
    return _again(request, sent) if sent else None


def _again(request: HttpRequest, sent: SentForm) -> HttpResponse:
    if sent.said and sent.said != _last_said(request):
        success(request, sent.said)
    return redirect(sent.location)


def _last_said(request: HttpRequest) -> str:
    """The last thing that waits to be shown to this person."""
    waiting: Any = get_messages(request)
    said = [str(message) for message in waiting]
    waiting.used = False  # looked at, not shown
    return said[-1] if said else ""
