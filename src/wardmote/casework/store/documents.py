"""What a store does with documents, with what was brought in, and with the ledger of what was taken out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.conditions import Condition as Filter
from wardmote.casework.nouns import BroughtIn, CaseExport, Document, Look, TrackerMap


class DocumentsStore(Protocol):
    """Documents of cases; the files themselves are kept elsewhere, under the document's id."""

    def add_document(self, document: Document, event: AuditEvent) -> None: ...

    def read_document(
        self, look: Look, document_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> Document | None:
        """One document about to be shown: an act of its own in the trail."""
        ...

    def document_ids(self) -> frozenset[str]:
        """Every document there is, so that files nobody refers to can be cleared away."""
        ...

    def tracker_maps(self, agency: str) -> Sequence[TrackerMap]:
        """An agency's saved maps, by name."""
        ...

    def save_tracker_map(self, saved: TrackerMap, event: AuditEvent) -> TrackerMap:
        """Version 0 of an unknown id is new."""
        ...

    def brought_in(self, agency: str, tracker: str) -> Mapping[str, str]:
        """The case of each reference an agency has brought in from a tracker."""
        ...

    def add_brought_in(self, brought: BroughtIn, event: AuditEvent) -> None: ...

    def export(self, export_id: str, reference: str) -> CaseExport | None: ...

    def exported_since(self, user: str, since: datetime) -> frozenset[str]:
        """The references of the cases a person has exported since a moment."""
        ...

    def add_export(self, export: CaseExport, event: AuditEvent) -> None: ...

    def save_export(self, export: CaseExport, event: AuditEvent) -> CaseExport: ...
