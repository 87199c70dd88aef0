"""Ours beside similar areas: which they are and why, their rates, every type of incident, how they moved; one picture."""

from wardmote.assessment.document import Cell, Column, Number, Picture, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.pictures import charts
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.findings.similar_areas import COVERED, DISTANCE, TRAITS
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.places.area import Area

COUNTS = "police_uk_lsoa_counts"
EMPTY = "No table of counts by small area was sent for other areas, so ours is compared with none."
LIMITS = (
    "Each area has its own force's records only; those without a place are in none. Forces record in their own ways, and "
    "that is among what the areas differ by."
)
HEADLINE = ("asb-incidents", "recorded-crime")
_SIDES: dict[str, charts.ChangeVerdict] = {
    "higher than similar areas": "rose",
    "lower than similar areas": "fell",
    "no clear difference": "no clear change",
}


def similar_areas(material: Material) -> Table:
    """The areas compared with, nearest first, with what makes them similar."""
    slugs = (*(trait.slug for trait in TRAITS.values()), DISTANCE)
    rows: list[tuple[Cell, ...]] = [
        (Text(area.name), *(_cell(material.figure(slug, area, material.partnership.this)) for slug in slugs))
        for area in _areas(material)
    ]
    headings = ("Residents", "Per hectare", "Deprivation", "Aged 15 to 29", "Aged 65 and over", "Distance")
    chosen = _choice(material)
    return Table(
        id="similar-areas",
        caption=f"The areas that {material.area.name} is compared with, and what they are like",
        columns=(Column("Area"), *(Column(heading, numeric=True) for heading in headings)),
        rows=tuple(rows),
        note=" ".join(
            [
                *(chosen.reasons if chosen else ()),
                "Deprivation is the average rank of an area's small areas, from 0 (most deprived) to 100. Distance is in "
                f"standard deviations of English authorities. [z] {material.area.name} itself.",
            ]
        ),
        source=_sources(material, "population", "households", "deprivation", COUNTS),
        empty=EMPTY,
    )


def similar_rates(material: Material) -> Table:
    """The headline rates of each area, and of all areas whose records were sent."""
    this = material.partnership.this
    measures = [MEASURES[slug] for slug in HEADLINE]
    rows = []
    for area in (*_areas(material), *_together(material)):
        rates = [material.figure(f"{measure.slug}-per-1000", area, this) for measure in measures]
        cells = [cell for rate in rates for cell in (_cell(rate), _range(rate))]
        rows.append((Text(area.name[0].upper() + area.name[1:]), *cells))
    headings = [f"{measure.label} per 1,000 {measure.per}" for measure in measures]
    return Table(
        id="similar-rates",
        caption=f"Rates of {material.area.name} and similar areas, {this.label}",
        columns=(
            Column("Area"),
            *(Column(h, numeric=True) for heading in headings for h in (heading, "Likely range")),
        ),
        rows=tuple(rows),
        note=LIMITS,
        source=_sources(material, COUNTS, "population"),
        empty=EMPTY,
    )


def beside_similar(material: Material) -> Table:
    """Every type of incident: our rate, the range of theirs, and whether we differ from them."""
    rows = []
    for measure, finding in _levels(material):
        ours, *theirs = _rates(material, finding)
        ends = sorted(theirs, key=lambda figure: figure.value or 0.0)
        covered = material.figure(f"{measure.slug}-per-1000", Area(code=COVERED, name=""), material.partnership.this)
        cells = (_cell(ours), _cell(ends[0]), _cell(ends[-1]), _cell(covered))
        rows.append((Text(measure.label), *cells, *_effect(finding), Text(finding.verdict.capitalize())))
    headings = (
        f"{material.area.name}, per 1,000", "Similar areas: lowest", "Highest", "All areas sent",
        "Beside their average", "Likely range",
    )  # fmt: skip
    return Table(
        id="beside-similar",
        caption=f"{material.area.name} beside similar areas, {material.partnership.this.label}",
        columns=(Column("Measure"), *(Column(heading, numeric=True) for heading in headings), Column("Reading")),
        rows=tuple(rows),
        note=f"The range is that of one area more among the similar ones. Readings allow for the number of types. {LIMITS}",
        source=_sources(material, COUNTS, "population", "households"),
        empty=EMPTY,
    )


def similar_change(material: Material) -> Table:
    """How each type moved here against how it moved in similar areas."""
    before, this = material.partnership.before, material.partnership.this
    rows = []
    for measure in material.measures():
        finding = material.finding(f"{measure.slug}/{material.area.key}/{before}~{this};against=similar")
        if finding:
            counts = [_cell(material.release.figures.get(name)) for name in finding.figures[:2]]
            rows.append((Text(measure.label), *counts, *_effect(finding), Text(finding.verdict.capitalize())))
    headings = (before.label, this.label, "Against similar areas", "Likely range")
    return Table(
        id="similar-change",
        caption=f"How {material.area.name} moved against similar areas",
        columns=(Column("Measure"), *(Column(heading, numeric=True) for heading in headings), Column("Reading")),
        rows=tuple(rows),
        note=(
            "Against similar areas: after over before here, divided by the average of the same there. How much similar areas "
            f"differ from each other decides the range. Readings allow for the number of types. {LIMITS}"
        ),
        source=_sources(material, COUNTS),
        empty=EMPTY,
    )


def beside_similar_chart(material: Material) -> Picture | None:
    """Every type beside the similar areas: theirs as small dots, ours with the range of one area more."""
    found = _levels(material)
    if not found:
        return None
    rows = [_chart_row(material, measure, finding) for measure, finding in found]
    apart = [measure.label for (measure, finding) in found if _SIDES.get(finding.verdict) in ("rose", "fell")]
    name, this = material.area.name, material.partnership.this.label
    title = (
        f"{name} clearly differs from similar areas in {_listed(apart)}"
        if apart
        else f"No type clearly sets {name} apart from similar areas"
    )
    return Picture(
        id="beside-similar",
        title=title,
        subtitle=(
            f"Rates of {name} against the average of {len(_areas(material)) - 1} similar areas, {this}. Small dots: those "
            "areas. Lines: 95% ranges."
        ),
        alt=(
            f"Dot chart of {len(rows)} types of incident in {name} against similar areas, each with its range and the "
            f"similar areas as small dots. {title}. Figures in the table."
        ),
        spec=charts.change_chart(rows, title="Difference from the average of similar areas, %"),
        source=_sources(material, COUNTS),
        table=beside_similar(material),
    )


def _chart_row(material: Material, measure: Measure, finding: Finding) -> charts.ChangeRow:
    effect, (ours, *theirs) = finding.effect, _rates(material, finding)
    centre = ours.value / effect.ratio if effect and ours.value else 0.0
    return charts.ChangeRow(
        label=measure.label,
        ratio=effect.ratio if effect else None,
        lower=effect.lower if effect else None,
        upper=effect.upper if effect else None,
        verdict_text=f"{wording.number(ours)} per 1,000: {finding.verdict.removesuffix(' than similar areas')}",
        verdict=_SIDES.get(finding.verdict, "cannot say"),
        better=measure.better,
        others=tuple((figure.value or 0.0) / centre for figure in theirs) if centre else (),
    )


def _listed(labels: list[str]) -> str:
    words = [label[0].lower() + label[1:] for label in labels]
    return (
        words[0]
        if len(words) == 1
        else f"{', '.join(words[:-1])} and {words[-1]}"
        if len(words) < 4
        else f"{len(words)} types"
    )


def _choice(material: Material) -> Finding | None:
    return material.finding(f"similar-areas/{material.area.code}/{material.partnership.this}")


def _areas(material: Material) -> tuple[Area, ...]:
    """Ours and the similar ones, in the order of the choice."""
    chosen = _choice(material)
    if chosen is None:
        return ()
    figures = [material.release.figures[name] for name in chosen.figures]
    return tuple(dict.fromkeys(figure.area for figure in figures))


def _together(material: Material) -> tuple[Area, ...]:
    this = material.partnership.this
    figure = material.figure(f"{HEADLINE[0]}-per-1000", Area(code=COVERED, name=""), this)
    return (figure.area,) if figure else ()


def against_similar(material: Material, measure: Measure) -> Finding | None:
    """How the measure's latest rate stands to those of similar areas, where they were sent."""
    rate = f"{measure.slug}-per-1000/{material.area.key}/{material.partnership.this}"
    return material.finding(f"{rate};against=similar")


def _levels(material: Material) -> list[tuple[Measure, Finding]]:
    return [(measure, finding) for measure in material.measures() if (finding := against_similar(material, measure))]


def _rates(material: Material, finding: Finding) -> list[Figure]:
    """Our rate, then those of the similar areas."""
    figures = [material.release.figures[name] for name in finding.figures]
    return [figure for figure in figures if figure.measure.endswith("-per-1000")]


def _cell(figure: Figure | None) -> Cell:
    return Number(wording.number(figure), figure.id) if figure else Text("[z]")


def _range(figure: Figure | None) -> Cell:
    return Number(wording.interval(figure), figure.id) if figure else Text("[z]")


def _effect(finding: Finding) -> tuple[Cell, Cell]:
    if finding.effect is None:
        return Text("[z]"), Text("[z]")
    return Number(wording.signed_change(finding), finding.id), Number(wording.signed_range(finding), finding.id)


def _sources(material: Material, *contracts: str) -> str:
    """Who sent the files behind a table, with their dates."""
    said = []
    for name, settings in material.partnership.sources.items():
        if (settings.contract or name) in contracts:
            what = {COUNTS: "street-level crime"}.get(
                settings.contract or name, (settings.contract or name).replace("_", " ")
            )
            said.append(
                f"{what.capitalize()} from {settings.owner}" + (f" ({settings.dated})" if settings.dated else "")
            )
    return "; ".join(said)
