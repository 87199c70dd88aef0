"""Signing in, signing out and failing to are in the trail. A name that was typed is not: it may be a password."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from wardmote.casework.audit import AuditEvent, append, event
from wardmote.web.accounts.limits import name_in_trail
from wardmote.web.accounts.models import Account
from wardmote.web.clock import now


def listen() -> None:
    """Called once, when the application starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="trail-signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="trail-signed-out")
    user_login_failed.connect(_failed, dispatch_uid="trail-sign-in-failed")


def _signed_in(sender: object, request: HttpRequest, user: Account, **_: Any) -> None:
    _write(request, user, "signed-in")


def _signed_out(sender: object, request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        _write(request, user, "signed-out")


def _write(request: HttpRequest, account: Account, deed: str) -> None:
    from wardmote.web.pages.asking import casebook, person_at_work

    append(casebook(), event(person_at_work(request, account.id), "authentication", deed, "account", account.id))


def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    write_refusal(request, Account.objects.filter(username=credentials.get("username") or "").first())


def write_refusal(request: HttpRequest | None, account: Account | None = None, deed: str = "sign-in-failed") -> None:
    """Somebody who is nobody yet was not let in."""
    from wardmote.web.pages.asking import casebook, source

    failed = AuditEvent(
        at=now(),
        actor=account.id if account else "",
        agency=account.agency if account else "",
        roles=(),
        session=name_in_trail(request.session) if request is not None else "",
        source=source(request) if request is not None else "",
        action="authentication",
        deed=deed,
        object_type="account",
        object_id=account.id if account else "",
        outcome="deny",
    )
    append(casebook(), failed)
