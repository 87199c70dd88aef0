"""What is around every page: who is signed in, and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wardmote.web.pages.asking import who
from wardmote.web.pages.names import names_on

SECTIONS = (("today", "Today"), ("cases", "Cases"), ("agencies", "Agencies and roles"), ("who_looked", "Who looked"))
PART_OF = {"refer": "cases", "case": "cases", "case_looks": "who_looked"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the page template. Nothing here is asked of the database until a template uses it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"names": names_on(request), "sections": SimpleLazyObject(lambda: _sections(request))}


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    at = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"name": name, "title": title, "current": name == at, "within": PART_OF.get(at) == name}
        for name, title in SECTIONS
        if (name != "cases" or may_see_cases(request)) and (name != "who_looked" or may_read_trails(request))
    ]


def may_see_cases(request: HttpRequest) -> bool:
    """Whether any of this person's roles sees cases."""
    by = who(request)
    return by.user.may("see", by.today)


def may_read_trails(request: HttpRequest) -> bool:
    """Whether this person may ask who looked at a case."""
    by = who(request)
    return any(by.user.may(capability, by.today) for capability in ("see-trail", "see-all-trails"))
