"""An indicator against its target, honest about chance: a margin that could be chance says so.

A proportion with its counts is judged by its Wilson interval (`domain` C1), a median time by its own; a proportion without counts gets no
verdict, however far it lies from the target.
"""

from collections.abc import Mapping
from typing import Any

from wardmote.findings.figure import Figure
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.received import ReceivedFigure
from wardmote.methods.against_average import against_average
from wardmote.methods.against_target import proportion_against_target, smallest_total_to_tell

CHANCE = 0.05
_WHY = {
    "met": "The target was met, by more than chance explains.",
    "missed": "The target was missed, by more than chance explains.",
}
_BY_CHANCE = "The difference from the target cannot be told from chance."


class _NoCounts(Exception):
    """The sender gave a percentage and not what it is a percentage of."""


def targets(rows: tuple[dict[str, Any], ...], received: Mapping[str, ReceivedFigure]) -> list[Finding]:
    """A finding for each row of the register `indicators` that rests on a received figure and has a target."""
    return [
        _against_target(row, received[row["received"]])
        for row in rows
        if row["received"] in received and row["target"] is not None and received[row["received"]].value is not None
    ]


def measured_targets(
    rows: tuple[dict[str, Any], ...], figures: Mapping[str, Figure], changes: Mapping[str, Finding]
) -> list[Finding]:
    """A finding for each indicator that rests on a count of ours; `figures` and `changes` are the area's, by measure."""
    return [
        _count_against_target(row, figures[row["measure"]], changes.get(row["measure"]))
        for row in rows
        if not row["received"] and row["target"] and row["measure"] in figures
    ]


def _count_against_target(row: Mapping[str, Any], figure: Figure, change: Finding | None) -> Finding:
    """Chance is as wide as the months of the measure are uneven; a gap in the period forbids a verdict."""
    below = (figure.value or 0) <= row["target"]
    good = below == (row["better"] == "lower")
    complete = figure.coverage is None or figure.coverage.months_present == figure.coverage.months_expected
    verdict = "cannot say"
    why = "The period is not complete, so it cannot be held against a yearly target."
    if complete and figure.value is not None:
        told = _is_told(figure, row["target"], change)
        verdict = ("met" if good else "missed") if told else "cannot be told from chance"
        why = _WHY.get(verdict, _BY_CHANCE)
    return Finding(
        id=target_id(row["id"]),
        kind="target",
        label=row["label"],
        figures=(figure.id,),
        verdict=verdict,
        records="at or beyond the target" if good else "short of the target",
        sentence=f"{row['label']}: {{{figure.id}}} against a target of {{target:{row['id']}}}. {why}",
        reasons=(why,) if verdict in ("cannot say", "cannot be told from chance") else (),
    )


def _is_told(figure: Figure, target: float, change: Finding | None) -> bool:
    """A share or a time by its interval; a count by chance as wide as its months are uneven."""
    if figure.unit in ("%", "days"):
        return figure.interval is not None and not figure.interval.lower <= target <= figure.interval.upper
    dispersion = max(1.0, (change and change.dispersion) or 1.0)
    return against_average(int(figure.value or 0), target, dispersion).p < CHANCE


def target_id(indicator: str) -> str:
    return f"indicator/{indicator}~target"


def _against_target(row: Mapping[str, Any], figure: ReceivedFigure) -> Finding:
    better = row["better"] == "higher"
    assert figure.value is not None
    beyond = figure.value >= row["target"] if better else figure.value <= row["target"]
    records = "at or beyond the target" if beyond else "short of the target"
    try:
        verdict, effect, why = _judged(figure, row["target"], better)
    except _NoCounts:
        verdict, effect = "cannot say", None
        why = "The sender gave no counts, so we cannot tell the difference from chance." + _needed(
            figure, row["target"]
        )
    return Finding(
        id=target_id(row["id"]),
        kind="target",
        label=row["label"],
        figures=(f"received:{figure.id}",),
        effect=effect,
        verdict=verdict,
        records=records,
        sentence=(
            f"{row['label']}: {{received:{figure.id}}} against a target of {{target:{row['id']}}}, as reported by "
            f"{figure.sender}. {why}"
        ),
        reasons=(why,) if verdict in ("cannot say", "cannot be told from chance") else (),
    )


def _judged(figure: ReceivedFigure, target: float, better: bool) -> tuple[str, Effect, str]:
    if figure.numerator is None or not figure.denominator:
        raise _NoCounts
    result = proportion_against_target(int(figure.numerator), int(figure.denominator), target / 100, better)
    effect = Effect(
        ratio=100 * result.proportion,
        lower=100 * result.interval.lower,
        upper=100 * result.interval.upper,
        level=result.interval.level,
        method=result.interval.method,
    )
    verdict = {"better than target": "met", "worse than target": "missed"}.get(result.verdict, result.verdict)
    return verdict, effect, _WHY.get(verdict, _BY_CHANCE)


def _needed(figure: ReceivedFigure, target: float) -> str:
    """How many it would take to tell, where the figure is a percentage short of certainty."""
    if figure.value is None or figure.unit != "%" or figure.value == target or not 0 < figure.value <= 100:
        return ""
    try:
        needed = smallest_total_to_tell(figure.value / 100, target / 100)
    except ValueError:
        return ""
    return f" With the same percentage it would take at least {needed:,} to tell."
