"""What the casebook tells one person, without saying about whom or which case."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A few general words to one person, since when, and when they had read it.

    `about` is a word of `notices.ABOUT`, which says where it leads; `subject` the opaque id it leads to, or blank. The
    same thing told twice has the same id. Never in it: a reference, a word of a case, anybody the case is about.
    """

    id: str
    person: str
    about: str
    words: str
    since: datetime
    subject: str = ""
    seen_at: datetime | None = None
