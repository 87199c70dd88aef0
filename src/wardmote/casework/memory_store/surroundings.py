"""In memory: a case's place, its risk and its links."""

from collections.abc import Sequence
from dataclasses import replace

from wardmote.casework.audit import AuditEvent
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import Assessment, CaseLink, Site


class SurroundingsInMemory(TrailInMemory):
    """What stands around a case."""

    def __init__(self) -> None:
        super().__init__()
        self._sites: dict[str, Site] = {}
        self._assessments: dict[str, Assessment] = {}
        self._links: dict[str, CaseLink] = {}

    def site(self, reference: str) -> Site | None:
        return self._sites.get(reference)

    def save_site(self, site: Site, event: AuditEvent) -> Site:
        kept = self._sites.get(site.case)
        if (kept.version if kept else 0) != site.version:
            raise EditedMeanwhile
        self.append(event)
        self._sites[site.case] = replace(site, version=site.version + 1)
        return self._sites[site.case]

    def assessments(self, reference: str) -> Sequence[Assessment]:
        return sorted(self._of(self._assessments, reference), key=lambda judged: judged.at)

    def add_assessment(self, assessment: Assessment, event: AuditEvent) -> None:
        self.append(event)
        self._assessments[assessment.id] = assessment

    def link(self, link_id: str) -> CaseLink | None:
        return self._links.get(link_id)

    def links_of(self, reference: str) -> Sequence[CaseLink]:
        return [link for link in self._links.values() if reference in (link.case, link.other)]

    def add_link(self, link: CaseLink, event: AuditEvent) -> None:
        self.append(event)
        self._links[link.id] = link

    def remove_link(self, link: CaseLink, event: AuditEvent) -> None:
        self.append(event)
        del self._links[link.id]
