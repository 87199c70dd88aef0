"""Bringing the application up in this process, for the commands."""

import os
from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.web.folder import Casebook, casebook_at

STATIC = Path(__file__).resolve().parent / "static" / "wardmote" / "wardmote.css"


def start(folder: Path) -> Casebook:
    """Settings for this folder: `production` where WARDMOTE_PUBLIC_URL is set, else `local`. Tables brought up to date."""
    casebook = casebook_at(folder)
    kind = "production" if os.environ.get("WARDMOTE_PUBLIC_URL") else "local"
    os.environ["WARDMOTE_FOLDER"] = str(casebook.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = f"wardmote.web.settings.{kind}"
    import django
    from django.core.management import call_command

    os.umask(0o077)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    return casebook


def refuse_undressed() -> None:
    """Pages without their stylesheet are not served: say how to build it."""
    if not STATIC.is_file():
        raise WrongUse("the pages' stylesheet has not been built. Run: make assets")
