"""The sharing agreements: few, and asked about by every rule, so a transaction reads them once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wardmote.casework.nouns import SharingAgreement
from wardmote.web.store.as_nouns import noun_of
from wardmote.web.store.models import SharingAgreement as Row

NAMED = ("parties", "subject_categories", "data_categories", "purposes")
Agreements = tuple[SharingAgreement, ...]


class _Read(threading.local):
    """What this thread's transactions have read, by the name of the database; nothing outside a transaction."""

    def __init__(self) -> None:
        self.known: dict[str, Agreements | None] = {}


_read = _Read()


def agreements_in(using: str) -> Agreements:
    """Every agreement, lapsed ones too."""
    known = _read.known.get(using)
    if known is None:
        rows = Row.objects.using(using).order_by("pk")
        known = tuple(noun_of(SharingAgreement, row, **{n: frozenset(getattr(row, n)) for n in NAMED}) for row in rows)
        if using in _read.known:
            _read.known[using] = known
    return known


@contextmanager
def remembered(using: str) -> Iterator[bool]:
    """Within a transaction agreements are read once; what was undone is forgotten. Whether it is the outermost one."""
    outermost = using not in _read.known
    _read.known.setdefault(using, None)
    try:
        yield outermost
    except BaseException:
        forget(using)
        raise
    finally:
        if outermost:
            del _read.known[using]


def forget(using: str) -> None:
    """An agreement was changed: read them again."""
    if using in _read.known:
        _read.known[using] = None
