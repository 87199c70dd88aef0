"""Bringing the application up in this process, for the commands."""

import os
from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.web.durability.resting import has_changed, refuse_damaged, rest_at_end, wake
from wardmote.web.folder import Casebook, casebook_at
from wardmote.web.settings.database import OWNER, OWNER_ADDRESS

STATIC = Path(__file__).resolve().parent / "static" / "wardmote" / "wardmote.css"


def start(folder: Path, thoroughly: bool = False, even_changed: bool = False) -> Casebook:
    """Settings for this folder: `production` where WARDMOTE_PUBLIC_URL is set, else `local`. Tables brought up to date.

    A file that changed while nobody had it open is refused; `even_changed`, it is opened to be examined, and the digest
    that it no longer fits is left as it is. `thoroughly`, each page of it is checked as well.
    """
    casebook = casebook_at(folder)
    kind = "production" if os.environ.get("WARDMOTE_PUBLIC_URL") else "local"
    os.environ["WARDMOTE_FOLDER"] = str(casebook.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = f"wardmote.web.settings.{kind}"
    import django

    os.umask(0o077)
    django.setup()
    if not os.environ.get("WARDMOTE_DATABASE_URL") and not (even_changed and has_changed(casebook)):
        handle = wake(casebook)
        if thoroughly:
            refuse_damaged(casebook)
        rest_at_end(casebook, handle)
    bring_tables_up_to_date()
    return casebook


def bring_tables_up_to_date() -> None:
    """As the tables' owner, where that is another role; it then gives the application its rights, and is forgotten."""
    from django.core.management import call_command
    from django.db import ProgrammingError, connections
    from django.db.migrations.exceptions import MigrationSchemaMissing
    from django.db.migrations.executor import MigrationExecutor

    from wardmote.web.durability.rights import give_rights

    owner = OWNER if OWNER in connections.databases else "default"
    executor = MigrationExecutor(connections[owner])
    try:
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database=owner, verbosity=0, interactive=False)
    except (ProgrammingError, MigrationSchemaMissing) as error:
        raise WrongUse(
            "the tables are not up to date, and the application's role may not change them. "
            f"Start once with {OWNER_ADDRESS} set to their owner's address"
        ) from error
    if owner == OWNER:
        give_rights(connections[OWNER], connections["default"].settings_dict["USER"])
        connections[OWNER].close()
        del connections.databases[OWNER]
        os.environ.pop(OWNER_ADDRESS)


def refuse_undressed() -> None:
    """Pages without their stylesheet are not served: say how to build it."""
    if not STATIC.is_file():
        raise WrongUse("the pages' stylesheet has not been built. Run: make assets")
