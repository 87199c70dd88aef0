"""`wardmote export`: everything a casebook holds, in open formats."""

import os
from pathlib import Path

from wardmote.cli.progress import say
from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook


def run_export(folder: Path, out: Path) -> int:
    """Write the whole casebook to a folder, count it, and say what has to be guarded now."""
    if not Casebook(folder.resolve()).database.is_file() and not os.environ.get("WARDMOTE_DATABASE_URL"):
        raise WrongUse(f"there is no casebook in {folder}. Start one with: wardmote serve {folder}")
    from wardmote.web.start import start

    casebook = start(folder)
    from wardmote.web.clock import now
    from wardmote.web.export_all import export_all
    from wardmote.web.store.django_store import DjangoStore

    say("Taking everything out")
    taken = export_all(DjangoStore(), casebook, out, now())
    total, files = sum(taken.rows.values()), f"{taken.documents:,} document{'s' if taken.documents != 1 else ''}"
    print(f"{out} holds {total:,} rows of {len(taken.rows)} tables, {files} and the trail.")
    print("It is NOT encrypted, and holds what could put a life at risk. Guard it as the casebook is guarded.")
    return 0
