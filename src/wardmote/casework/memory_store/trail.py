"""In memory: the trail."""

from collections.abc import Collection, Sequence
from datetime import datetime

from wardmote.casework.audit import OPENING, AuditEvent, AuditRecord, SignedHead, event, link, references
from wardmote.casework.memory_store.held import Held
from wardmote.casework.nouns import Look, TrailPage, TrailQuery


class TrailInMemory(Held):
    """The trail."""

    def __init__(self) -> None:
        super().__init__()
        self._records: list[AuditRecord] = []
        self._heads: list[SignedHead] = []

    def append(self, event: AuditEvent) -> AuditRecord:
        if not self._depth:
            raise RuntimeError("an audit event is appended inside a transaction")
        record = link(event, self.last_record(), monotonic=len(self._records))
        self._records.append(record)
        return record

    def first_record(self) -> AuditRecord | None:
        return self._records[0] if self._records else None

    def last_record(self) -> AuditRecord | None:
        return self._records[-1] if self._records else None

    def trail(self, look: Look, query: TrailQuery) -> Sequence[AuditRecord]:
        self.append(event(look.by, "review", "trail-read", "trail", query.object_id, look=look))
        return [record for record in self._records if _asked_for(record.event, query)]

    def trail_page(self, look: Look, query: TrailQuery, page: int, size: int) -> TrailPage:
        found = list(reversed(self.trail(look, query)))
        people = len({record.event.actor for record in found})
        return TrailPage(tuple(found[(page - 1) * size : page * size]), len(found), people, page, size)

    def export_trail(self, event: AuditEvent) -> Sequence[AuditRecord]:
        exported = list(self._records)
        self.append(event)
        return exported

    def add_head(self, head: SignedHead, event: AuditEvent) -> None:
        self.append(event)
        self._heads.append(head)

    def heads(self) -> Sequence[SignedHead]:
        return list(self._heads)

    def purpose_given(self, session: str, reference: str) -> str:
        for record in reversed(self._records):
            said = record.event
            about = said.object_id == reference or said.object_id.startswith(reference + "/")
            if said.session == session and about and said.outcome == "allow" and said.purpose:
                return said.purpose
        return ""

    def opened_since(self, actor: str, since: datetime) -> frozenset[str]:
        theirs = [record.event for record in self._records if record.event.actor == actor]
        looks = [look for look in theirs if look.action in OPENING and look.at > since and look.outcome == "allow"]
        return references(look.object_id for look in looks)

    def last_look_at(self, session: str, reference: str, deeds: Collection[str]) -> datetime | None:
        said = [record.event for record in self._records if record.event.session == session]
        looks = [each for each in said if each.deed in deeds and each.outcome == "allow"]
        about = [each.at for each in looks if each.object_id.partition("/")[0] == reference]
        return about[-1] if about else None


def _asked_for(event: AuditEvent, query: TrailQuery) -> bool:
    wanted = query.object_id
    about = not wanted or event.object_id == wanted or event.object_id.startswith(wanted + "/") or wanted in event.shown
    return (
        about
        and query.actor in ("", event.actor)
        and (not query.actions or event.action in query.actions)
        and _between(query.since, event.at, query.until)
    )


def _between(since: datetime | None, at: datetime, until: datetime | None) -> bool:
    return (since is None or since <= at) and (until is None or at <= until)
