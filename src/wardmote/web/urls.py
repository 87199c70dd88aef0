"""Every address there is. Each is also in `access.ADDRESSES`; the tests see to it."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path, register_converter

from wardmote.web.accounts.second_factor import SetUp
from wardmote.web.pages import agencies, case, case_forms, cases, health, looks, today
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
    path("who-looked", looks.find, name="who_looked"),
    path("cases/<reference:reference>/who-looked", looks.show, name="case_looks"),
    path("agencies", agencies.show, name="agencies"),
    path("health", health.show, name="health"),
    path("account/sign-in", account.login, name="account_login"),
    path("account/sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("account/sign-out", account.logout, name="account_logout"),
    path("account/shut", account.account_inactive, name="account_inactive"),
    path("account/again", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor", mfa.index, name="mfa_index"),
    path("account/second-factor/set-up", SetUp.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

handler404 = "wardmote.web.pages.errors.not_found"
handler500 = "wardmote.web.pages.errors.server_error"
