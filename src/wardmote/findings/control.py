"""A control chart of the headline measures, the season taken out: does this period behave like the months before it?

Limits of raw months would call every summer a signal. So each month is divided by its season's index, and held to limits
that come from the months before the period assessed. Two rules only, since more of them cry wolf: a month outside the
limits, and seven running on one side.
"""

from collections.abc import Sequence

from wardmote.findings.completeness import Alarm
from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence
from wardmote.findings.refused import refused
from wardmote.findings.seasons import HEADLINE, THREE_YEARS, pattern_id
from wardmote.findings.series import Series, latest_series, too_short
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.methods.season_indices import season_indices
from wardmote.methods.xmr import ONE_SIDE, OUTSIDE, XmrChart, xmr_chart
from wardmote.periods import Period

FEWEST_BEFORE = 24
Found = tuple[list[Figure], list[Finding]]


def control(evidence: Evidence, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]) -> Found:
    """A chart for each headline measure, or a refusal."""
    figures: list[Figure] = []
    findings: list[Finding] = []
    for measure in (MEASURES[slug] for slug in HEADLINE):
        if evidence.counts.months_sent.get(measure.source):
            made = _chart(evidence, measure, latest_series(evidence, measure, breaks, alarms))
            figures += made[0]
            findings += made[1]
    return figures, findings


def _chart(evidence: Evidence, measure: Measure, series: Series | None) -> Found:
    name = pattern_id(evidence, measure, "control")
    question = f"{measure.label}: does each month lie within control limits?"
    reason = too_short(series, THREE_YEARS, "A control chart with the season taken out")
    if reason or series is None:
        return [], [refused(name, question, reason or "")]
    known = [
        (month, n, i) for i, (month, n) in enumerate(zip(series.months, series.counts, strict=True)) if n is not None
    ]
    before = sum(month < evidence.partnership.this.start for month, *_ in known)
    try:
        index = season_indices([float("nan") if n is None else n for n in series.counts]).index
    except ValueError as error:
        return [], [refused(name, question, str(error).rstrip("."))]
    if before < FEWEST_BEFORE:
        return [], [refused(name, question, f"Limits need {FEWEST_BEFORE} months before the period assessed; there are {before}")]  # fmt: skip
    adjusted = [n / float(index[i % 12]) for _, n, i in known]
    made = xmr_chart(adjusted, baseline=before)
    months = [month for month, *_ in known]
    figures = [_figure(evidence, measure, "adjusted", "with the season taken out", Period(m, m), v)
               for m, v in zip(months, adjusted, strict=True)]  # fmt: skip
    span = evidence.partnership.this
    limits = [
        _figure(evidence, measure, f"control-{part}", f"{part} of the control chart", span, value)
        for part, value in (("centre", made.centre), ("lower", max(0.0, made.lower)), ("upper", made.upper))
    ]
    return [*figures, *limits], [_finding(evidence, measure, made, months, figures, limits)]


def _figure(evidence: Evidence, measure: Measure, part: str, label: str, period: Period, value: float) -> Figure:
    name, area = f"{measure.slug}-{part}", evidence.geography.area
    return Figure(
        id=figure_id(name, area, period), measure=name, label=f"{measure.label}, {label}", area=area,
        period=Span(start=period.start, end=period.end), value=value, unit=measure.unit, assignment="lsoa-code",
        caveats=("season-out",), disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
    )  # fmt: skip


def _finding(
    evidence: Evidence, measure: Measure, made: XmrChart, months: list[str], figures: list[Figure], limits: list[Figure]
) -> Finding:
    """`figures` of the finding: the limits, then each month that signals."""
    this = evidence.partnership.this
    told = [
        (figure, set(signals) & {OUTSIDE, ONE_SIDE})
        for month, figure, signals in zip(months, figures, made.signals, strict=True)
        if month in this
    ]
    signalling = [figure for figure, signals in told if signals]
    outside = any(OUTSIDE in signals for _, signals in told)
    run = any(ONE_SIDE in signals for _, signals in told)
    parts = (["single months lie outside the limits"] if outside else []) + (
        ["seven months or more run on one side of the centre"] if run else []
    )
    sentence = (
        f"With the season taken out, {this.prose} does not look like the months before it: {' and '.join(parts)}."
        if parts
        else f"With the season taken out, {this.prose} looks like the months before it."
    )
    return Finding(
        id=pattern_id(evidence, measure, "control"), kind="control", label=f"{measure.label}: the control chart",
        figures=tuple(figure.id for figure in (*limits, *signalling)), verdict="signals" if parts else "no signal",
        sentence=f"{measure.label}. {sentence}",
        caveats=("season-out",),
    )  # fmt: skip
