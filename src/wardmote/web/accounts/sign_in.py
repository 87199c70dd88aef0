"""Signing in with a username and password, then the second factor. Accounts are given, never asked for."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from wardmote.web.accounts.second_factor import HAS_ONE
from wardmote.web.accounts.shut import shut
from wardmote.web.accounts.trail import write_refusal


class SignIn(DefaultAccountAdapter):
    """Nobody makes their own account; messages say what to do."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Check your username and password, then try again.",
        "too_many_login_attempts": "Too many tries. Wait 15 minutes, then try again.",
        "incorrect_password": "Check your password, then try again.",
        "rate_limited": "Too many tries. Wait 15 minutes, then try again.",
        "invalid_password_reset": "Ask your agency's user administrator for a new password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """A shut account is told so before anything else is asked of it; only its password opens that page."""
        from wardmote.web.pages.asking import person_at_work

        answer = super().pre_login(request, user, **how)
        if answer is None and shut(person_at_work(request, user.pk)):
            clear_login(request)
            answer = self.respond_user_inactive(request, user)
        if answer is not None:
            write_refusal(request, user, "sign-in-shut-out")
        return answer

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        from wardmote.web.accounts.single_sign_on import vouched

        if vouched(request):
            request.session[HAS_ONE] = True
        return super().post_login(request, user, **how)

    def get_login_stages(self) -> list[str]:
        """allauth's stages, with its second factor replaced by one that hears the provider."""
        ours = "wardmote.web.accounts.single_sign_on.SecondFactorStage"
        return [ours if "AuthenticateStage" in stage else stage for stage in super().get_login_stages()]

    def add_message(self, *_: Any, **__: Any) -> None:
        """The pages say what happened themselves."""


class SecondFactorWords(DefaultMFAAdapter):
    """What is said about a second factor that does not fit."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code in your authenticator app, then try again.",
    }


class SignInForm(LoginForm):
    """Username and password, with errors that say what to enter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username, password = self.fields["login"], self.fields["password"]
        username.label, username.error_messages["required"] = "Username", "Enter your username."
        password.label, password.error_messages["required"] = "Password", "Enter your password."
        password.help_text = ""
        for field in (username, password):
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["data-width"] = "20"
        username.widget.attrs |= {"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}
