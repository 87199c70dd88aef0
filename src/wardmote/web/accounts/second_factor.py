"""Everyone has a second factor where the settings ask for it: nobody gets past its page without."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

SET_UP = "mfa_activate_totp"
ALLOWED = {SET_UP, "account_logout", "account_reauthenticate", "single_sign_on", "single_sign_on_back", "health"}
HAS_ONE = "second_factor"


class SecondFactor:
    """Sends a person without a second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated and not self._settled(request):
            return redirect(SET_UP)
        return self.get_response(request)

    def _settled(self, request: HttpRequest) -> bool:
        if request.session.get(HAS_ONE):
            return True
        if is_mfa_enabled(request.user):
            request.session[HAS_ONE] = True
            return True
        try:
            return resolve(request.path_info).url_name in ALLOWED
        except Resolver404:
            return False


class SetUp(ActivateTOTPView):
    """Sets up an authenticator app. Whoever has one is shown so: it is not taken away by whoever has the session."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)
