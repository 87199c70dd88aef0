"""The season of the headline measures, what to expect in the months ahead, and how the years went."""

from collections.abc import Sequence

import numpy as np

from wardmote.findings.completeness import Alarm
from wardmote.findings.figure import Disclosure, Figure, Limits, Span, figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import Evidence
from wardmote.findings.refused import refused
from wardmote.findings.series import Series, latest_series, longest_series, too_short
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.methods.forecast import forecast
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.season_indices import SeasonIndices, season_indices
from wardmote.methods.trend import Trend, trend
from wardmote.periods import Period, month_name, month_number, month_text

HEADLINE = ("asb-incidents", "recorded-crime")
CERTAIN = 0.05
THREE_YEARS, FOUR_YEARS, AHEAD = 36, 48, 6
Found = tuple[list[Figure], list[Finding]]


def seasons(evidence: Evidence, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]) -> Found:
    """The season, the forecast and the trend, each a finding or a refusal."""
    figures: list[Figure] = []
    findings: list[Finding] = []
    for measure in (MEASURES[slug] for slug in HEADLINE):
        if evidence.counts.months_sent.get(measure.source):
            for made in (
                _season(evidence, measure, longest_series(evidence, measure, breaks, alarms)),
                _forecast(evidence, measure, latest_series(evidence, measure, breaks, alarms)),
            ):
                figures += made[0]
                findings += made[1]
    return figures, findings + trends(evidence, breaks, alarms)


def pattern_id(evidence: Evidence, measure: Measure, kind: str) -> str:
    """measure/area/this;season: named by the period assessed, so that a chapter can ask for it whatever months came."""
    return f"{figure_id(measure.slug, evidence.geography.area, evidence.partnership.this)};{kind}"


def _season(evidence: Evidence, measure: Measure, series: Series | None) -> Found:
    question = f"{measure.label}: is there a season?"
    reason = too_short(series, THREE_YEARS, "A season")
    if reason or series is None:
        return [], [refused(pattern_id(evidence, measure, "season"), question, reason or "")]
    try:
        made = season_indices(_numbers(series))
    except ValueError as error:
        return [], [refused(pattern_id(evidence, measure, "season"), question, str(error).rstrip("."))]
    figures = [_index(evidence, series, made, place) for place in range(12)]
    highest, lowest = (figures[int(place)] for place in (np.argmax(made.index), np.argmin(made.index)))
    seasonal = made.p < CERTAIN
    told = (
        f"There is a season in {measure.noun}: {_calendar(highest)} usually stands highest, at {{{highest.id}}} of an average "
        f"month, and {_calendar(lowest)} lowest, at {{{lowest.id}}}."
        if seasonal
        else f"No clear season shows in {measure.noun}: months of the year differ no more than months do."
    )
    return figures, [
        Finding(
            id=pattern_id(evidence, measure, "season"), kind="season",
            label=f"{measure.label}: the season", figures=tuple(f.id for f in figures), p=made.p, dispersion=made.dispersion,
            verdict="seasonal" if seasonal else "no clear season", sentence=told,
        )
    ]  # fmt: skip


def _calendar(figure: Figure) -> str:
    return month_name(f"2001-{figure.measure[-2:]}").split()[0]


def _index(evidence: Evidence, series: Series, made: SeasonIndices, place: int) -> Figure:
    """One calendar month as a percentage of an average month; the series may begin in any month."""
    calendar = (month_number(series.months[0]) + place) % 12 + 1
    name = f"{series.measure.slug}-season-{calendar:02d}"
    return Figure(
        id=figure_id(name, evidence.geography.area, series.period), measure=name,
        label=f"{series.measure.label}, {month_name(f'2001-{calendar:02d}').split()[0]} against an average month",
        area=evidence.geography.area, period=Span(start=series.months[0], end=series.months[-1]),
        value=100 * float(made.index[place]), unit="%",
        interval=Limits(lower=100 * float(made.lower[place]), upper=100 * float(made.upper[place]), method="quasi-poisson, t"),
        assignment="lsoa-code", disclosure=Disclosure(source_class=evidence.class_of(series.measure.source)),
    )  # fmt: skip


def _forecast(evidence: Evidence, measure: Measure, series: Series | None) -> Found:
    question = f"{measure.label}: what is to be expected in the months ahead?"
    reason = too_short(series, FOUR_YEARS, "A forecast that can be put to the test")
    if reason or series is None:
        return [], [refused(pattern_id(evidence, measure, "forecast"), question, reason or "")]
    try:
        made = forecast(_numbers(series), horizon=AHEAD)
    except ValueError as error:
        return [], [refused(pattern_id(evidence, measure, "forecast"), question, str(error).rstrip("."))]
    if made.withheld:
        return [], [refused(pattern_id(evidence, measure, "forecast"), question, f"A forecast was made and is withheld. {made.withheld}".rstrip("."))]  # fmt: skip
    figures = []
    for step in range(AHEAD):
        month = month_text(month_number(series.months[-1]) + 1 + step)
        name = f"{measure.slug}-forecast"
        limits = Limits(
            lower=float(made.lower[step]), upper=float(made.upper[step]), method="damped smoothing, backtested"
        )
        figures.append(
            Figure(
                id=figure_id(name, evidence.geography.area, Period(month, month)), measure=name,
                label=f"{measure.label}, forecast", area=evidence.geography.area, period=Span(start=month, end=month),
                value=float(made.mean[step]), unit=measure.unit, interval=limits, assignment="lsoa-code",
                caveats=("forecast",), disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
            )
        )  # fmt: skip
    first = figures[0]
    return figures, [
        Finding(
            id=pattern_id(evidence, measure, "forecast"), kind="forecast",
            label=f"{measure.label}: the months ahead", figures=tuple(f.id for f in figures), verdict="forecast",
            sentence=(
                f"If things go on as they have, {{{first.id}}} {measure.noun} are to be expected in "
                f"{month_name(first.period.start)} (likely range {{{first.id}:interval}}). Put to the test on the last "
                f"year, forecasts made this way came closer than saying “as last year”."
            ),
            caveats=("forecast",),
        )
    ]  # fmt: skip


def trends(evidence: Evidence, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]) -> list[Finding]:
    """How each type went over the years, one family; a refusal where there are not three years of any."""
    held = [latest_series(evidence, m, breaks, alarms) for m in evidence.measures()]
    known = [s for s in held if s and not too_short(s, THREE_YEARS, "")]
    if not known:
        reasons = [too_short(s, THREE_YEARS, "A trend over years") for s in held if s]
        why = next((r for r in reasons if r), "no public records were sent month by month")
        return [
            refused(f"trends/{evidence.geography.area.key}/{evidence.partnership.this}", "How did the years go?", why)
        ]
    made = [(series, _tried(series)) for series in known]
    judged = [(series, result) for series, result in made if result]
    q_values = benjamini_hochberg([result.p for _, result in judged])
    return [_trend(evidence, s, result, float(q)) for (s, result), q in zip(judged, q_values, strict=True)]


def _tried(series: Series) -> Trend | None:
    try:
        return trend(_numbers(series))
    except ValueError:  # nearly no incident in three years
        return None


def _trend(evidence: Evidence, series: Series, made: Trend, q: float) -> Finding:
    measure, area = series.measure, evidence.geography.area
    name = pattern_id(evidence, measure, "trend")
    verdict = "no clear trend"
    if made.bent:
        verdict = "not steady"
    elif q < CERTAIN:
        verdict = "rising" if made.a_year > 1 else "falling"
    words = {
        "no clear trend": "showed no clear trend",
        "not steady": "did not move steadily: one number a year would mislead, and the step or turn should be looked for",
        "rising": f"rose by {{change:{name}}} a year",
        "falling": f"fell by {{change:{name}}} a year",
    }
    return Finding(
        id=name, kind="trend", label=f"{measure.label}: the years", figures=(),
        effect=Effect(ratio=made.a_year, lower=made.interval.lower, upper=made.interval.upper, method=made.interval.method),
        p=made.p, q=q, dispersion=made.dispersion, family=f"trends of types of incident, {area.name}", verdict=verdict,
        sentence=f"From {series.period.label}, {measure.noun} {words[verdict]}.",
    )  # fmt: skip


def _numbers(series: Series) -> list[float]:
    return [float("nan") if n is None else float(n) for n in series.counts]
