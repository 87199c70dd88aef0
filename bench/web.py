"""What a page of the casebook costs at full size: CPU per request, queries per page, and the same page without rules.

    python bench/web.py [--folder out/bench-web] [--smaller 1] [--runs 60]

Builds an invented casebook of 20,000 cases, 60,000 notes and a trail of 1,000,000 records on SQLite and, where it is
installed, on PostgreSQL, and keeps both in the folder. Requests go through the WSGI application in one process per
database and side. CPU is that of this process and, for PostgreSQL, of the one that serves it. No peer publishes such
figures, so the peer is bare Django: the same tables, the same number of rows on a page, no access rules and no trail.
Timings gate nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # not beside this file, which is called like the tests' own package

from web.postgres import Postgres

GOALS = {  # CPU-ms on SQLite and on PostgreSQL
    "case list": (30, 40),
    "case list, by due date": (30, 40),
    "case list, a late page": (30, 40),
    "case page": (25, 35),
    "add a note": (25, 35),
    "search by words": (300, 300),
}
QUERIES = 15


class Kept(Postgres):
    """A cluster that is kept between runs."""

    def start(self) -> None:
        if (self.folder / "data" / "PG_VERSION").is_file():
            options = f"-c listen_addresses='' -c unix_socket_directories={self.folder / 'socket'}"
            data = self.folder / "data"
            self._run(
                "pg_ctl", "start", "--pgdata", data, "--wait", "--silent", "--log", self.folder / "log", "-o", options
            )
            self.running = True
        else:
            super().start()

    def stop(self) -> None:
        if self.running:
            self._run("pg_ctl", "stop", "--pgdata", self.folder / "data", "--wait", "--silent", "--mode", "fast")
        self.running = False

    @property
    def address(self) -> str:
        return f"postgresql://wardmote@{str(self.folder / 'socket').replace('/', '%2F')}/postgres"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--folder", type=Path, default=ROOT / "out" / "bench-web")
    arguments.add_argument("--smaller", type=int, default=1, help="a casebook this many times smaller")
    arguments.add_argument("--runs", type=int, default=60)
    arguments.add_argument("--only", choices=("sqlite", "postgresql"))
    arguments.add_argument("--side", choices=("ours", "bare", "verify", "build"), help="what one process measures")
    chosen = arguments.parse_args()
    folder = chosen.folder.resolve() / f"of-{chosen.smaller}"
    if chosen.side:
        return one_side(chosen.side, folder, chosen.smaller, chosen.runs)
    folder.mkdir(parents=True, exist_ok=True)
    postgres = Kept(folder / "postgres")
    databases = ["sqlite", *(["postgresql"] if postgres.installed else [])]
    for database in [chosen.only] if chosen.only else databases:
        if database == "postgresql":
            postgres.start()
        try:
            both_sides(database, postgres.address if database == "postgresql" else "", chosen)
        finally:
            postgres.stop()
    return 0


def both_sides(database: str, address: str, chosen: argparse.Namespace) -> None:
    """Each side in a process of its own; then one table."""

    def measured(side: str) -> dict[str, Any]:
        environment = {**os.environ, "WARDMOTE_DATABASE_URL": address, "WARDMOTE_BENCH": database}
        command = [sys.executable, __file__, "--side", side, "--folder", str(chosen.folder)]
        command += ["--smaller", str(chosen.smaller), "--runs", str(chosen.runs)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout or "{}")

    measured("build")
    ours, bare, verified = measured("ours"), measured("bare"), measured("verify")
    print(f"\n{database}: {ours.pop('size')}; a loop of three million additions took {loop():.2f} CPU-s here")
    print(f"{'page':32}{'for':14}{'queries':>8}{'goal':>6}{'CPU-ms':>9}{'p95':>8}{'goal':>6}{'bare':>8}{'ratio':>7}")
    for name, row in ours["pages"].items():
        page, _, who = name.partition(" | ")
        goal = GOALS.get(page)
        limit = str(goal[database == "postgresql"]) if goal else ""
        peer = bare["pages"].get(page)
        against = f"{peer['median']:8.1f}{row['median'] / peer['median']:7.1f}" if peer else ""
        print(f"{page:32}{who:14}{row['queries']:8}{QUERIES:6}{row['median']:9.1f}{row['p95']:8.1f}{limit:>6}{against}")
    for name, seconds in verified.items():
        print(f"{name:54}{seconds:9.1f} CPU-s   goal 60 for a million records")


def loop() -> float:
    """CPU-s of a fixed piece of work. Where others use the machine, this and every other figure grow together."""
    began, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number
    return time.process_time() - began


# One process


def one_side(side: str, folder: Path, smaller: int, runs: int) -> int:
    sys.path.append(str(ROOT / "bench"))
    os.environ.setdefault("WARDMOTE_KEY_DIR", str(folder / "keys"))
    if not os.environ.get("WARDMOTE_DATABASE_URL"):
        os.environ.pop("WARDMOTE_DATABASE_URL", None)
    casebook = folder / os.environ["WARDMOTE_BENCH"]
    casebook.mkdir(parents=True, exist_ok=True)
    from wardmote.web.start import start

    if side == "bare":
        import bare

        bare.start(casebook)
    else:
        start(casebook)
    if side == "build":
        build(smaller)
    elif side == "verify":
        print(json.dumps(verification(folder)))
    else:
        import requested

        print(json.dumps(requested.measured(side, runs)))
    if side == "bare":  # it wrote past the program, which would refuse a file that somebody else changed
        for digest in casebook.rglob("casebook.digest"):
            digest.unlink()
    return 0


def build(smaller: int) -> None:
    from django.db import connection

    from wardmote.web.invented_years import FULL, invent_years
    from wardmote.web.store.django_store import DjangoStore
    from wardmote.web.store.models import Case

    if Case.objects.exists():
        return
    began = time.process_time()
    invent_years(DjangoStore(), FULL.over(smaller), datetime.now(UTC).replace(microsecond=0), say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    say(f"built in {time.process_time() - began:.0f} CPU-s", end="\n")


def say(what: str, end: str = "\r") -> None:
    if sys.stderr.isatty() or end == "\n":
        print(f"  {what:60}", end=end, file=sys.stderr, flush=True)


def verification(folder: Path) -> dict[str, float]:
    """Both verifiers over the whole trail: the one in the program, and the small one over an export with a head."""
    from django.conf import settings

    from wardmote.casework import audit, verifier
    from wardmote.web.clock import now
    from wardmote.web.heads import sign_today
    from wardmote.web.store.django_store import DjangoStore

    store = DjangoStore()
    head = sign_today(store, settings.CASEBOOK, now())
    assert head is not None
    began = time.process_time()
    verdict = audit.verify_chain(store.records_until())
    inside = time.process_time() - began
    assert verdict.holds, verdict
    export = folder / "export.jsonl"
    with export.open("w", encoding="utf-8") as file:
        file.writelines(record.line() + "\n" for record in store.records_until())
    began = time.process_time()
    heads = [verifier.read_head(line) for line in verifier.lines_of(head)]
    finding = verifier.verify(verifier.lines_of(export), heads)
    outside = time.process_time() - began
    assert finding.holds, finding
    export.unlink()
    return {f"audit verify, {verdict.records:,} records": inside, f"verifier.py, {finding.records:,} records": outside}


if __name__ == "__main__":
    sys.exit(main())
