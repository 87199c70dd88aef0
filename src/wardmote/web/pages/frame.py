"""What is around every page: who is signed in, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wardmote.web.access import ADDRESSES, JOINS_GROUP, SEES_CASE
from wardmote.web.pages.asking import who
from wardmote.web.pages.names import names_on

SECTIONS = (
    ("today", "Today"),
    ("my_work", "My work"),
    ("daily_call", "Daily call"),
    ("cases", "Cases"),
    ("meetings", "Meetings"),
    ("case_reviews", "Case reviews"),
    ("search", "Search"),
    ("people", "Staff"),
    ("agencies", "Agencies and roles"),
    ("agreements", "Agreements"),
    ("who_looked", "Who looked"),
    ("health", "Health"),
)
PART_OF = {
    **dict.fromkeys(("bring_in", "bring_in_columns", "bring_in_check", "tracker_map"), "cases"),
    **dict.fromkeys(
        ("call_change", "call_close", "call_open_again", "call_tie", "call_nothing_new", "call_printed"), "daily_call"
    ),
    **dict.fromkeys(("case_review_return", "unasked"), "case_reviews"),
    **{name: "meetings" for name, address in ADDRESSES.items() if address.who == JOINS_GROUP and name != "meetings"},
    **dict.fromkeys(("loads", "calendar_feed"), "my_work"),
    "refer": "cases",
    "repeats": "cases",
    "case": "cases",
    "case_looks": "who_looked",
    "person_looks": "who_looked",
    "name_lead": "who_looked",
    "people_add": "people",
    "people_attest": "people",
    "person": "people",
    "agency_add": "agencies",
    "agency_keep": "people",
    "agreement_propose": "agreements",
    "agreement_sign": "agreements",
    "agreement_end": "agreements",
    **{name: "cases" for name, address in ADDRESSES.items() if address.who == SEES_CASE},
}
LIMITS = {
    "idle_seconds": settings.SESSION_IDLE_SECONDS,
    "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
    "longest_hours": settings.SESSION_ABSOLUTE_SECONDS // 3600,
}
"""How long a session lasts, which every page says."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the page template. Nothing here is asked of the database until a template uses it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {**LIMITS, "single_sign_on": settings.SINGLE_SIGN_ON is not None}
    return {
        **LIMITS,
        "names": names_on(request),
        "sections": SimpleLazyObject(lambda: _sections(request)),
        "may_break_glass": SimpleLazyObject(lambda: may_break_glass(request)),
    }


def may_break_glass(request: HttpRequest) -> bool:
    """Whether a role of this person opens cases in an emergency."""
    by = who(request)
    return by.user.may("break-glass", by.today)


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    at = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"name": name, "title": title, "current": name == at, "within": PART_OF.get(at) == name}
        for name, title in SECTIONS
        if name not in ONLY_FOR or ONLY_FOR[name](request)
    ]


def may_join_call(request: HttpRequest) -> bool:
    """Whether any of this person's roles joins the daily call."""
    by = who(request)
    return by.user.may("join-call", by.today)


def may_join_group(request: HttpRequest) -> bool:
    """Whether any of this person's roles joins the operational group."""
    by = who(request)
    return by.user.may("join-group", by.today)


def may_see_cases(request: HttpRequest) -> bool:
    """Whether any of this person's roles sees cases."""
    by = who(request)
    return by.user.may("see", by.today)


def may_read_trails(request: HttpRequest) -> bool:
    """Whether this person may ask who looked at a case."""
    by = who(request)
    return any(by.user.may(capability, by.today) for capability in ("see-trail", "see-all-trails"))


def may_keep_people(request: HttpRequest) -> bool:
    """Whether this person looks after the people of an agency."""
    by = who(request)
    return any(by.user.may(capability, by.today) for capability in ("see-trail", "administer-users"))


def may_operate(request: HttpRequest) -> bool:
    """Whether this person keeps the system running."""
    by = who(request)
    return by.user.may("operate", by.today)


ONLY_FOR = {
    "my_work": may_see_cases,
    "cases": may_see_cases,
    "case_reviews": may_see_cases,
    "daily_call": may_join_call,
    "meetings": may_join_group,
    "search": may_see_cases,
    "who_looked": may_read_trails,
    "people": may_keep_people,
    "health": may_operate,
}
"""The sections that are not everybody's."""
