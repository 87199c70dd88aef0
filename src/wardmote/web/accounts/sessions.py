"""Sessions kept in the database with their owner beside them, so that they can be listed and ended."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase

from wardmote.casework.nouns import Session
from wardmote.web.accounts.limits import NAME, SEEN, SOURCE, STARTED
from wardmote.web.accounts.models import SignInSession


class SessionStore(KeptInDatabase):
    """Django's own store, which also writes down whose session it is, and when and from where it was seen."""

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        row = cast(SignInSession, super().create_model_instance(data))
        row.name = data.get(NAME, "")
        row.account = str(data.get(SESSION_KEY, ""))
        row.started_at, row.seen_at = _instant(data.get(STARTED)), _instant(data.get(SEEN))
        row.source = data.get(SOURCE, "")
        return row


def _instant(stamp: float | None) -> datetime | None:
    return datetime.fromtimestamp(stamp, UTC) if stamp is not None else None


def lasting(sessions: Iterable[Session], at: datetime) -> list[Session]:
    """Those that are within both limits: the others end at their next request."""
    idle, absolute = settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS
    return [
        session
        for session in sessions
        if (at - session.seen_at).total_seconds() < idle and (at - session.started_at).total_seconds() < absolute
    ]
