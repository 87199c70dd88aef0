"""`wardmote backup` and `wardmote restore`: a copy that restores, and restoring it."""

import os
from pathlib import Path

from wardmote.cli.progress import say
from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook


def run_backup(folder: Path, to: Path | None) -> int:
    """Copy the casebook while it is in use, seal the copy, read it back."""
    refuse_missing(folder)
    from wardmote.web.start import start

    casebook = start(folder)
    from wardmote.web.clock import now
    from wardmote.web.durability.backup import back_up
    from wardmote.web.store.django_store import DjangoStore

    made = back_up(DjangoStore(), casebook, now(), to, say)
    print(
        f"Backed up to {made.file} ({made.size / 1_000_000:,.1f} MB, up to record {made.state.last_seq:,}), and read back."
    )
    print(f"It opens only with backup.key in {casebook.keys}: keep a copy of that folder apart from the backups.")
    return 0


def run_restore(file: Path, folder: Path) -> int:
    """Bring a backup back into an empty folder."""
    from wardmote.web.clock import now
    from wardmote.web.durability.restore import restore

    came = restore(file, folder, now(), say)
    print(f"Restored the casebook of {came.made_at} into {folder}: {came.records:,} records of the trail, which holds.")
    print(f"Record {came.resumes_at:,} says that it was restored. Heads signed after the backup will show the gap.")
    return 0


def refuse_missing(folder: Path) -> None:
    """A command about a casebook never makes one."""
    if not Casebook(folder.resolve()).database.is_file() and not os.environ.get("WARDMOTE_DATABASE_URL"):
        raise WrongUse(f"there is no casebook in {folder}. Start one with: wardmote serve {folder}")
