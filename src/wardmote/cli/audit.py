"""`wardmote audit verify`: whether the trail of who saw what is whole."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from wardmote.casework.audit import AuditRecord
from wardmote.cli.backup import refuse_missing
from wardmote.cli.progress import counted


def run_verify(folder: Path, heads: Path | None, as_json: bool) -> int:
    """Check every record against the one before it and every head against its record. 1 when something was changed."""
    refuse_missing(folder)
    from wardmote.web.start import start

    casebook = start(folder, even_changed=True)
    from wardmote.casework.audit import verify_chain
    from wardmote.web.durability.resting import has_changed
    from wardmote.web.heads import read_heads
    from wardmote.web.store.django_store import DjangoStore

    if has_changed(casebook):
        changed = "was changed while nobody had it open. The trail in it is checked as it is now."
        print(f"wardmote: {casebook.database} {changed}", file=sys.stderr)
    held = read_heads(heads or casebook.heads)
    restored: list[AuditRecord] = []
    verdict = verify_chain(_noting(counted(DjangoStore().records_until(), "records checked"), restored), held)
    if as_json:
        import json
        from dataclasses import asdict

        print(json.dumps({**asdict(verdict), "heads": len(held)}))
    elif verdict.holds:
        print(f"The audit trail holds: {verdict.records:,} records, checked against {len(held)} signed head(s).")
        if not held:
            print("Without a head held by somebody else, a cut end or a full rewrite would not show.")
    else:
        print(f"The audit trail does NOT hold: record {verdict.first_bad}: {verdict.reason}.")
        print(f"Records up to {verdict.after} are good. Keep everything as it is and tell the partnership's auditor.")
    for record in [] if as_json else restored:
        print(
            f"Record {record.seq:,}: restored from a backup on {record.event.at:%d %B %Y}; heads signed between show the gap."
        )
    return 0 if verdict.holds else 1


def _noting(records: Iterable[AuditRecord], restored: list[AuditRecord]) -> Iterator[AuditRecord]:
    """The same records; those that say the casebook was restored are noted on the way."""
    for record in records:
        if record.event.deed == "restored-from-backup":
            restored.append(record)
        yield record
