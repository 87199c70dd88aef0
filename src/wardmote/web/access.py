"""Who reaches each address, in one table. An address that is not in it answers as if it were not there.

What a person then sees or may do on a case is decided by `casework`; this table says who is let as far as asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
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
JOINS_CALL = "whoever joins the daily call, for the lines they see"
JOINS_GROUP = "whoever joins the operational group, for the meetings and items they see"
READS_TRAIL = "auditors, and privacy officers for their own agency"
KEEPS_PEOPLE = "administrators and privacy officers, for their own agency"
KEEPS_ACCOUNTS = "administrators, for others of their own agency"
MANAGES = "partnership managers"
SIGNS = "whoever may sign for an agency that has not signed"
HAS_TOKEN = "whoever holds a token in force"
OWNS_TOKEN = "whoever made the token"

APPROVES = "whoever approves this access"
BREAKS_GLASS = "roles that open a case in an emergency"
REVIEWS = "privacy officers of the opener's and the owner's agency"


@dataclass(frozen=True)
class Address:
    """Who reaches an address, and how it may be asked."""

    who: str
    methods: tuple[str, ...] = READ
    only_with: str = ""
    """A setting without which the address is not there."""


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
    "add_document": Address(SEES_CASE, FORM),
    "open_document": Address(SEES_CASE, FORM),
    "export_case": Address(SEES_CASE, FORM),
    "case_export": Address(SEES_CASE, FORM),
    "bring_in": Address(SIGNED_IN, FORM),
    "bring_in_columns": Address(SIGNED_IN, FORM),
    "bring_in_check": Address(SIGNED_IN, FORM),
    "tracker_map": Address(SIGNED_IN, FORM),
    "add_person": Address(SEES_CASE, FORM),
    "relate": Address(SEES_CASE, FORM),
    "add_role": Address(SEES_CASE, FORM),
    "own_tie": Address(SEES_CASE, FORM),
    "add_detail": Address(SEES_CASE, FORM),
    "end_role": Address(SEES_CASE, FORM),
    "end_relation": Address(SEES_CASE, FORM),
    "open_detail": Address(SEES_CASE, FORM),
    "change_detail": Address(SEES_CASE, FORM),
    "assess_risk": Address(SEES_CASE, FORM),
    "link_case": Address(SEES_CASE, FORM),
    "unlink_case": Address(SEES_CASE, FORM),
    "place_case": Address(SEES_CASE, FORM),
    "search": Address(SIGNED_IN, FORM),
    "person_looks": Address(READS_TRAIL),
    "person_looks_export": Address(READS_TRAIL, FORM),
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
    "daily_call": Address(JOINS_CALL, FORM),
    "call_changes": Address(JOINS_CALL),
    "call_nothing_new": Address(JOINS_CALL, FORM),
    "call_printed": Address(JOINS_CALL),
    "call_change": Address(JOINS_CALL, FORM),
    "call_close": Address(JOINS_CALL, FORM),
    "call_open_again": Address(JOINS_CALL, FORM),
    "call_tie": Address(JOINS_CALL, FORM),
    "my_work": Address(SIGNED_IN),
    "loads": Address(SIGNED_IN),
    "calendar_feed": Address(SIGNED_IN, FORM),
    "calendar": Address(EVERYONE),
    "repeats": Address(SIGNED_IN),
    "meetings": Address(JOINS_GROUP),
    "meeting_plan": Address(JOINS_GROUP, FORM),
    "meeting": Address(JOINS_GROUP),
    "meeting_add": Address(JOINS_GROUP, FORM),
    "meeting_refresh": Address(JOINS_GROUP, FORM),
    "meeting_item": Address(JOINS_GROUP, FORM),
    "meeting_attendance": Address(JOINS_GROUP, FORM),
    "meeting_close": Address(JOINS_GROUP, FORM),
    "meeting_minutes": Address(JOINS_GROUP, FORM),
    "group_action_done": Address(JOINS_GROUP, FORM),
    "case_reviews": Address(SIGNED_IN),
    "case_review_return": Address(SIGNED_IN),
    "unasked": Address(SIGNED_IN),
    "tell_unasked": Address(SEES_CASE, FORM),
    "case_review": Address(SEES_CASE),
    "case_review_apply": Address(SEES_CASE, FORM),
    "add_complaint": Address(SEES_CASE, FORM),
    "review_complaints": Address(SEES_CASE, FORM),
    "review_agreed": Address(SEES_CASE, FORM),
    "review_decide": Address(SEES_CASE, FORM),
    "review_panel": Address(SEES_CASE, FORM),
    "review_outcome": Address(SEES_CASE, FORM),
    "review_recommend": Address(SEES_CASE, FORM),
    "review_appeal": Address(SEES_CASE, FORM),
    "review_appeal_answer": Address(SEES_CASE, FORM),
    "review_withdraw": Address(SEES_CASE, FORM),
    "review_letter": Address(SEES_CASE, FORM),
    "answer_recommendation": Address(SEES_CASE, FORM),
    "who_looked": Address(READS_TRAIL),
    "case_looks": Address(READS_TRAIL),
    "agencies": Address(SIGNED_IN),
    "agency_add": Address(MANAGES, FORM),
    "agency_keep": Address(KEEPS_ACCOUNTS, FORM),
    "agency_administrator": Address(MANAGES, FORM),
    "agreements": Address(SIGNED_IN),
    "agreement_propose": Address(MANAGES, FORM),
    "agreement_sign": Address(SIGNS, FORM),
    "agreement_end": Address(MANAGES, FORM),
    "people": Address(KEEPS_PEOPLE),
    "people_add": Address(KEEPS_ACCOUNTS, FORM),
    "people_attest": Address(KEEPS_PEOPLE, FORM),
    "person": Address(KEEPS_PEOPLE),
    "person_role": Address(KEEPS_ACCOUNTS, FORM),
    "person_role_approve": Address(KEEPS_PEOPLE, FORM),
    "person_role_end": Address(KEEPS_ACCOUNTS, FORM),
    "person_disable": Address(KEEPS_ACCOUNTS, FORM),
    "person_open": Address(KEEPS_ACCOUNTS, FORM),
    "person_invite": Address(KEEPS_ACCOUNTS, FORM),
    "person_factor_ask": Address(KEEPS_ACCOUNTS, FORM),
    "person_factor_approve": Address(KEEPS_PEOPLE, FORM),
    "person_sign_out": Address(KEEPS_ACCOUNTS, FORM),
    "person_identity": Address(KEEPS_ACCOUNTS, FORM, "SINGLE_SIGN_ON"),
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
    "invitation_code": Address(EVERYONE),
    "invitation": Address(EVERYONE, FORM),
    "sessions": Address(SIGNED_IN, FORM),
    "single_sign_on": Address(EVERYONE, READ, "SINGLE_SIGN_ON"),
    "single_sign_on_back": Address(EVERYONE, READ, "SINGLE_SIGN_ON"),
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
        if address is None or (address.only_with and not getattr(settings, address.only_with)):
            raise Http404
        if request.method not in address.methods:
            return wrong_method(address.methods) if asks_api(request) else HttpResponseNotAllowed(address.methods)
        return None
