"""In Django: a case's place, its risk and its links."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.normal_forms import address_form, uprn_form
from wardmote.casework.store import Filter
from wardmote.web.sealing import search_mark
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, noun_of
from wardmote.web.store.conditions import over_cases, over_notes
from wardmote.web.store.django_store.trail import TrailInDjango


class SurroundingsInDjango(TrailInDjango):
    """What stands around a case."""

    def site(self, reference: str) -> nouns.Site | None:
        row = self._rows(models.Site).filter(pk=reference).first()
        return noun_of(nouns.Site, row) if row else None

    def save_site(self, site: nouns.Site, event: AuditEvent) -> nouns.Site:
        saved = replace(site, version=site.version + 1)
        with self._logged(event):
            place = self._rows(models.Case).filter(pk=site.case).values_list("place", flat=True).get()
            marks = {
                "mark": search_mark("address", address_form(place)),
                "uprn_mark": search_mark("uprn", uprn_form(site.uprn)),
            }
            columns = {name: value for name, value in columns_of(saved, models.Site).items() if name != "case_id"}
            kept = self._rows(models.Site).filter(pk=site.case)
            if site.version:
                if not kept.filter(version=site.version).update(**columns, **marks):
                    raise EditedMeanwhile
            elif kept.exists():
                raise EditedMeanwhile
            else:
                self._insert(models.Site, saved, **marks)
        return saved

    def assessments(self, reference: str) -> Sequence[nouns.Assessment]:
        return self._of_case(nouns.Assessment, models.Assessment, reference, "at")

    def add_assessment(self, assessment: nouns.Assessment, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.Assessment, assessment)

    def link(self, link_id: str) -> nouns.CaseLink | None:
        row = self._rows(models.CaseLink).filter(pk=link_id).first()
        return noun_of(nouns.CaseLink, row) if row else None

    def links_of(self, reference: str) -> Sequence[nouns.CaseLink]:
        rows = self._rows(models.CaseLink).filter(Q(case=reference) | Q(other=reference))
        return [noun_of(nouns.CaseLink, row) for row in rows.order_by("on", "pk")]

    def add_link(self, link: nouns.CaseLink, event: AuditEvent) -> None:
        with self._logged(event):
            self._insert(models.CaseLink, link)

    def remove_link(self, link: nouns.CaseLink, event: AuditEvent) -> None:
        with self._logged(event):
            self._rows(models.CaseLink).filter(pk=link.id).delete()

    def _surroundings_of_file(self, reference: str, sees: Filter, sees_notes: Filter) -> dict[str, Any]:
        """What a case file shows of risk, links and place."""
        judged = self._rows(models.Assessment).filter(over_notes(sees_notes, self.using), case=reference)
        return {
            "assessments": tuple(noun_of(nouns.Assessment, row) for row in judged.order_by("at", "pk")),
            "links": tuple(self._links_seen(reference, sees)),
            "site": self.site(reference),
        }

    def _links_seen(self, reference: str, sees: Filter) -> list[nouns.LinkedCase]:
        """The links whose other end is seen too: one query, whatever there is to hide."""
        from_here = Q(case=reference) & over_cases(sees, self.using, "other__")
        to_here = Q(other=reference) & over_cases(sees, self.using, "case__")
        rows = self._rows(models.CaseLink).filter(from_here | to_here).select_related("case", "other")
        return [
            nouns.LinkedCase(
                noun_of(nouns.CaseLink, row),
                noun_of(nouns.Standing, row.other if row.case_id == reference else row.case),
            )
            for row in rows.order_by("on", "pk")
        ]
