"""What was unusual in the last month: each type of incident against the season and the years before it.

The types of incident are one family: the bound of each is drawn so that all of them together cry wolf in about one
month in twenty.
"""

from collections.abc import Sequence

from wardmote.findings.completeness import Alarm
from wardmote.findings.figure import Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count
from wardmote.findings.refused import refused
from wardmote.findings.series import Series, latest_series, too_short
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import Measure
from wardmote.methods.exceedance import Exceedance, exceedance
from wardmote.periods import Period, month_name

FALSE_ALARMS = 0.05
YEARS, HALF_WINDOW, SEASONS, LEFT_OUT = 3, 1, 4, 6
NEEDED = 12 * YEARS + HALF_WINDOW + 1


def unusual(
    evidence: Evidence, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]
) -> tuple[list[Figure], list[Finding]]:
    """One finding for each type that can be judged and one over all of them; a refusal where none can be."""
    measures = [m for m in evidence.measures() if evidence.class_of(m.source) == "already-public"]
    month = evidence.partnership.this.end
    known = [(measure, latest_series(evidence, measure, breaks, alarms)) for measure in measures]
    long_enough = [
        s for _, s in known if s and any(s.counts) and s.months[-1] == month and not too_short(s, NEEDED, "")
    ]
    judged = [(s, made) for s in long_enough if (made := _judge(s, FALSE_ALARMS / len(long_enough)))]
    if not judged:
        return [], [refused(unusual_id(evidence), "What was unusual in the last month?", _why(known, month))]
    figures: list[Figure] = []
    findings: list[Finding] = []
    for series, made in judged:
        shown = _figures(evidence, series.measure, month, made)
        figures += shown
        findings.append(_finding(series.measure, month, shown, made, len(judged)))
    left_out = [measure.label for measure, _ in known if measure not in [s.measure for s, _ in judged]]
    return figures, [_over_all(evidence, month, findings, left_out), *findings]


def unusual_id(evidence: Evidence) -> str:
    return f"unusual/{evidence.geography.area.key}/{evidence.partnership.this}"


def _judge(series: Series, alpha: float) -> Exceedance | None:
    counts = [float("nan") if n is None else n for n in series.counts]
    try:
        return exceedance(counts, 12, YEARS, HALF_WINDOW, SEASONS, LEFT_OUT, alpha, unsure=True)
    except ValueError:  # nearly no incident in three years
        return None


def _why(known: Sequence[tuple[Measure, Series | None]], month: str) -> str:
    reasons = [too_short(series, NEEDED, "Judging one month by its season") for _, series in known if series]
    return next(
        (reason for reason in reasons if reason), f"no public and complete counts were sent for {month_name(month)}"
    )


def _figures(evidence: Evidence, measure: Measure, month: str, made: Exceedance) -> list[Figure]:
    period, area = Period(month, month), evidence.geography.area

    def reckoned(part: str, label: str, value: float) -> Figure:
        name = f"{measure.slug}-{part}"
        return Figure(
            id=figure_id(name, area, period), measure=name, label=f"{measure.label}, {label}", area=area,
            period=Span(start=month, end=month), value=value, unit=measure.unit, assignment="lsoa-code",
            caveats=("season-and-trend",), disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
        )  # fmt: skip

    return [
        count(evidence, measure, area, period, "lsoa-code"),
        reckoned("expected", "expected for the season", made.expected),
        reckoned("usual-most", "the most that would be usual", made.upper),
    ]


def _finding(measure: Measure, month: str, shown: list[Figure], made: Exceedance, family: int) -> Finding:
    counted, expected, most = (figure.id for figure in shown)
    verdict = "unusually many" if made.alarm else "within the usual range"
    beyond = "more than" if made.alarm else "within"
    return Finding(
        id=f"{counted};unusual", kind="unusual", label=f"{measure.label}, {month_name(month)}",
        figures=(counted, expected, most), dispersion=made.dispersion, verdict=verdict,
        family=f"types of incident in {month_name(month)}, {family} of them",
        sentence=(
            f"In {month_name(month)} {measure.recorder.lower() if measure.recorder != 'Police' else 'police'} recorded "
            f"{{{counted}}} {measure.noun}. The season and the years before lead us to expect {{{expected}}}; that is "
            f"{beyond} the {{{most}}} that would still be usual."
        ),
        caveats=("approximate-points",),
    )  # fmt: skip


def _over_all(evidence: Evidence, month: str, findings: Sequence[Finding], left_out: Sequence[str]) -> Finding:
    high = [f for f in findings if f.verdict == "unusually many"]
    name = month_name(month)
    told = " ".join(f.sentence for f in high) or f"No type of incident stood out in {name}."
    left = f"Not judged, because recording changed or too few months came: {', '.join(left_out).lower()}."
    return Finding(
        id=unusual_id(evidence), kind="unusual", label=f"What was unusual in {name}",
        figures=tuple(figure for f in high for figure in f.figures),
        verdict="unusually many" if high else "within the usual range", sentence=told,
        reasons=(left,) if left_out else (),
    )  # fmt: skip
