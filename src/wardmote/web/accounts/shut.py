"""A shut account is out at its next request: disabled, not signed in to for 45 days, or not attested for 90 (security.md Z8)."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wardmote.casework.nouns import SignedIn


def shut(by: SignedIn) -> bool:
    """Whether this person may not be signed in now."""
    return bool(by.user.shut_on(by.today))


class ShutOut:
    """Asks the clocks of the account at every request of somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from wardmote.web.pages.asking import who

        if request.user.is_authenticated and shut(who(request)):
            logout(request)
            return redirect("account_inactive")
        return self.get_response(request)
