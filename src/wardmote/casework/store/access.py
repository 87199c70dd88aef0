"""What a store does with access to one case."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition
from wardmote.casework.nouns import (
    CaseGrant,
    Conflict,
    Standing,
)


class AccessStore(Protocol):
    """Access to one case."""

    def grant(self, grant_id: str) -> CaseGrant | None: ...

    def grants_on(self, today: date) -> Sequence[CaseGrant]:
        """Every grant that has not ended and is not revoked, for those who approve them."""
        ...

    def grants_with_cases(self, today: date, sees: Condition) -> Sequence[tuple[CaseGrant, Standing]]:
        """`grants_on`, each with where its case stands, of the cases the filter lets through."""
        ...

    def add_grant(self, grant: CaseGrant, event: AuditEvent) -> None: ...

    def save_grant(self, grant: CaseGrant, event: AuditEvent) -> CaseGrant: ...

    def add_conflict(self, conflict: Conflict, event: AuditEvent) -> None: ...
