"""In memory: cases opened in an emergency, and notices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import EmergencyOpening, Notice


class EmergenciesInMemory(TrailInMemory):
    """Cases opened in an emergency, and notices."""

    def __init__(self) -> None:
        super().__init__()
        self._emergency_openings: dict[str, EmergencyOpening] = {}
        self._notices: dict[str, Notice] = {}
        self._notices_seen: dict[tuple[str, str], datetime] = {}
        self._notice_addresses: dict[str, str] = {}

    def opening(self, opening_id: str) -> EmergencyOpening | None:
        return self._emergency_openings.get(opening_id)

    def openings_unreviewed(self, sees: Condition) -> Sequence[EmergencyOpening]:
        cases = {pairing["case"].reference for pairing in self._passing(sees, self._cases_alone())}
        return [o for o in self._emergency_openings.values() if not o.outcome and o.case in cases]

    def openings_live(self, user_id: str, now: datetime) -> Sequence[EmergencyOpening]:
        return [o for o in self._emergency_openings.values() if o.user == user_id and o.at <= now <= o.until]

    def add_opening(self, opening: EmergencyOpening, event: AuditEvent) -> None:
        self.append(event)
        self._emergency_openings[opening.id] = opening

    def save_opening(self, opening: EmergencyOpening, event: AuditEvent) -> EmergencyOpening:
        if self._emergency_openings[opening.id].version != opening.version:
            raise EditedMeanwhile
        self.append(event)
        self._emergency_openings[opening.id] = replace(opening, version=opening.version + 1)
        return self._emergency_openings[opening.id]

    def notices(self, person: str) -> tuple[Sequence[Notice], Mapping[str, datetime]]:
        kept = [notice for notice in self._notices.values() if notice.person == person]
        return kept, {notice: at for (seen_by, notice), at in self._notices_seen.items() if seen_by == person}

    def notices_known(self, ids: Collection[str]) -> frozenset[str]:
        return frozenset(ids) & frozenset(self._notices)

    def add_notices(self, notices: Sequence[Notice], event: AuditEvent) -> None:
        self.append(event)
        self._notices |= {notice.id: notice for notice in notices}

    def mark_notice_seen(self, person: str, notice_id: str, at: datetime, event: AuditEvent) -> None:
        self.append(event)
        self._notices_seen[person, notice_id] = at

    def notice_address(self, person: str) -> str:
        return self._notice_addresses.get(person, "")

    def save_notice_address(self, person: str, address: str, event: AuditEvent) -> None:
        self.append(event)
        self._notice_addresses[person] = address
