"""How people come to sign in: the invitations they are given, and the sessions they hold."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A one-time code that lets its holder set a password, or set up a lost second factor again.

    The code itself is kept nowhere, only its digest. One for a second factor has no code until a second person approves.
    """

    id: str
    user: str
    agency: str
    kind: str
    by: str
    made_at: datetime
    expires_at: datetime
    digest: str = ""
    approved_by: str = ""
    used_at: datetime | None = None
    withdrawn: bool = False
    version: int = 0

    def waits_at(self, now: datetime) -> bool:
        """Whether it can still be used, or be approved so that it can."""
        return self.used_at is None and not self.withdrawn and now < self.expires_at

    def live_at(self, now: datetime) -> bool:
        return bool(self.digest) and self.waits_at(now)


@dataclass(frozen=True)
class Invited:
    """An invitation just made, with its code: shown once to whoever hands it over."""

    invitation: Invitation
    person: str
    username: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sign-in that still lasts. `name` is what the trail calls it; it opens nothing."""

    name: str
    user: str
    started_at: datetime
    seen_at: datetime
    source: str
