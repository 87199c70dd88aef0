"""`wardmote keys rotate`: another key for what is sealed, while people go on working."""

import os
from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook


def run_rotate(folder: Path) -> int:
    """Seal everything again with a new key, and retire the old one."""
    if not Casebook(folder.resolve()).database.is_file() and not os.environ.get("WARDMOTE_DATABASE_URL"):
        raise WrongUse(f"there is no casebook in {folder}. Start one with: wardmote serve {folder}")
    from wardmote.web.start import start

    casebook = start(folder)
    from wardmote.web.clock import now
    from wardmote.web.key_rotation import rotate, under_change
    from wardmote.web.keys import RETIRED
    from wardmote.web.store.django_store import DjangoStore

    if under_change(casebook):
        print("Going on with a change of keys that was interrupted.")
    resealed = sum(step.resealed for step in rotate(DjangoStore(), casebook, now()))
    print(f"{resealed:,} values and documents are sealed with the new key.")
    print(f"The old key is in {casebook.keys / RETIRED}. It opens backups made before now, and nothing else;")
    print("when the last of those backups is gone, delete it.")
    return 0
