"""What a store does with cases opened in an emergency, and with notices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition
from wardmote.casework.nouns import EmergencyOpening, Notice


class EmergenciesStore(Protocol):
    """Cases opened in an emergency."""

    def opening(self, opening_id: str) -> EmergencyOpening | None: ...

    def openings_unreviewed(self, sees: Condition) -> Sequence[EmergencyOpening]:
        """Every opening without an outcome, of the cases the filter lets through."""
        ...

    def openings_live(self, user_id: str, now: datetime) -> Sequence[EmergencyOpening]:
        """The openings of one person that last at this instant."""
        ...

    def add_opening(self, opening: EmergencyOpening, event: AuditEvent) -> None: ...

    def save_opening(self, opening: EmergencyOpening, event: AuditEvent) -> EmergencyOpening: ...


class NoticesStore(Protocol):
    """Notices to one person, and where to say that there are some."""

    def notices(self, person: str) -> tuple[Sequence[Notice], Mapping[str, datetime]]:
        """Those that were kept, what dates decide is not among them; and when this person read which notice, kept or not."""
        ...

    def notices_known(self, ids: Collection[str]) -> frozenset[str]:
        """Which of these notices were kept before."""
        ...

    def add_notices(self, notices: Sequence[Notice], event: AuditEvent) -> None: ...

    def mark_notice_seen(self, person: str, notice_id: str, at: datetime, event: AuditEvent) -> None: ...

    def notice_address(self, person: str) -> str:
        """Their e-mail address for notices; blank when they gave none."""
        ...

    def save_notice_address(self, person: str, address: str, event: AuditEvent) -> None: ...
