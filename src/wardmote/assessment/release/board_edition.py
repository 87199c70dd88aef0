"""The board edition: the public one's text with partners' counts as they are, marked, in numbered copies.

Each copy carries its number and its holder at the head and foot of every page and in the names of its files, so that a
copy that is found tells whose it was. What it would tell of counts withheld from the public is counted for whoever approves
it, and listed beside the copies.
"""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wardmote.assessment.material import Material
from wardmote.errors import WrongUse
from wardmote.partnership import Edition, Partnership

MARKING = "OFFICIAL-SENSITIVE"
HEADINGS = ("count", "public_least", "public_most", "leaked_least", "leaked_most", "narrower_than_policy")


@dataclass(frozen=True)
class NumberedCopy:
    """One copy of the board edition, from 1, and who holds it."""

    number: int
    of: int
    holder: str

    @property
    def name(self) -> str:
        return f"copy-{self.number}"

    @property
    def marking(self) -> str:
        return f"{MARKING}: board edition, copy {self.number} of {self.of}, held by {self.holder}. Not to be passed on."


def numbered_copies(partnership: Partnership) -> list[NumberedCopy]:
    """The copies of an edition, in order; the public one has none."""
    holders = partnership.board.copies if partnership.edition == "board" else ()
    return [NumberedCopy(number, len(holders), holder) for number, holder in enumerate(holders, 1)]


def open_edition(partnership: Partnership, edition: str) -> Edition:
    """The edition of that name. Raises WrongUse for another name, or for a board edition that nobody would hold."""
    match edition:
        case "public":
            return "public"
        case "board":
            if partnership.board.copies:
                return "board"
            raise WrongUse("--edition board: name who holds each copy in partnership.toml, [board] copies = [...]")
    raise WrongUse(f"--edition {edition}: there are two editions, public and board")


def summary(material: Material) -> dict[str, int]:
    """How many counts are withheld from the public, and how many of them a leaked copy would give away; empty if public."""
    if material.partnership.edition == "public":
        return {}
    unknown = [exposed for exposed in material.exposed if not exposed.is_known]
    return {
        "withheld from the public": len(material.exposed),
        "told exactly": len(material.exposed) - len(unknown),
        "told to less than the policy's range": sum(e.is_narrow(material.partnership.disclosure) for e in unknown),
    }


def told(would_expose: dict[str, int]) -> Iterator[str]:
    """The summary in words."""
    if would_expose:
        withheld, known, narrow = would_expose.values()
        yield (
            f"Counts withheld from the public: {withheld:,}. A leaked copy would tell {known:,} of them exactly, and "
            f"{narrow:,} more to less than the policy's range: would_expose.csv lists them."
        )


def write_exposed(path: Path, material: Material) -> None:
    """Each count withheld from the public, with its feasible range to the public and to who has both editions."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for exposed in material.exposed:
        ranges = ["" if math.isinf(end) else f"{end:g}" for end in (*exposed.public, *exposed.leaked)]
        writer.writerow([exposed.cell, *ranges, "yes" if exposed.is_narrow(material.partnership.disclosure) else "no"])
    path.write_text(out.getvalue(), encoding="utf-8")
