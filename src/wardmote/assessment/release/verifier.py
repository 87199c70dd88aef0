"""Check a published release with nothing of Wardmote installed.

    python verifier.py RELEASE_FOLDER [--key FINGERPRINT ...]

Needs Python 3.11 and the package `cryptography`. It shares no code with the program that published, on purpose.

Exit code: 0 the release holds, 1 it does not, 2 wrong use. What is checked:

* every file is there, as its digest in release.json says, and no other file is;
* every signature is that of its key over exactly these files, and no person or key signed twice;
* every number shown however small it is was signed, as it stands in release.json, by two people at least;
* with --key (a person's public key, or the first digits of its SHA-256), every key used is one of those;
* where the ledger stands beside the release, each of its lines names the one before, and the newest about this release
  names exactly this record.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIRST = "0" * 64
SMALL_COUNT, SIGNERS = "statutory-small-count", 2


def faults(folder: Path, known_keys: Sequence[str] = ()) -> list[str]:
    """Everything about the release that does not hold; none when it does."""
    try:
        content = (folder / "release.json").read_bytes()
        record = json.loads(content)
        files, name = dict(record["files"]), str(record["release"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"release.json cannot be read: {error}"]
    found = _files(folder, files)
    try:
        found += _signatures(record, files, known_keys)
        found += _small_counts(record, known_keys)
    except (KeyError, TypeError, AttributeError) as error:
        found.append(f"release.json has signatures that cannot be read: {error!r}")
    if folder.name != name:
        found.append(f"the folder is called {folder.name}, the release {name}")
    return found + _ledger(folder.parent / "ledger.jsonl", name, hashlib.sha256(content).hexdigest())


def _files(folder: Path, files: dict[str, str]) -> list[str]:
    there = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file() and p.name != "release.json"}
    found = [f"{name} is missing" for name in files if name not in there]
    found += [f"{name} is no part of the release" for name in there if name not in files]
    for name, path in there.items():
        if name in files and hashlib.sha256(path.read_bytes()).hexdigest() != files[name]:
            found.append(f"{name} was changed")
    return sorted(found)


def _signatures(record: dict[str, Any], files: dict[str, str], known_keys: Sequence[str]) -> list[str]:
    covered = hashlib.sha256(json.dumps(dict(sorted(files.items())), separators=(",", ":")).encode()).hexdigest()
    found: list[str] = []
    roles: dict[str, str] = {}
    for given in record.get("signatures", []):
        fault = _fault(given, record["release"], covered, known_keys)
        if fault:
            found.append(fault)
        if given["name"] in roles:
            found.append(f"{given['name']} signed as {roles[given['name']]} and as {given['role']}")
        roles[given["name"]] = given["role"]
    held = [given["key"] for given in record.get("signatures", [])]
    return found + [f"one key signed {held.count(key)} times" for key in sorted(set(held)) if held.count(key) > 1]


def _small_counts(record: dict[str, Any], known_keys: Sequence[str]) -> list[str]:
    """Each exception is signed over its number, as text, by as many people with keys of their own as it needs."""
    found: list[str] = []
    for name, count in record.get("statutory_small_counts", {}).items():
        number, stands = str(count["number"]), set()
        covered = hashlib.sha256(number.encode()).hexdigest()
        try:
            named = json.loads(number)["id"]
        except (ValueError, TypeError, KeyError):
            named = None
        if named != name:
            found.append(f"small count {name}: what was signed is another number, {named}")
        for given in count["signatures"]:
            fault = _fault(given, f"statutory small count {name}", covered, known_keys)
            if given["role"] != SMALL_COUNT:
                fault = f"{given['name']} signed as {given['role']}, not for a number"
            if fault:
                found.append(f"small count {name}: {fault}")
            else:
                stands.add((given["name"], given["key"]))
        people = min(len({person for person, _ in stands}), len({key for _, key in stands}))
        if people < SIGNERS:
            found.append(f"small count {name}: {people} of the {SIGNERS} people who must have signed it")
    return found


def _fault(given: dict[str, str], subject: str, covered: str, known_keys: Sequence[str]) -> str:
    """What is wrong with one signature over a subject and the digest of what it covers; nothing if it holds."""
    said = {"files_sha256": covered, "name": given["name"], "release": subject, "role": given["role"]}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    try:
        raw = base64.b64decode(given["key"])
        Ed25519PublicKey.from_public_bytes(raw).verify(base64.b64decode(given["signature"]), text)
    except (InvalidSignature, ValueError):
        return f"the signature of {given['name']} ({given['role']}) does not hold"
    if known_keys and not any(given["key"] == k or hashlib.sha256(raw).hexdigest().startswith(k) for k in known_keys):
        return f"the key of {given['name']} is none of those named"
    return ""


def _ledger(ledger: Path, name: str, record: str) -> list[str]:
    if not ledger.is_file():
        return []
    previous, noted = FIRST, None
    found: list[str] = []
    for number, line in enumerate(filter(None, ledger.read_text(encoding="utf-8").splitlines()), 1):
        try:
            entry = json.loads(line)
        except ValueError:
            return [*found, f"line {number} of the ledger cannot be read"]
        if entry.get("previous", previous) != previous:
            found.append(f"line {number} of the ledger does not follow the line before it")
        previous = hashlib.sha256(line.encode()).hexdigest()
        noted = entry if entry.get("release") == name else noted
    if noted is None:
        found.append("the ledger does not name this release")
    elif noted.get("record_sha256", record) != record:
        found.append("the ledger names another record for this release")
    return found


def told(folder: Path) -> str:
    """The release, its state and its signers, for people."""
    record = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    signers = [f"{s['role']} by {s['name']}" for s in record.get("signatures", [])]
    return f"{record['release']}, {record['state']}, {len(record['files'])} files; {', '.join(signers) or 'signed by nobody'}"


def main(arguments: Sequence[str]) -> int:
    keys = [arguments[n + 1] for n, word in enumerate(arguments[:-1]) if word == "--key"]
    paths = [word for n, word in enumerate(arguments) if word != "--key" and (n == 0 or arguments[n - 1] != "--key")]
    if len(paths) != 1 or not Path(paths[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(paths[0])
    found = faults(folder.resolve(), keys)
    for fault in found:
        print(fault)
    print("The release does not hold." if found else f"The release holds: {told(folder)}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
