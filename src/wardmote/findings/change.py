"""Change: did a measure rise or fall between two periods, by a rule that two people would apply alike.

The verdict (`design` section 2), in this order: *cannot say* if a series break, a gap or a completeness alarm touches
the pair, or the months cannot be paired; *rose* or *fell* if the family's Benjamini-Hochberg q is below 0.05; else
*no clear change*, with the smallest change this data could have shown. What the records did is said separately.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.findings.completeness import Alarm
from wardmote.findings.figure import figure_id
from wardmote.findings.finding import CauseWeighed, Effect, Finding
from wardmote.findings.levels import Evidence
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import Measure
from wardmote.measures.count_table import Assignment
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.paired_months import METHOD, PairedChange, change_over_paired_months
from wardmote.periods import Period, is_like_for_like, month_name
from wardmote.places.area import Area

LEVEL_OF_FALSE_DISCOVERY = 0.05
POLICE = "police_uk_street"  # the one source judged apart for anti-social behaviour and for crime


@dataclass(frozen=True)
class Comparison:
    """One measure in one area over the two periods, before any verdict."""

    measure: Measure
    area: Area
    assignment: Assignment
    family: str
    before: Period
    after: Period
    change: PairedChange | None
    totals: tuple[int, int]
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        return change_id(self.measure, self.area, self.before, self.after, self.assignment)

    @property
    def figures(self) -> tuple[str, str]:
        by = None if self.assignment == "lsoa-code" else self.assignment
        return (
            figure_id(self.measure.slug, self.area, self.before, by),
            figure_id(self.measure.slug, self.area, self.after, by),
        )


def change_id(measure: Measure, area: Area, before: Period, after: Period, assignment: Assignment) -> str:
    """measure/area/before~after[;by=polygon]."""
    by = "" if assignment == "lsoa-code" else f";by={assignment}"
    return f"{measure.slug}/{area.key}/{before}~{after}{by}"


def changes(
    evidence: Evidence,
    breaks: Sequence[SeriesBreak],
    alarms: Sequence[Alarm],
    causes: dict[str, tuple[CauseWeighed, ...]],
) -> list[Finding]:
    """Changes of every measure in the area, and of the headline measures by ward; each family is judged together, and each
    theme is a family."""
    area = evidence.geography.area
    families: list[list[Comparison]] = [
        [
            compare(evidence, measure, area, "lsoa-code", f"types of incident, {area.name}", breaks, alarms)
            for measure in evidence.measures()
        ]
    ]
    for measure in evidence.measures():
        if measure.slug in ("asb-incidents", "recorded-crime", "council-asb"):
            families.append(_wards_compared(evidence, measure, "polygon", breaks, alarms))
    for theme in dict.fromkeys(measure.theme for measure in evidence.themed_measures()):
        family = f"{theme.replace('-', ' ')}, {area.name}"
        families.append(
            [compare(evidence, m, area, "lsoa-code", family, breaks, alarms) for m in evidence.measures(theme)]
        )
    found = [finding for family in families for finding in judge(family, causes)]
    return withdraw_where_booking_decides(found, evidence, breaks, alarms)


def withdraw_where_booking_decides(
    found: Sequence[Finding], evidence: Evidence, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]
) -> list[Finding]:
    """A ward's rise or fall by polygon is withdrawn unless best fit gives the same verdict.

    Where a boundary street is booked to one ward this year and to its neighbour the next, both wards seem to change
    and nothing need have happened.
    """
    by_best_fit = {
        finding.id.replace(";by=best-fit", ";by=polygon"): finding.verdict
        for measure in evidence.measures()
        for finding in judge(_wards_compared(evidence, measure, "best-fit", breaks, alarms), {})
    }
    return [
        _withdrawn(finding, by_best_fit[finding.id])
        if finding.verdict in ("rose", "fell") and by_best_fit.get(finding.id, finding.verdict) != finding.verdict
        else finding
        for finding in found
    ]


def _withdrawn(finding: Finding, other: str) -> Finding:
    reason = (
        f"By the ward the map point lies in it {finding.verdict}; by LSOA best fit the verdict is {other}. The answer "
        "depends on which side of the boundary incidents are booked to."
    )
    noun = finding.sentence.split(" recorded ", 1)[-1].split("} ", 1)[-1].split(" in the ")[0].split(", ")[0]
    before, after = finding.figures
    return finding.model_copy(
        update={
            "verdict": "cannot say",
            "effect": None,
            "p": None,
            "q": None,
            "exact_p": None,
            "dispersion": None,
            "smallest_detectable": None,
            "reasons": (*finding.reasons, reason),
            "sentence": f"We cannot say whether {noun} rose or fell. {reason} The {finding.records}: {{{before}}}, then {{{after}}}.",
        }
    )


def _wards_compared(
    evidence: Evidence,
    measure: Measure,
    assignment: Assignment,
    breaks: Sequence[SeriesBreak],
    alarms: Sequence[Alarm],
) -> list[Comparison]:
    family = f"wards, {measure.label.lower()}"
    return [compare(evidence, measure, w, assignment, family, breaks, alarms) for w in evidence.geography.wards]


def compare(
    evidence: Evidence,
    measure: Measure,
    area: Area,
    assignment: Assignment,
    family: str,
    breaks: Sequence[SeriesBreak],
    alarms: Sequence[Alarm],
) -> Comparison:
    """A comparison of incidents, by the months they were counted in."""
    months = evidence.counts.by_month(measure, assignment, area.code)
    return compare_months(evidence, measure, area, assignment, family, months, breaks, alarms)


def compare_months(
    evidence: Evidence,
    measure: Measure,
    area: Area,
    assignment: Assignment,
    family: str,
    months: dict[str, int],
    breaks: Sequence[SeriesBreak],
    alarms: Sequence[Alarm],
) -> Comparison:
    """Pair the months of the two periods and gather every reason that forbids a verdict. A month not sent is absent."""
    before, after = evidence.partnership.before, evidence.partnership.this
    doubts = (*evidence.doubts.get(measure.source, ()), *evidence.doubts.get("*", ()))
    codes = {area.code, evidence.geography.area.code}
    reasons = _reasons(measure, codes, before, after, months, breaks, alarms, doubts)
    change = None
    if is_like_for_like(before, after) and all(m in months for m in (*before.months, *after.months)):
        try:
            change = change_over_paired_months([months[m] for m in before.months], [months[m] for m in after.months])
        except ValueError as error:
            reasons.append(str(error))
    totals = (sum(months.get(m, 0) for m in before.months), sum(months.get(m, 0) for m in after.months))
    return Comparison(measure, area, assignment, family, before, after, change, totals, tuple(reasons))


def _reasons(
    measure: Measure,
    areas: set[str],
    before: Period,
    after: Period,
    months: dict[str, int],
    breaks: Sequence[SeriesBreak],
    alarms: Sequence[Alarm],
    doubts: Sequence[str],
) -> list[str]:
    """`areas` are the codes a break may name: the ward's own and the authority's, since a rule of one is a rule of both."""
    touching = (b.reason for b in breaks if any(b.touches(measure.slug, code, before, after) for code in areas))
    reasons = list(dict.fromkeys([*doubts, *touching]))
    missing = [m for m in (*before.months, *after.months) if m not in months]
    if missing:
        reasons.append(f"Nothing was sent for {', '.join(month_name(m) for m in missing)}; a gap is not a zero.")
    kind = "asb-incidents" if measure.slug == "asb-incidents" else "recorded-crime"
    for alarm in alarms:
        if (
            alarm.source == measure.source
            and (alarm.category == kind or measure.source != POLICE)
            and (alarm.month in before or alarm.month in after)
        ):
            reasons.append(f"{alarm.sentence}.")
    if not is_like_for_like(before, after):
        reasons.append("The two periods do not hold the same calendar months.")
    return reasons


def judge(family: Sequence[Comparison], causes: dict[str, tuple[CauseWeighed, ...]]) -> list[Finding]:
    """Verdicts of one declared family; comparisons that cannot be judged take no part in its false-discovery rate."""
    judged = [c for c in family if c.change and not c.reasons]
    q_values = benjamini_hochberg([c.change.p for c in judged if c.change])
    q_by_id = {c.id: float(q) for c, q in zip(judged, q_values, strict=True)}
    return [_finding(c, q_by_id.get(c.id), causes.get(c.measure.slug, ())) for c in family]


def verdict_of(comparison: Comparison, q: float | None) -> str:
    """The rule itself."""
    if q is None or comparison.change is None:
        return "cannot say"
    if q < LEVEL_OF_FALSE_DISCOVERY:
        return "rose" if comparison.change.ratio > 1 else "fell"
    return "no clear change"


def _finding(comparison: Comparison, q: float | None, causes: tuple[CauseWeighed, ...]) -> Finding:
    verdict = verdict_of(comparison, q)
    change = comparison.change if q is not None else None
    return Finding(
        id=comparison.id,
        kind="change",
        label=comparison.measure.label,
        figures=comparison.figures,
        effect=_effect(change) if change else None,
        p=change.p if change else None,
        q=q,
        dispersion=change.dispersion if change else None,
        exact_p=change.exact_p if change else None,
        smallest_detectable=_detectable(change) if change else None,
        family=comparison.family,
        verdict=verdict,
        records=_records(comparison.totals),
        sentence=_sentence(comparison, verdict),
        reasons=comparison.reasons,
        causes=causes,
    )


def _detectable(change: PairedChange) -> float:
    """In the direction the records moved: the smallest rise where they rose, else the smallest fall."""
    return change.smallest_detectable_rise if change.ratio > 1 else change.smallest_detectable


def _effect(change: PairedChange) -> Effect:
    interval = change.interval
    return Effect(ratio=change.ratio, lower=interval.lower, upper=interval.upper, level=interval.level, method=METHOD)


def _records(totals: tuple[int, int]) -> str:
    before, after = totals
    return "records rose" if after > before else "records fell" if after < before else "records are level"


def _sentence(comparison: Comparison, verdict: str) -> str:
    before_id, after_id = comparison.figures
    measure, noun = comparison.measure, comparison.measure.noun
    where = "" if comparison.area.vintage is None else f" in {comparison.area.name}"
    before, after = comparison.before.prose, comparison.after.prose
    if verdict in ("rose", "fell"):
        word = "more" if verdict == "rose" else "fewer"
        kind = "rise" if verdict == "rose" else "fall"
        return (
            f"{measure.recorder} recorded {{{after_id}}} {noun}{where} in {after}, {{change:{comparison.id}}} {word} "
            f"than in {before} ({{{before_id}}}). The likely range of the {kind} is {{range:{comparison.id}}}."
        )
    if verdict == "no clear change":
        direction = "rise" if comparison.totals[1] > comparison.totals[0] else "fall"
        return (
            f"There was no clear change in {noun}{where}: {{{after_id}}} in {after}, compared with {{{before_id}}} in "
            f"{before}. A difference this size can come about by chance; this data could have shown a {direction} of "
            f"{{detectable:{comparison.id}}} or more."
        )
    return (
        f"We cannot say whether {noun}{where} rose or fell. {' '.join(comparison.reasons)} "
        f"The {_records(comparison.totals)}: {{{before_id}}} in {before}, {{{after_id}}} in {after}."
    )
