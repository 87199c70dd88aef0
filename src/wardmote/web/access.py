"""Who reaches each address, in one table. An address that is not in it answers as if it were not there.

What a person then sees or may do on a case is decided by `casework`; this table says who is let as far as asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from wardmote.web.api.answers import wrong_method
from wardmote.web.api.door import asks_api

READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
ASK = ("GET",)
DO = ("POST",)
"""How an address of the API is asked: one way each."""

EVERYONE = "everyone"
SIGNED_IN = "anyone signed in"
SEES_CASE = "whoever sees the case"
READS_TRAIL = "auditors, and privacy officers for their own agency"
HAS_TOKEN = "whoever holds a token in force"
OWNS_TOKEN = "whoever made the token"


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
    "who_looked": Address(READS_TRAIL),
    "case_looks": Address(READS_TRAIL),
    "agencies": Address(SIGNED_IN),
    "tokens": Address(SIGNED_IN),
    "make_token": Address(SIGNED_IN, FORM),
    "revoke_token": Address(OWNS_TOKEN, FORM),
    "api_description": Address(EVERYONE, ASK),
    "api:who_am_i": Address(HAS_TOKEN, ASK),
    "api:agencies": Address(HAS_TOKEN, ASK),
    "api:list_cases": Address(HAS_TOKEN, ASK),
    "api:refer": Address(HAS_TOKEN, DO),
    "api:open_case": Address(SEES_CASE, ASK),
    "api:open_note": Address(SEES_CASE, ASK),
    "api:who_looked": Address(READS_TRAIL, ASK),
    "api:answer_referral": Address(SEES_CASE, DO),
    "api:add_note": Address(SEES_CASE, DO),
    "api:add_action": Address(SEES_CASE, DO),
    "api:complete_action": Address(SEES_CASE, DO),
    "api:close": Address(SEES_CASE, DO),
    "api:reopen": Address(SEES_CASE, DO),
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
            return wrong_method(address.methods) if asks_api(request) else HttpResponseNotAllowed(address.methods)
        return None
