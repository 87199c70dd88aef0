"""What a store does with a case's place, its risk and its links."""

from collections.abc import Sequence
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.nouns import Assessment, CaseLink, Site


class SurroundingsStore(Protocol):
    """What stands around a case."""

    def site(self, reference: str) -> Site | None: ...

    def save_site(self, site: Site, event: AuditEvent) -> Site:
        """Version 0 is the first; a later one replaces it. The place of the case is found by its address from then on."""
        ...

    def assessments(self, reference: str) -> Sequence[Assessment]:
        """How the risk of a case was judged, oldest first; for the rules."""
        ...

    def add_assessment(self, assessment: Assessment, event: AuditEvent) -> None: ...

    def link(self, link_id: str) -> CaseLink | None: ...

    def links_of(self, reference: str) -> Sequence[CaseLink]:
        """Every link of a case, whoever may see the other end; for the rules."""
        ...

    def add_link(self, link: CaseLink, event: AuditEvent) -> None: ...

    def remove_link(self, link: CaseLink, event: AuditEvent) -> None: ...
