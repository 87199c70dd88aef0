"""Received figures and cited facts: numbers that others computed, printed as theirs.

A received figure is a number a partner sent as a number: "reported by X, not recomputed". Without its counts it gets no
verdict. A fact is a published figure from elsewhere, cited with its source.
"""

from typing import Any

from wardmote.findings.figure import Frozen
from wardmote.partnership import SourceClass


class ReceivedFigure(Frozen):
    """`value` in `unit`, None once withheld; `numerator` and `denominator` where the sender gave them."""

    id: str
    label: str
    sender: str
    start: str
    end: str
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    received: str
    evidence_file: str
    source_class: SourceClass
    note: str


class Fact(Frozen):
    """A published figure cited from elsewhere; `value` is text, since a source may print "over 31,000"."""

    id: str
    label: str
    value: str
    unit: str
    area: str
    period: str
    source: str
    note: str


def received_figures(rows: tuple[dict[str, Any], ...]) -> dict[str, ReceivedFigure]:
    """From the register `received_figures`, by id."""
    return {
        row["id"]: ReceivedFigure(
            id=row["id"],
            label=row["label"],
            sender=row["sender"],
            start=row["start"] or "",
            end=row["end"] or "",
            value=row["value"],
            unit=row["unit"] or "",
            numerator=row["numerator"],
            denominator=row["denominator"],
            received=str(row["received"] or ""),
            evidence_file=row["evidence_file"] or "",
            source_class=row["class"] or "partner",
            note=row["note"] or "",
        )
        for row in rows
    }


def facts(rows: tuple[dict[str, Any], ...]) -> dict[str, Fact]:
    """From the register `facts`, by id."""
    return {row["id"]: Fact(**{name: str(row[name] or "") for name in Fact.model_fields}) for row in rows}
