"""Which ward has most, and whether that order survives the ward boundary.

A street that two wards share can be booked to either. A ward is called highest only if it leads under both
assignments, keeps its lead however the incidents within 25 to 100 m of a shared boundary are booked (`domain` C3),
and leads by more than chance; otherwise the order is reported as not robust, with the wards combined beside it.
"""

from dataclasses import dataclass

from wardmote.findings.figure import Figure, SourceRows, figure_id
from wardmote.findings.finding import BoundaryTest, Finding
from wardmote.findings.levels import Evidence, count, limits
from wardmote.measures.catalogue import Measure
from wardmote.measures.count_table import Assignment
from wardmote.measures.counts import BUFFERS
from wardmote.methods.boundary_sensitivity import swing
from wardmote.methods.intervals import poisson_phe
from wardmote.methods.two_counts import compare_two_counts
from wardmote.periods import Period
from wardmote.places.area import Area

CHANCE = 0.05


@dataclass(frozen=True)
class Order:
    """Wards from most to fewest in one period under one assignment; equal counts stand in code order."""

    period: Period
    assignment: Assignment
    wards: tuple[Area, ...]
    counts: tuple[int, ...]

    @property
    def leader(self) -> Area:
        return self.wards[0]


def order(evidence: Evidence, measure: Measure, period: Period, assignment: Assignment) -> Order:
    """The wards of the area in order of their count."""
    totals = []
    for ward in evidence.geography.wards:
        rows = evidence.counts.by_file(measure, assignment, ward.code, period)
        totals.append((-sum(rows.values()), ward.code, ward))
    totals.sort(key=lambda entry: entry[:2])
    return Order(period, assignment, tuple(t[2] for t in totals), tuple(-t[0] for t in totals))


def boundary_tests(evidence: Evidence, measure: Measure, by_polygon: Order) -> tuple[BoundaryTest, ...]:
    """The leader against every ward that has incidents near their shared boundary, at each buffer."""
    leader, most = by_polygon.leader, by_polygon.counts[0]
    tests = []
    for ward, total in zip(by_polygon.wards[1:], by_polygon.counts[1:], strict=True):
        ours = evidence.counts.near_boundary(measure, leader.code, ward.code, by_polygon.period)
        theirs = evidence.counts.near_boundary(measure, ward.code, leader.code, by_polygon.period)
        for metres in BUFFERS:
            if ours[metres] + theirs[metres]:
                result = swing(most, total, ours[metres], theirs[metres])
                tests.append(
                    BoundaryTest(
                        first=leader.name,
                        second=ward.name,
                        metres=metres,
                        first_count=most,
                        second_count=total,
                        first_near=ours[metres],
                        second_near=theirs[metres],
                        stable=result.stable,
                        flip_share=result.flip_share,
                    )
                )
    return tuple(tests)


def rank(evidence: Evidence, measure: Measure, period: Period) -> tuple[Finding, list[Figure]]:
    """Whether one ward clearly has the most, with the figure of the contested wards combined."""
    polygon = order(evidence, measure, period, "polygon")
    best_fit = order(evidence, measure, period, "best-fit")
    tests = boundary_tests(evidence, measure, polygon)
    rivals = _rivals(polygon, best_fit, tests)
    reasons = _reasons(measure, polygon, best_fit, tests, rivals)
    combined = [_combined(evidence, measure, period, polygon.leader, rivals)] if rivals else []
    finding = Finding(
        id=rank_id(measure, evidence.geography.area, evidence.partnership.ward_vintage, str(period)),
        kind="rank",
        label=f"{measure.label}: ward with the most",
        figures=tuple(_figure_ids(measure, period, polygon.leader, rivals)) + tuple(figure.id for figure in combined),
        family=f"wards, {measure.label.lower()}",
        verdict="not robust" if reasons else "clear",
        records=f"{polygon.leader.name} by polygon, {best_fit.leader.name} by best fit",
        sentence=_sentence(measure, polygon, rivals, combined, reasons),
        reasons=tuple(reasons),
        boundary_tests=tests,
    )
    return finding, combined


def rank_change(evidence: Evidence, measure: Measure, ranks: tuple[Finding, Finding]) -> Finding:
    """Did the ward with the most change between the periods, or only the booking of boundary streets?"""
    before, this = evidence.partnership.before, evidence.partnership.this
    orders = {
        (period, by): order(evidence, measure, period, by)
        for period in (before, this)
        for by in ("polygon", "best-fit")
    }
    was, is_now = orders[before, "polygon"].leader, orders[this, "polygon"].leader
    was_fit, is_fit = orders[before, "best-fit"].leader, orders[this, "best-fit"].leader
    robust = all(rank.verdict == "clear" for rank in ranks)
    return Finding(
        id=rank_id(measure, evidence.geography.area, evidence.partnership.ward_vintage, f"{before}~{this}"),
        kind="rank-change",
        label=f"{measure.label}: did the ward with the most change?",
        figures=tuple(figure_id(measure.slug, a, p, "polygon") for a, p in ((was, before), (is_now, this))),
        family=f"wards, {measure.label.lower()}",
        verdict="cannot say" if not robust else "changed" if was != is_now else "unchanged",
        records=f"{was.name} to {is_now.name} by polygon, {was_fit.name} to {is_fit.name} by best fit",
        sentence=_change_sentence(measure, (before, this), (was, is_now), (was_fit, is_fit), robust),
        reasons=() if robust else ranks[0].reasons + ranks[1].reasons,
    )


def rank_id(measure: Measure, area: Area, vintage: str, span: str) -> str:
    """measure/area@vintage/span;rank=most."""
    return f"{measure.slug}/{area.code}@{vintage}/{span};rank=most"


def _rivals(polygon: Order, best_fit: Order, tests: tuple[BoundaryTest, ...]) -> list[Area]:
    """Wards that could be highest instead: by the other assignment, by the boundary, or by chance."""
    names = {test.second for test in tests if not test.stable} | {best_fit.leader.name}
    most = polygon.counts[0]
    for ward, total in zip(polygon.wards[1:], polygon.counts[1:], strict=True):
        if most + total and compare_two_counts(total, most).p >= CHANCE:
            names.add(ward.name)
    return [ward for ward in polygon.wards[1:] if ward.name in names]


def _reasons(
    measure: Measure, polygon: Order, best_fit: Order, tests: tuple[BoundaryTest, ...], rivals: list[Area]
) -> list[str]:
    leader, reasons = polygon.leader, []
    if best_fit.leader != leader:
        reasons.append(
            f"In {polygon.period.prose}, {leader.name} leads when incidents are given to the ward their map point lies "
            f"in, but {best_fit.leader.name} leads by LSOA best fit."
        )
    for ward in rivals:
        unstable = [t for t in tests if t.second == ward.name and not t.stable and t.flip_share is not None]
        if unstable:
            first = min(unstable, key=lambda test: test.metres)
            reasons.append(
                f"Booking {first.flip_share:.0%} of the incidents within {first.metres} metres of the boundary "
                f"between {leader.name} and {ward.name} to the other ward would change which is higher."
            )
        elif ward != best_fit.leader:
            reasons.append(f"The difference between {leader.name} and {ward.name} can come about by chance.")
    return reasons


def _combined(evidence: Evidence, measure: Measure, period: Period, leader: Area, rivals: list[Area]) -> Figure:
    """The contested wards as one, which no booking between them can change."""
    wards = sorted([leader, *rivals], key=lambda ward: ward.code)
    parts = [count(evidence, measure, ward, period, "polygon") for ward in wards]
    area = Area(
        code="+".join(ward.code for ward in wards),
        name=f"{_listed([ward.name for ward in wards])} together",
        vintage=leader.vintage,
    )
    return combine(parts, area)


def combine(parts: list[Figure], area: Area) -> Figure:
    """One figure for several areas that do not overlap."""
    total = int(sum(part.value or 0 for part in parts))
    rows: dict[str, SourceRows] = {}
    for entry in (entry for part in parts for entry in part.lineage):
        known = rows.get(entry.file)
        rows[entry.file] = entry.model_copy(update={"rows": (entry.rows or 0) + ((known and known.rows) or 0)})
    period = parts[0].period.period
    return parts[0].model_copy(
        update={
            "id": figure_id(parts[0].measure, area, period, parts[0].assignment),
            "area": area,
            "value": total,
            "numerator": total,
            "interval": limits(poisson_phe(total)),
            "lineage": tuple(sorted(rows.values(), key=lambda entry: entry.file)),
        }
    )


def _figure_ids(measure: Measure, period: Period, leader: Area, rivals: list[Area]) -> list[str]:
    return [figure_id(measure.slug, ward, period, by) for ward in (leader, *rivals) for by in ("polygon", "best-fit")]


def _sentence(measure: Measure, polygon: Order, rivals: list[Area], combined: list[Figure], reasons: list[str]) -> str:
    leader, period = polygon.leader, polygon.period
    lead_id = figure_id(measure.slug, leader, period, "polygon")
    if not reasons:
        return f"{leader.name} had the most {measure.noun} of any ward in {period.prose} ({{{lead_id}}})."
    named = [f"{leader.name} ({{{lead_id}}})"]
    named += [f"{ward.name} ({{{figure_id(measure.slug, ward, period, 'polygon')}}})" for ward in rivals]
    together = f" Together they had {{{combined[0].id}}}." if combined else ""
    return (
        f"{_listed(named)} had the most {measure.noun} in {period.prose}; we cannot say which is highest, because "
        f"{_in_short(reasons)}.{together}"
    )


def _in_short(reasons: list[str]) -> str:
    boundary = any("boundary" in reason or "best fit" in reason for reason in reasons)
    return "incidents on their boundaries may be booked to either ward" if boundary else "chance could explain it"


def _change_sentence(
    measure: Measure,
    periods: tuple[Period, Period],
    polygon: tuple[Area, Area],
    best_fit: tuple[Area, Area],
    robust: bool,
) -> str:
    before, this = periods
    same = polygon[0] == polygon[1]
    ids = [figure_id(measure.slug, area, p, "polygon") for area, p in zip(polygon, periods, strict=True)]
    records = (
        f"{polygon[0].name} has the most {measure.noun} in both periods by point in polygon"
        if same
        else f"By point in polygon the ward with the most {measure.noun} changed from {polygon[0].name} ({{{ids[0]}}}, "
        f"{before.prose}) to {polygon[1].name} ({{{ids[1]}}}, {this.prose})"
    )
    fit = (
        f"by LSOA best fit {best_fit[0].name} leads in both"
        if best_fit[0] == best_fit[1]
        else f"by LSOA best fit it changed from {best_fit[0].name} to {best_fit[1].name}"
    )
    if robust:
        return f"{records}; {fit}. The order holds however boundary incidents are booked."
    return (
        f"{records}; {fit}. The order is not robust: we cannot separate these wards, so we cannot say that incidents "
        "moved from one to another."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
