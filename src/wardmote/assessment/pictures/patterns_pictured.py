"""Pictures of what stands out in time and place, of the season, and of whether operations worked."""

from collections.abc import Callable
from typing import Literal

from wardmote.assessment.document import Picture
from wardmote.assessment.material import Material
from wardmote.assessment.pictures import charts, funnel_chart, pattern_map, usual_chart
from wardmote.assessment.tables import TABLES
from wardmote.assessment.tables.cells import public, source_of, sources_of
from wardmote.assessment.tables.standing_out import short
from wardmote.assessment.tables.years import of_measure
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import MEASURES
from wardmote.periods import Period, month_name

Build = Callable[[Material], Picture | None]


def unusual(material: Material) -> Picture | None:
    """Each type of incident in the last month against its usual range."""
    figures, rows = material.release.figures, []
    found = [f for f in material.findings("unusual") if f.id.endswith(";unusual")]
    for finding in sorted(found, key=lambda f: f.verdict != "unusually many"):
        counted, expected, most = (figures[name].value or 0 for name in finding.figures)
        words = f"{wording.number(figures[finding.figures[0]])}, expected {wording.number(figures[finding.figures[1]])}"
        out = finding.verdict == "unusually many"
        if expected > 0:
            label = finding.label.rsplit(", ", 1)[0]
            rows.append(usual_chart.UsualRow(label, 100 * counted / expected, 100 * most / expected, out, words))
    if not rows:
        return None
    month = month_name(material.partnership.this.end)
    high = [row.label for row in rows if row.stands_out]
    title = f"{month}: {' and '.join(high) if high else 'no type of incident'} stood out"
    return Picture(
        id="unusual",
        title=title,
        subtitle=f"What was counted in {month} as a percentage of what the season and the years before lead us to expect.",
        alt=f"Dot chart of {len(rows)} types of incident against their usual range. {title}. Figures in the table.",
        spec=usual_chart.usual_chart(rows),
        source=sources_of(material, public(material)),
        table=TABLES["unusual"](material),
    )


def season(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        finding, table = of_measure(material, "season", slug), TABLES[f"{short(slug)}-season"](material)
        if finding is None:
            return None
        figures = sorted((material.release.figures[name] for name in finding.figures), key=lambda f: f.measure)
        rows = []
        for figure, cells in zip(figures, table.rows, strict=True):
            limits = figure.interval
            lower, upper = (limits.lower / 100, limits.upper / 100) if limits else (None, None)
            side: charts.ChangeVerdict = (
                "rose" if lower and lower > 1 else "fell" if upper and upper < 1 else "no clear change"
            )
            rows.append(
                charts.ChangeRow(
                    label=cells[0].text, ratio=(figure.value or 0) / 100, lower=lower, upper=upper,
                    verdict_text=f"{wording.number(figure)} of average", verdict=side, better="neither",
                )
            )  # fmt: skip
        measure, span = MEASURES[slug], figures[0].period.period.label
        title = f"{measure.label}: {'there is a season' if finding.verdict == 'seasonal' else 'no clear season'}"
        return Picture(
            id=f"{short(slug)}-season",
            title=title,
            subtitle=f"{measure.label}, each month of the year against an average month, {span}. Lines: 95% intervals.",
            alt=f"Dot chart of twelve months against an average month. {title}. Figures in the table.",
            spec=charts.change_chart(rows, "Against an average month, %"),
            source=source_of(material, measure),
            table=table,
        )

    return build


def control(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        finding, measure, figures = of_measure(material, "control", slug), MEASURES[slug], material.release.figures
        if finding is None:
            return None
        centre, lower, upper = (figures[name].value or 0 for name in finding.figures[:3])
        sent = material.months_sent.get(measure.source, [])
        adjusted = [f for m in sent if (f := material.figure(f"{slug}-adjusted", material.area, Period(m, m)))]
        points = [
            charts.MonthPoint(f.period.start, f.value or 0, _side(f, centre) if f.id in finding.figures else "none")
            for f in adjusted
        ]
        this = material.partnership.this
        looks = "does not look" if finding.verdict == "signals" else "looks"
        title = f"{measure.label}: with the season taken out, {this.prose} {looks} like the months before"
        return Picture(
            id=f"{short(slug)}-control",
            title=title,
            subtitle=(
                f"{measure.label} by month as in an average month, {material.area.name}. Limits come from the months before "
                f"{month_name(this.start)}; triangles signal."
            ),
            alt=f"Control chart of {measure.noun} by month. {title}. Figures in the table.",
            spec=charts.months_chart(points, centre, lower, upper, (), measure.unit, measure.better),
            source=source_of(material, measure),
            table=TABLES[f"{short(slug)}-control"](material),
        )

    return build


def _side(figure: Figure, centre: float) -> Literal["above", "below"]:
    return "above" if (figure.value or 0) > centre else "below"


def forecast(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        finding, measure = of_measure(material, "forecast", slug), MEASURES[slug]
        if finding is None:
            return None
        sent = material.months_sent.get(measure.source, [])
        counted = [f for month in sent if (f := material.figure(slug, material.area, Period(month, month)))]
        doubted = {f.id.rsplit("/", 1)[1] for f in material.findings("completeness") if slug in f.id}
        points = [
            charts.MonthPoint(f.period.start, f.value, incomplete=f.period.start in doubted)
            for f in counted
            if f.value is not None
        ]
        ahead = [
            charts.MonthAhead(f.period.start, f.value or 0, f.interval.lower, f.interval.upper)
            for f in (material.release.figures[name] for name in finding.figures)
            if f.interval
        ]
        span = f"{month_name(ahead[0].month)} to {month_name(ahead[-1].month)}"
        return Picture(
            id=f"{short(slug)}-forecast",
            title=f"{measure.label}: what to expect, if things go on as they have",
            subtitle=f"{measure.label} by month, {material.area.name}. Hollow marks: expected, {span}. Bars: likely range.",
            alt=f"Line chart of {measure.noun} by month, with {len(ahead)} months ahead. Figures in the table.",
            spec=charts.months_chart(points, None, None, None, (), measure.unit, measure.better, ahead),
            source=source_of(material, measure),
            table=TABLES[f"{short(slug)}-forecast"](material),
        )

    return build


def trends(material: Material) -> Picture | None:
    """The yearly change of each type."""
    found = material.findings("trend")
    if not found:
        return None
    words: dict[str, charts.ChangeVerdict] = {"rising": "rose", "falling": "fell", "not steady": "cannot say"}
    rows = [
        charts.ChangeRow(
            label=f.label.removesuffix(": the years"), ratio=f.effect.ratio if f.effect else None,
            lower=f.effect.lower if f.effect else None, upper=f.effect.upper if f.effect else None,
            verdict_text=f"{wording.signed_change(f)} a year: {f.verdict}", verdict=words.get(f.verdict, "no clear change"),
        )
        for f in found
    ]  # fmt: skip
    moving = sum(f.verdict in ("rising", "falling") for f in found)
    title = "Over the years: no type moved steadily up or down" if not moving else f"Over the years: {_listed(found)}"
    return Picture(
        id="trends",
        title=title,
        subtitle=f"Change a year of each type of incident, {material.area.name}, the season taken out. Lines: 95% intervals.",
        alt=f"Dot chart of the yearly change of {len(rows)} types. {title}. Figures in the table.",
        spec=charts.change_chart(rows, "Change a year, %"),
        source=sources_of(material, public(material)),
        table=TABLES["trends"](material),
    )


def _listed(found: list[Finding]) -> str:
    said = [f"{f.label.removesuffix(': the years')} {f.verdict}" for f in found if f.verdict in ("rising", "falling")]
    return ", ".join(said)


def funnel(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        measure, this = MEASURES[slug], material.partnership.this
        limits = material.finding(f"{slug}/{material.area.key}/{this};funnel")
        rates = [f for code in material.small_areas if (f := _rate_of(material, slug, code))]
        if limits is None or limits.kind == "refused" or not rates:
            return None
        total = sum(f.numerator or 0 for f in rates) / sum(f.denominator or 0 for f in rates)
        sides = {"above the limits": "above", "below the limits": "below"}
        points = []
        for figure in rates:
            found = material.finding(f"{figure.id};funnel")
            expected = (figure.denominator or 0) * total
            side = sides.get(found.verdict, "within") if found else "within"
            points.append(
                funnel_chart.FunnelPoint(figure.area.name, expected, (figure.numerator or 0) / expected, side)
            )
        apart = sum(point.side != "within" for point in points)
        title = f"{measure.label}: {'some' if apart else 'no'} small areas lie apart"
        return Picture(
            id=f"{short(slug)}-funnel",
            title=title,
            subtitle=(
                f"{measure.label} of each small area against what its people lead us to expect, {this.label}. Lines: limits at "
                "95% (dashed) and 99.8%, widened by how areas differ."
            ),
            alt=f"Funnel plot of {len(points)} small areas. {title}. Those apart are in the table.",
            spec=funnel_chart.funnel_chart(points, limits.dispersion or 0.0),
            source=source_of(material, measure),
            table=TABLES[f"{short(slug)}-funnel"](material),
        )

    return build


def _rate_of(material: Material, slug: str, code: str) -> Figure | None:
    this, vintage = material.partnership.this, material.partnership.lsoa_vintage
    return material.release.figures.get(f"{slug}-per-1000/{code}{f'@{vintage}' if vintage else ''}/{this}")


def hot_spots(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        import shapely

        measure, this = MEASURES[slug], material.partnership.this
        over_all = material.finding(f"{slug}/{material.area.key}/{this};hot-spots")
        if over_all is None or not material.small_areas:
            return None
        kinds = {
            material.release.figures[f.figures[0]].area.code: f.verdict
            for f in material.findings("small-area")
            if f.id.startswith(f"{slug}/") and f.id.endswith(";hot-spot")
        }
        if not kinds:
            return None
        areas = [
            pattern_map.PatternArea(shapely.from_wkb(area["outline"]), kinds.get(code, ""))
            for code, area in material.small_areas.items()
        ]
        wards = [shapely.from_wkb(material.outlines[ward.code]) for ward in material.wards]
        hot = sum(kind == "high among high" for kind in kinds.values())
        title = f"Where {measure.noun} lie together" if hot else f"Where few {measure.noun} lie together"
        return Picture(
            id=f"{short(slug)}-hot-spots",
            title=title,
            subtitle=(
                f"{measure.label} by small area, {material.area.name}, {this.label}. Shaded: small areas which with their "
                "neighbours hold more, or fewer, than chance would put side by side."
            ),
            alt=(
                f"Map of {len(areas)} small areas; {hot} are high among high, {len(kinds) - hot} low among low. "
                f"{over_all.sentence} Figures in the table."
            ),
            spec=pattern_map.pattern_map(areas, wards),
            source=source_of(material, measure),
            table=TABLES[f"{short(slug)}-hot-spots"](material),
        )

    return build


CHARTS: dict[str, Build] = {
    "unusual": unusual,
    "asb-season": season("asb-incidents"),
    "crime-season": season("recorded-crime"),
    "asb-control": control("asb-incidents"),
    "crime-control": control("recorded-crime"),
    "asb-forecast": forecast("asb-incidents"),
    "crime-forecast": forecast("recorded-crime"),
    "trends": trends,
    "asb-funnel": funnel("asb-incidents"),
    "crime-funnel": funnel("recorded-crime"),
}
MAPS: dict[str, Build] = {
    "asb-hot-spots": hot_spots("asb-incidents"),
    "crime-hot-spots": hot_spots("recorded-crime"),
}
