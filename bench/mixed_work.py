"""Mixed work by many people at once against `wardmote serve` on loopback: what fails, and how long each answer takes.

    python bench/mixed_work.py [--people 20] [--minutes 10] [--pause 1.0]

Serves the invented partnership's year from an empty folder on SQLite. Each person is a session of their own, signed in under one of
the demo's five who work cases; they put lines on the call and close them, look at what changed, open cases, write notes and
ask for lists, with a pause between two deeds. Goals: 0 errors, 0 times a locked database. An error is any answer but the one
the deed ends in, or none. The log tells faults by kind, so every `OperationalError` is counted as a locked database.
Milliseconds are those of whoever waits, with the load of asking on the same machine. Timings gate nothing.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
WORKERS = ("priya.nair", "sam.reed", "ines.hart", "jo.marsh", "kit.lowe")
CASES = 4
"""Each person works on so many, of those they find in hand."""
OFTEN = {
    "look at what changed": 8,
    "look at the call": 3,
    "put a line on the call": 3,
    "close a line": 2,
    "open a case": 4,
    "write a note": 2,
    "list the cases": 2,
    "look at my work": 1,
    "look at the meetings": 1,
}
SIGNED_IN = "sign in"
IN_HAND = "/cases?status=working&sort=next_date"


@dataclass
class Taken:
    """What the answers took, in milliseconds by deed, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    """Kinds of fault in the server's log."""

    @property
    def requests(self) -> int:
        return sum(map(len, self.times.values()))

    @property
    def locked(self) -> int:
        return self.faults["OperationalError"]


class Person:
    """Somebody at work in a session of their own, over one connection."""

    def __init__(self, home: str, username: str, password: str, taken: Taken, seed: int) -> None:
        self.host = home.removeprefix("http://")
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.taken, self.chance = taken, random.Random(seed)
        self.cookies: dict[str, str] = {}
        self.lines: list[str] = []
        self.version = 0
        self._sends(SIGNED_IN, "/account/sign-in", login=username, password=password)
        found = re.findall(r"/cases/(CSP-\d\d-\d{4})", self._asks("list the cases", IN_HAND))
        self.cases = list(dict.fromkeys(found))[:CASES]
        for case in self.cases:
            self._sends("say what for", f"/cases/{case}/purpose", purpose="case-work")

    def work(self, until: float, pause: float) -> None:
        """One deed after another, as often as they are done, until a moment."""
        deeds = {
            "look at what changed": self._changes,
            "look at the call": lambda name: self._asks(name, "/call"),
            "put a line on the call": self._raise,
            "close a line": self._close,
            "open a case": lambda name: self._asks(name, f"/cases/{self.chance.choice(self.cases)}"),
            "write a note": self._note,
            "list the cases": lambda name: self._asks(name, "/cases?sort=next_date"),
            "look at my work": lambda name: self._asks(name, "/work"),
            "look at the meetings": lambda name: self._asks(name, "/meetings"),
        }
        while time.monotonic() < until:
            name = self.chance.choices(list(OFTEN), list(OFTEN.values()))[0]
            deeds[name](name)
            time.sleep(self.chance.expovariate(1 / pause) if pause else 0)

    def _changes(self, name: str) -> None:
        page = self._asks(name, f"/call/changes?since={self.version}", 200, 204)
        if found := re.search(r'data-version="(\d+)"', page):
            self.version = int(found[1])

    def _raise(self, name: str) -> None:
        due = date.today() + timedelta(days=2)
        typed = {"due_day": str(due.day), "due_month": str(due.month), "due_year": str(due.year)}
        led = self._sends(name, "/call", what="Bins on fire", where="Weir Street", owner="marlbridge/", **typed)
        shown = self._asks("look at the call", led) if led else ""
        if found := re.search(r"(DC-\d\d-\d{4}) is on the call", shown):
            self.lines.append(found[1])

    def _close(self, name: str) -> None:
        """One of their own, so that no two close the same."""
        if self.lines:
            self._sends(name, f"/call/{self.lines.pop(0)}/close", outcome="Put out.")

    def _note(self, name: str) -> None:
        typed = {"text": "Counted 11 people at 6pm.", "kind": "fact", "protection": "P1", "data_category": "incident"}
        self._sends(name, f"/cases/{self.chance.choice(self.cases)}/note", **typed)

    # Asking

    def _sends(self, name: str, address: str, **typed: str) -> str:
        """Fills in the form that stands at an address and sends it; answers where it led."""
        form = self._asks(f"form to {name}", address)
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self._asks(name, address, 302, body=urlencode(kept | typed))

    def _asks(self, name: str, address: str, *expected: int, body: str | None = None) -> str:
        """The page, or where it leads; what is not as expected is counted as an error."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        headers |= {"Referer": f"http://{self.host}{address}", "Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            self.connection.request("POST" if body else "GET", address, body, headers)
            answer = self.connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.taken.errors[f"{name}: {type(error).__name__}"] += 1
            return ""
        self.taken.times.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        for cookie in answer.headers.get_all("Set-Cookie", []):
            key, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[key] = value
        if answer.status not in (expected or (200,)):
            self.taken.errors[f"{name}: {answer.status}"] += 1
        return answer.headers.get("Location", "") if answer.status == 302 else page


@contextmanager
def served(year: bool = False) -> Iterator[tuple[Any, Path]]:
    """The application on an empty folder of its own, and where its log is."""
    from web.chromium import serving

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w") as kept, serving(Path(folder), kept, not year) as application:
            yield application, log


def worked(people: int, seconds: float, pause: float, year: bool = False) -> Taken:
    """So many people at work at once for so long, on a partnership's morning or on its year."""
    taken = Taken()
    with served(year) as (application, log):
        there = [
            Person(application.home, name, application.passwords[name], taken, number)
            for number, name in ((number, WORKERS[number % len(WORKERS)]) for number in range(people))
        ]
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(people) as at_once:
            for done in [at_once.submit(person.work, until, pause) for person in there]:
                done.result()
        taken.faults = faults_in(log.read_text())
    return taken


def faults_in(log: str) -> Counter[str]:
    """The kinds of fault that the server wrote down, and how often each."""
    lines = (json.loads(line) for line in log.splitlines() if line.startswith("{"))
    return Counter(line["fault"] for line in lines if "fault" in line)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=20)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--pause", type=float, default=1.0, help="seconds between two deeds of a person, on average")
    chosen = arguments.parse_args()
    taken = worked(chosen.people, 60 * chosen.minutes, chosen.pause, year=True)
    print(f"{chosen.people} people, {chosen.minutes:g} minutes, {taken.requests:,} requests")
    print(f"{'deed':32}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}")
    every = [each for times in taken.times.values() for each in times]
    for name, times in [*sorted(taken.times.items()), ("every request", every)]:
        late = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(f"{name:32}{len(times):9,}{statistics.median(times):9.0f}{late:9.0f}")
    print(f"errors {taken.errors.total()} (goal 0) {dict(taken.errors) or ''}")
    print(f"a locked database {taken.locked} (goal 0), faults in the log {taken.faults.total()} (goal 0)")
    return 0 if not (taken.errors or taken.faults) else 1


if __name__ == "__main__":
    sys.path[0] = str(ROOT / "tests")  # not beside this file: another here is called like the tests' own package
    sys.exit(main())
