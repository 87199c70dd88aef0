"""Who asks: the person whose token is presented, read afresh for each request, as far as the token reaches."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from wardmote.casework import permissions
from wardmote.casework.nouns import ApiToken, SignedIn, User
from wardmote.casework.tokens import check_live, narrowed, presented
from wardmote.web.clock import now
from wardmote.web.pages.asking import casebook, source


class Token(HttpBearer):
    """A token in force, made to be used for this kind of deed."""

    def __init__(self, deed: str) -> None:
        super().__init__()
        self.deed = deed

    def authenticate(self, request: HttpRequest, token: str) -> SignedIn:
        store = casebook()
        shown = presented(store, token)
        maker = store.user(shown.user) or User(id=shown.user, name="", agency="", disabled=True)
        by = _at_work(request, maker, shown)
        check_live(store, by, shown)
        permissions.check_token_deed(shown, self.deed)
        request.token = shown  # type: ignore[attr-defined]
        request._who = by  # type: ignore[attr-defined]
        return by


def _at_work(request: HttpRequest, maker: User, token: ApiToken) -> SignedIn:
    """No proof comes with a token, so nothing that is guarded twice can be done by one."""
    where = f"api {token.id} {source(request)}"
    return SignedIn(narrowed(maker, token), f"api-{token.id}", now(), where)
