"""The rival explanations that arithmetic can weigh by itself, added to those that people keep in the register of causes.

A person's judgement stands beside these and is never overwritten; what nobody can compute stays theirs to add.
"""

from collections.abc import Iterable, Sequence

from wardmote.findings.beside_similar import similar_change_id
from wardmote.findings.change import change_id
from wardmote.findings.elsewhere import elsewhere_id
from wardmote.findings.finding import CauseWeighed, Finding
from wardmote.findings.levels import Evidence
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import Measure

COMPUTED = "Computed, this assessment"
NEGLIGIBLE = 0.01  # a longer period by less than this share explains nothing worth explaining


def weigh(
    evidence: Evidence, findings: Iterable[Finding], measures: Sequence[Measure], breaks: Sequence[SeriesBreak]
) -> list[Finding]:
    """The findings, those on the area's change in `measures` with the computed explanations after the people's own."""
    findings = list(findings)
    by_id = {finding.id: finding for finding in findings}
    before, after, area = evidence.partnership.before, evidence.partnership.this, evidence.geography.area
    weighed: dict[str, tuple[CauseWeighed, ...]] = {}
    for measure in measures:
        wider = by_id.get(elsewhere_id(evidence, measure))
        alike = by_id.get(similar_change_id(evidence, measure))
        touching = [b for b in breaks if b.touches(measure.slug, area.code, before, after)]
        weighed[change_id(measure, area, before, after, "lsoa-code")] = (
            *([_elsewhere(wider)] if wider else []),
            *([_similar(alike)] if alike and alike.verdict != "cannot say" else []),
            _recording(touching),
            _calendar(before.days, after.days),
        )
    return [f.model_copy(update={"causes": (*f.causes, *weighed.get(f.id, ()))}) for f in findings]


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


def _calendar(before: int, after: int) -> CauseWeighed:
    """More days, more incidents: the plainest explanation of all."""
    more = after - before
    days = f"{abs(more)} {'day' if abs(more) == 1 else 'days'} {'more' if more > 0 else 'fewer'}"
    small = abs(more) < NEGLIGIBLE * before
    return CauseWeighed(
        explanation="The later period is longer or shorter",
        evidence_for=f"It holds {days}." if more else "",
        evidence_against="" if more else "Both hold as many days.",
        judgement=("Too little to matter" if small else "Open: compare by the day") if more else "Ruled out",
        judged_by=COMPUTED,
    )
