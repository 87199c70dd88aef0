"""A key that a person made for a program which works for them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

DEEDS = ("read", "write")
"""What a token may be used for: asking, and changing."""
LONGEST_TOKEN = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class ApiToken:
    """A named key to the API. Only a digest of its secret is kept; `until` is its last day.

    It holds the agency and the roles it was made under: it never reaches further than they did, nor than its maker does
    now.
    """

    id: str
    user: str
    agency: str
    roles: tuple[str, ...]
    name: str
    deeds: tuple[str, ...]
    made_at: datetime
    until: date
    digest: str
    revoked: bool = False

    def live_on(self, today: date) -> bool:
        return not self.revoked and today <= self.until
