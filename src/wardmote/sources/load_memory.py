"""What a load leaves in the store for the next one: `load_memory.json` to go on from, `loads.json` to be read."""

import json
from pathlib import Path

from pydantic import BaseModel

from wardmote.sources.load_report import LoadReport
from wardmote.sources.outcomes import Outcome

MEMORY = "load_memory.json"  # what an earlier load established, so that it need not be read again


class SourceMemory(BaseModel):
    """An earlier load of one source: the files it found (name to digest) and what became of their members."""

    version: str
    arrived: dict[str, str]
    outcomes: dict[str, Outcome]


def recall(store: Path) -> dict[str, SourceMemory]:
    """What an earlier load left, by source; nothing when it is missing or not as this version writes it."""
    try:
        kept = json.loads((store / MEMORY).read_bytes())
        return {name: SourceMemory.model_validate(entry) for name, entry in kept.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def remember(store: Path, memory: dict[str, SourceMemory], reports: tuple[LoadReport, ...]) -> None:
    """Write both files, each whole or not at all."""
    kept = {name: entry.model_dump(mode="json") for name, entry in memory.items()}
    write_private(store / MEMORY, json.dumps(kept, ensure_ascii=False))
    shown = [report.model_dump(mode="json") for report in reports]
    write_private(store / "loads.json", json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner only."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", errors="replace")
    part.chmod(0o600)
    part.replace(path)
