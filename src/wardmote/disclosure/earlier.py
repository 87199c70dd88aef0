"""What earlier releases said: read from the published folder, so that a new release is attacked together with them.

The public has only public editions; a reader of the board edition has those of both kinds.
"""

import json
from pathlib import Path

from pydantic import TypeAdapter

from wardmote.disclosure.cells import Said
from wardmote.disclosure.layout import said_by
from wardmote.findings.figure import Figure
from wardmote.partnership import DisclosurePolicy, Edition

_FIGURES = TypeAdapter(list[Figure])


def said_before(published: Path, policy: DisclosurePolicy, edition: Edition = "public") -> tuple[Said, ...]:
    """Every cell that a published release of this edition spoke of; drafts were not published."""
    said: list[Said] = []
    for record in sorted(published.glob("*/release.json")):
        kept = json.loads(record.read_text(encoding="utf-8"))
        if kept["state"] == "published" and kept.get("edition", "public") == edition:
            figures = _FIGURES.validate_json((record.parent / "figures.json").read_bytes())
            said += said_by(figures, policy, record.parent.name)
    return tuple(said)
