"""A long list a page at a time: which page is asked for, and where those before and after it are."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from django.http import HttpRequest


class Paged(Protocol):
    """One page of a list."""

    @property
    def total(self) -> int: ...
    @property
    def page(self) -> int: ...
    @property
    def size(self) -> int: ...


def page_asked(request: HttpRequest) -> int:
    """The page in the address; the first where it says nothing that makes sense."""
    typed = request.GET.get("page", "")
    return min(max(int(typed), 1), 100_000) if typed.isdecimal() else 1


def pages_of(page: Paged, shown: int, kept: Mapping[str, str]) -> dict[str, object]:
    """Where the pages before and after are, and which entries this one shows; `kept` stays in their addresses."""
    last = max(1, -(-page.total // page.size))

    def address(number: int) -> str:
        return "?" + urlencode({**kept, "page": number})

    first = (page.page - 1) * page.size + 1
    return {
        "number": page.page,
        "last": last,
        "first_shown": first,
        "last_shown": first + shown - 1,
        "before": address(page.page - 1) if 1 < page.page <= last else "",
        "after": address(page.page + 1) if page.page < last else "",
    }
