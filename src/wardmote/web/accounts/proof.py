"""When a session last proved, by password or second factor, that it is still the same person."""

from datetime import UTC, datetime

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

COUNTED = ("password", "mfa", "provider")
"""What is a proof. A provider that let somebody in may have asked them nothing, so single sign-on by itself is none."""


def proven_at(session: SessionBase) -> datetime | None:
    """The last proof, signing in included; None for a session that never gave one."""
    kept = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    proofs = [proof["at"] for proof in kept if proof["method"] in COUNTED]
    return datetime.fromtimestamp(max(proofs), UTC) if proofs else None
