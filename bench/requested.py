"""Requests to the WSGI application in this process, each measured in CPU of this process and of its database."""

import secrets
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

WORDS = (
    "motorbikes",
    "weir",
    "199 mill",
    "bins shops",
    "CSP-25-01",
    "castle yard",
    "nothing like this",
    "e",
    "friars court",
    "debt",
)
TOKEN = "a" * 32
FORMS = ("add a note", "case page, asked what for")
"""What is sent, and answered with where to go next."""
PEOPLE = {"broad": "marlbridge-01", "narrow": "neighbour-03"}


@dataclass
class Person:
    """Somebody signed in, who asks for pages."""

    account: str

    def __post_init__(self) -> None:
        from wardmote.web.accounts.models import Account

        client = Client()
        client.force_login(Account.objects.get(pk=self.account), backend=settings.AUTHENTICATION_BACKENDS[-1])
        self.cookies = (
            f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        )
        self.application = get_wsgi_application()

    def asks(self, path: str, **sent: str) -> tuple[int, bytes]:
        """The status and the page; sends a form where there is something to send."""
        path, _, query = path.partition("?")
        form = {**sent, "csrfmiddlewaretoken": TOKEN, "once": secrets.token_hex(16)}
        body = urlencode(form).encode() if sent else b""
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": "POST" if sent else "GET",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookies,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)
        status: list[int] = []
        answer = self.application(environ, lambda said, headers: status.append(int(said[:3])))
        page = b"".join(answer)
        answer.close()
        return status[0], page


def measured(side: str, runs: int) -> dict[str, Any]:
    """Every page for every person, warm: median and 95th percentile of CPU-ms, and queries."""
    from wardmote.web.store import models

    count = {m.__name__: m.objects.count() for m in (models.Case, models.Note, models.TrailRecord)}
    pages: dict[str, Any] = {}
    for who, account in PEOPLE.items():
        person = Person(account)
        for name, ask in _pages(person, side).items():
            key = name if side == "bare" else f"{name} | {who}"
            if key not in pages:
                pages[key] = _measured(ask, 302 if name in FORMS else 200, runs)
    return {"size": ", ".join(f"{n:,} {what}s" for what, n in count.items()), "pages": pages}


def _measured(ask: Callable[[], tuple[int, bytes]], expected: int, runs: int) -> dict[str, Any]:
    for _ in range(5):
        ask()
    with CaptureQueriesContext(connection) as queries:
        status, page = ask()
    asked = [query["sql"] for query in queries]
    assert status == expected, (status, page[:2000])
    spent = sorted(_spent(ask) for _ in range(runs))
    return {
        "queries": sum(not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for sql in asked),
        "median": statistics.median(spent),
        "p95": spent[int(len(spent) * 0.95)],
    }


def _spent(ask: Callable[[], object]) -> float:
    """CPU-ms of one request, here and in the database's process for this connection."""
    server, here = _server(), time.process_time_ns()
    ask()
    return (time.process_time_ns() - here + _server() - server) / 1e6


def _server() -> int:
    """Nanoseconds of CPU that the database process behind this connection has had; none where there is no such process."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def _pages(person: Person, side: str) -> dict[str, Callable[[], tuple[int, bytes]]]:
    cases = _cases_of(person)
    words, mine = cycle(WORDS), cycle(cases)
    note = {"text": "Counted 11 people at 6pm.", "kind": "fact", "protection": "P1", "data_category": "incident"}
    pages: dict[str, Callable[[], tuple[int, bytes]]] = {
        "case list": lambda: person.asks("/cases"),
        "case list, by due date": lambda: person.asks("/cases?sort=next_date"),
        "case list, a late page": lambda: person.asks(f"/cases?page={late}"),
        "search by words": lambda: person.asks("/cases?" + urlencode({"words": next(words)})),
    }
    late = 300 if side == "bare" or person.account == PEOPLE["broad"] else 10
    if cases:
        pages["case page"] = lambda: person.asks(f"/cases/{next(mine)}")
        pages["add a note"] = lambda: person.asks(f"/cases/{next(mine)}/note", **note)
    if side == "ours":
        for reference in cases:
            status, page = person.asks(f"/cases/{reference}/purpose", purpose="case-work")
            assert status == 302, page
        pages["today"] = lambda: person.asks("/")
        pages["agencies"] = lambda: person.asks("/agencies")
    if side == "ours" and cases:
        pages["form for a note"] = lambda: person.asks(f"/cases/{next(mine)}/note")
        pages["case page, asked what for"] = lambda: person.asks(f"/cases/{next(mine)}/purpose", purpose="case-work")
    return pages


def _cases_of(person: Person) -> list[str]:
    """Cases in hand that this person may add a note to."""
    from wardmote.web.store import models

    agency = person.account.partition("-")[0]
    found = models.Case.objects.filter(lead_agency=agency, tier="open", status="working", conflicts=None)
    return list(found.order_by("reference").values_list("reference", flat=True)[:40])
