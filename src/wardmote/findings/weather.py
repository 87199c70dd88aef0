"""The weather as a rival explanation: was it warmer or wetter, did such months hold more, and what is left of the change?"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.findings.change import LEVEL_OF_FALSE_DISCOVERY
from wardmote.findings.finding import CauseWeighed, Effect, Finding
from wardmote.findings.levels import Evidence
from wardmote.measures.catalogue import Measure
from wardmote.methods.allowing_for import METHOD, AllowingFor, change_allowing_for
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.periods import Period, is_like_for_like

SOURCE = "weather"


@dataclass(frozen=True)
class Kind:
    """A column of the weather table: what more and less of it are called, its unit, and whether a period adds it up."""

    column: str
    name: str
    more: str
    less: str
    unit: str
    added: bool


KINDS = (
    Kind("warmest", "warmth", "warmer by day", "cooler by day", "°C", False),
    Kind("rain", "rain", "wetter", "drier", "mm", True),
)


def weather(evidence: Evidence, measure: Measure, change: Finding | None) -> tuple[list[Finding], CauseWeighed | None]:
    """A finding for each kind of weather, and the explanation weighed; nothing without a table, or where no change was judged.

    Only of sources that are public at this detail, as beside a rounded count an exact ratio would give it away.
    """
    before, after = evidence.partnership.before, evidence.partnership.this
    tables = [table for kind in KINDS if (table := _by_month(evidence, kind, before, after))]
    judged = change is not None and change.effect is not None and is_like_for_like(before, after)
    if not tables or not judged or evidence.class_of(measure.source) != "already-public" or change is None:
        return [], None
    tested = [(kind, table, result) for kind, table in tables if (result := _allowed(evidence, measure, table))]
    if not tested:
        return [], None
    q_values = benjamini_hochberg([result.p for *_, result in tested])
    told = [float(q) < LEVEL_OF_FALSE_DISCOVERY for q in q_values]
    found = [_finding(change, kind, result, float(q)) for (kind, _, result), q in zip(tested, q_values, strict=True)]
    differences = [_difference(kind, table, before, after) for kind, table, _ in tested]
    names = [kind.name for kind, *_ in tested]
    return found, _cause(differences, [name for name, yes in zip(names, told, strict=True) if yes])


def _by_month(evidence: Evidence, kind: Kind, before: Period, after: Period) -> tuple[Kind, Mapping[str, float]] | None:
    """Values by month, if every month of both periods has one."""
    rows = evidence.partner_rows.get(SOURCE, ())
    table = {f"{r['year']:04d}-{r['month']:02d}": r[kind.column] for r in rows if r[kind.column] is not None}
    return (kind, table) if all(month in table for month in (*before.months, *after.months)) else None


def _allowed(evidence: Evidence, measure: Measure, table: Mapping[str, float]) -> AllowingFor | None:
    """None where too few months are paired, or the weather of both periods was the same."""
    before, after = evidence.partnership.before, evidence.partnership.this
    counts = evidence.counts.by_month(measure, "lsoa-code", evidence.geography.area.code)
    counted, other = ([[source[m] for m in period.months] for period in (before, after)] for source in (counts, table))
    try:
        return change_allowing_for(counted[0], counted[1], other[0], other[1])
    except ValueError:
        return None


def _finding(change: Finding, kind: Kind, result: AllowingFor, q: float) -> Finding:
    name = f"{change.id};allowing-for={kind.name}"
    verdict = "goes with it" if q < LEVEL_OF_FALSE_DISCOVERY else "no clear part"
    return Finding(
        id=name,
        kind="allowing-for",
        label=f"{change.label}, allowing for {kind.name}",
        figures=change.figures,
        effect=Effect(ratio=result.ratio, lower=result.interval.lower, upper=result.interval.upper, method=METHOD),
        p=result.p,
        q=q,
        dispersion=result.dispersion,
        family="kinds of weather",
        verdict=verdict,
        sentence=(
            f"Allowing for {kind.name}, the change is {{signed-change:{name}}} (likely range {{signed-range:{name}}}) in place of "
            f"{{signed-change:{change.id}}}."
        ),
    )


def _difference(kind: Kind, table: Mapping[str, float], before: Period, after: Period) -> str:
    """ "0.8 °C warmer by day"."""
    totals = [sum(table[month] for month in period.months) for period in (before, after)]
    more = (totals[1] - totals[0]) / (1 if kind.added else len(after.months))
    size = f"{abs(more):.0f}" if kind.added else f"{abs(more):.1f}"
    return f"{size} {kind.unit} {kind.more if more > 0 else kind.less}"


def _cause(differences: list[str], goes_with: list[str]) -> CauseWeighed:
    was, months = f"It was {' and '.join(differences)}.", "the same calendar month of the other period"
    told = f"{was} Months with more {' and '.join(goes_with)} than {months} held clearly more or fewer."
    untold = f"{was} Months that were warmer or wetter than {months} held no clearly different number."
    return CauseWeighed(
        explanation="The weather was different",
        evidence_for=told if goes_with else "",
        evidence_against="" if goes_with else untold,
        judgement="Open: part of the change may be weather" if goes_with else "Not supported",
        judged_by="Computed, this assessment",
    )
