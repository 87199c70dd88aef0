"""When a session last proved, by password or second factor, that it is still the same person."""

from datetime import UTC, datetime

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase


def proven_at(session: SessionBase) -> datetime | None:
    """The last proof, signing in included; None for a session that never gave one."""
    proofs = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return datetime.fromtimestamp(max(proof["at"] for proof in proofs), UTC) if proofs else None
