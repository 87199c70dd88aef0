"""Signing in with a username and password, then the second factor. Accounts are given, never asked for."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


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
