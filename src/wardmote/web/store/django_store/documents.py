"""In Django: documents, what was brought in, what was taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.store import Filter
from wardmote.web.store import models
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.conditions import over_notes
from wardmote.web.store.django_store.trail import TrailInDjango


class DocumentsInDjango(TrailInDjango):
    """Documents, what was brought in, what was taken out."""

    def add_document(self, document: nouns.Document, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Document, document)

    def read_document(
        self, look: nouns.Look, document_id: str, reference: str, sees: Filter, sees_notes: Filter
    ) -> nouns.Document | None:
        with self._within():
            seen = self._document_rows(reference, sees_notes)
            row = seen.filter(over_notes(sees, self.using), pk=document_id).first()
            if row is None:
                return None
            where = f"{reference}/{document_id}"
            self.append(consultation(look, "document-opened", "document", where, ("name", "file")))
            return noun_of(nouns.Document, row)

    def document_ids(self) -> frozenset[str]:
        return frozenset(self._rows(models.Document).values_list("pk", flat=True))

    def _document_rows(self, reference: str, sees_notes: Filter) -> QuerySet[Any]:
        """A document is seen by the rule for notes: the names of what the rule asks are the same."""
        rows = self._rows(models.Document).filter(over_notes(sees_notes, self.using), case=reference)
        return rows.order_by("at", "pk")

    def tracker_maps(self, agency: str) -> Sequence[nouns.TrackerMap]:
        rows = self._rows(models.TrackerMap).filter(agency=agency).order_by("name", "pk")
        return [noun_of(nouns.TrackerMap, row) for row in rows]

    def save_tracker_map(self, saved: nouns.TrackerMap, event: AuditEvent) -> nouns.TrackerMap:
        now = replace(saved, version=saved.version + 1)
        with self._logged(event):
            if self._rows(models.TrackerMap).filter(pk=saved.id).exists():
                self._save_version(models.TrackerMap, saved.id, now, "id")
            else:
                self._insert(models.TrackerMap, now)
        return now

    def brought_in(self, agency: str, tracker: str) -> Mapping[str, str]:
        rows = self._rows(models.BroughtIn).filter(agency=agency, tracker=tracker)
        return dict(rows.values_list("reference", "case_id"))

    def add_brought_in(self, brought: nouns.BroughtIn, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.BroughtIn, brought)

    def export(self, export_id: str, reference: str) -> nouns.CaseExport | None:
        row = self._rows(models.CaseExport).filter(pk=export_id, case=reference).first()
        return noun_of(nouns.CaseExport, row) if row else None

    def exported_since(self, user: str, since: datetime) -> frozenset[str]:
        rows = self._rows(models.CaseExport).filter(by=user, at__gte=since)
        return frozenset(rows.values_list("case_id", flat=True))

    def add_export(self, export: nouns.CaseExport, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.CaseExport, export)

    def save_export(self, export: nouns.CaseExport, event: AuditEvent) -> nouns.CaseExport:
        saved = replace(export, version=export.version + 1)
        with self._logged(event):
            self._save_version(models.CaseExport, export.id, saved, "id")
        return saved
