"""Wards against the area's average rate: higher, lower or similar, after scatter and multiplicity are allowed for.

Chance is widened by the month-to-month dispersion inside wards, and the wards of one measure are one family under the
Benjamini-Hochberg rule, so that one of 22 wards is not called high by luck.
"""

from statistics import median

from wardmote.findings.figure import figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import Evidence
from wardmote.measures.catalogue import Measure
from wardmote.methods.against_average import AgainstAverage, against_average
from wardmote.methods.intervals import poisson_phe
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.methods.paired_months import change_over_paired_months
from wardmote.periods import Period, is_like_for_like
from wardmote.places.area import Area

LEVEL_OF_FALSE_DISCOVERY = 0.05


def wards_against_average(evidence: Evidence, measure: Measure) -> list[Finding]:
    """One finding a ward for the period assessed; none where no denominator was sent."""
    period = evidence.partnership.this
    area = evidence.geography.area
    people, _ = evidence.geography.denominator(measure.per, area.code)
    total = sum(evidence.counts.by_file(measure, "lsoa-code", area.code, period).values())
    if not people or not total:
        return []
    dispersion = ward_dispersion(evidence, measure)
    compared: list[tuple[Area, int, float, AgainstAverage]] = []
    for ward in evidence.geography.wards:
        residents, _ = evidence.geography.denominator(measure.per, ward.code)
        if residents:
            count = sum(evidence.counts.by_file(measure, "best-fit", ward.code, period).values())
            expected = total * residents / people
            compared.append((ward, count, expected, against_average(count, expected, dispersion)))
    q_values = benjamini_hochberg([result.p for *_, result in compared])
    return [
        _finding(measure, area, period, ward, count, expected, result, float(q), dispersion)
        for (ward, count, expected, result), q in zip(compared, q_values, strict=True)
    ]


def ward_dispersion(evidence: Evidence, measure: Measure) -> float:
    """The median over wards of the dispersion of paired months; 1 where months cannot be paired."""
    before, after = evidence.partnership.before, evidence.partnership.this
    if not is_like_for_like(before, after):
        return 1.0
    found: list[float] = []
    for ward in evidence.geography.wards:
        months = evidence.counts.by_month(measure, "best-fit", ward.code)
        pairs = [(months.get(b, 0), months.get(a, 0)) for b, a in zip(before.months, after.months, strict=True)]
        try:
            found.append(change_over_paired_months([b for b, _ in pairs], [a for _, a in pairs]).dispersion)
        except ValueError:
            continue
    return median(found) if found else 1.0


def _finding(
    measure: Measure,
    area: Area,
    period: Period,
    ward: Area,
    count: int,
    expected: float,
    result: AgainstAverage,
    q: float,
    dispersion: float,
) -> Finding:
    verdict = "no clear difference"
    if q < LEVEL_OF_FALSE_DISCOVERY:
        verdict = "higher" if result.ratio > 1 else "lower"
    rate = figure_id(f"{measure.slug}-per-1000", ward, period, "best-fit")
    average = figure_id(f"{measure.slug}-per-1000", area, period)
    interval = poisson_phe(count).scaled(1 / expected)
    words = {"higher": "higher than", "lower": "lower than"}.get(verdict, "not clearly different from")
    return Finding(
        id=ward_finding_id(measure, ward, area, period),
        kind="comparison",
        label=f"{measure.label}: {ward.name} and the average",
        figures=(rate, average),
        effect=Effect(ratio=result.ratio, lower=interval.lower, upper=interval.upper, method=interval.method),
        p=result.p,
        q=q,
        dispersion=dispersion,
        family=f"wards against the average, {measure.label.lower()}",
        verdict=verdict,
        sentence=(
            f"{ward.name} recorded {{{rate}}} {measure.noun} per 1,000 {measure.per}, {words} the {area.name} average "
            f"of {{{average}}}."
        ),
    )


def ward_finding_id(measure: Measure, ward: Area, area: Area, period: Period) -> str:
    """measure-per-1000/ward@vintage/period;by=best-fit~area."""
    return f"{figure_id(f'{measure.slug}-per-1000', ward, period, 'best-fit')}~{area.code}"
