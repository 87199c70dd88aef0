"""Who reaches each address, in one table. An address that is not in it answers as if it were not there.

What a person then sees or may do on a case is decided by `casework`; this table says who is let as far as asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")

EVERYONE = "everyone"
SIGNED_IN = "anyone signed in"
SEES_CASE = "whoever sees the case"
READS_TRAIL = "auditors, and privacy officers for their own agency"

APPROVES = "whoever approves this access"
BREAKS_GLASS = "roles that open a case in an emergency"
REVIEWS = "privacy officers of the opener's and the owner's agency"


@dataclass(frozen=True)
class Address:
    """Who reaches an address, and how it may be asked."""

    who: str
    methods: tuple[str, ...] = READ


ADDRESSES = {
    "today": Address(SIGNED_IN),
    "cases": Address(SIGNED_IN),
    "refer": Address(SIGNED_IN, FORM),
    "case": Address(SEES_CASE),
    "case_purpose": Address(SEES_CASE, FORM),
    "triage": Address(SEES_CASE, FORM),
    "add_note": Address(SEES_CASE, FORM),
    "open_note": Address(SEES_CASE, FORM),
    "add_action": Address(SEES_CASE, FORM),
    "complete_action": Address(SEES_CASE, FORM),
    "close": Address(SEES_CASE, FORM),
    "reopen": Address(SEES_CASE, FORM),
    "case_access": Address(SEES_CASE),
    "give_access": Address(SEES_CASE, FORM),
    "end_access": Address(SEES_CASE, FORM),
    "declare_conflict": Address(SEES_CASE, FORM),
    "raise_tier": Address(SEES_CASE, FORM),
    "hand_over": Address(SEES_CASE, FORM),
    "decide": Address(SEES_CASE, FORM),
    "name_lead": Address(READS_TRAIL, FORM),
    "approvals": Address(SIGNED_IN),
    "approve_access": Address(APPROVES, FORM),
    "break_glass": Address(BREAKS_GLASS, FORM),
    "reviews": Address(SIGNED_IN),
    "review_emergency": Address(REVIEWS, FORM),
    "notices": Address(SIGNED_IN, FORM),
    "read_notice": Address(SIGNED_IN, FORM),
    "who_looked": Address(READS_TRAIL),
    "case_looks": Address(READS_TRAIL),
    "agencies": Address(SIGNED_IN),
    "health": Address(EVERYONE),
    "account_login": Address(EVERYONE, FORM),
    "account_inactive": Address(EVERYONE),
    "mfa_authenticate": Address(EVERYONE, FORM),
    "account_logout": Address(EVERYONE, FORM),
    "account_reauthenticate": Address(SIGNED_IN, FORM),
    "mfa_reauthenticate": Address(SIGNED_IN, FORM),
    "mfa_index": Address(SIGNED_IN),
    "mfa_activate_totp": Address(SIGNED_IN, FORM),
    "mfa_view_recovery_codes": Address(SIGNED_IN),
    "mfa_generate_recovery_codes": Address(SIGNED_IN, FORM),
}


class ListedOnly:
    """Lets a request through to a listed address, asked in a listed way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        address = ADDRESSES.get(name)
        if address is None:
            raise Http404
        if request.method not in address.methods:
            return HttpResponseNotAllowed(address.methods)
        return None
