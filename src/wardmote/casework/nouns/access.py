"""Who else sees one case, and who must not."""

from dataclasses import dataclass
from datetime import date

from wardmote.casework.nouns.emergencies import EmergencyOpening
from wardmote.casework.nouns.partnership import SharingAgreement


@dataclass(frozen=True, kw_only=True)
class CaseGrant:
    """Sight of one case for one person, or for everybody in one agency who holds one role.

    `reaches` is the strictest tier the grant opens: a grant by itself reaches named; the lead's approval makes it reach
    restricted; two approvals make it reach sealed. So a case whose tier is raised closes by itself to weaker grants.
    """

    id: str
    case: str
    agency: str
    to_user: str = ""
    to_role: str = ""
    purpose: str
    gateway: str
    start: date
    until: date
    by: str
    reason: str
    approvals: tuple[str, ...] = ()
    reaches: str = "named"
    revoked: bool = False
    version: int = 0

    def live_on(self, today: date) -> bool:
        return self.start <= today <= self.until and not self.revoked


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A person who must not see a case, because they are, live with, or know somebody in it. It beats every grant."""

    case: str
    user: str
    declared_by: str
    on: date


@dataclass(frozen=True)
class Sharing:
    """What decides who else sees one case: agreements that name its lead agency, its grants, conflicts, emergencies."""

    agreements: tuple[SharingAgreement, ...] = ()
    grants: tuple[CaseGrant, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    emergency_openings: tuple[EmergencyOpening, ...] = ()
