"""The wider trend: did a measure move here more than in the rest of the same sender's files?

A rival to every local explanation. What touches the whole force (recording rules, a campaign, the weather) touches both
sides and cancels, so this can be asked even across a break that runs through the force. Only of sources that are public
at this detail: beside a partner's rounded counts an exact ratio would give them away.
"""

from collections.abc import Sequence

from wardmote.findings.change import LEVEL_OF_FALSE_DISCOVERY, change_id
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import Evidence, count
from wardmote.measures.catalogue import Measure
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.ratio_of_ratios import RatioOfRatios, ratio_of_ratios_over_months
from wardmote.periods import is_like_for_like
from wardmote.places.area import ELSEWHERE, Area


def elsewhere(evidence: Evidence) -> tuple[list[Figure], list[Finding]]:
    """Counts elsewhere in both periods, and one finding a measure; one family under the false-discovery rate."""
    compared = [(measure, result) for measure in evidence.measures() if (result := _compare(evidence, measure))]
    q_values = benjamini_hochberg([result.p for _, result in compared])
    figures = [figure for measure, _ in compared for figure in _figures(evidence, measure)]
    return figures, [_finding(evidence, m, r, float(q)) for (m, r), q in zip(compared, q_values, strict=True)]


def rest_of_files(evidence: Evidence, measure: Measure) -> Area:
    """All that the measure's files hold outside the area, as an area; records without a place are in it."""
    settings = evidence.partnership.sources.get(measure.source)
    return Area(code=ELSEWHERE, name=f"the rest of the records of {settings.owner if settings else measure.recorder}")


def elsewhere_id(evidence: Evidence, measure: Measure) -> str:
    """The change's own id, with ;against=elsewhere."""
    before, after = evidence.partnership.before, evidence.partnership.this
    return f"{change_id(measure, evidence.geography.area, before, after, 'lsoa-code')};against={ELSEWHERE}"


def _compare(evidence: Evidence, measure: Measure) -> RatioOfRatios | None:
    before, after = evidence.partnership.before, evidence.partnership.this
    here = evidence.counts.by_month(measure, "lsoa-code", evidence.geography.area.code)
    if evidence.class_of(measure.source) != "already-public" or not is_like_for_like(before, after):
        return None
    if any(month not in here for month in (*before.months, *after.months)):
        return None
    there = evidence.counts.by_month(measure, "lsoa-code", ELSEWHERE)
    ours, theirs = ([[months[m] for m in period.months] for period in (before, after)] for months in (here, there))
    try:
        return ratio_of_ratios_over_months(ours[0], ours[1], theirs[0], theirs[1])
    except ValueError:  # too few, here or there
        return None


def _figures(evidence: Evidence, measure: Measure) -> Sequence[Figure]:
    rest = rest_of_files(evidence, measure)
    periods = (evidence.partnership.before, evidence.partnership.this)
    return [count(evidence, measure, rest, period, "lsoa-code") for period in periods]


def _finding(evidence: Evidence, measure: Measure, result: RatioOfRatios, q: float) -> Finding:
    before, after = evidence.partnership.before, evidence.partnership.this
    area, rest = evidence.geography.area, rest_of_files(evidence, measure)
    ours = [count(evidence, measure, area, period, "lsoa-code").id for period in (before, after)]
    theirs = [figure.id for figure in _figures(evidence, measure)]
    verdict = "no clear difference"
    if q < LEVEL_OF_FALSE_DISCOVERY:
        verdict = "more than elsewhere" if result.ratio > 1 else "less than elsewhere"
    finding_id = elsewhere_id(evidence, measure)
    went = f"In {area.name} {measure.noun} went from {{{ours[0]}}} to {{{ours[1]}}}; in {rest.name} from {{{theirs[0]}}} to {{{theirs[1]}}}."
    likely = f"The likely range of the difference is {{signed-range:{finding_id}}}."
    told = {
        "no clear difference": f"The two did not clearly differ. {likely}",
        "more than elsewhere": f"Against elsewhere that is {{change:{finding_id}}} more. {likely}",
        "less than elsewhere": f"Against elsewhere that is {{change:{finding_id}}} less. {likely}",
    }
    return Finding(
        id=finding_id,
        kind="elsewhere",
        label=f"{measure.label}, against elsewhere",
        figures=(*ours, *theirs),
        effect=Effect(ratio=result.ratio, lower=result.interval.lower, upper=result.interval.upper, method=result.interval.method),
        p=result.p,
        q=q,
        dispersion=result.dispersion,
        family=f"types of incident against elsewhere, {area.name}",
        verdict=verdict,
        sentence=f"{went} {told[verdict]}",
        caveats=("approximate-points",),
    )  # fmt: skip
