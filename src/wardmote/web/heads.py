"""Heads of the audit trail: signed each day, kept as files beside the casebook to be handed to every agency."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from wardmote.casework.audit import SignedHead, add_daily_head, operator_event
from wardmote.casework.nouns import LONDON
from wardmote.errors import WrongUse
from wardmote.web.durability.files import write_for_good
from wardmote.web.folder import Casebook
from wardmote.web.keys import head_key
from wardmote.web.store.django_store import DjangoStore


def sign_today(store: DjangoStore, casebook: Casebook, now: datetime) -> Path | None:
    """Sign the end of the chain and write the head to a file named after the record it vouches for."""
    day = now.astimezone(LONDON).date()
    signing = operator_event(now, "head-signed", "head", day.isoformat())
    head = add_daily_head(store, casebook.folder.name, day, head_key(casebook.keys), signing)
    if head is None:
        return None
    file = casebook.heads / f"{day.isoformat()}-{head.seq}.json"
    write_for_good(file, (head.text() + "\n").encode("utf-8"))
    return file


def read_heads(folder: Path) -> Sequence[SignedHead]:
    """Every head in a folder, or in one file."""
    files = [folder] if folder.is_file() else sorted(folder.glob("*.json"))
    return [_read(file) for file in files]


def _read(file: Path) -> SignedHead:
    try:
        fields = json.loads(file.read_text(encoding="utf-8"))
        return SignedHead(**{**fields, "day": date.fromisoformat(fields["day"])})
    except (ValueError, TypeError, KeyError) as error:
        raise WrongUse(f"{file} is not a head of an audit trail") from error
