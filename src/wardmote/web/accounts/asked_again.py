"""The library's forms for a code and a password, with errors that say what to enter."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

ASKS = {"code": "Enter the code.", "password": "Enter your password."}


class Worded:
    """A form with one box, as wide as what goes in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.error_messages["required"] = ASKS[name]
            field.widget.attrs["data-width"] = "10" if name == "code" else "20"


class Code(Worded, mfa.AuthenticateForm):
    """The second step of signing in."""


class CodeAgain(Worded, mfa.ReauthenticateForm):
    """A code, to prove who one still is."""


class FirstCode(Worded, totp.ActivateTOTPForm):
    """The code that shows that the app was set up."""


class PasswordAgain(Worded, account.ReauthenticateForm):
    """A password, to prove who one still is."""
