"""Signing in through an agency's own provider (OpenID Connect), for people whose account an administrator has bound to it.

django-allauth carries the exchange; what it leaves open is closed here. The ID token's signature is always checked, with
a nonce, the audience and the issuer that was configured. Nobody gets an account this way, and nobody is matched by e-mail.
"""

import secrets
import time
from typing import Any

import jwt
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wardmote.web.accounts.trail import write_refusal
from wardmote.web.settings.single_sign_on import SingleSignOn
from wardmote.web.store.django_store.sign_in import PROVIDER

SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
PROVEN = "provider"
"""How a proof given at the provider is recorded in a session."""
SECONDS_ASLANT = 60
"""How far two clocks may differ."""


@login_not_required
def begin(request: HttpRequest) -> HttpResponse:
    """Sends a person to the provider; somebody already signed in, to prove again that it is they."""
    nonce, again = secrets.token_urlsafe(32), request.user.is_authenticated
    asked = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if again else {})
    following = request.GET.get("next", "")
    kept = following if get_account_adapter().is_safe_url(following) else None
    provider = _Adapter(request).get_provider()
    try:
        return provider.redirect(request, "login", kept, auth_params=asked, nonce=nonce, again=again)
    except OSError:
        return refused(request)


@login_not_required
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people back to."""
    return _Callback.adapter_view(_Adapter(request))(request)


def refused(request: HttpRequest) -> HttpResponse:
    """One page for every reason, so that nobody learns from it who has an account."""
    write_refusal(request)
    return render(request, "errors/single_sign_on.html", status=403)


class Providers(DefaultSocialAccountAdapter):
    """The one provider of the settings; accounts that exist, are bound, open, and of the agency it belongs to."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        found: SingleSignOn | None = settings.SINGLE_SIGN_ON
        if found is None:
            return []
        how = {"server_url": found.issuer, "uid_field": found.claim, "oauth_pkce_enabled": True, "scope": ["openid"]}
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name="Single sign-on",
            client_id=found.client_id,
            secret=found.secret,
            settings=how,
        )
        return [app]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        raise ImmediateHttpResponse(refused(request))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        person = sociallogin.user
        if not sociallogin.is_existing or person.agency != settings.SINGLE_SIGN_ON.agency:
            raise ImmediateHttpResponse(refused(request))
        if sociallogin.state.get("again"):
            raise ImmediateHttpResponse(_proven_again(request, sociallogin))

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Any:
        """What allauth fills in and throws away again: nobody is made an account here."""
        return get_account_adapter().new_user(request)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        return sociallogin.user


def _proven_again(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """The same person, who signed in at the provider just now: a proof. Anybody else, or an old sign-in: none."""
    entered = getattr(request, "entered_at_provider", 0)
    if sociallogin.user != request.user or time.time() - entered > 2 * SECONDS_ASLANT:
        return refused(request)
    record_authentication(request, sociallogin.user, PROVEN, reauthenticated=True)
    return redirect(sociallogin.state.get("next") or "today")


class SecondFactorStage(AuthenticateStage):
    """Our own second factor, unless the provider says, in the claim that was configured, that it asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not vouched(request) and super()._should_handle(request)


def vouched(request: HttpRequest) -> bool:
    """Whether the provider said in this very request that a second factor was used."""
    return bool(getattr(request, "factor_at_provider", False))


class _Provider(OpenIDConnectProvider):
    """The provider without what is not asked of it: names, e-mail addresses, anything to keep."""

    def get_callback_url(self) -> str:
        return reverse("single_sign_on_back")

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class _Adapter(OpenIDConnectOAuth2Adapter):
    """The exchange with the provider."""

    nonce = ""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER)

    def get_provider(self) -> _Provider:
        provider = _Provider(self.request, app=get_adapter().get_app(self.request, PROVIDER))
        provider.get_oauth2_adapter = lambda request: self
        return provider

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("single_sign_on_back"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        claims = self._claims(app, kwargs["response"].get("id_token", ""))
        request.factor_at_provider = _used_a_factor(claims, settings.SINGLE_SIGN_ON.factor)  # type: ignore[attr-defined]
        request.entered_at_provider = claims.get("auth_time", 0)  # type: ignore[attr-defined]
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What the provider signed: for us, just now, in answer to what we asked."""
        issuer = settings.SINGLE_SIGN_ON.issuer
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token).get("kid", "")),
                algorithms=SIGNED_WITH,
                issuer=issuer,
                audience=app.client_id,
                leeway=SECONDS_ASLANT,
                options={"require": ["exp", "iat", "iss", "aud", settings.SINGLE_SIGN_ON.claim]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error("the ID token is not good") from error
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the ID token answers another question")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token was made for somebody else")
        return claims

    def _key(self, kid: str) -> Any:
        """The provider's key of this name."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            return jwt.PyJWKSet.from_dict(answer.json())[kid].key
        except KeyError as error:
            raise OAuth2Error("the ID token is signed with a key the provider does not show") from error


class _Callback(OAuth2CallbackView):
    """The way back, which remembers what was asked."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = state.get("nonce", "") if state else ""
        return state, answer


def _used_a_factor(claims: dict[str, Any], wanted: str) -> bool:
    name, _, value = wanted.partition(":")
    said = claims.get(name) if name else None
    return value in said if isinstance(said, list) else bool(value) and said == value
