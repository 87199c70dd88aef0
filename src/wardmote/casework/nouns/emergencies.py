"""A case opened in an emergency by somebody who may not see it otherwise."""

from dataclasses import dataclass
from datetime import date, datetime

from wardmote.casework.nouns.codes import LONDON, SUSPENDED_AFTER


@dataclass(frozen=True, kw_only=True)
class EmergencyOpening:
    """One case, opened by one person for 60 minutes, with the reason; reviewed afterwards by a privacy officer.

    `agency` is the opener's and `owner_agency` the lead agency of that moment: a privacy officer of either reviews it.
    `category` is the purpose and `gateway` the power of every look under it.
    """

    id: str
    case: str
    user: str
    agency: str
    owner_agency: str
    category: str
    gateway: str
    reason: str
    at: datetime
    until: datetime
    review_due: date
    outcome: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    finding: str = ""
    version: int = 0

    @property
    def suspends_after(self) -> date:
        """The last day it may stand unreviewed: 5 days on, and never before the review was due (Christmas is longer)."""
        return max(self.at.astimezone(LONDON).date() + SUSPENDED_AFTER, self.review_due)

    def suspends_on(self, today: date) -> bool:
        return not self.outcome and today > self.suspends_after
