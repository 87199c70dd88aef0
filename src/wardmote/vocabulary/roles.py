"""The roles a person may hold in the partnership, as a dated table, each explained to the person who assigns it.

`see` on its own opens nothing: `open_kinds` are the kinds of case a role sees routinely under a sharing agreement,
`granted_kinds` the kinds it may see by a grant on one case. `clearance` is the highest protection level it may read.
`never_with` keeps apart roles that must not meet in one person: whoever administers users works no cases, whoever
audits or operates the system sees no content.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("roles.csv")

CAPABILITIES = {
    "see": "see cases, within the kinds and the clearance of the role",
    "refer": "refer a case to an agency",
    "join-call": "join the daily call: raise, take and close its lines",
    "join-group": "join the operational group: see its meetings, and take actions there",
    "triage": "accept, signpost or refuse what is referred to the agency",
    "work": "add notes and actions, and complete actions",
    "lead": "record decisions, hand over, close and reopen cases the agency leads",
    "grant-access": "grant a person or a role access to one case the agency leads",
    "approve-access": "approve an access grant asked for by somebody else",
    "read-intelligence": "read entries marked as intelligence",
    "break-glass": "open one case in an emergency, with an alert to two agencies",
    "see-trail": "see who looked at the agency's cases",
    "see-all-trails": "see who looked at any case",
    "administer-users": "add and end roles in the agency",
    "manage-agencies": "add an agency, and invite its administrator while it has none",
    "manage-agreements": "propose and end the sharing agreements the agency is in",
    "sign-agreements": "sign a sharing agreement for the agency",
    "check-output": "check a release before it is published",
    "release": "publish a checked release",
    "operate": "run backups and restores",
}


@dataclass(frozen=True)
class Role:
    """One role. Months are text such as "2026-04", both ends included; None is open."""

    code: str
    name: str
    slug: str
    capabilities: frozenset[str]
    open_kinds: frozenset[str]
    granted_kinds: frozenset[str]
    clearance: str
    never_with: frozenset[str]
    explanation: str
    valid_from: str | None
    valid_to: str | None

    def in_use_on(self, today: date) -> bool:
        month = today.isoformat()[:7]
        return (self.valid_from or "") <= month and (self.valid_to is None or month <= self.valid_to)


@lru_cache
def roles() -> dict[str, Role]:
    """Every role by its code, in the order of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as handle:
        return {row["code"]: _role(row) for row in csv.DictReader(handle)}


def _role(row: dict[str, str]) -> Role:
    return Role(
        code=row["code"],
        name=row["name"],
        slug=row["slug"],
        capabilities=frozenset(row["capabilities"].split()),
        open_kinds=frozenset(row["open_kinds"].split()),
        granted_kinds=frozenset(row["granted_kinds"].split()),
        clearance=row["clearance"],
        never_with=frozenset(row["never_with"].split()),
        explanation=row["explanation"],
        valid_from=row["valid_from"] or None,
        valid_to=row["valid_to"] or None,
    )
