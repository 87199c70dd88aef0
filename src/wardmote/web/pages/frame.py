"""What is around every page: who is signed in, and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wardmote.casework.break_glass import live_opening
from wardmote.casework.nouns import EmergencyOpening
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.names import Names

SECTIONS = (("today", "Today"), ("cases", "Cases"), ("agencies", "Agencies and roles"), ("who_looked", "Who looked"))
PART_OF = {"refer": "cases", "case": "cases", "case_looks": "who_looked", "name_lead": "who_looked"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the page template. Nothing here is asked of the database until a template uses it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "names": Names(),
        "sections": SimpleLazyObject(lambda: _sections(request)),
        "emergency": SimpleLazyObject(lambda: _emergency(request)),
        "may_break_glass": SimpleLazyObject(lambda: may_break_glass(request)),
    }


def _emergency(request: HttpRequest) -> EmergencyOpening | None:
    """The emergency in which this person has the case of this page open, for the banner that says until when."""
    reference = request.resolver_match.kwargs.get("reference", "") if request.resolver_match else ""
    return live_opening(casebook(), who(request), reference) if may_break_glass(request) and reference else None


def may_break_glass(request: HttpRequest) -> bool:
    """Whether a role of this person opens cases in an emergency."""
    by = who(request)
    return by.user.may("break-glass", by.today)


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
