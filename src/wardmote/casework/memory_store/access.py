"""In memory: access to one case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import CaseGrant, Conflict, Standing


class AccessInMemory(TrailInMemory):
    """Access to one case."""

    def __init__(self) -> None:
        super().__init__()
        self._grants: dict[str, CaseGrant] = {}
        self._conflicts: list[Conflict] = []

    def grant(self, grant_id: str) -> CaseGrant | None:
        return self._grants.get(grant_id)

    def grants_on(self, today: date) -> Sequence[CaseGrant]:
        return [grant for grant in self._grants.values() if grant.until >= today and not grant.revoked]

    def grants_with_cases(self, today: date, sees: Condition) -> Sequence[tuple[CaseGrant, Standing]]:
        cases = {pairing["case"].reference: pairing["case"] for pairing in self._passing(sees, self._cases_alone())}
        return [(grant, cases[grant.case].standing) for grant in self.grants_on(today) if grant.case in cases]

    def add_grant(self, grant: CaseGrant, event: AuditEvent) -> None:
        self.append(event)
        self._grants[grant.id] = grant

    def save_grant(self, grant: CaseGrant, event: AuditEvent) -> CaseGrant:
        if self._grants[grant.id].version != grant.version:
            raise EditedMeanwhile
        self.append(event)
        self._grants[grant.id] = replace(grant, version=grant.version + 1)
        return self._grants[grant.id]

    def add_conflict(self, conflict: Conflict, event: AuditEvent) -> None:
        self.append(event)
        self._conflicts.append(conflict)
