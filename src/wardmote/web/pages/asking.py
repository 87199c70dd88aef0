"""Who is asking, at what moment, and the one casebook they ask."""

from functools import cache

from django.http import HttpRequest

from wardmote.casework.nouns import SignedIn, User
from wardmote.web.accounts.limits import name_in_trail
from wardmote.web.accounts.proof import proven_at
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore


@cache
def casebook() -> DjangoStore:
    """The store every page asks."""
    return DjangoStore("default")


def source(request: HttpRequest) -> str:
    """The address the request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def person_at_work(request: HttpRequest, user_id: str) -> SignedIn:
    """The person with the roles they hold at this moment."""
    user = casebook().user(user_id) or User(id=user_id, name="", agency="", disabled=True)
    return SignedIn(user, name_in_trail(request.session), now(), source(request), proven_at(request.session))


def who(request: HttpRequest) -> SignedIn:
    """Who asks; read afresh once for each request, so an ended role counts from the next one."""
    if not hasattr(request, "_who"):
        request._who = person_at_work(request, str(request.user.pk))  # type: ignore[attr-defined]
    return request._who  # type: ignore[attr-defined]
