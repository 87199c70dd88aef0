"""Check an export of the audit trail against a signed head, with nothing of Wardmote installed.

    python verifier.py export.jsonl head.json [--key FINGERPRINT]

`export.jsonl` holds one record a line; `head.json` holds one head, or one a line, as your agency was given them. Needs
Python 3.11 and the package `cryptography`. It shares no code with the program that wrote the trail, on purpose.

Exit code: 0 the trail holds, 1 it does not, 2 wrong use. What is checked:

* each line is the one canonical text of its record (RFC 8785), so nothing hides in spelling, order or doubled keys;
* records are numbered from 1 without a gap, each naming the hash of the one before it and carrying its own;
* each head is signed (Ed25519) by the key it names, and the record it was signed at is there with the same hash;
* with --key, that key is the one whose fingerprint your agency wrote down.

Records after the newest head are linked but not yet vouched for; the answer says how many.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIRST = "0" * 64


@dataclass(frozen=True)
class Finding:
    """Whether the trail holds; if not, the first bad record, why, and the last one a head or a link vouches for."""

    holds: bool
    records: int
    reason: str = ""
    first_bad: int | None = None
    after: int = 0

    def sentence(self) -> str:
        if self.holds:
            loose = self.records - self.after
            tail = f"; {loose} newer than the newest head are linked but not vouched for" if loose else ""
            return f"The trail holds: {self.records} records, {self.after} vouched for by a signed head{tail}."
        if self.first_bad is None:
            return f"The trail does not hold: {self.reason}."
        if self.after + 1 < self.first_bad:
            return f"The trail does not hold between records {self.after + 1} and {self.first_bad}: {self.reason}."
        return f"The trail does not hold at record {self.first_bad}: {self.reason}."


class Unreadable(Exception):
    """A line or a file that is not what it should be."""


def canonical(value: dict[str, Any]) -> str:
    """The canonical text of a record or head: its keys are plain ASCII, its numbers whole, so sorting is enough."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _no_fractions(text: str) -> None:
    raise Unreadable(f"holds the fraction {text}, which no record has")


_READER = json.JSONDecoder(parse_float=_no_fractions, parse_constant=_no_fractions)


def read_object(line: str) -> dict[str, Any]:
    """One JSON object. Raises Unreadable when the line is not its one canonical text."""
    try:
        value = _READER.decode(line)
        same = isinstance(value, dict) and canonical(value) == line
        line.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not a record") from error
    if not same:
        raise Unreadable("is not in its canonical form")
    return value


def read_head(line: str) -> dict[str, Any]:
    """One head, its fields the ones a head has. Raises Unreadable."""
    head = read_object(line)
    texts = ("partnership", "day", "hash", "public_key", "signature")
    if set(head) != {*texts, "seq"} or not all(isinstance(head[name], str) for name in texts):
        raise Unreadable("is not a head")
    if type(head["seq"]) is not int or head["seq"] < 1:
        raise Unreadable("names no record")
    return head


def fingerprint(head: dict[str, Any]) -> str:
    """What an agency writes down about the key: the SHA-256 of its bytes."""
    return hashlib.sha256(bytes.fromhex(head["public_key"])).hexdigest()


def signed(head: dict[str, Any]) -> bool:
    """Whether the head was signed, unchanged, by the key it names."""
    body = canonical({**head, "signature": ""}).encode("utf-8")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["public_key"]))
        key.verify(bytes.fromhex(head["signature"]), body)
    except (InvalidSignature, ValueError):
        return False
    return True


def heads_fault(heads: list[dict[str, Any]], key: str = "") -> str:
    """Why the heads themselves cannot be relied on, or nothing."""
    if not heads:
        return "there is no head, and without one a cut or rewritten trail cannot be told from a true one"
    for head in heads:
        if not signed(head):
            return f"the head of {head['day']} was not signed by the key it names"
        if key and fingerprint(head) != key.lower():
            return f"the head of {head['day']} was signed by another key than yours"
    return ""


def record_fault(line: str, seq: int, previous: str) -> tuple[str, str]:
    """Why a line cannot stand here, or nothing; and its hash."""
    try:
        record = read_object(line)
    except Unreadable as error:
        return str(error), ""
    claimed = record.get("hash")
    if record.get("seq") != seq or type(record.get("seq")) is not int:
        return f"record {record.get('seq')} stands where record {seq} belongs", ""
    if record.get("previous") != previous:
        return "does not follow the record before it", ""
    if claimed != hashlib.sha256(_without_hash(line, record).encode("utf-8")).hexdigest():
        return "was changed after it was written", ""
    return "", str(claimed)


def _without_hash(line: str, record: dict[str, Any]) -> str:
    """The canonical text of all but the hash. Cut out of the line where it stands once, which spares writing it anew."""
    field = f'"hash":"{record.get("hash")}",'
    if line.count(field) == 1:
        return line.replace(field, "")
    return canonical({name: value for name, value in record.items() if name != "hash"})


def verify(lines: Iterable[str], heads: list[dict[str, Any]], key: str = "") -> Finding:
    """Read the export once, from the first record to the last, and compare it with the heads."""
    fault = heads_fault(heads, key)
    if fault:
        return Finding(False, 0, fault)
    signed_at: dict[int, set[str]] = {}
    for head in heads:
        signed_at.setdefault(head["seq"], set()).add(head["hash"])
    seq, previous, vouched = 0, FIRST, 0
    for line in lines:
        seq += 1
        fault, digest = record_fault(line, seq, previous)
        if fault:
            return Finding(False, seq - 1, fault, seq, seq - 1)
        if seq in signed_at:
            if signed_at[seq] != {digest}:
                return Finding(False, seq, f"the head signed at record {seq} is of another history", seq, vouched)
            vouched = seq
        previous = digest
    newest = max(signed_at)
    if newest > seq:
        return Finding(False, seq, f"a head was signed at record {newest}, the export ends at {seq}", seq + 1, seq)
    return Finding(True, seq, after=vouched)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a file; a last line without its end is read like the others."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as handle:
        for line in handle:
            yield line.removesuffix("\n")


def main(arguments: list[str]) -> int:
    """The command line: an export, a file of heads, and the fingerprint of the key if the agency holds it."""
    key = ""
    if len(arguments) == 4 and arguments[2] == "--key":
        key = arguments[3]
        arguments = arguments[:2]
    if len(arguments) != 2:
        print("Use: python verifier.py export.jsonl head.json [--key FINGERPRINT]", file=sys.stderr)
        return 2
    try:
        heads = [read_head(line) for line in lines_of(Path(arguments[1])) if line]
        finding = verify(lines_of(Path(arguments[0])), heads, key)
    except OSError as error:
        print(f"{error.filename} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    except Unreadable as error:
        print(f"{arguments[1]} {error}. Use the file your agency was given.", file=sys.stderr)
        return 2
    print(finding.sentence())
    if finding.holds:
        for each in sorted({fingerprint(head) for head in heads}):
            print(f"Signed by the key with fingerprint {each}.")
    return 0 if finding.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
