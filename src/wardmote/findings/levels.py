"""Levels: counts, rates and shares of an area and its wards as figures, each with its interval and its lineage.

Intervals follow the public-health rule (exact Poisson below ten, Byar from ten, `domain` C1). Rates take LSOA best fit
on both sides of the fraction; counts by ward take point in polygon; the two assignments stand side by side.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wardmote.findings.figure import Coverage, Disclosure, Figure, Limits, SourceRows, Span, figure_id
from wardmote.incidents.moments import Moment
from wardmote.incidents.partner_rows import Rows
from wardmote.incidents.worked_rows import WorkedRow
from wardmote.measures.authority_counts import AuthorityCounts
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.measures.count_table import Assignment, CountTable
from wardmote.methods.intervals import Interval, poisson_phe, wilson
from wardmote.partnership import Partnership, SourceClass
from wardmote.periods import Period
from wardmote.places.area import Area
from wardmote.places.authorities import Authority
from wardmote.places.geography import Geography
from wardmote.sources.load import Load

PER = 1000
OWN_FORCE = "own-force"  # the assignment of a count taken from the table of counts by small area


@dataclass(frozen=True)
class Evidence:
    """Everything the findings are made from, handed down once."""

    partnership: Partnership
    geography: Geography
    counts: CountTable
    files: Mapping[str, SourceRows] = field(hash=False)  # file id to source, name and digest (rows: the file's own)
    doubts: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict, hash=False
    )  # source (or "*") to why not to compare
    worked: tuple[WorkedRow, ...] = field(default=(), hash=False, repr=False)
    authorities: tuple[Authority, ...] = field(default=(), hash=False, repr=False)
    authority_counts: AuthorityCounts | None = field(default=None, hash=False, repr=False)
    partner_rows: Rows = field(default_factory=dict, hash=False, repr=False)
    moments: tuple[Moment, ...] = field(default=(), hash=False, repr=False)  # of the period assessed

    def class_of(self, source: str) -> SourceClass:
        settings = self.partnership.sources.get(source)
        return settings.source_class if settings else "partner"

    def measures(self, theme: str = "") -> list[Measure]:
        """Measures whose source sent anything: those of the main chapters, or of one theme."""
        sent = self.counts.months_sent
        return [measure for measure in MEASURES.values() if measure.theme == theme and sent.get(measure.source)]

    def themed_measures(self) -> list[Measure]:
        """Measures of every theme."""
        return [
            measure
            for theme in dict.fromkeys(m.theme for m in MEASURES.values() if m.theme)
            for measure in self.measures(theme)
        ]


def file_index(load: Load, names: list[str]) -> dict[str, SourceRows]:
    """Loaded files by the id their rows carry."""
    return {
        file.sha256[:16]: SourceRows(source=file.source, file=file.name, sha256=file.sha256, rows=file.rows)
        for name in names
        for file in load.files(name)
    }


def limits(interval: Interval) -> Limits:
    return Limits(lower=interval.lower, upper=interval.upper, level=interval.level, method=interval.method)


def count(evidence: Evidence, measure: Measure, area: Area, period: Period, assignment: Assignment) -> Figure:
    """The count of a measure in an area over a period; months that were not sent lower its coverage, never its zero."""
    return count_of_rows(
        evidence, measure, area, period, assignment, evidence.counts.by_file(measure, assignment, area.code, period)
    )


def count_over(evidence: Evidence, measure: Measure, area: Area, lsoas: Iterable[str], period: Period) -> Figure:
    """The count in an area made of several small areas."""
    rows: Counter[str] = Counter()
    for lsoa in lsoas:
        rows.update(evidence.counts.by_file(measure, "lsoa-code", lsoa, period))
    return count_of_rows(evidence, measure, area, period, "lsoa-code", rows)


def count_of_rows(
    evidence: Evidence, measure: Measure, area: Area, period: Period, assignment: Assignment, rows: Mapping[str, int]
) -> Figure:
    """The count of a measure, or of a part of it, from its rows by file id."""
    total = sum(rows.values())
    sent = evidence.counts.months_sent.get(measure.source, frozenset())
    present = sum(month in sent for month in period.months)
    return Figure(
        id=figure_id(measure.slug, area, period, None if assignment == "lsoa-code" else assignment),
        measure=measure.slug,
        label=measure.label,
        area=area,
        period=Span(start=period.start, end=period.end),
        value=total if present else None,
        unit=measure.unit,
        numerator=total if present else None,
        interval=limits(poisson_phe(total)) if present else None,
        coverage=Coverage(months_expected=len(period.months), months_present=present),
        assignment=assignment,
        caveats=_caveats(measure, present, period),
        disclosure=Disclosure(source_class=evidence.class_of(measure.source)),
        lineage=tuple(_lineage(evidence, rows)),
    )


def _caveats(measure: Measure, present: int, period: Period) -> tuple[str, ...]:
    standard = {
        "asb-incidents": "asb-incident-standard",
        "council-asb": "council-reports",
        "fires": "fires-attended",
        "collisions": "injury-collisions",
        "ambulance_incidents": "health-records",
        "emergency_attendances": "health-records",
    }
    caveats = [standard.get(measure.slug) or standard.get(measure.source, "recorded-crime-only")]
    if measure.source == "police_uk_street":
        caveats.append("approximate-points")
    if present < len(period.months):
        caveats.append("months-missing")
    return tuple(caveats)


def _lineage(evidence: Evidence, rows: Mapping[str, int]) -> list[SourceRows]:
    entries = [evidence.files[file_id].model_copy(update={"rows": n}) for file_id, n in rows.items() if n]
    return sorted(entries, key=lambda entry: (entry.file, entry.sha256))


def rate(evidence: Evidence, counted: Figure) -> Figure | None:
    """The count per 1,000 residents (households for burglary); None where no denominator was sent.

    `counted` must be assigned by LSOA code or best fit, as the denominator is.
    """
    measure = MEASURES[counted.measure]
    people, label = evidence.geography.denominator(measure.per, counted.area.code)
    if not people or counted.value is None:
        return None
    return per_thousand(counted, measure, people, label)


def per_thousand(counted: Figure, measure: Measure, people: float, label: str | None) -> Figure:
    """A count, not withheld, over a denominator of its area."""
    assert counted.value is not None
    slug = f"{measure.slug}-per-1000"
    scaled = poisson_phe(int(counted.value)).scaled(PER / people)
    return counted.model_copy(
        update={
            "id": figure_id(slug, counted.area, counted.period.period, _by(counted)),
            "measure": slug,
            "label": f"{measure.label} per 1,000 {measure.per}",
            "value": PER * counted.value / people,
            "unit": f"per 1,000 {measure.per}",
            "denominator": people,
            "denominator_label": label,
            "interval": limits(scaled),
        }
    )


def share(counted: Figure, whole: Figure) -> Figure | None:
    """The count as a percentage of all recorded crime, with a Wilson interval."""
    if not whole.value or counted.value is None:
        return None
    slug = f"{counted.measure}-share"
    scaled = wilson(int(counted.value), int(whole.value)).scaled(100)
    return counted.model_copy(
        update={
            "id": figure_id(slug, counted.area, counted.period.period, _by(counted)),
            "measure": slug,
            "label": f"{counted.label}, share of recorded crime",
            "value": 100 * counted.value / whole.value,
            "unit": "%",
            "denominator": whole.value,
            "denominator_label": whole.label.lower(),
            "interval": limits(scaled),
        }
    )


def recounted(figure: Figure, number: int, whole: int | None = None) -> Figure:
    """The same figure as if `number` had been counted: value, interval and numerator follow, for rounding at the gate.

    `whole` rounds what a share is a share of, where that is itself a count to guard.
    """
    over, was = figure.denominator, figure.numerator
    if whole:
        scaled = wilson(number, whole).scaled(100)
        told = {"value": 100 * number / whole, "numerator": number, "denominator": float(whole)}
        return figure.model_copy(update={**told, "interval": limits(scaled)})
    if not over or not was or figure.value is None:
        value, interval = float(number), poisson_phe(number)
    else:
        per = figure.value * over / was
        value = per * number / over
        interval = (
            wilson(number, int(over)).scaled(100) if figure.unit == "%" else poisson_phe(number).scaled(per / over)
        )
    return figure.model_copy(update={"value": value, "numerator": number, "interval": limits(interval)})


def _by(counted: Figure) -> str | None:
    return None if counted.assignment in ("lsoa-code", OWN_FORCE) else counted.assignment


def levels(evidence: Evidence) -> list[Figure]:
    """Every level of the assessment: area and wards, both periods, both assignments, and the area's months."""
    figures: list[Figure] = []
    for period in (evidence.partnership.before, evidence.partnership.this):
        for measure in evidence.measures():
            figures += _area_levels(evidence, measure, period)
            figures += _ward_levels(evidence, measure, period)
        for measure in evidence.themed_measures():
            figures += _area_levels(evidence, measure, period)
    return figures + _monthly(evidence)


def _area_levels(evidence: Evidence, measure: Measure, period: Period) -> list[Figure]:
    counted = count(evidence, measure, evidence.geography.area, period, "lsoa-code")
    figures = [counted, rate(evidence, counted)]
    if measure.source == "police_uk_street" and measure.slug not in ("asb-incidents", "recorded-crime"):
        whole = count(evidence, MEASURES["recorded-crime"], evidence.geography.area, period, "lsoa-code")
        figures.append(share(counted, whole))
    return [figure for figure in figures if figure]


def _ward_levels(evidence: Evidence, measure: Measure, period: Period) -> list[Figure]:
    figures: list[Figure | None] = []
    for ward in evidence.geography.wards:
        best_fit = count(evidence, measure, ward, period, "best-fit")
        figures += [count(evidence, measure, ward, period, "polygon"), best_fit, rate(evidence, best_fit)]
    return [figure for figure in figures if figure]


def _monthly(evidence: Evidence) -> list[Figure]:
    headline = [m for m in evidence.measures() if m.slug in ("asb-incidents", "recorded-crime", "council-asb")]
    return [
        count(evidence, measure, evidence.geography.area, Period(month, month), "lsoa-code")
        for measure in headline
        for month in sorted(evidence.counts.months_sent[measure.source])
    ]
