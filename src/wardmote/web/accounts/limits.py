"""How long a session lasts: 15 minutes without a request, 12 hours in all."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wardmote.web.clock import now

STARTED, SEEN, NAME, SOURCE = "started_at", "seen_at", "trail_name", "source"
SEEN_EVERY_SECONDS = 20
"""How often the last request is written down: a session may end this much before its 15 minutes, never after."""


class SessionLimits:
    """Ends a session that is past either limit, and sends the person to sign in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if over(request.session, now().timestamp()):
                logout(request)
                return to_sign_in_again(request)
            note_seen(request.session, now().timestamp(), str(request.META.get("REMOTE_ADDR", "")))
        return self.get_response(request)


def to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page, which says why, and leads back to the page that was asked for."""
    wanted = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(wanted, reverse("account_login") + "?ended=1", "next")


def over(session: SessionBase, at: float) -> bool:
    """Whether either limit has passed."""
    started, seen = session.get(STARTED, at), session.get(SEEN, at)
    return at - seen >= settings.SESSION_IDLE_SECONDS or at - started >= settings.SESSION_ABSOLUTE_SECONDS


def note_seen(session: SessionBase, at: float, source: str) -> None:
    """Write down when this session was started and last seen, and from where."""
    if STARTED not in session:
        session[STARTED] = at
        name_in_trail(session)
    if at - session.get(SEEN, 0) >= SEEN_EVERY_SECONDS or source != session.get(SOURCE):
        session[SEEN], session[SOURCE] = at, source


def name_in_trail(session: SessionBase) -> str:
    """What the trail calls this session: made for the purpose, so that the trail holds no key to anything."""
    if NAME not in session:
        session[NAME] = "s" + secrets.token_hex(8)
    return str(session[NAME])
