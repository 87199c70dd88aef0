"""Questions the data cannot answer, each with its reason: said once, so that nobody takes silence for a finding."""

from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence

SNAPPED = (
    "Police points are approximate and carry a month but no day, so nothing finer than either can be told from them."
)


def refused(finding_id: str, question: str, reason: str) -> Finding:
    """Takes the id of the finding that could not be made; `reason` is a whole sentence without its full stop."""
    return Finding(
        id=finding_id,
        kind="refused",
        label=question,
        figures=(),
        verdict="cannot say",
        sentence=f"We cannot say: {reason[0].lower()}{reason[1:]}.",
        reasons=(f"{reason[0].upper()}{reason[1:]}.",),
    )


def always_refused(evidence: Evidence) -> list[Finding]:
    """What monthly, approximate records cannot carry, and what one population cannot."""
    people = evidence.geography.residents
    found = []
    if evidence.counts.months_sent.get("police_uk_street"):
        found = [
            refused("refused/near-repeats", "Do incidents draw others near by in the days after?", SNAPPED.rstrip(".")),
            refused("refused/hours", "At which hours, and on which days of the week?", "The open police files give a month and no day or hour"),
            refused("refused/repeat-victims", "Who or what is harmed again, and how soon?", "The open police files name neither person nor address"),
        ]  # fmt: skip
    if people:
        reason = f"One population was sent ({people.label}), so how much of a change goes with people coming or leaving cannot be told from the rate"
        found.append(refused("refused/population-part", "How much of the change is a change in population?", reason))
    return found
