"""What a store does with the trail."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from wardmote.casework.audit import AuditEvent, AuditRecord, SignedHead
from wardmote.casework.nouns import (
    Look,
    TrailPage,
    TrailQuery,
)


class TrailStore(Protocol):
    """The trail."""

    def append(self, event: AuditEvent) -> AuditRecord:
        """Add to the end of the chain, in the current transaction: `audit.link` on the last record, one writer at a time."""
        ...

    def first_record(self) -> AuditRecord | None: ...

    def last_record(self) -> AuditRecord | None: ...

    def trail(self, look: Look, query: TrailQuery) -> Sequence[AuditRecord]:
        """Audit records, oldest first. Reading the log is itself logged first, as a review of `query.object_id`.

        `query.object_id` matches an object of that id, a thing on it ("CSP-26-0007/…"), and a list that showed it.
        """
        ...

    def trail_page(self, look: Look, query: TrailQuery, page: int, size: int) -> TrailPage:
        """One page of the same, newest first. Logged first, like `trail`."""
        ...

    def export_trail(self, event: AuditEvent) -> Iterable[AuditRecord]:
        """Every record from the first, for the offline verifier; the export is logged and is not in itself."""
        ...

    def add_head(self, head: SignedHead, event: AuditEvent) -> None: ...

    def heads(self) -> Sequence[SignedHead]: ...

    def purpose_given(self, session: str, reference: str) -> str:
        """The purpose this session last gave for this case, or blank; read from the trail itself.

        It is that of the session's latest allowed record with a purpose whose object is the case or a thing on it.
        A list that showed the case does not count.
        """
        ...

    def opened_since(self, actor: str, since: datetime) -> frozenset[str]:
        """The references of the cases this person opened, or opened a thing on, after an instant; lists do not count."""

    def last_look_at(self, session: str, reference: str, deeds: Collection[str]) -> datetime | None:
        """When this session last did one of these deeds, and was allowed to, on the case or a thing on it."""
        ...
