"""`wardmote serve`: the web application, on this machine unless told otherwise."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wardmote.cli.progress import say
from wardmote.errors import WrongUse
from wardmote.web.start import refuse_undressed, start

if TYPE_CHECKING:  # the web framework is set up only by `start`
    from wardmote.web.store.django_store import DjangoStore

LOOPBACK = "127.0.0.1"


def run_serve(folder: Path, port: int, address: str, empty: bool, morning: bool) -> int:
    """Bring the casebook up, invent a partnership on the first run, and serve until stopped; a head is signed at both ends."""
    if address != LOOPBACK and not os.environ.get("WARDMOTE_PUBLIC_URL"):
        raise WrongUse(f"only {LOOPBACK} is served without a certificate: set WARDMOTE_PUBLIC_URL to serve others")
    refuse_undressed()
    folder.mkdir(parents=True, exist_ok=True)
    casebook = start(folder, thoroughly=True)

    from django.db import connections

    from wardmote.web.clock import now
    from wardmote.web.durability.jobs import clock_fault
    from wardmote.web.heads import sign_today
    from wardmote.web.store.django_store import DjangoStore
    from wardmote.web.uploads import sweep

    store = DjangoStore()
    if not store.agencies():
        if empty or os.environ.get("WARDMOTE_PUBLIC_URL"):
            print(f"Nobody can sign in yet. In another window: wardmote first-run {folder}", flush=True)
        else:
            _invent(store, casebook.root, morning)
    sweep(casebook, store.document_ids())
    if fault := clock_fault(store, now()):
        print(f"No head was signed, because {fault}. Check the clock; if it is right: wardmote tick --clock-is-right")
    else:
        sign_today(store, casebook, now())
    connections.close_all()
    print(f"Wardmote is at http://{address}:{port}/ (stop with Ctrl+C)", flush=True)
    _serve(address, port)
    if not clock_fault(store, now()):
        sign_today(store, casebook, now())
    return 0


def _invent(store: "DjangoStore", root: Path, morning: bool) -> None:
    from wardmote.simulate.town import marlbridge
    from wardmote.vocabulary.roles import roles
    from wardmote.web.clock import now
    from wardmote.web.invented_start import invent_morning, invent_year

    if morning:
        say("Inventing a partnership's morning")
        made = invent_morning(store, now())
    else:
        say("Inventing a partnership's year; this takes up to a minute")
        made = invent_year(store, now(), [(ward.code, ward.name) for ward in marlbridge().wards], say=say)
    (root / "invented").write_text("Invented partnership; its sign-ins were printed.\n", encoding="utf-8")
    agencies = {agency.code: agency.name for agency in store.agencies()}
    print("Demo sign-ins, printed this once:")
    width = max(len(sign_in.person.username) for sign_in in made)
    for sign_in in made:
        person = sign_in.person
        held = ", ".join(roles()[grant.role].name for grant in person.role_grants)
        print(f"  {person.username:{width}}  {sign_in.password}   {held}, {agencies[person.agency]}")


def _serve(address: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "wardmote.web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve(target_loader=_application, wrap_loader=False)


def _application():  # type: ignore[no-untyped-def]
    """Called in the worker. Named by import, so that it does not matter where the command was started."""
    from wardmote.web.wsgi import application

    return application
