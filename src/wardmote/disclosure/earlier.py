"""What earlier releases said: read from the published folder, so that a new release is attacked together with them."""

import json
from pathlib import Path

from pydantic import TypeAdapter

from wardmote.disclosure.cells import Said
from wardmote.disclosure.layout import said_by
from wardmote.findings.figure import Figure
from wardmote.partnership import DisclosurePolicy

_FIGURES = TypeAdapter(list[Figure])


def said_before(published: Path, policy: DisclosurePolicy) -> tuple[Said, ...]:
    """Every cell that a published release in this folder spoke of; drafts were not published."""
    said: list[Said] = []
    for record in sorted(published.glob("*/release.json")):
        if json.loads(record.read_text(encoding="utf-8"))["state"] == "published":
            figures = _FIGURES.validate_json((record.parent / "figures.json").read_bytes())
            said += said_by(figures, policy, record.parent.name)
    return tuple(said)
