"""In Django: a case's place, its risk and its links."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from wardmote.casework import nouns
from wardmote.casework.audit import AuditEvent
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.normal_forms import address_form, uprn_form
from wardmote.web.sealing import search_mark
from wardmote.web.store import models
from wardmote.web.store.as_nouns import columns_of, noun_of, nouns_of
from wardmote.web.store.conditions import Said
from wardmote.web.store.django_store.trail import TrailInDjango
from wardmote.web.store.together import Found, Part, cases_seen


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


def links_of_case(reference: str) -> Part:
    """The links from and to a case."""
    return Part(models.CaseLink, "(case_id = %s OR other_id = %s)", (reference, reference), ("on",))


def linked_cases(reference: str, seen: Said) -> Part:
    """The cases at the other ends of its links, as far as they are seen."""
    links = f'"{models.CaseLink._meta.db_table}"'
    ends = f"SELECT other_id FROM {links} WHERE case_id = %s UNION SELECT case_id FROM {links} WHERE other_id = %s"
    return cases_seen(f"IN ({ends})", (reference, reference), seen)


def surroundings_of_file(found: Found) -> dict[str, Any]:
    """What a case file shows of risk, links and place."""
    return {
        "assessments": nouns_of(nouns.Assessment, found["assessments"]),
        "links": tuple(_links_seen(found)),
        "site": next(iter(nouns_of(nouns.Site, found["site"])), None),
    }


def _links_seen(found: Found) -> Iterator[nouns.LinkedCase]:
    """The links whose other end is seen too."""
    here = found["case"][0].reference
    seen = {row.reference: noun_of(nouns.Standing, row) for row in found["linked"]}
    for row in found["links"]:
        far = row.other_id if row.case_id == here else row.case_id
        if far in seen:
            yield nouns.LinkedCase(noun_of(nouns.CaseLink, row), seen[far])
