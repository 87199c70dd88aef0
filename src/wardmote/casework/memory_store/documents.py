"""In memory: documents, what was brought in, what was taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import BroughtIn, Case, CaseExport, Document, Look, TrackerMap
from wardmote.casework.store import Filter


class DocumentsInMemory(TrailInMemory):
    """Documents, what was brought in, what was taken out."""

    _cases: dict[str, Case]

    def __init__(self) -> None:
        super().__init__()
        self._documents: dict[str, Document] = {}
        self._tracker_maps: dict[str, TrackerMap] = {}
        self._brought: list[BroughtIn] = []
        self._exports: dict[str, CaseExport] = {}

    def add_document(self, document: Document, event: AuditEvent) -> None:
        self.append(event)
        self._documents[document.id] = document

    def read_document(
        self, look: Look, document_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> Document | None:
        for pairing in self._passing(sees, [{"case": case} for case in self._cases.values()]):
            for document in self._seen_documents(pairing["case"], sees_notes):
                if (document.case, document.id) == (reference, document_id):
                    where = f"{reference}/{document_id}"
                    self.append(consultation(look, "document-opened", "document", where, ("name", "file")))
                    return document
        return None

    def document_ids(self) -> frozenset[str]:
        return frozenset(self._documents)

    def _seen_documents(self, case: Case, sees: Filter) -> list[Document]:
        on_case = self._of(self._documents, case.reference)
        kept = self._passing(sees, [{"case": case, "note": document} for document in on_case])
        return [pairing["note"] for pairing in kept]

    def tracker_maps(self, agency: str) -> Sequence[TrackerMap]:
        return sorted((m for m in self._tracker_maps.values() if m.agency == agency), key=lambda saved: saved.name)

    def save_tracker_map(self, saved: TrackerMap, event: AuditEvent) -> TrackerMap:
        kept = self._tracker_maps.get(saved.id)
        if kept is not None and kept.version != saved.version:
            raise EditedMeanwhile
        self.append(event)
        self._tracker_maps[saved.id] = replace(saved, version=saved.version + 1)
        return self._tracker_maps[saved.id]

    def brought_in(self, agency: str, tracker: str) -> Mapping[str, str]:
        return {b.reference: b.case for b in self._brought if (b.agency, b.tracker) == (agency, tracker)}

    def add_brought_in(self, brought: BroughtIn, event: AuditEvent) -> None:
        self.append(event)
        self._brought.append(brought)

    def export(self, export_id: str, reference: str) -> CaseExport | None:
        found = self._exports.get(export_id)
        return found if found and found.case == reference else None

    def exported_since(self, user: str, since: datetime) -> frozenset[str]:
        return frozenset(export.case for export in self._exports.values() if export.by == user and export.at >= since)

    def add_export(self, export: CaseExport, event: AuditEvent) -> None:
        self.append(event)
        self._exports[export.id] = export

    def save_export(self, export: CaseExport, event: AuditEvent) -> CaseExport:
        if self._exports[export.id].version != export.version:
            raise EditedMeanwhile
        self.append(event)
        self._exports[export.id] = replace(export, version=export.version + 1)
        return self._exports[export.id]
