"""Every address there is. Each is also in `access.ADDRESSES`; the tests see to it."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, register_converter

from wardmote.web.accounts import single_sign_on
from wardmote.web.api import operations
from wardmote.web.pages import (
    agencies,
    agreements,
    bring_in,
    case,
    case_forms,
    cases,
    documents,
    exports,
    health,
    looks,
    people,
    sign_ins,
    today,
    tokens,
)
from wardmote.web.pages.reference import ReferenceInAddress

register_converter(ReferenceInAddress, "reference")

urlpatterns = [
    path("", today.show, name="today"),
    path("cases", cases.show, name="cases"),
    path("cases/refer", case_forms.refer, name="refer"),
    path("cases/<reference:reference>", case.show, name="case"),
    path("cases/<reference:reference>/purpose", case.purpose, name="case_purpose"),
    path("cases/<reference:reference>/triage", case_forms.triage, name="triage"),
    path("cases/<reference:reference>/note", case_forms.add_note, name="add_note"),
    path("cases/<reference:reference>/notes/<slug:note_id>", case.note, name="open_note"),
    path("cases/<reference:reference>/action", case_forms.add_action, name="add_action"),
    path("cases/<reference:reference>/actions/<slug:action_id>", case_forms.complete_action, name="complete_action"),
    path("cases/<reference:reference>/close", case_forms.close, name="close"),
    path("cases/<reference:reference>/reopen", case_forms.reopen, name="reopen"),
    path("cases/<reference:reference>/document", documents.add, name="add_document"),
    path("cases/<reference:reference>/documents/<slug:document_id>", documents.show, name="open_document"),
    path("cases/<reference:reference>/export", exports.ask, name="export_case"),
    path("cases/<reference:reference>/exports/<slug:export_id>", exports.show, name="case_export"),
    path("bring-in", bring_in.send, name="bring_in"),
    path("bring-in/columns", bring_in.columns, name="bring_in_columns"),
    path("bring-in/check", bring_in.check, name="bring_in_check"),
    path("bring-in/maps/<slug:map_id>", bring_in.edit_map, name="tracker_map"),
    path("who-looked", looks.find, name="who_looked"),
    path("cases/<reference:reference>/who-looked", looks.show, name="case_looks"),
    path("agencies", agencies.show, name="agencies"),
    path("agencies/add", agencies.add, name="agency_add"),
    path("agencies/<slug:code>/keep", agencies.keep, name="agency_keep"),
    path("agencies/<slug:code>/administrator", agencies.name_administrator, name="agency_administrator"),
    path("agreements", agreements.index, name="agreements"),
    path("agreements/propose", agreements.propose, name="agreement_propose"),
    path("agreements/<slug:agreement_id>/sign", agreements.sign, name="agreement_sign"),
    path("agreements/<slug:agreement_id>/end", agreements.end, name="agreement_end"),
    path("people", people.index, name="people"),
    path("people/add", people.add, name="people_add"),
    path("people/still-here", people.attest, name="people_attest"),
    path("people/<slug:user_id>", people.show, name="person"),
    path("people/<slug:user_id>/role", people.give_role, name="person_role"),
    path("people/<slug:user_id>/roles/<slug:role>/approve", people.approve_role, name="person_role_approve"),
    path("people/<slug:user_id>/roles/<slug:role>/end", people.end_role, name="person_role_end"),
    path("people/<slug:user_id>/disable", people.act, {"deed": "disable"}, name="person_disable"),
    path("people/<slug:user_id>/open", people.act, {"deed": "open"}, name="person_open"),
    path("people/<slug:user_id>/invite", people.act, {"deed": "invite"}, name="person_invite"),
    path("people/<slug:user_id>/lost-factor", people.act, {"deed": "ask-factor"}, name="person_factor_ask"),
    path("people/<slug:user_id>/new-factor", people.act, {"deed": "approve-factor"}, name="person_factor_approve"),
    path("people/<slug:user_id>/sign-out", people.act, {"deed": "sign-out"}, name="person_sign_out"),
    path("people/<slug:user_id>/single-sign-on", people.identity, name="person_identity"),
    path("account/tokens", tokens.show, name="tokens"),
    path("account/tokens/new", tokens.make, name="make_token"),
    path("account/tokens/<slug:token_id>/end", tokens.revoke, name="revoke_token"),
    path("health", health.show, name="health"),
    path("account/sign-in", account.login, name="account_login"),
    path("account/sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("account/sign-out", account.logout, name="account_logout"),
    path("account/shut", account.account_inactive, name="account_inactive"),
    path("account/invitation/<slug:code>", sign_ins.code, name="invitation_code"),
    path("account/invitation", sign_ins.invitation, name="invitation"),
    path("account/sessions", sign_ins.sessions, name="sessions"),
    path("account/single-sign-on", single_sign_on.begin, name="single_sign_on"),
    path("account/single-sign-on/back", single_sign_on.back, name="single_sign_on_back"),
    path("account/again", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor", mfa.index, name="mfa_index"),
    path("account/second-factor/set-up", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("api/openapi.json", operations.describe, name="api_description"),
    path("api/", (operations.addresses(), "api", "api")),
]

handler404 = "wardmote.web.pages.errors.not_found"
handler500 = "wardmote.web.pages.errors.server_error"
