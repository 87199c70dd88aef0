"""`release.json`: what a release holds, what it was made from, who signed it."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from wardmote import __version__
from wardmote.assessment.assemble import Assembled
from wardmote.assessment.material import Material
from wardmote.assessment.release.board_edition import numbered_copies, summary
from wardmote.assessment.release.reread import size_in_words
from wardmote.assessment.release.signatures import Signature, State
from wardmote.partnership import Edition


class ClaimRecord(BaseModel):
    """A claim as `release.json` carries it."""

    model_config = ConfigDict(frozen=True)

    id: str
    finding: str
    says: str
    verdict: str
    holds: bool


class SignedCount(BaseModel):
    """A number shown however small it is: the received figure as JSON, just as it was signed, and its signatures."""

    model_config = ConfigDict(frozen=True)

    number: str
    signatures: list[Signature]


class ReleaseRecord(BaseModel):
    """`release.json`: what a release holds and what it was made from."""

    model_config = ConfigDict(frozen=True)

    release: str
    state: State
    edition: Edition
    partnership: str
    period: dict[str, str]
    inputs_sha256: str
    wardmote: str
    files: dict[str, str]
    claims: list[ClaimRecord]
    problems: list[str]
    legal: dict[str, str]
    figures: int
    findings: int
    signatures: list[Signature]
    statutory_small_counts: dict[str, SignedCount]  # received figures shown however small
    tables: dict[str, str]  # each table's size in words: "150 rows, 6 columns"
    copies: dict[str, str]  # of the board edition: who holds each numbered copy
    would_expose: dict[str, int]  # of the board edition: what it tells of counts withheld from the public, if it leaked


def record_in(folder: Path) -> dict[str, Any]:
    """The record a folder holds, as written; empty where there is none."""
    path = folder / "release.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder but the record itself, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "release.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def record_of(
    folder: Path, material: Material, assembled: Assembled, digest: str, signatures: Sequence[Signature], state: State
) -> ReleaseRecord:
    """The record of the files in a folder."""
    return ReleaseRecord(
        release=assembled.document.release,
        state=state,
        edition=material.partnership.edition,
        partnership=material.partnership.name,
        period={"this": str(material.partnership.this), "before": str(material.partnership.before)},
        inputs_sha256=digest,
        wardmote=__version__,
        files=digests(folder),
        claims=[
            ClaimRecord(id=c.id, finding=c.finding_id, says=c.says, verdict=c.verdict, holds=c.holds)
            for c in assembled.claims
        ],
        problems=[f"{problem.where}: {problem.message}" for problem in assembled.problems],
        legal={part.regulation: part.evidence or "missing" for part in material.legal},
        figures=len(material.release.figures),
        findings=len(material.release.findings),
        signatures=list(signatures),
        statutory_small_counts={
            name: SignedCount(number=count.number, signatures=list(count.signatures))
            for name, count in material.statutory.items()
            if not count.faults
        },
        tables={table.id: size_in_words(table) for table in assembled.tables},
        copies={str(copy.number): copy.holder for copy in numbered_copies(material.partnership)},
        would_expose=summary(material),
    )
