"""Who is asking, at what moment, and the one casebook they ask."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from wardmote.casework.nouns import LONDON, SignedIn, User
from wardmote.web.accounts.limits import name_in_trail
from wardmote.web.accounts.models import Account
from wardmote.web.accounts.proof import proven_at
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore, user_of


@cache
def casebook() -> DjangoStore:
    """The store every page asks."""
    return DjangoStore("default")


def source(request: HttpRequest) -> str:
    """The address the request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def person_at_work(request: HttpRequest, user_id: str) -> SignedIn:
    """The person with the roles they hold at this moment."""
    return _at_work(request, casebook().user(user_id) or _nobody(user_id))


def _nobody(user_id: str) -> User:
    return User(id=user_id, name="", agency="", disabled=True)


def _at_work(request: HttpRequest, user: User) -> SignedIn:
    at = now()
    return SignedIn(
        user, name_in_trail(request.session), at, source(request), proven_at(request.session), budget(user, at)
    )


def budget(user: User, at: datetime) -> int:
    """How many different cases this person may open within an hour: the most any of their roles may."""
    allowed: dict[str, int] = settings.CASES_AN_HOUR
    held = [role.code for role in user.roles_on(at.astimezone(LONDON).date())]
    return max((allowed.get(code, allowed[""]) for code in held), default=allowed[""])


def who(request: HttpRequest) -> SignedIn:
    """Who asks: the account that this request was signed in by, with the roles it holds, read afresh once for each
    request, so an ended role counts from the next one."""
    if not hasattr(request, "_who"):
        account = request.user
        user = user_of(account) if isinstance(account, Account) else _nobody(str(account.pk))
        request._who = _at_work(request, user)  # type: ignore[attr-defined]
    return request._who  # type: ignore[attr-defined]
