"""Independent witnesses of the same harm: do bodies that record by other rules see the change that police records show?

If all move alike, behaviour changed; if the police alone moved, recording may have. Each witness is judged by the one rule of
change and set beside the police: it *agrees*, *disagrees*, or *cannot tell*, where its own scatter hides a change as large.
"""

from collections.abc import Iterable, Mapping

from wardmote.findings.change import change_id
from wardmote.findings.figure import Figure
from wardmote.findings.finding import CauseWeighed, Finding
from wardmote.findings.levels import Evidence
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.themes.catalogue import SHARES
from wardmote.measures.witnesses import HARMS, Harm

EXPLANATION = "Recording or reporting changed, and not behaviour"


def witnesses(evidence: Evidence, findings: Iterable[Finding], figures: Mapping[str, Figure]) -> list[Finding]:
    """One finding for each witness of each harm whose change was judged; a witness of few is not heard."""
    by_id = {finding.id: finding for finding in findings}
    return [
        _beside(harm, lead, theirs, _moved(lead, figures))
        for harm in HARMS
        if (lead := by_id.get(change_of(evidence, harm.lead)))
        for slug in harm.witnesses
        if (theirs := by_id.get(change_of(evidence, slug))) and _is_heard(evidence, theirs, figures)
    ]


def witness_id(lead: str, slug: str) -> str:
    """The change's own id, with ;witness= and the witness's measure."""
    return f"{lead};witness={slug}"


def change_of(evidence: Evidence, slug: str) -> str:
    """The id of the area's change in a measure of events, or in a share, at the periods it is counted over."""
    before, after, area = evidence.partnership.before, evidence.partnership.this, evidence.geography.area
    if slug in SHARES:
        lag = SHARES[slug].lag
        return f"{slug}-share/{area.key}/{before.earlier(lag)}~{after.earlier(lag)}"
    return change_id(MEASURES[slug], area, before, after, "lsoa-code")


def _is_heard(evidence: Evidence, finding: Finding, figures: Mapping[str, Figure]) -> bool:
    """Even a verdict in words says something of the few whom a withheld count is about."""
    least = evidence.partnership.disclosure.suppress_below_sensitive
    counted = [figures[name].numerator or 0 for name in finding.figures]
    return len(counted) == 2 and min(counted) >= least


def _moved(lead: Finding, figures: Mapping[str, Figure]) -> float | None:
    """After over before in the police records, whether or not a verdict was allowed; None where one of them is nothing."""
    before, after = (figures[name].value for name in lead.figures)
    return after / before if before and after else None


def _beside(harm: Harm, lead: Finding, theirs: Finding, moved: float | None) -> Finding:
    verdict = compared(lead, theirs, moved)
    slug = theirs.id.split("/")[0].removesuffix("-share")
    before, after = theirs.figures
    words = {
        "agrees": "That is what the police records show.",
        "disagrees": "That is not what the police records show.",
        "cannot tell": "That neither bears out nor contradicts the police records.",
    }[verdict]
    return Finding(
        id=witness_id(lead.id, slug),
        kind="witness",
        label=f"{harm.name}: {theirs.label[0].lower()}{theirs.label[1:]}",
        figures=(*lead.figures, before, after),
        verdict=verdict,
        records=theirs.records,
        sentence=f"{theirs.label}: {{{before}}}, then {{{after}}}; {theirs.verdict}. {words}",
    )


def compared(lead: Finding, theirs: Finding, moved: float | None) -> str:
    """A witness beside the police: *agrees*, *disagrees* or *cannot tell*.

    Both rose, both fell, or neither clearly changed: agrees. Opposite ways, or only one of the two changed and the witness
    would have shown a change as large: disagrees. Where a break forbids a verdict on the police records, what the records
    did stands in its place, since that is what a witness is asked about.
    """
    said = {"cannot say": {"records rose": "rose", "records fell": "fell"}.get(lead.records or "", "")}
    ours = said.get(lead.verdict, lead.verdict)
    if not ours or theirs.verdict not in ("rose", "fell", "no clear change"):
        return "cannot tell"
    if theirs.verdict != "no clear change":
        return "agrees" if theirs.verdict == ours else "disagrees"
    if ours == "no clear change":
        return "agrees"
    effect = theirs.effect
    seen = effect is not None and moved is not None and not effect.lower <= moved <= effect.upper
    return "disagrees" if seen else "cannot tell"


def weighed(lead: Finding | None, found: Iterable[Finding]) -> CauseWeighed | None:
    """The rival explanation that the witnesses of one harm test; None where nobody else sees it, or nothing was compared."""
    names: dict[str, list[str]] = {"agrees": [], "disagrees": [], "cannot tell": []}
    for finding in found:
        names[finding.verdict].append(finding.label.partition(": ")[2])
    agree, against, silent = names.values()
    if lead is None or not (agree or against or silent):
        return None
    alone = "others saw a change" if lead.verdict == "no clear change" else "the police records moved alone"
    return CauseWeighed(
        explanation=EXPLANATION,
        evidence_for=f"Not seen by those who record by other rules: {', '.join(against)}." if against else "",
        evidence_against=f"Seen alike by those who record by other rules: {', '.join(agree)}." if agree else "",
        judgement=_judgement(bool(agree), bool(against), alone),
        judged_by="Computed, this assessment",
    )


def _judgement(agree: bool, against: bool, alone: str) -> str:
    if agree and against:
        return "Open: those who see the same harm disagree"
    if against:
        return f"Supported: {alone}"
    return "Not supported: others saw the same" if agree else "Cannot be told: their counts scatter too much"
