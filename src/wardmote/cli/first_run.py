"""`wardmote first-run` and `wardmote name-manager`: the first people of a partnership, and one when no manager is left."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wardmote.cli.backup import refuse_missing
from wardmote.web.start import start

if TYPE_CHECKING:
    from wardmote.casework.nouns import Invited
    from wardmote.web.store.django_store import DjangoStore

LOCAL = "http://127.0.0.1:8000"


def run_first_run(
    folder: Path, agency: str, kind: str, contact: str, administrator: str, privacy_officer: str, manager: str
) -> int:
    """Works whether or not the application is being served. Refuses a casebook that has an agency already."""
    folder.mkdir(parents=True, exist_ok=True)
    start(folder)

    from wardmote.casework.founding import found
    from wardmote.web.clock import now
    from wardmote.web.store.django_store import DjangoStore

    store = DjangoStore()
    made = found(
        store,
        now(),
        name=agency,
        kind=kind,
        contact=contact,
        administrator=administrator,
        privacy_officer=privacy_officer,
        manager=manager,
    )
    hand_over(store, made)
    return 0


def run_name_manager(folder: Path, agency: str, manager: str) -> int:
    """Refuses while anybody can still sign in as partnership manager."""
    refuse_missing(folder)
    start(folder)

    from wardmote.casework.founding import name_manager
    from wardmote.web.clock import now
    from wardmote.web.store.django_store import DjangoStore

    store = DjangoStore()
    hand_over(store, [name_manager(store, now(), agency=agency, manager=manager)])
    return 0


def hand_over(store: "DjangoStore", made: "list[Invited]") -> None:
    """Print each invitation, this once."""
    from django.urls import reverse

    from wardmote.vocabulary.roles import roles

    home = os.environ.get("WARDMOTE_PUBLIC_URL", LOCAL).rstrip("/")
    print(
        "Give each address to that person and to nobody else. Each works once, for three days, and is printed this once:"
    )
    for invited in made:
        person = store.user(invited.invitation.user)
        held = ", ".join(roles()[grant.role].name for grant in person.role_grants) if person else ""
        print(f"  {invited.person} ({held}), username {invited.username}")
        print(f"    {home}{reverse('invitation_code', args=[invited.code])}")
