"""Did what the partnership worked rise or fall between two years? The rule of change for incidents, in a family of its own."""

from collections import Counter
from collections.abc import Sequence

from wardmote.findings.change import compare_months, judge
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.incidents.worked_rows import SOURCE
from wardmote.measures.catalogue import Measure
from wardmote.measures.worked import COMPARED, WORKED, Worked
from wardmote.periods import Period

FAMILY = "what partners worked"


def worked_changes(evidence: Evidence, breaks: Sequence[SeriesBreak]) -> list[Finding]:
    """A finding for each compared measure; none where the extract holds no month of the period before."""
    compared = []
    for worked in (WORKED[slug] for slug in COMPARED):
        months = _by_month(evidence, worked)
        if any(month in months for month in evidence.partnership.before.months):
            area = evidence.geography.area
            compared.append(compare_months(evidence, as_measure(worked), area, "lsoa-code", FAMILY, months, breaks, ()))
    return judge(compared, {})


def as_measure(worked: Worked) -> Measure:
    """As the rule of change names it."""
    return Measure(
        worked.slug, worked.label, worked.noun, worked.unit, worked.better, SOURCE, recorder="The partnership"
    )


def _by_month(evidence: Evidence, worked: Worked) -> dict[str, int]:
    """What began in each month; a month between the extract's first and last with nothing is a zero, not a gap."""
    sent = {row.month for row in evidence.worked}
    if not sent:
        return {}
    months = Period(min(sent), max(sent)).months
    began = Counter(row.month for row in evidence.worked if worked.counts(row, Period(row.month, row.month)))
    return {month: began[month] for month in months}
