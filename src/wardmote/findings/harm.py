"""Counts weighed by harm or cost, beside the counts themselves, and which types a change in recorded crime is made of.

Weights come from the register and from nowhere else: a type without one is named and left out of both sides.
"""

from collections.abc import Sequence
from typing import Any

from wardmote.findings.figure import Disclosure, Figure, Limits, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count
from wardmote.findings.refused import refused
from wardmote.measures.catalogue import MEASURES, RECORDED_CRIME, Measure
from wardmote.methods.decomposition import category_contributions
from wardmote.methods.weighted_counts import WeightedCount, weighted_count
from wardmote.periods import Period, is_like_for_like

Found = tuple[list[Figure], list[Finding]]
_TOTALS = ("recorded-crime",)


def weighable(evidence: Evidence) -> list[Measure]:
    """Single types of incident with public counts: totals would count twice."""
    return [m for m in evidence.measures() if m.slug not in _TOTALS and evidence.class_of(m.source) == "already-public"]


def harm(evidence: Evidence, rows: Sequence[dict[str, Any]]) -> Found:
    """For each scale of weights, the harm of every type and of all, in both periods."""
    scales = list(dict.fromkeys(row["scale"] for row in rows))
    if not scales:
        why = "No table of weights was supplied (register harm_weights), and none is invented"
        return [], [
            refused(
                f"harm/{evidence.geography.area.key}/{evidence.partnership.this}",
                "How much harm lies behind the counts?",
                why,
            )
        ]
    figures: list[Figure] = []
    findings: list[Finding] = []
    for scale in scales:
        weights = {row["measure"]: row["weight"] for row in rows if row["scale"] == scale}
        unit = next(row["unit"] for row in rows if row["scale"] == scale)
        made = _scale(evidence, scale, unit, weights)
        figures += made[0]
        findings += made[1]
    return figures, findings


def harm_id(scale: str, evidence_area: str, period: Period) -> str:
    return f"harm-{scale}/{evidence_area}/{period}"


def _scale(evidence: Evidence, scale: str, unit: str, weights: dict[str, float]) -> Found:
    area, name = evidence.geography.area, f"harm-{scale}"
    weighed = [m for m in weighable(evidence) if m.slug in weights]
    lacking = [m.label for m in weighable(evidence) if m.slug not in weights]
    figures: list[Figure] = []
    totals: list[Figure] = []
    for period in (evidence.partnership.before, evidence.partnership.this):
        counts = {m.slug: count(evidence, m, area, period, "lsoa-code").value or 0 for m in weighed}
        try:
            made = weighted_count(counts, weights)
        except ValueError:  # nothing with a weight happened
            continue
        totals.append(_total(evidence, name, unit, period, made))
        figures += [
            f for slug in counts for f in _of_type(evidence, MEASURES[slug], name, unit, period, counts[slug], made)
        ]
    if len(totals) < 2:
        return [], [refused(f"harm/{area.key}/{evidence.partnership.this};scale={scale}", f"How much harm, on the scale {scale}?", "Nothing that has a weight was recorded in one of the periods")]  # fmt: skip
    left = f"Without a weight, and in neither sum: {', '.join(lacking).lower()}." if lacking else ""
    before, after = (figure.id for figure in totals)
    return [*totals, *figures], [
        Finding(
            id=f"harm/{area.key}/{evidence.partnership.this};scale={scale}", kind="harm",
            label=f"Harm on the scale {scale}", figures=(before, after), verdict="weighed",
            sentence=(
                f"Weighed by {scale}, the incidents of {evidence.partnership.this.prose} come to {{{after}}} {unit} (likely range "
                f"{{{after}:interval}}), those of {evidence.partnership.before.prose} to {{{before}}}."
            ),
            reasons=(left,) if left else (), caveats=("weights-supplied",),
        )
    ]  # fmt: skip


def _total(evidence: Evidence, name: str, unit: str, period: Period, made: WeightedCount) -> Figure:
    limits = Limits(lower=made.interval.lower, upper=made.interval.upper, method=made.interval.method)
    return _figure(evidence, name, f"Harm, {unit}", unit, period, made.value, limits)


def _of_type(
    evidence: Evidence, measure: Measure, name: str, unit: str, period: Period, n: float, made: WeightedCount
) -> list[Figure]:
    share = made.shares[measure.slug]
    return [
        _figure(evidence, f"{measure.slug}-{name}", f"{measure.label}, {unit}", unit, period, share * made.value, None),
        _figure(
            evidence, f"{measure.slug}-{name}-share", f"{measure.label}, share of harm", "%", period, 100 * share, None
        ),
        count(evidence, measure, evidence.geography.area, period, "lsoa-code"),
    ]


def _figure(
    evidence: Evidence, name: str, label: str, unit: str, period: Period, value: float, limits: Limits | None
) -> Figure:
    area = evidence.geography.area
    return Figure(
        id=figure_id(name, area, period), measure=name, label=label, area=area, period=Span(start=period.start, end=period.end),
        value=value, unit=unit, interval=limits, assignment="lsoa-code", caveats=("weights-supplied",),
        disclosure=Disclosure(source_class="already-public"),
    )  # fmt: skip


def parts_id(evidence: Evidence) -> str:
    before, after = evidence.partnership.before, evidence.partnership.this
    return f"{figure_id(RECORDED_CRIME.slug, evidence.geography.area, before)}~{after};parts"


def parts_of_change(evidence: Evidence) -> Found:
    """How many percentage points each type adds to the change of recorded crime: arithmetic, with no chance in it."""
    before, after, area = evidence.partnership.before, evidence.partnership.this, evidence.geography.area
    sent = evidence.counts.months_sent.get(RECORDED_CRIME.source, frozenset())
    question = "Which types make up the change in recorded crime?"
    if not is_like_for_like(before, after) or not sent.issuperset((*before.months, *after.months)):
        return [], [
            refused(parts_id(evidence), question, "The two periods do not hold the same months, all of them sent")
        ]
    types = [MEASURES[slug] for slug in RECORDED_CRIME.categories]
    counts = [[count(evidence, m, area, period, "lsoa-code").value or 0 for m in types] for period in (before, after)]
    if not sum(counts[0]) or evidence.class_of(RECORDED_CRIME.source) != "already-public":
        return [], []
    points = category_contributions(counts[0], counts[1])
    figures = [
        _figure(evidence, f"{m.slug}-points", f"{m.label}, part of the change in recorded crime", "percentage points", after, float(p), None)
        .model_copy(update={"caveats": ("arithmetic",)})
        for m, p in zip(types, points, strict=True)
    ]  # fmt: skip
    largest = sorted(figures, key=lambda figure: -abs(figure.value or 0))[:2]
    labels = {figure.id: measure.noun for figure, measure in zip(figures, types, strict=True)}
    return figures, [
        Finding(
            id=parts_id(evidence), kind="parts", label="Recorded crime: parts of the change",
            figures=tuple(figure.id for figure in figures), verdict="arithmetic",
            sentence=f"Most of the change in the records is in {' and '.join(f'{labels[f.id]} ({{{f.id}}} percentage points)' for f in largest)}.",
            caveats=("arithmetic",),
        )
    ]  # fmt: skip
