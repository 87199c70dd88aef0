"""What the daily call costs: CPU-ms of each answer, with 40 lines on the page and 15 people who look every second.

    python bench/daily_call.py [--lines 40] [--people 15] [--rounds 20]

Makes the invented partnership in a folder of its own on SQLite and asks the WSGI application in this process. In each round
somebody puts a line on the call, and everybody looks: once at what changed, once when nothing did. No peer publishes such
figures. Timings gate nothing.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

GOALS = {"a look, something changed": 25, "a look, nothing changed": 25}
JOIN = ("priya", "sam", "tom", "ines", "jo", "kit", "ash")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--lines", type=int, default=40)
    arguments.add_argument("--people", type=int, default=15)
    arguments.add_argument("--rounds", type=int, default=20)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARDMOTE_KEY_DIR"] = f"{folder}/keys"
        os.environ.pop("WARDMOTE_DATABASE_URL", None)
        from wardmote.web.start import start

        start(Path(folder) / "marlbridge")
        taken = measured(chosen.lines, chosen.people, chosen.rounds)
    print(f"{chosen.lines} lines, {chosen.people} people, {chosen.rounds} rounds; a loop took {loop():.2f} CPU-s here")
    print(f"{'answer':32}{'CPU-ms':>9}{'p95':>8}{'goal':>6}")
    for name, times in taken.items():
        late = statistics.quantiles(times, n=20)[-1]
        print(f"{name:32}{statistics.median(times):9.1f}{late:8.1f}{GOALS.get(name, ''):>6}")
    return 0


def measured(lines: int, people: int, rounds: int) -> dict[str, list[float]]:
    """CPU-ms of every answer, by what was asked."""
    from requested import Person

    from wardmote.web.clock import now
    from wardmote.web.invented import invent
    from wardmote.web.store.django_store import DjangoStore

    invent(DjangoStore(), now())
    there = [Person(JOIN[number % len(JOIN)]) for number in range(people)]
    due = (now() + timedelta(days=1)).date()
    line = {"what": "Bins on fire", "where": "Weir", "owner": "marlbridge/", "due_day": str(due.day)}
    line |= {"due_month": str(due.month), "due_year": str(due.year)}
    for _ in range(lines):
        assert there[0].asks("/call", **line)[0] == 302
    taken: dict[str, list[float]] = {}
    versions = [_version(person.asks("/call")[1]) for person in there]
    for _ in range(rounds):
        _timed(taken, "a line put on the call", lambda: there[0].asks("/call", **line), 302)
        for number, person in enumerate(there):
            path = f"/call/changes?since={versions[number]}"
            page = _timed(taken, "a look, something changed", lambda: person.asks(path), 200)  # noqa: B023
            again = f"/call/changes?since={_version(page)}"
            _timed(taken, "a look, nothing changed", lambda: person.asks(again), 204)  # noqa: B023
            versions[number] = _version(page)
        _timed(taken, "the whole page", lambda: there[-1].asks("/call"), 200)
    return taken


def _version(page: bytes) -> int:
    return int(re.search(rb'data-version="(\d+)"', page)[1])  # type: ignore[index]


def _timed(taken: dict[str, list[float]], name: str, ask: Callable[[], tuple[int, bytes]], status: int) -> bytes:
    began = time.process_time()
    answered, page = ask()
    taken.setdefault(name, []).append(1000 * (time.process_time() - began))
    assert answered == status, (name, answered)
    return page


def loop() -> float:
    """CPU-s of a fixed piece of work. Where others use the machine, this and every other figure grow together."""
    began, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
