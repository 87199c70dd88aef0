"""How far incidents gather in few small areas, and whether the pattern moved between the two periods.

Small areas are LSOAs, about as many residents in each. Only of sources that are public at this detail.
"""

import numpy as np

from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count
from wardmote.measures.catalogue import Measure
from wardmote.methods.concentration import concentration
from wardmote.methods.pattern_moved import share_moved
from wardmote.periods import Period, is_like_for_like

CERTAIN = 0.05
TOP = 0.10


def gathering(evidence: Evidence, measure: Measure) -> tuple[list[Figure], list[Finding]]:
    """Shares of the busiest tenth of small areas and of what moved, with a finding on each; nothing for other sources."""
    areas = sorted(evidence.geography.best_fit)
    if evidence.class_of(measure.source) != "already-public" or len(areas) < 2 / TOP:
        return [], []
    gathered, said = _gathered(evidence, measure, areas)
    moved, told = _moved(evidence, measure, areas)
    return gathered + moved, said + told


def _gathered(evidence: Evidence, measure: Measure, areas: list[str]) -> tuple[list[Figure], list[Finding]]:
    period, area = evidence.partnership.this, evidence.geography.area
    counts = _by_month(evidence, measure, areas, period).sum(axis=0)
    if not counts.sum():
        return [], []
    top = concentration(counts, top=(TOP,)).top[0]
    held = _share(
        evidence, measure, period, "top-tenth", "in the busiest tenth of small areas", top.held, float(counts.sum())
    )
    chance = _share(
        evidence, measure, period, "top-tenth-by-chance", "in the busiest tenth, by chance", top.expected, None
    )
    verdict = "gathered" if top.p < CERTAIN else "no more than chance"
    places = f"The busiest tenth of {area.name}'s {len(areas)} small areas ({top.places} of them)"
    sentence = f"{places} held {{{held.id}}} of {measure.noun} in {period.prose}; were all small areas alike, chance alone would give {{{chance.id}}}."
    return [held, chance], [
        Finding(
            id=f"{held.id}~chance", kind="gathering", label=f"{measure.label}: how far it gathers", figures=(held.id, chance.id),
            p=top.p, verdict=verdict, sentence=sentence, caveats=("approximate-points",),
        )
    ]  # fmt: skip


def _moved(evidence: Evidence, measure: Measure, areas: list[str]) -> tuple[list[Figure], list[Finding]]:
    before, after = evidence.partnership.before, evidence.partnership.this
    sent = evidence.counts.months_sent.get(measure.source, frozenset())
    if not is_like_for_like(before, after) or not sent.issuperset((*before.months, *after.months)):
        return [], []
    first, second = (_by_month(evidence, measure, areas, period) for period in (before, after))
    try:
        result = share_moved(first, second)
    except ValueError:  # too few months or nothing in one of them
        return [], []
    share = _share(
        evidence, measure, after, "moved", "that would have to lie elsewhere", result.share, float(second.sum())
    )
    chance = _share(
        evidence, measure, after, "moved-by-chance", "that months swapped by chance would move", result.by_chance, None
    )
    verdict = "moved" if result.p < CERTAIN else "no clear move"
    more = "more than" if verdict == "moved" else "no clear difference from"
    sentence = (
        f"For the pattern of {measure.noun} over {evidence.geography.area.name}'s small areas to match that of {before.prose}, "
        f"{{{share.id}}} would have to have happened in another small area. That is {more} the {{{chance.id}}} that "
        f"come of the months themselves being uneven."
    )
    return [share, chance], [
        Finding(
            id=f"{share.id}~chance", kind="moved", label=f"{measure.label}: did the pattern move", figures=(share.id, chance.id),
            p=result.p, verdict=verdict, sentence=sentence, caveats=("approximate-points",),
        )
    ]  # fmt: skip


def _by_month(evidence: Evidence, measure: Measure, areas: list[str], period: Period) -> np.ndarray:
    """Months x small areas."""
    by_area = [evidence.counts.by_small_area(measure, lsoa) for lsoa in areas]
    return np.array([[months.get(month, 0) for months in by_area] for month in period.months])


def _share(
    evidence: Evidence, measure: Measure, period: Period, slug: str, words: str, share: float, of: float | None
) -> Figure:
    """A share of the area's incidents of the period, resting on all of them; one by chance rests on no incident."""
    area = evidence.geography.area
    whole = count(evidence, measure, area, period, "lsoa-code")
    name = f"{measure.slug}-{slug}"
    return Figure(
        id=figure_id(name, area, period), measure=name, label=f"{measure.label} {words}", area=area,
        period=Span(start=period.start, end=period.end), value=100 * share, unit="%",
        numerator=round(share * of) if of else None, denominator=of, denominator_label=measure.noun if of else None,
        coverage=whole.coverage, assignment="lsoa-code", caveats=whole.caveats,
        disclosure=Disclosure(source_class=evidence.class_of(measure.source)), lineage=whole.lineage if of else (),
    )  # fmt: skip
