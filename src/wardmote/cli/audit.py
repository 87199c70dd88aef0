"""`wardmote audit verify`: whether the trail of who saw what is whole."""

from pathlib import Path

from wardmote.cli.progress import counted
from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook


def run_verify(folder: Path, heads: Path | None, as_json: bool) -> int:
    """Check every record against the one before it and every head against its record. 1 when something was changed."""
    import os

    if not Casebook(folder.resolve()).database.is_file() and not os.environ.get("WARDMOTE_DATABASE_URL"):
        raise WrongUse(f"there is no casebook in {folder}. Start one with: wardmote serve {folder}")
    from wardmote.web.start import start

    casebook = start(folder)
    from wardmote.casework.audit import verify_chain
    from wardmote.web.heads import read_heads
    from wardmote.web.store.django_store import DjangoStore

    held = read_heads(heads or casebook.heads)
    verdict = verify_chain(counted(DjangoStore().records_until(), "records checked"), held)
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
    return 0 if verdict.holds else 1
