"""How a person comes in and where they are signed in: the invitation they hold, and their own sessions."""

from typing import Any

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import invitations, people
from wardmote.casework.audit import event
from wardmote.casework.errors import EditedMeanwhile, NotFound
from wardmote.casework.nouns import Invitation, User
from wardmote.web.accounts.models import Account
from wardmote.web.accounts.sessions import lasting
from wardmote.web.accounts.trail import write_refusal
from wardmote.web.pages.asking import casebook, person_at_work, who
from wardmote.web.pages.case_forms import typed_in
from wardmote.web.pages.form_fields import Form

HELD = "invitation"
"""Where a session keeps the code's digest between following the address and using it: the code is kept nowhere."""


@login_not_required
def code(request: HttpRequest, code: str) -> HttpResponse:
    """The address that was handed over. Following it uses nothing up: mail programs follow addresses too."""
    request.session[HELD] = invitations.digest_of(code)
    return redirect("invitation")


@login_not_required
def invitation(request: HttpRequest) -> HttpResponse:
    """Set a password, or give up a lost second factor: whichever the invitation is for."""
    store, held = casebook(), request.session.get(HELD, "")
    try:
        made, person = invitations.opened_by(store, held, person_at_work(request, "").utc)
    except NotFound:
        if held:
            del request.session[HELD]
            write_refusal(request, deed="invitation-refused")
        return render(request, "account/invitation_gone.html", status=404)
    form = FORMS[made.kind](typed_in(request), account=Account.objects.get(pk=person.id), request=request)
    if request.method == "POST" and form.is_valid():
        try:
            _use(request, made, person, form)
        except EditedMeanwhile:
            return render(request, "account/invitation_gone.html", status=404)
        messages.success(request, "Password set. Now sign in." if made.kind == "password" else "Now sign in.")
        return redirect("account_login")
    context = {"form": form, "kind": made.kind, "person": person}
    return render(request, "account/invitation.html", context, status=422 if form.errors else 200)


def _use(request: HttpRequest, made: Invitation, person: User, form: Any) -> None:
    """What the invitation was for, and its being used up, together or not at all. Every session there was ends."""
    store, by = casebook(), person_at_work(request, person.id)
    with store.transaction():
        invitations.use(store, made, event(by, "authentication", f"{made.kind}-set-anew", "user", person.id))
        form.carry_out()
        ending = [session.name for session in store.sessions(person.id)]
        store.end_sessions(person.id, ending, event(by, "authentication", "sessions-ended", "user", person.id))
    del request.session[HELD]


def _secret(label: str, ask: str, hint: str = "", purpose: str = "new-password") -> forms.CharField:
    box = forms.PasswordInput(attrs={"autocomplete": purpose, "data-width": "20"})
    return forms.CharField(label=label, help_text=hint, widget=box, strip=False, error_messages={"required": ask})


class PasswordForm(Form):
    """A password chosen, twice."""

    password = _secret(
        "New password", "Enter a password.", "At least 12 characters. Three words that do not belong together do well."
    )
    again = _secret("The same password again", "Enter the password again.")

    def __init__(self, *args: Any, account: Account, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", "Enter the same password as above.")
        if first:
            try:
                password_validation.validate_password(first, self.account)
            except ValidationError as error:
                self.add_error("password", error)

    def carry_out(self) -> None:
        self.account.set_password(self.cleaned_data["password"])
        self.account.save(update_fields=["password"])


class FactorForm(Form):
    """The password, which only the person has, before their lost second factor is let go."""

    password = _secret("Your password", "Enter your password.", purpose="current-password")

    def __init__(self, *args: Any, account: Account, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.request = account, request

    def clean_password(self) -> str:
        """Tried as signing in tries it, so that it is counted and locked out alike."""
        typed = str(self.cleaned_data["password"])
        known = authenticate(self.request, username=self.account.username, password=typed)
        if known is None or user_id_to_str(known) != user_id_to_str(self.account):
            raise ValidationError("Check your password, then try again.")
        return typed

    def carry_out(self) -> None:
        Authenticator.objects.filter(user=self.account).delete()


FORMS = {"password": PasswordForm, "second-factor": FactorForm}


def sessions(request: HttpRequest) -> HttpResponse:
    """One's own sessions, to look through and end."""
    by, store = who(request), casebook()
    mine = lasting(store.sessions(by.user.id), by.now)
    if request.method == "POST":
        chosen = request.POST.get("end", "")
        names = {s.name for s in mine if (s.name != by.session if chosen == "others" else s.name == chosen)}
        people.end_own_sessions(store, by, names)
        if by.session not in names:
            messages.success(request, "Ended.")
        return redirect("sessions")
    return render(request, "sessions.html", {"sessions": mine, "by": by})
