"""Did it work: each operation in the register against places where nothing was done, next door included.

The months since it began are held against the same calendar months of the year before, in the treated areas and in the
comparison areas, as a ratio of ratios. The month whose figures led to the operation takes no part: a bad month is
followed by a better one whatever is done. All operations are one family.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import Evidence, count_over
from wardmote.findings.small_areas import TOUCHING_METRES
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.methods.displacement import Displacement, weighted_displacement
from wardmote.methods.empty_spell import EmptySpell, empty_spell
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.ratio_of_ratios import RatioOfRatios, ratio_of_ratios_over_months
from wardmote.periods import Period, month_number, month_text
from wardmote.places.area import Area

CERTAIN, MOST_MONTHS = 0.05, 12
TOO_FEW = "Too few incidents to compare."
Found = tuple[list[Figure], list[Finding]]
_READINGS = {
    "the benefit spread to the buffer": "no sign that any of it moved next door",
    "some of it moved to the buffer": "some of it moved next door",
    "whether it moved cannot be told": "cannot be told",
}


@dataclass(frozen=True)
class Operation:
    """One row of the register, its areas as LSOA codes."""

    id: str
    name: str
    measure: Measure
    started: str
    after: Period
    before: Period
    skipped: str
    treated: tuple[str, ...]
    compared: tuple[str, ...]
    beside: tuple[str, ...]
    empty_days: int

    def area(self, part: str, words: str) -> Area:
        return Area(code=f"{self.id}.{part}", name=f"{words} of {self.name}")


def operations(evidence: Evidence, rows: Sequence[dict[str, Any]]) -> Found:
    """A verdict for each operation, whether it moved next door, and what an empty spell is worth."""
    figures: list[Figure] = []
    findings: list[Finding] = []
    judged: list[tuple[Operation, RatioOfRatios]] = []
    for row in rows:
        operation, reasons = _operation(evidence, row)
        if operation is None or reasons:
            findings.append(_cannot(row, reasons))
            continue
        try:
            judged.append((operation, ratio_of_ratios_over_months(*_months(evidence, operation, operation.treated),
                                                                  *_months(evidence, operation, operation.compared))))  # fmt: skip
        except ValueError:
            findings.append(_cannot(row, (TOO_FEW,)))
        quiet = _quiet(evidence, operation)
        figures += quiet[0]
        findings += quiet[1]
    q_values = benjamini_hochberg([made.p for _, made in judged])
    for (operation, made), q in zip(judged, q_values, strict=True):
        shown = _figures(evidence, operation)
        verdict = _finding(operation, made, float(q), shown)
        moved = _displacement(evidence, operation, shown) if verdict.verdict.startswith("fell") else ([], [])
        figures += shown + moved[0]
        findings += [verdict, *moved[1]]
    return figures, findings


def _operation(evidence: Evidence, row: dict[str, Any]) -> tuple[Operation | None, tuple[str, ...]]:
    """The operation, or every reason why it cannot be judged."""
    measure, this = MEASURES.get(row["measure"]), evidence.partnership.this
    treated = _lsoas(evidence, row["treated"])
    started = row["started"] or ""
    reasons = []
    if measure is None or evidence.class_of(measure.source) != "already-public":
        reasons.append(f"There are no public monthly counts of “{row['measure']}”.")
    if not started:
        reasons.append("The month it began was not given.")
    if treated is None:
        reasons.append("The small areas or wards it was in were not given, or are not ours.")
    if started and started > this.end:
        reasons.append("It began after the period assessed.")
    compared = _lsoas(evidence, row["compared_with"]) if row["compared_with"] else ()
    if compared is None:
        reasons.append("An area it should be compared with is not ours.")
    if reasons or measure is None or treated is None or compared is None:
        return None, tuple(reasons)
    after = Period(started, min(row["ended"] or this.end, this.end, _shift(started, MOST_MONTHS - 1)))
    before = Period(_shift(after.start, -12), _shift(after.end, -12))
    sent = evidence.counts.months_sent[measure.source]
    missing = [month for month in (*before.months, *after.months) if month not in sent]
    beside = _next_to(evidence, treated)
    rest = tuple(lsoa for lsoa in sorted(evidence.geography.best_fit) if lsoa not in {*treated, *beside})
    return Operation(
        id=row["id"], name=row["operation"], measure=measure, started=started, after=after, before=before,
        skipped=row["chosen_in"] or "", treated=treated, compared=compared or rest,
        beside=tuple(lsoa for lsoa in beside if lsoa not in compared), empty_days=row["empty_days"] or 0,
    ), tuple([f"Nothing was sent for {len(missing)} of its months."] if missing else [])  # fmt: skip


def _shift(month: str, months: int) -> str:
    return month_text(month_number(month) + months)


def _lsoas(evidence: Evidence, codes: str | None) -> tuple[str, ...] | None:
    """LSOA and ward codes as LSOA codes; None where there is none or one is not of the area."""
    found: list[str] = []
    for code in (codes or "").replace(",", " ").split():
        inside = evidence.geography.lsoas_of(code)
        if not inside:
            return None
        found += inside
    return tuple(dict.fromkeys(found)) or None


def _next_to(evidence: Evidence, treated: Sequence[str]) -> tuple[str, ...]:
    """Our small areas that touch a treated one; none where boundaries were not sent."""
    ours = evidence.geography.best_fit
    polygons = evidence.geography.lsoa_polygons
    shapes = {c: g for c, g in zip(polygons.codes, polygons.geometries, strict=True) if c in ours}
    inside = [shapes[lsoa] for lsoa in treated if lsoa in shapes]
    if not inside:
        return ()
    whole = shapely.union_all(inside)
    return tuple(
        c for c, g in sorted(shapes.items()) if c not in treated and shapely.dwithin(g, whole, TOUCHING_METRES)
    )


def _months(evidence: Evidence, operation: Operation, lsoas: Sequence[str]) -> tuple[list[int], list[int]]:
    """Counts before and after, month by month; a pair that holds the choosing month is left out."""
    by_area = [evidence.counts.by_small_area(operation.measure, lsoa) for lsoa in lsoas]
    pairs = [
        (sum(months.get(b, 0) for months in by_area), sum(months.get(a, 0) for months in by_area))
        for b, a in zip(operation.before.months, operation.after.months, strict=True)
        if operation.skipped not in (a, b)
    ]
    return [before for before, _ in pairs], [after for _, after in pairs]


def _figures(evidence: Evidence, operation: Operation) -> list[Figure]:
    """Counts before and after, in the treated and in the comparison areas."""
    parts = (("treated", "treated areas", operation.treated), ("compared", "comparison areas", operation.compared))
    return [
        count_over(evidence, operation.measure, operation.area(part, words), lsoas, period)
        for part, words, lsoas in parts
        for period in (operation.before, operation.after)
    ]


def _finding(operation: Operation, made: RatioOfRatios, q: float, shown: list[Figure]) -> Finding:
    name, noun = f"operation/{operation.id}", operation.measure.noun
    verdict = "no clear change"
    if q < CERTAIN:
        verdict = "fell further than in the comparison areas" if made.ratio < 1 else "rose against the comparison areas"
    t0, t1, c0, c1 = (figure.id for figure in shown)
    told = {
        "no clear change": "The two did not clearly differ, so no effect can be shown.",
        "fell further than in the comparison areas": f"Against them that is {{change:{name}}} fewer.",
        "rose against the comparison areas": f"Against them that is {{change:{name}}} more.",
    }
    return Finding(
        id=name, kind="operation", label=operation.name, figures=(t0, t1, c0, c1),
        effect=Effect(ratio=made.ratio, lower=made.interval.lower, upper=made.interval.upper, method=made.interval.method),
        p=made.p, q=q, dispersion=made.dispersion, family="operations in the register", verdict=verdict,
        sentence=(
            f"Where {operation.name} was, {noun} went from {{{t0}}} to {{{t1}}} ({operation.before.label} and "
            f"{operation.after.label}); in the comparison areas from {{{c0}}} to {{{c1}}}. {told[verdict]} The likely range "
            f"of the difference is {{signed-range:{name}}}."
        ),
        caveats=("approximate-points", "not-random"),
    )  # fmt: skip


def _displacement(evidence: Evidence, operation: Operation, shown: list[Figure]) -> Found:
    """Whether what fell turned up next door; nothing where nothing fell or no small area lies beside."""
    if not operation.beside:
        return [], []
    area = operation.area("beside", "small areas next to those")
    near = [
        count_over(evidence, operation.measure, area, operation.beside, p) for p in (operation.before, operation.after)
    ]
    t0, t1, c0, c1, b0, b1 = (figure.value or 0 for figure in (*shown, *near))
    try:
        made: Displacement = weighted_displacement((t0, t1), (b0, b1), (c0, c1))
    except ValueError:  # nothing fell, so nothing can have moved
        return [], []
    verdict = _READINGS[made.reading]
    effect = Effect(
        ratio=made.quotient, lower=made.interval.lower, upper=made.interval.upper, method=made.interval.method
    )
    return near, [
        Finding(
            id=f"operation/{operation.id};moved", kind="displacement", label=f"{operation.name}: next door",
            figures=tuple(figure.id for figure in near), effect=effect, verdict=verdict,
            sentence=(
                f"In the small areas next to those of {operation.name}, {operation.measure.noun} went from {{{near[0].id}}} "
                f"to {{{near[1].id}}}: {'whether anything moved next door cannot be told' if verdict == 'cannot be told' else verdict}."
            ),
            caveats=("approximate-points",),
        )
    ]  # fmt: skip


def _quiet(evidence: Evidence, operation: Operation) -> Found:
    """What so many days without an incident are worth, by the year before the operation."""
    if not operation.empty_days:
        return [], []
    year = Period(_shift(operation.started, -12), _shift(operation.started, -1))
    area = operation.area("treated", "treated areas")
    usual = count_over(evidence, operation.measure, area, operation.treated, year)
    if not usual.value:
        return [], []
    made = empty_spell(usual.value, operation.empty_days)
    chances = [
        _chance(
            operation, area, year, "empty-chosen", "chance of an empty spell chosen beforehand", made.chosen_beforehand
        ),
        _chance(operation, area, year, "empty-somewhere", "chance of some empty spell in a year", made.somewhere),
    ]
    return [usual, *chances], [_quiet_finding(operation, made, usual, chances)]


def _chance(operation: Operation, area: Area, year: Period, part: str, label: str, p: float) -> Figure:
    name = f"{operation.measure.slug}-{part}"
    return Figure(
        id=figure_id(name, area, year), measure=name, label=f"{operation.measure.label}, {label}", area=area,
        period=Span(start=year.start, end=year.end), value=100 * p, unit="%", assignment="lsoa-code", caveats=("poisson",),
        disclosure=Disclosure(source_class="already-public"),
    )  # fmt: skip


def _quiet_finding(operation: Operation, made: EmptySpell, usual: Figure, chances: list[Figure]) -> Finding:
    verdict = "unusual"
    if made.chosen_beforehand >= CERTAIN:
        verdict = "expected by chance"
    elif made.somewhere >= CERTAIN:
        verdict = "unusual only if chosen beforehand"
    span = "a fortnight" if operation.empty_days == 14 else "a spell that long"
    return Finding(
        id=f"operation/{operation.id};quiet", kind="quiet", label=f"{operation.name}: the quiet days",
        figures=(usual.id, *(figure.id for figure in chances)), verdict=verdict,
        sentence=(
            f"{operation.name} reports {span} without an incident. In the year before, its areas had {{{usual.id}}} "
            f"{operation.measure.noun}. At that rate {span} chosen beforehand is empty by chance with a probability of "
            f"{{{chances[0].id}}}, and some {span.removeprefix('a ')} in a year with one of {{{chances[1].id}}}."
        ),
        caveats=("poisson",),
    )  # fmt: skip


def _cannot(row: dict[str, Any], reasons: Sequence[str]) -> Finding:
    return Finding(
        id=f"operation/{row['id']}", kind="operation", label=row["operation"], figures=(), verdict="cannot say",
        sentence=f"We cannot say whether {row['operation']} worked. {' '.join(reasons)}", reasons=tuple(reasons),
    )  # fmt: skip
