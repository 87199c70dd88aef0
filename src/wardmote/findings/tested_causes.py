"""The rival explanations that arithmetic can weigh by itself, added to those that people keep in the register of causes.

A person's judgement stands beside these and is never overwritten; what nobody can compute stays theirs to add.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from wardmote.findings.beside_similar import similar_change_id
from wardmote.findings.elsewhere import elsewhere_id
from wardmote.findings.figure import Figure
from wardmote.findings.finding import CauseWeighed, Finding
from wardmote.findings.levels import Evidence
from wardmote.findings.weather import weather
from wardmote.findings.witnesses import change_of, weighed, witnesses
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import Measure
from wardmote.measures.witnesses import HARMS
from wardmote.periods import Period, is_working_day

COMPUTED = "Computed, this assessment"
NEGLIGIBLE = 0.01  # a longer period by less than this share explains nothing worth explaining


def weigh(
    evidence: Evidence,
    findings: Iterable[Finding],
    measures: Sequence[Measure],
    breaks: Sequence[SeriesBreak],
    figures: Mapping[str, Figure] = MappingProxyType({}),
) -> list[Finding]:
    """The findings, with the computed explanations after the people's own, and what those explanations rest on.

    Changes of the area in `measures` are weighed against everything that can be computed; changes of a harm that others see
    as well, against what those others saw, whose counts stand in `figures`.
    """
    findings = list(findings)
    by_id = {finding.id: finding for finding in findings}
    seen = witnesses(evidence, findings, figures)
    more = list(seen)
    listed: dict[str, list[CauseWeighed | None]] = {
        name: [weighed(by_id.get(name), (finding for finding in seen if finding.id.startswith(f"{name};")))]
        for name in (change_of(evidence, harm.lead) for harm in HARMS)
    }
    for measure in measures:
        name = change_of(evidence, measure.slug)
        tested, by_weather = weather(evidence, measure, by_id.get(name))
        more += tested
        listed.setdefault(name, []).extend([*_plain(evidence, measure, by_id, breaks), by_weather])
    weighed_up = {name: tuple(cause for cause in found if cause) for name, found in listed.items()}
    return [f.model_copy(update={"causes": (*f.causes, *weighed_up.get(f.id, ()))}) for f in findings] + more


def _plain(
    evidence: Evidence, measure: Measure, by_id: Mapping[str, Finding], breaks: Sequence[SeriesBreak]
) -> Iterator[CauseWeighed | None]:
    """What needs nothing but the records themselves: the rest of them, the rules, the border, the calendar."""
    before, after, area = evidence.partnership.before, evidence.partnership.this, evidence.geography.area
    wider = by_id.get(elsewhere_id(evidence, measure))
    yield _elsewhere(wider) if wider else None
    alike = by_id.get(similar_change_id(evidence, measure))
    yield _similar(alike) if alike and alike.verdict != "cannot say" else None
    yield _recording([b for b in breaks if b.touches(measure.slug, area.code, before, after)])
    yield _border(evidence, measure)
    yield _calendar(before, after)


def _elsewhere(wider: Finding) -> CauseWeighed:
    alike = wider.verdict == "no clear difference"
    return CauseWeighed(
        explanation="The same happened elsewhere in the sender's records",
        evidence_for="Elsewhere it moved alike, as far as can be told." if alike else "",
        evidence_against="" if alike else f"Here it moved clearly: {wider.verdict}.",
        judgement="Supported: a local cause has less to explain" if alike else "Not enough: something local remains",
        judged_by=COMPUTED,
    )


def _similar(beside: Finding) -> CauseWeighed:
    """The wider trend again, in places like ours that share neither our force nor its way of recording."""
    alike = beside.verdict == "no clear difference"
    return CauseWeighed(
        explanation="The same happened in similar areas",
        evidence_for="Similar areas of other forces moved alike, as far as can be told." if alike else "",
        evidence_against="" if alike else f"Here it moved clearly: {beside.verdict}.",
        judgement="Not ruled out: a wider trend may explain it"
        if alike
        else "Not enough: something of our own remains",
        judged_by=COMPUTED,
    )


def _recording(breaks: Sequence[SeriesBreak]) -> CauseWeighed:
    return CauseWeighed(
        explanation="The way of recording changed between the periods",
        evidence_for=" ".join(dict.fromkeys(b.reason for b in breaks)),
        evidence_against="" if breaks else "The register of breaks names none.",
        judgement="Open: its size is not known" if breaks else "None known",
        judged_by=COMPUTED,
    )


def _border(evidence: Evidence, measure: Measure) -> CauseWeighed | None:
    """Counted by where the point lies instead of by the code: would the area's own border have moved the change?"""
    before, after, area = evidence.partnership.before, evidence.partnership.this, evidence.geography.area
    by_code = evidence.counts.by_month(measure, "lsoa-code", area.code)
    by_point = [evidence.counts.by_month(measure, "polygon", ward.code) for ward in evidence.geography.wards]
    codes, points = (
        [sum(months.get(m, 0) for months in counted for m in period.months) for period in (before, after)]
        for counted in ([by_code], by_point)
    )
    if not all((*codes, *points)):
        return None
    moves = abs((points[1] / points[0]) / (codes[1] / codes[0]) - 1) >= NEGLIGIBLE
    told = "Counted by where the map point lies instead of by the code of its small area, the change is"
    return CauseWeighed(
        explanation="Incidents near the border of the area were booked differently",
        evidence_for=f"{told} another." if moves else "",
        evidence_against="" if moves else f"{told} the same.",
        judgement="Open: the border decides part of it" if moves else "Ruled out for the area as a whole",
        judged_by=COMPUTED,
    )


def _calendar(before: Period, after: Period) -> CauseWeighed:
    """More days, or more days of rest, more incidents: the plainest explanation of all."""
    more, rest = after.days - before.days, _days_of_rest(after) - _days_of_rest(before)
    said = [words for words in (_counted(more, "day"), _counted(rest, "day of rest", "days of rest")) if words]
    holds = f"It holds {' and '.join(said)}." if said else "Both hold as many days, and as many days of rest."
    matters = max(abs(more), abs(rest)) >= NEGLIGIBLE * before.days
    return CauseWeighed(
        explanation="The later period is longer or shorter, or holds more days of rest",
        evidence_for=holds if matters else "",
        evidence_against="" if matters else holds,
        judgement="Open: compare by the day" if matters else "Too little to matter" if said else "Ruled out",
        judged_by=COMPUTED,
    )


def _days_of_rest(period: Period) -> int:
    """Weekend days and bank holidays."""
    return sum(not is_working_day(period.first_day + timedelta(days=n)) for n in range(period.days))


def _counted(more: int, one: str, many: str = "days") -> str:
    """ "1 day more", "2 days of rest fewer"; nothing for none."""
    return f"{abs(more)} {one if abs(more) == 1 else many} {'more' if more > 0 else 'fewer'}" if more else ""
