"""The month's extract of the casebook for the strategic assessment: written once a month into the inbox of the folder."""

from datetime import date, datetime
from pathlib import Path

from wardmote.casework.audit import operator_event
from wardmote.casework.extract import extracted
from wardmote.casework.nouns import LONDON
from wardmote.web.durability.files import write_for_good
from wardmote.web.durability.operator import account
from wardmote.web.folder import Casebook
from wardmote.web.store.django_store import DjangoStore

NAME = "casework.csv"


def place_of(casebook: Casebook, today: date) -> Path:
    """Where the extract of the months before this one lies. A later one is sorted after it and so takes its place."""
    return casebook.folder / "inbox" / "casework" / f"{today:%Y-%m}" / NAME


def write_extract(store: DjangoStore, casebook: Casebook, now: datetime) -> Path:
    """Everything that began before this month, de-identified; in the trail as an export. Nothing is written if a row is not."""
    today = now.astimezone(LONDON).date()
    before = today.replace(day=1)
    place = place_of(casebook, today)
    with store.transaction():
        told = operator_event(now, "extract-written", "extract", f"{today:%Y-%m}", source=account())
        written = extracted(store, before, told)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_for_good(place, written.encode("utf-8"))
    return place
