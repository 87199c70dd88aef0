"""Keys to the API: made by the person at the keyboard, shown once, good for at most 90 days, dead with what they stand on."""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from wardmote.casework import permissions
from wardmote.casework.audit import act, append, event
from wardmote.casework.entries import words
from wardmote.casework.errors import NotFound, TokenRefused, WrongEntry
from wardmote.casework.nouns import DEEDS, LONGEST_TOKEN, ApiToken, SignedIn, User
from wardmote.casework.store import Store

MARK = "wardmote"
"""What every token begins with, so that one left in a file or a message is recognised."""
LONGEST_NAME = 100


def make_token(store: Store, by: SignedIn, *, name: str, deeds: Collection[str], days: int) -> tuple[ApiToken, str]:
    """A new key under the roles held today, and what to give the program: it is kept nowhere and never shown again."""
    name = words("name", name, "Enter what uses the token, such as the name of the program.")
    if len(name) > LONGEST_NAME:
        raise WrongEntry("name", f"Shorten the name to {LONGEST_NAME} characters.")
    if not deeds or not set(deeds) <= set(DEEDS):
        raise WrongEntry("deeds", "Choose what the program may do.")
    if not 1 <= days <= LONGEST_TOKEN.days:
        raise WrongEntry("days", f"Choose at most {LONGEST_TOKEN.days} days.")
    with act(store, by, "token-made"):
        permissions.check_make_token(by)
        secret = secrets.token_urlsafe(32)
        token = ApiToken(
            id=store.new_id(),
            user=by.user.id,
            agency=by.user.agency,
            roles=tuple(sorted({role.code for role in by.user.roles_on(by.today)})),
            name=name,
            deeds=tuple(deed for deed in DEEDS if deed in deeds),
            made_at=by.utc,
            until=by.today + timedelta(days=days),
            digest=_digest(secret),
        )
        store.add_token(token, event(by, "authentication", "token-made", "token", token.id, fields=token.deeds))
        return token, f"{MARK}_{token.id}_{secret}"


def tokens_of(store: Store, by: SignedIn) -> Sequence[ApiToken]:
    """One's own keys, the newest first."""
    return store.tokens_of(by.user.id)


def revoke_token(store: Store, by: SignedIn, token_id: str) -> None:
    """End one of one's own keys: it is refused at its next use."""
    with act(store, by, "token-revoked"):
        token = store.token(token_id)
        if token is None or token.user != by.user.id:
            raise NotFound
        store.revoke_token(token_id, event(by, "authentication", "token-revoked", "token", token_id))


def presented(store: Store, written: str) -> ApiToken:
    """The token somebody presents. One that was never made leaves no record: it would let a stranger fill the trail."""
    mark, _, rest = written.partition("_")
    token_id, _, secret = rest.partition("_")
    token = store.token(token_id) if mark == MARK else None
    if token is None or not hmac.compare_digest(token.digest, _digest(secret)):
        raise TokenRefused
    return token


def check_live(store: Store, by: SignedIn, token: ApiToken) -> None:
    """The token still stands on what it was made under. A refusal is in the trail."""
    try:
        permissions.check_use_token(by.user, token, by.today)
    except TokenRefused:
        append(store, event(by, "authentication", "token-refused", "token", token.id, outcome="deny"))
        raise


def narrowed(user: User, token: ApiToken) -> User:
    """The person as far as this token reaches: with the roles they hold now of those it was made under."""
    return replace(user, role_grants=tuple(grant for grant in user.role_grants if grant.role in token.roles))


def _digest(secret: str) -> str:
    """A plain digest is enough: the secret has 256 bits that nobody chose."""
    return hashlib.sha256(secret.encode()).hexdigest()
