"""The ledger of releases: `published/ledger.jsonl`, a line for each state of a release, each naming the line before it.

A line says who had signed by then, and holds the digest of its release's record, so that a release, or the order of releases, cannot be changed without
the ledger no longer holding. The last line's digest is what to write down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wardmote.partnership import Edition

FIRST = "0" * 64


def lines(published: Path) -> list[str]:
    """The ledger's lines; none before the first release."""
    ledger = published / "ledger.jsonl"
    return [line for line in ledger.read_text(encoding="utf-8").splitlines() if line] if ledger.is_file() else []


def entries(published: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(published)]


def note_in_ledger(published: Path, record_folder: Path) -> None:
    """Append the release as it stands now, unless its newest line says just that."""
    content = (record_folder / "release.json").read_bytes()
    record = json.loads(content)
    known = lines(published)
    entry = {name: record[name] for name in ("release", "state", "inputs_sha256")}
    entry["record_sha256"] = hashlib.sha256(content).hexdigest()
    entry["signed"] = [f"{signature['role']} by {signature['name']}" for signature in record["signatures"]]
    if record.get("statutory_small_counts"):
        entry["statutory_small_counts"] = {
            name: sorted({signature["name"] for signature in count["signatures"]})
            for name, count in record["statutory_small_counts"].items()
        }
    if record.get("edition", "public") != "public":
        entry |= {"edition": record["edition"], "copies": record["copies"]}
    newest: dict[str, Any] = next(
        (line for line in map(json.loads, reversed(known)) if line["release"] == entry["release"]), {}
    )
    if entry.items() <= newest.items():
        return
    entry["previous"] = hashlib.sha256(known[-1].encode()).hexdigest() if known else FIRST
    with (published / "ledger.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(entry) + "\n")


def faults(published: Path) -> Iterator[str]:
    """Where the ledger does not hold: a line that does not name the one before, a release that is not as it was noted."""
    previous, newest = FIRST, {}
    for number, line in enumerate(lines(published), 1):
        entry = json.loads(line)
        if entry.get("previous", previous) != previous:
            yield f"line {number}: it does not follow the line before it"
        previous = hashlib.sha256(line.encode()).hexdigest()
        newest[entry["release"]] = (number, entry)
    for name, (number, entry) in newest.items():
        record = published / name / "release.json"
        if not record.is_file():
            yield f"line {number}: the folder of release {name} is gone"
        elif "record_sha256" in entry and hashlib.sha256(record.read_bytes()).hexdigest() != entry["record_sha256"]:
            yield f"line {number}: release {name} is not as it was when it was noted"


def latest_other(published: Path, current: str, edition: Edition = "public") -> Path | None:
    """The newest other release of an edition by the order in the ledger."""
    for entry in reversed(entries(published)):
        if entry.get("edition", "public") != edition:
            continue
        if entry["release"] != current and (published / entry["release"] / "figures.json").is_file():
            return published / str(entry["release"])
    return None
