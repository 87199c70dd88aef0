"""Every address there is. Each is also in `access.ADDRESSES`; the tests see to it."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, register_converter

from wardmote.web.pages import access, agencies, case, case_forms, cases, emergencies, health, looks, notices, today
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
    path("cases/<reference:reference>/access", access.show, name="case_access"),
    path("cases/<reference:reference>/access/give", access.give, name="give_access"),
    path("cases/<reference:reference>/access/<slug:grant_id>/end", access.end, name="end_access"),
    path("cases/<reference:reference>/access/conflict", access.conflict, name="declare_conflict"),
    path("cases/<reference:reference>/access/fewer", access.raise_tier, name="raise_tier"),
    path("cases/<reference:reference>/hand-over", access.hand_over, name="hand_over"),
    path("cases/<reference:reference>/decision", access.decide, name="decide"),
    path("cases/<reference:reference>/lead", access.name_lead, name="name_lead"),
    path("approvals", access.approvals, name="approvals"),
    path("approvals/<slug:grant_id>", access.approve, name="approve_access"),
    path("emergency", emergencies.open_case, name="break_glass"),
    path("emergency/reviews", emergencies.reviews, name="reviews"),
    path("emergency/reviews/<slug:opening_id>", emergencies.review, name="review_emergency"),
    path("notices", notices.show, name="notices"),
    path("notices/<slug:notice_id>/read", notices.read, name="read_notice"),
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
    path("account/second-factor/set-up", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

handler404 = "wardmote.web.pages.errors.not_found"
handler500 = "wardmote.web.pages.errors.server_error"
