"""A measure's months in a row: what may be read as one series, and why it goes no further back.

A month that was not sent, or that looks incomplete, is None and never a zero. A change of recording ends one series and
begins another. Only of sources that are public at this detail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.findings.completeness import Alarm
from wardmote.findings.levels import Evidence
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import Measure
from wardmote.periods import Period

FEWEST_KNOWN = 0.9  # of the months of a series; a month or two may be missing or incomplete


@dataclass(frozen=True)
class Series:
    """`counts` one a month from `months[0]` on, None where not known."""

    measure: Measure
    months: tuple[str, ...]
    counts: tuple[int | None, ...]

    @property
    def period(self) -> Period:
        return Period(self.months[0], self.months[-1])


def latest_series(
    evidence: Evidence, measure: Measure, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]
) -> Series | None:
    """The months up to the last one sent, back to the last change of recording; None where nothing public was sent."""
    parts = _between_breaks(evidence, measure, breaks, alarms)
    return parts[-1] if parts else None


def longest_series(
    evidence: Evidence, measure: Measure, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]
) -> Series | None:
    """The longest run of months without a change of recording in it."""
    return max(_between_breaks(evidence, measure, breaks, alarms), key=lambda part: len(part.months), default=None)


def _between_breaks(
    evidence: Evidence, measure: Measure, breaks: Sequence[SeriesBreak], alarms: Sequence[Alarm]
) -> list[Series]:
    area = evidence.geography.area.code
    known = evidence.counts.by_month(measure, "lsoa-code", area)
    doubted = evidence.doubts.get(measure.source) or evidence.doubts.get("*")
    if evidence.class_of(measure.source) != "already-public" or not known or doubted:
        return []
    for alarm in alarms:
        if alarm.source == measure.source and alarm.category == _kind(measure):
            known.pop(alarm.month, None)
    cuts = sorted({(b.start, b.end) for b in breaks if b.measure in (measure.slug, "*") and b.area in (area, "*")})
    months = Period(min(known), max(known)).months
    parts: list[list[str]] = [[]]
    for month in months:
        if any(start <= month < end for start, end in cuts):
            continue  # neither the old rule nor the new
        if any(end == month for _, end in cuts):
            parts.append([])
        parts[-1].append(month)
    return [Series(measure, tuple(part), tuple(known.get(m) for m in part)) for part in parts if part]


def _kind(measure: Measure) -> str:
    return "asb-incidents" if measure.slug == "asb-incidents" else "recorded-crime"


def too_short(series: Series | None, needed: int, for_what: str) -> str | None:
    """Why a series cannot carry a method, in words; None where it can."""
    if series is None:
        return "no public records of it were sent month by month"
    known = sum(count is not None for count in series.counts)
    if len(series.months) >= needed and known >= FEWEST_KNOWN * len(series.months):
        return None
    held = (
        f"there are {known}" if known == len(series.months) else f"of the last {len(series.months)}, {known} were sent"
    )
    return f"{for_what} needs {needed} months in a row without a gap or a change of recording; {held}"
