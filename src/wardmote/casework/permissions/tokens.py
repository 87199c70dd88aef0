"""May this person make a key to the API, and may a key be used for this?"""

from datetime import date

from wardmote.casework.errors import NotPermitted, TokenRefused
from wardmote.casework.nouns import ApiToken, SignedIn, User
from wardmote.casework.permissions.capability import check_proven, passes


def check_make_token(by: SignedIn) -> None:
    """Somebody at the keyboard makes a token, under roles they hold; a program cannot give itself another."""
    check_proven(by)
    if not by.user.roles_on(by.today):
        raise NotPermitted("You hold no role today, so a token could do nothing. Ask your agency's user administrator.")


def can_make_token(by: SignedIn) -> bool:
    return by.freshly_proven and passes(lambda: check_make_token(by))


def check_use_token(user: User, token: ApiToken, today: date) -> None:
    """A token is in force while it is live, its maker's account is open, and they hold a role it was made under, there."""
    held = {role.code for role in user.roles_on(today)}
    if not token.live_on(today) or user.agency != token.agency or not held & set(token.roles):
        raise TokenRefused


def can_use_token(user: User, token: ApiToken, today: date) -> bool:
    return passes(lambda: check_use_token(user, token, today))


def check_token_deed(token: ApiToken, deed: str) -> None:
    """A token made only for reading changes nothing."""
    if deed not in token.deeds:
        raise NotPermitted("This token may not be used for that. Make one that may change things.")


def can_token_deed(token: ApiToken, deed: str) -> bool:
    return passes(lambda: check_token_deed(token, deed))
