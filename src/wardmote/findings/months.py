"""The run of months of a measure, with the limits of usual variation where there are months enough to set them.

Limits are those of an XmR chart (`domain` C4) from the months before the period assessed; with fewer than twelve
months running, or a gap among them, there are no limits and no signals.
"""

from dataclasses import dataclass

from wardmote.findings.levels import Evidence
from wardmote.measures.catalogue import Measure
from wardmote.methods.xmr import xmr_chart
from wardmote.periods import month_number

FEWEST_BASELINE_MONTHS = 12


@dataclass(frozen=True)
class MonthRun:
    """`months` in order with their counts; `signals` names, for each, what stands out ('' for nothing)."""

    months: tuple[str, ...]
    counts: tuple[int, ...]
    centre: float | None
    lower: float | None
    upper: float | None
    signals: tuple[str, ...]


def month_run(evidence: Evidence, measure: Measure) -> MonthRun:
    """Every month sent for the whole area."""
    series = evidence.counts.by_month(measure, "lsoa-code", evidence.geography.area.code)
    months, counts = tuple(series), tuple(series.values())
    baseline = sum(month < evidence.partnership.this.start for month in months)
    unbroken = months and month_number(months[-1]) - month_number(months[0]) == len(months) - 1
    if not unbroken or baseline < FEWEST_BASELINE_MONTHS:
        return MonthRun(months, counts, None, None, None, ("",) * len(months))
    chart = xmr_chart(counts, baseline)
    signals = tuple(_side(count, chart.centre) if s else "" for count, s in zip(counts, chart.signals, strict=True))
    return MonthRun(months, counts, chart.centre, max(chart.lower, 0.0), chart.upper, signals)


def _side(count: int, centre: float) -> str:
    return "above" if count > centre else "below"
