"""`wardmote first-run`: the first agency of a real partnership, and the three people who do the rest."""

import os
from pathlib import Path

from wardmote.web.start import start

LOCAL = "http://127.0.0.1:8000"


def run_first_run(
    folder: Path, agency: str, kind: str, contact: str, administrator: str, privacy_officer: str, manager: str
) -> int:
    """Works whether or not the application is being served. Refuses a casebook that has an agency already."""
    folder.mkdir(parents=True, exist_ok=True)
    start(folder)

    from django.urls import reverse

    from wardmote.casework.founding import found
    from wardmote.vocabulary.roles import roles
    from wardmote.web.clock import now
    from wardmote.web.store.django_store import DjangoStore

    store, home = DjangoStore(), os.environ.get("WARDMOTE_PUBLIC_URL", LOCAL).rstrip("/")
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
    print(
        "Give each address to that person and to nobody else. Each works once, for three days, and is printed this once:"
    )
    for invited in made:
        person = store.user(invited.invitation.user)
        held = ", ".join(roles()[grant.role].name for grant in person.role_grants) if person else ""
        print(f"  {invited.person} ({held}), username {invited.username}")
        print(f"    {home}{reverse('invitation_code', args=[invited.code])}")
    return 0
