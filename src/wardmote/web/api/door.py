"""The door of the API: nobody comes in by a cookie, so no other site can make a browser ask."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"


def asks_api(request: HttpRequest) -> bool:
    """Whether this is asked by a program, which is answered in JSON and never sent to sign in."""
    return request.path_info.startswith(PREFIX)


class NoCookies:
    """Takes the cookies off a request to the API before anything reads a session from them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if asks_api(request):
            request.COOKIES = {}
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)
