"""Files on a case, what was brought in from an older system, and what was taken out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

MEDIA = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""The kinds of file a case may hold, told by their content, and what each is served as."""
EXPORT_LASTS = timedelta(days=30)
"""How long an export of a case may be kept by whoever got it."""
MOST_SUBJECTS = 50
"""An export that brings its asker above so many cases in a day needs a second person (18,714 were once sent as 150)."""
RECEIVERS = {
    "court": "a court",
    "prosecutor": "the Crown Prosecution Service",
    "coroner": "a coroner",
    "ombudsman": "an ombudsman or regulator",
    "subject": "the person concerned",
    "new-system": "another case system of our agency",
}
"""Who outside the partnership an export may go to."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file on a case, stripped of what it carried beside its content. It belongs to the agency that added it.

    Seen exactly as a note of the same properties. `told` is what was removed or found, in words. `digest` is the SHA-256
    of `salt` and the file: the trail holds it too, and without the salt, which goes when the document does, it says nothing.
    """

    id: str
    case: str
    owner_agency: str
    by: str
    at: datetime
    name: str
    media: str
    size: int
    kind: str
    protection: str
    data_category: str
    marking: str
    told: tuple[str, ...] = ()
    salt: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class TrackerMap:
    """How the columns of an agency's old tracker are read, kept by name. `rows` are lines "field,heading,value,means"."""

    id: str
    agency: str
    name: str
    rows: tuple[str, ...]
    by: str
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class BroughtIn:
    """A case that came from an agency's old tracker, under the reference it had there: it is not brought in twice."""

    case: str
    agency: str
    tracker: str
    reference: str
    on: date


@dataclass(frozen=True, kw_only=True)
class CaseExport:
    """One case taken out of the casebook as files: by whom, for whom, why, until when. `recipient` is an agency or receiver."""

    id: str
    case: str
    by: str
    agency: str
    at: datetime
    recipient: str
    addressed_to: str
    why: str
    marking: str
    subjects: int
    expires: date
    approved_by: str = ""
    version: int = 0

    @property
    def needs_approval(self) -> bool:
        return self.subjects > MOST_SUBJECTS

    @property
    def waits(self) -> bool:
        return self.needs_approval and not self.approved_by
