"""Whether the application can do its work: a word for a monitor, a page for the person who runs it. No personal data."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wardmote import __version__
from wardmote.web.clock import now
from wardmote.web.durability.backup import BACKED_UP
from wardmote.web.durability.jobs import clock_fault, last_deed
from wardmote.web.durability.rights import can_change_trail
from wardmote.web.pages.asking import casebook
from wardmote.web.pages.frame import may_operate
from wardmote.web.store.models import Heartbeat

BEATS_EVERY = timedelta(seconds=10)
BACKUP_LATE = timedelta(hours=36)
DISK_LOW = 2_000_000_000
WANTED = {
    "sqlite": {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"},
    "postgresql": {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "data_checksums": "on"},
}
"""What keeps acknowledged writes; 2 is FULL."""


@dataclass(frozen=True)
class Fact:
    """A line of the page. `wrong` says what to do about it, or nothing."""

    name: str
    value: str
    wrong: str = ""


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """Says "ok" and the version while the casebook can be read and written, else 503; a system operator sees more."""
    try:
        beat(now())
        if request.user.is_authenticated and may_operate(request):
            return render(request, "health.html", {"facts": facts(now())})
    except DatabaseError:
        said = "the casebook cannot be read or written\n"
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(f"ok {__version__}\n", content_type="text/plain; charset=utf-8")


def beat(at: datetime) -> None:
    """Write one row, not more often than every ten seconds: reading alone would not notice a full disk."""
    last = Heartbeat.objects.filter(pk=1).values_list("at", flat=True).first()
    if last is None or abs(at - last) >= BEATS_EVERY:
        Heartbeat.objects.update_or_create(pk=1, defaults={"at": at})


def facts(at: datetime) -> list[Fact]:
    """Everything the page says."""
    return [*_trail(at), _backup(at), *_database(), _disk(), _migrations()]


def _trail(at: datetime) -> list[Fact]:
    store = casebook()
    last, heads = store.last_record(), store.heads()
    signed = f"{heads[-1].day:%d %B %Y}, at record {heads[-1].seq:,}" if heads else "none yet"
    fault = clock_fault(store, at)
    late = f"{fault[0].upper()}{fault[1:]}. Check the clock, and that wardmote tick runs." if fault else ""
    return [
        Fact("Records in the trail", f"{last.seq if last else 0:,}"),
        Fact("Last signed head", signed, late if heads else "Run wardmote tick, and hand the head to every agency."),
    ]


def _backup(at: datetime) -> Fact:
    last = last_deed(casebook(), BACKED_UP)
    if last is None:
        return Fact(
            "Last backup", "none yet", "Set WARDMOTE_BACKUP_TO and let wardmote tick run, or run wardmote backup."
        )
    hours = int((at - last).total_seconds() // 3600)
    late = "It is late. See what wardmote tick says." if at - last > BACKUP_LATE else ""
    return Fact("Last backup", f"{last:%d %B %Y}, {hours} hour{'' if hours == 1 else 's'} ago", late)


def _database() -> list[Fact]:
    kind = connection.vendor
    told = [Fact("Database", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind])]
    for name, wanted in WANTED[kind].items():
        value = live(name)
        wrong = "" if value == wanted else f"It should be {wanted}, or what people save may be lost."
        told.append(Fact(f"Setting {name}", value if wrong else f"{value}, as it should be", wrong))
    if kind == "postgresql":
        can = can_change_trail(connection)
        todo = "Give the application a role of its own: see the guide to backing up and restoring."
        told.append(Fact("Its role can change the trail", "yes" if can else "no", todo if can else ""))
    return told


def live(name: str) -> str:
    """A setting as this connection has it now."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
        return str(cursor.fetchone()[0])


def _disk() -> Fact:
    root = settings.CASEBOOK.root
    free = shutil.disk_usage(next(place for place in (root, *root.parents) if place.exists())).free
    low = "Make room: when it is full nothing can be saved or shown." if free < DISK_LOW else ""
    return Fact("Free on the casebook's disk", f"{free / 1_000_000_000:,.1f} GB", low)


def _migrations() -> Fact:
    applied: Any = MigrationRecorder(connection).applied_migrations()
    last = max(name for app, name in applied if app == "store")
    return Fact("Changes to the tables", f"{len(applied)}, the last of ours {last}")
