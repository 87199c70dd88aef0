"""The named charts and maps a chapter may ask for with {chart:name} and {map:name}, drawn from released numbers."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from wardmote.assessment import similar, themes
from wardmote.assessment.document import Column, Number, Picture, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.pictures import charts, indicators_pictured, maps, patterns_pictured
from wardmote.assessment.tables import TABLES
from wardmote.assessment.tables.cells import source_of, sources_of
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.findings.wards import ward_finding_id
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.periods import Period, month_name, month_number, month_text

Build = Callable[[Material], Picture | None]  # None where there is nothing to draw


def change_by_type(material: Material) -> Picture:
    """Change of every type of incident between the two periods."""
    found = [
        (m, f) for m in material.measures() if (f := material.change(m, material.area)) and f.verdict != "withheld"
    ]
    rows = [
        charts.ChangeRow(
            label=measure.label,
            ratio=finding.effect.ratio if finding.effect else None,
            lower=finding.effect.lower if finding.effect else None,
            upper=finding.effect.upper if finding.effect else None,
            verdict_text=f"{_counts(material, finding)}: {finding.verdict}",
            verdict=charts.CHANGE_VERDICTS[finding.verdict],
            better=measure.better,
        )
        for measure, finding in found
    ]
    verdicts = [finding.verdict for _, finding in found]
    this, before = material.partnership.this.label, material.partnership.before.label
    return Picture(
        id="change-by-type",
        title=_change_title(verdicts),
        subtitle=f"Change by type of incident, {material.area.name}, {this} compared with {before}. Lines: 95% intervals.",
        alt=f"Dot chart of change in {len(rows)} types of incident. {_change_title(verdicts)}. Figures in the table.",
        spec=charts.change_chart(rows),
        source=sources_of(material, [measure for measure, _ in found]),
        table=TABLES["types"](material),
    )


def _counts(material: Material, finding: Finding) -> str:
    before, after = (material.release.figures[figure_id] for figure_id in finding.figures)
    return f"{wording.number(before)} to {wording.number(after)}"


def _change_title(verdicts: list[str]) -> str:
    """ "One type fell; thirteen showed no clear change; of two we cannot say"."""
    said = {word: verdicts.count(word) for word in ("fell", "rose", "no clear change", "cannot say")}
    parts = [f"{wording.in_words(n)} {words}" for word, words in _TITLED.items() if (n := said[word])]
    if said["cannot say"]:
        parts.append(f"of {wording.in_words(said['cannot say'])} we cannot say")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] if text else "No type could be compared"


_TITLED = {"fell": "fell", "rose": "rose", "no clear change": "showed no clear change"}


def _months(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        measure = MEASURES[slug]
        sent = material.months_sent.get(measure.source, [])
        figures = [f for month in sent if (f := material.figure(slug, material.area, Period(month, month)))]
        if not figures:
            return None
        alarmed = {
            f.id.rsplit("/", 1)[1]
            for f in material.release.findings.values()
            if f.kind == "completeness" and slug in f.id
        }
        points = [
            charts.MonthPoint(f.period.start, f.value, incomplete=f.period.start in alarmed)
            for f in figures
            if f.value is not None
        ]
        first, last = month_name(sent[0]), month_name(sent[-1])
        title = _months_title(measure, material.change(measure, material.area))
        return Picture(
            id=f"{_short(slug)}-months",
            title=title,
            subtitle=f"{measure.label} by month, {material.area.name}, {first} to {last}.",
            alt=f"Line chart of {measure.noun} by month, {first} to {last}. {title}. Figures in the table.",
            spec=charts.months_chart(points, None, None, None, _gaps(sent), measure.unit, measure.better),
            source=source_of(material, measure),
            table=_month_table(slug, material, figures),
        )

    return build


def _months_title(measure: Measure, change: Finding | None) -> str:
    said = change.verdict if change and change.verdict in ("rose", "fell", "no clear change") else "as recorded"
    return f"{measure.label} by month: {said}"


def _gaps(months: list[str]) -> list[charts.MonthGap]:
    gaps = []
    for earlier, later in pairwise(months):
        if month_number(later) - month_number(earlier) > 1:
            start, end = month_text(month_number(earlier) + 1), month_text(month_number(later) - 1)
            span = month_name(start) if start == end else f"{month_name(start)} to {month_name(end)}"
            gaps.append(charts.MonthGap(start, end, f"No data, {span}"))
    return gaps


def _month_table(slug: str, material: Material, figures: list[Figure]) -> Table:
    rows = tuple((Text(month_name(f.period.start)), Number(wording.number(f), f.id)) for f in figures)
    columns = (Column("Month"), Column(MEASURES[slug].label, numeric=True))
    caption = f"{MEASURES[slug].label} by month, {material.area.name}"
    return Table(f"{_short(slug)}-months", caption, columns, rows, "", source_of(material, MEASURES[slug]))


def _short(slug: str) -> str:
    return {"asb-incidents": "asb", "recorded-crime": "crime", "council-asb": "council"}[slug]


def _ward_rates(material: Material, slug: str) -> list[tuple[str, str, Figure, Finding | None]]:
    this = material.partnership.this
    rows = []
    for ward in material.wards:
        figure = material.figure(f"{slug}-per-1000", ward, this, "best-fit")
        if figure:
            found = material.finding(ward_finding_id(MEASURES[slug], ward, material.area, this))
            rows.append((ward.code, ward.name, figure, found))
    return rows


_SIDES = {"higher": "higher", "lower": "lower", "no clear difference": "similar"}


def _ranked_wards(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        measure, this, rates = MEASURES[slug], material.partnership.this, _ward_rates(material, slug)
        if not rates:
            return None
        average = material.figure(f"{slug}-per-1000", material.area, this)
        rows = [
            charts.RankedRow(
                label=name,
                value=figure.value,
                lower=figure.interval.lower if figure.interval else None,
                upper=figure.interval.upper if figure.interval else None,
                verdict=_SIDES.get(found.verdict, "cannot say") if found else "cannot say",  # type: ignore[arg-type]
            )
            for _, name, figure, found in rates
        ]
        higher = [row.label for row in rows if row.verdict == "higher"]
        mean = wording.number(average) if average else wording.NOT_SENT
        people = average.denominator_label if average else "no denominator was sent"
        return Picture(
            id=f"{_short(slug)}-wards",
            title=_ranked_title(measure.label, higher, len(rows)),
            subtitle=(
                f"{measure.label} per 1,000 {measure.per} by ward, {material.area.name}, {this.label} ({people}). Lines: "
                f"95% intervals. Dashed line: average, {mean}. Wards are not ranked: intervals overlap."
            ),
            alt=f"Dot chart of rates for {len(rows)} wards. {_ranked_title(measure.label, higher, len(rows))}. Figures in the table.",
            spec=charts.ranked_chart(
                rows, (average.value or 0) if average else 0, f"{measure.unit} per 1,000 {measure.per}"
            ),
            source=_with_boundaries(material, measure),
            table=TABLES[f"{_short(slug)}-wards"](material),
        )

    return build


def _ranked_title(label: str, higher: list[str], total: int) -> str:
    if not higher:
        return f"{label}: no ward is clearly above the average"
    if len(higher) <= 2:
        return f"{label}: {' and '.join(higher)} {'is' if len(higher) == 1 else 'are'} above the average"
    return f"{label}: {wording.in_words(len(higher))} of {total} wards are above the average"


def _with_boundaries(material: Material, measure: Measure) -> str:
    """The source line of a picture by ward: who counted, and whose boundaries of which year."""
    owners = [
        s.owner for name, s in material.partnership.sources.items() if "ward" in name and s.contract == "boundaries"
    ]
    boundaries = f"{material.partnership.ward_vintage} ward boundaries"
    return "; ".join([source_of(material, measure), ", ".join([boundaries, *owners[:1]])])


def _hatched(areas: Sequence[maps.MapArea]) -> str:
    """Which areas are hatched, in words."""
    names = [area.name for area in areas if area.withheld]
    return f"Hatched, because withheld to protect individuals: {', '.join(names)}. " if names else ""


def _ward_map(slug: str) -> Build:
    def build(material: Material) -> Picture | None:
        import shapely

        measure, this, rates = MEASURES[slug], material.partnership.this, _ward_rates(material, slug)
        if not rates:
            return None
        areas = [
            maps.MapArea(
                code=code,
                name=name,
                shape=shapely.from_wkb(material.outlines[code]),
                value=None if figure.value is None else round(figure.value, 1),
                label=wording.number(figure),
                withheld=figure.disclosure.state == "suppressed",
            )
            for code, name, figure, _ in rates
        ]
        values = [area.value for area in areas if area.value is not None]
        breaks = maps.round_breaks(values) if values else ()
        title = f"Where the rate of {measure.label.lower()} is highest and lowest"
        return Picture(
            id=f"{_short(slug)}-map",
            title=title,
            subtitle=(
                f"{measure.label} per 1,000 {measure.per} by ward, {material.area.name}, {this.label}. Visitors are among "
                "the incidents but not among the residents, so town centres read high."
            ),
            alt=(
                f"Map of {len(areas)} wards shaded by rate. Key: {'; '.join(maps.key_words(breaks))}. {_hatched(areas)}"
                "Figures in the table."
            ),
            spec=maps.choropleth(areas, breaks, f"{measure.unit.capitalize()} per 1,000 {measure.per}"),
            source=_with_boundaries(material, measure),
            table=TABLES[f"{_short(slug)}-wards"](material),
        )

    return build


CHARTS: dict[str, Build] = {
    "change-by-type": change_by_type,
    "asb-months": _months("asb-incidents"),
    "crime-months": _months("recorded-crime"),
    "asb-wards": _ranked_wards("asb-incidents"),
    "crime-wards": _ranked_wards("recorded-crime"),
    "indicators": indicators_pictured.indicators,
    **patterns_pictured.CHARTS,
    "beside-similar": similar.beside_similar_chart,
    **themes.CHARTS,
}
MAPS: dict[str, Build] = {
    "asb-wards": _ward_map("asb-incidents"),
    "crime-wards": _ward_map("recorded-crime"),
    **patterns_pictured.MAPS,
}
