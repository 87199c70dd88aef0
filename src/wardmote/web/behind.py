"""Behind a web server on the same machine: whose address a request came from."""

from collections.abc import Callable
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse


class TrueAddress:
    """Takes the address that our own web server saw: the last it added to X-Forwarded-For. What a visitor sent stands before it.

    Without this everybody would come from 127.0.0.1, and ten wrong passwords of one would shut an account to all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_address(forwarded):
            request.META["REMOTE_ADDR"] = forwarded
        return self.get_response(request)


def _is_loopback(address: str) -> bool:
    """Only our own web server reaches us over the loopback; a blank is a socket file, which only it can open."""
    return not address or (_is_address(address) and ip_address(address).is_loopback)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
