"""Small areas (LSOAs) that stand out: where high counts lie together, and which lie beyond what people there explain.

Areas only, never points. Only of sources that are public at this detail, and of the headline measures, so that nothing
leads to a home.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from wardmote.findings.figure import Disclosure, Figure, Limits, figure_id
from wardmote.findings.finding import Finding
from wardmote.findings.levels import Evidence, count, rate
from wardmote.findings.refused import refused
from wardmote.measures.catalogue import Measure
from wardmote.methods.funnel import funnel_limits, overdispersed_limits, overdispersion
from wardmote.methods.hot_spots import COLD, HOT, getis_ord_star
from wardmote.methods.neighbours import Neighbours, from_pairs
from wardmote.methods.rank_intervals import RankIntervals, rank_intervals
from wardmote.methods.shrinkage import EmpiricalBayes, empirical_bayes
from wardmote.periods import Period
from wardmote.places.area import Area

CERTAIN, PERMUTATIONS, FEWEST, TOUCHING_METRES = 0.05, 9_999, 20, 1.0
FUNNEL_LEVEL = 0.998
Found = tuple[list[Figure], list[Finding]]


def small_area(evidence: Evidence, lsoa: str) -> Area:
    """An LSOA with its name, where the lookup gives one, and the vintage of its boundaries."""
    name = evidence.geography.lsoa_names.get(lsoa, lsoa)
    return Area(code=lsoa, name=name, vintage=evidence.partnership.lsoa_vintage)


def small_areas(evidence: Evidence, measure: Measure) -> Found:
    """Hot spots of a measure and the funnel of its rates, over the period assessed."""
    shapes = dict(zip(evidence.geography.lsoa_polygons.codes, evidence.geography.lsoa_polygons.geometries, strict=True))
    lsoas = [lsoa for lsoa in sorted(evidence.geography.best_fit) if lsoa in shapes]
    question = f"{measure.label}: which small areas stand out?"
    if evidence.class_of(measure.source) != "already-public":
        return [], []
    if len(lsoas) < FEWEST or len(lsoas) < len(evidence.geography.best_fit):
        return [], [refused(over_all_id(evidence, measure, "hot-spots"), question, "The boundaries of the small areas were not sent, or are too few")]  # fmt: skip
    areas = [small_area(evidence, lsoa) for lsoa in lsoas]
    counts = [count(evidence, measure, area, evidence.partnership.this, "lsoa-code") for area in areas]
    if not sum(figure.value or 0 for figure in counts):
        return [], []
    hot_figures, hot = _hot_spots(evidence, measure, counts, touching([shapes[lsoa] for lsoa in lsoas]))
    funnel_figures, apart = _funnel(evidence, measure, counts)
    return [*hot_figures, *funnel_figures], [*hot, *apart]


def touching(shapes: list[object]) -> Neighbours:
    """Small areas whose edges meet, to within a metre: borders drawn twice seldom agree to the last digit."""
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=TOUCHING_METRES)
    return from_pairs(np.column_stack([first, second])[first < second], len(shapes))


def over_all_id(evidence: Evidence, measure: Measure, kind: str) -> str:
    """measure/area/this;hot-spots, or ;funnel."""
    return f"{figure_id(measure.slug, evidence.geography.area, evidence.partnership.this)};{kind}"


def hot_spot_id(measure: Measure, area: Area, period: Period) -> str:
    return f"{figure_id(measure.slug, area, period)};hot-spot"


def _hot_spots(evidence: Evidence, measure: Measure, counts: list[Figure], beside: Neighbours) -> Found:
    """Gi* over all small areas; a finding for each that is part of a pattern, and one over all."""
    period, area = evidence.partnership.this, evidence.geography.area
    made = getis_ord_star([figure.value or 0 for figure in counts], beside, permutations=PERMUTATIONS)
    figures: list[Figure] = []
    findings: list[Finding] = []
    for figure, z, p, q in zip(counts, made.z, made.p, made.q, strict=True):
        if q < CERTAIN:
            rated = rate(evidence, figure)
            figures += [figure, *([rated] if rated else [])]
            findings.append(
                Finding(
                    id=hot_spot_id(measure, figure.area, period), kind="small-area",
                    label=f"{measure.label}: {figure.area.name} and its neighbours", figures=(figure.id,), p=float(p),
                    q=float(q), family=f"hot spots of {measure.noun}, {area.name}", verdict=HOT if z > 0 else COLD,
                    sentence=f"{figure.area.name} held {{{figure.id}}} {measure.noun} in {period.prose}, {HOT if z > 0 else COLD}.",
                    caveats=("approximate-points",),
                )
            )  # fmt: skip
    return figures, [_over_all(evidence, measure, findings), *findings]


def _over_all(evidence: Evidence, measure: Measure, findings: list[Finding]) -> Finding:
    area = evidence.geography.area
    hot = [finding for finding in findings if finding.verdict == HOT]
    wards = {ward.code: ward.name for ward in evidence.geography.wards}
    by_ward: dict[str, int] = {}
    for finding in hot:
        ward = wards[evidence.geography.best_fit[finding.id.split("/")[1].split("@")[0]]]
        by_ward[ward] = by_ward.get(ward, 0) + 1
    named = sorted(by_ward, key=lambda ward: (-by_ward[ward], ward))
    where = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    told = (
        f"Small areas with many {measure.noun} lie side by side in {where}, more than chance would put them together."
        if hot
        else f"No small areas with many {measure.noun} lie together more than chance would put them."
    )
    return Finding(
        id=over_all_id(evidence, measure, "hot-spots"), kind="hot-spots", label=f"{measure.label}: hot spots",
        figures=tuple(figure for finding in hot for figure in finding.figures),
        family=f"hot spots of {measure.noun}, {area.name}", verdict="hot spots" if hot else "no clear pattern", sentence=told,
        caveats=("approximate-points",),
    )  # fmt: skip


@dataclass(frozen=True)
class _Rates:
    """The small areas that have a denominator, with their rates smoothed and ranked."""

    rates: list[Figure]
    expected: np.ndarray
    smooth: EmpiricalBayes
    ranks: RankIntervals


def _funnel(evidence: Evidence, measure: Measure, counts: list[Figure]) -> Found:
    """Rates of all small areas, and a finding for each beyond limits that allow for areas differing as areas do."""
    rates = [rated for figure in counts if (rated := rate(evidence, figure))]
    if len(rates) < len(counts):
        return [], [refused(over_all_id(evidence, measure, "funnel"), f"{measure.label}: which small areas lie apart?", "The people of some small areas were not sent")]  # fmt: skip
    o = np.array([figure.numerator or 0 for figure in rates], dtype=float)
    n = np.array([figure.denominator or 0 for figure in rates], dtype=float)
    expected = n * o.sum() / n.sum()
    known = o > 0
    try:
        between = overdispersion(o[known], expected[known]).between_variance
    except ValueError as error:
        return [], [
            refused(
                over_all_id(evidence, measure, "funnel"),
                f"{measure.label}: which small areas lie apart?",
                str(error).rstrip("."),
            )
        ]
    upper, lower = _limits_of(expected, between)
    told = _Rates(rates, expected, empirical_bayes(o, n), rank_intervals(o, n, top=min(10, len(rates))))
    figures, findings = list(rates), []
    for place, ratio in enumerate(o / expected):
        above, below = ratio > upper[place], ratio < lower[place]
        if above or below or place in np.argsort(-told.smooth.estimates)[:5]:
            smoothed, rank = _smoothed(evidence, measure, told, place)
            figures += [counts[place], smoothed, rank]
            findings.append(_apart(measure, told, place, "above the limits" if above else "below the limits" if below else "within the limits"))  # fmt: skip
    return figures, [*findings, _limits(evidence, measure, between, findings)]


def _limits_of(expected: np.ndarray, between: float) -> tuple[np.ndarray, np.ndarray]:
    """The wider of the limits that allow for areas differing and the exact ones, under which few expected may be none."""
    wide, exact = overdispersed_limits(expected, between, FUNNEL_LEVEL), funnel_limits(expected, FUNNEL_LEVEL)
    return np.maximum(wide.upper, exact.upper), np.minimum(wide.lower, exact.lower)


def _limits(evidence: Evidence, measure: Measure, between: float, findings: list[Finding]) -> Finding:
    """`dispersion` is the variance between areas that the limits allow for, on the log scale."""
    above = sum(finding.verdict == "above the limits" for finding in findings)
    told = "Some small areas lie" if above else "No small area lies"
    return Finding(
        id=over_all_id(evidence, measure, "funnel"), kind="small-area", label=f"{measure.label}: small areas against what is expected",
        figures=(), dispersion=between, verdict="above the limits" if above else "within the limits",
        sentence=f"{told} above what its people and the usual differences between areas explain."
        if not above
        else f"{told} above what their people and the usual differences between areas explain.",
        caveats=("approximate-points",),
    )  # fmt: skip


def _smoothed(evidence: Evidence, measure: Measure, told: _Rates, place: int) -> tuple[Figure, Figure]:
    """The rate drawn towards the mean, and the place in the order with the range it could be."""
    rated = told.rates[place]

    def derived(part: str, label: str, value: float, unit: str, limits: Limits | None) -> Figure:
        name = f"{measure.slug}-{part}"
        return Figure(
            id=figure_id(name, rated.area, rated.period.period), measure=name, label=f"{measure.label}, {label}",
            area=rated.area, period=rated.period, value=value, unit=unit, interval=limits, assignment="lsoa-code",
            caveats=("small-area",), disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
        )  # fmt: skip

    lower, upper = float(told.ranks.lower[place]), float(told.ranks.upper[place])
    return (
        derived("smoothed-per-1000", "rate drawn towards the mean", 1000 * float(told.smooth.estimates[place]), rated.unit, None),
        derived("place", "place in the order of rates", float(told.ranks.median[place]), "place", Limits(lower=lower, upper=upper, method="gamma posterior, seeded draws")),
    )  # fmt: skip


def _apart(measure: Measure, told: _Rates, place: int, verdict: str) -> Finding:
    rated = told.rates[place]
    return Finding(
        id=f"{rated.id};funnel", kind="small-area", label=f"{measure.label}: {rated.area.name} against what is expected",
        figures=(rated.id,), verdict=verdict,
        sentence=f"{rated.area.name} recorded {{{rated.id}}} {measure.noun} per 1,000 {measure.per}: {verdict}.",
        caveats=("approximate-points", "small-area"),
    )  # fmt: skip
