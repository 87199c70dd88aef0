"""All findings of an assessment, in one pass: levels, changes, ranks, targets, comparisons, alarms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wardmote.findings.beside_similar import beside_similar
from wardmote.findings.change import changes
from wardmote.findings.comparison import comparisons
from wardmote.findings.completeness import Alarm, alarms
from wardmote.findings.control import control
from wardmote.findings.elsewhere import elsewhere
from wardmote.findings.figure import Figure
from wardmote.findings.finding import CauseWeighed, Finding
from wardmote.findings.gathering import gathering
from wardmote.findings.harm import harm, parts_of_change
from wardmote.findings.levels import Evidence, levels
from wardmote.findings.near_repeats import near_repeats
from wardmote.findings.operations import operations
from wardmote.findings.rank import rank, rank_change
from wardmote.findings.received import received_figures
from wardmote.findings.refused import always_refused
from wardmote.findings.seasons import seasons
from wardmote.findings.shares import partner_shares
from wardmote.findings.small_areas import small_areas
from wardmote.findings.target import measured_targets, targets
from wardmote.findings.tested_causes import weigh
from wardmote.findings.times_of_week import times_of_week
from wardmote.findings.unusual import unusual
from wardmote.findings.wards import wards_against_average
from wardmote.findings.worked import worked
from wardmote.findings.worked_change import worked_changes
from wardmote.incidents.series_breaks import SeriesBreak, series_breaks
from wardmote.measures.catalogue import MEASURES

FEWEST_ROWS_JUDGED = 240  # about twenty a month for a year: a smaller series has months as low by chance
RANKED = ("asb-incidents", "recorded-crime")


@dataclass(frozen=True)
class Registers:
    """The rows of the analyst's registers that findings rest on."""

    series_breaks: tuple[dict[str, Any], ...] = ()
    causes: tuple[dict[str, Any], ...] = ()
    indicators: tuple[dict[str, Any], ...] = ()
    received_figures: tuple[dict[str, Any], ...] = ()
    operations: tuple[dict[str, Any], ...] = ()
    harm_weights: tuple[dict[str, Any], ...] = ()
    similar_areas: tuple[dict[str, Any], ...] = ()


def find(
    evidence: Evidence, registers: Registers, health_rows: Sequence[dict[str, Any]] = ()
) -> tuple[list[Figure], list[Finding]]:
    """Figures and findings, each list in a stable order with unique ids."""
    raised, breaks = completeness_alarms(evidence), series_breaks(registers.series_breaks)
    changed = changes(evidence, breaks, raised, causes_by_measure(registers.causes))
    compared = comparisons(evidence, health_rows)
    ours = worked(evidence)
    parts = [
        (levels(evidence), [completeness_finding(alarm) for alarm in raised]),
        ([], changed),
        elsewhere(evidence),
        beside_similar(evidence, registers.similar_areas),
        *(_ranked(evidence, slug) for slug in RANKED if evidence.counts.months_sent.get(MEASURES[slug].source)),
        ours,
        ([], worked_changes(evidence, breaks) if ours[0] else []),
        partner_shares(evidence, breaks),
    ]
    figures = [figure for made, _ in parts for figure in made]
    findings = [finding for _, said in parts for finding in said]
    findings += targets(registers.indicators, received_figures(registers.received_figures))
    findings += _targets_of_ours(evidence, registers, figures, changed)
    unique = {figure.id: figure for figure in (*figures, *compared[0])}
    for more, told in patterns(evidence, registers, breaks, raised):
        unique |= {figure.id: figure for figure in more}
        findings += told
    headline = [measure for measure in evidence.measures() if measure.slug in RANKED]
    return list(unique.values()), weigh(evidence, findings + compared[1], headline, breaks, unique)


def _ranked(evidence: Evidence, slug: str) -> tuple[list[Figure], list[Finding]]:
    """Wards in order, wards against the average, and how far it gathers."""
    ranked, combined = _ranks(evidence, slug)
    shares, gathered = gathering(evidence, MEASURES[slug])
    return combined + shares, ranked + wards_against_average(evidence, MEASURES[slug]) + gathered


def patterns(
    evidence: Evidence, registers: Registers, breaks: Sequence[SeriesBreak], raised: Sequence[Alarm]
) -> Iterator[tuple[list[Figure], list[Finding]]]:
    """What stands out in time and place, whether operations worked, what harm lies behind it, and what cannot be told."""
    yield unusual(evidence, breaks, raised)
    yield seasons(evidence, breaks, raised)
    yield control(evidence, breaks, raised)
    for slug in RANKED:
        if evidence.counts.months_sent.get(MEASURES[slug].source):
            yield small_areas(evidence, MEASURES[slug])
    yield parts_of_change(evidence)
    yield harm(evidence, registers.harm_weights)
    yield times_of_week(evidence)
    yield near_repeats(evidence)
    yield operations(evidence, registers.operations)
    yield [], always_refused(evidence)


def _targets_of_ours(
    evidence: Evidence, registers: Registers, figures: list[Figure], changed: list[Finding]
) -> list[Finding]:
    area, this = evidence.geography.area, evidence.partnership.this
    ours = {f.measure: f for f in figures if f.area == area and f.period.period == this}
    by_measure = {finding.id.split("/")[0]: finding for finding in changed if f"/{area.code}/" in finding.id}
    return measured_targets(registers.indicators, ours, by_measure)


def _ranks(evidence: Evidence, slug: str) -> tuple[list[Finding], list[Figure]]:
    measure = MEASURES[slug]
    before, before_figures = rank(evidence, measure, evidence.partnership.before)
    after, after_figures = rank(evidence, measure, evidence.partnership.this)
    return [before, after, rank_change(evidence, measure, (before, after))], before_figures + after_figures


def completeness_alarms(evidence: Evidence) -> list[Alarm]:
    """Alarms of every sender whose rows reach the area; series of a few rows are left alone."""
    raised: list[Alarm] = []
    for (source, sender, kind), months in sorted(evidence.counts.sender_months.items()):
        # A month inside the sender's span that was sent and holds no row of this kind is a zero to be doubted.
        sent = evidence.counts.months_sent[source]
        months = {m: months.get(m, 0) for m in sorted(sent) if min(months) <= m <= max(months)}
        if sum(months.values()) >= FEWEST_ROWS_JUDGED:
            raised += alarms(source, sender, kind, months, evidence.class_of(source) == "already-public")
    return raised


def completeness_finding(alarm: Alarm) -> Finding:
    """An alarm as a finding, so that it is printed and traceable like any other."""
    return Finding(
        id=f"completeness/{alarm.source}.{alarm.category}/{alarm.month}",
        kind="completeness",
        label="A month that looks incomplete",
        figures=(),
        verdict="incomplete",
        records=f"{alarm.rows:,} rows" if alarm.public else None,
        sentence=f"{alarm.sentence}. Comparisons across it are not made until the sender confirms it.",
        reasons=(alarm.sentence,),
    )


def causes_by_measure(rows: tuple[dict[str, Any], ...]) -> dict[str, tuple[CauseWeighed, ...]]:
    """The register of causes, grouped by the measure each explains."""
    grouped: dict[str, tuple[CauseWeighed, ...]] = {}
    for row in rows:
        cause = CauseWeighed(**{name: str(row[name] or "") for name in CauseWeighed.model_fields})
        grouped[row["measure"]] = (*grouped.get(row["measure"], ()), cause)
    return grouped
