"""What stands out: types of incident in the last month, small areas that are hot spots, small areas that lie apart."""

from collections.abc import Callable

from wardmote.assessment.document import Cell, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, public, range_cell, source_of, sources_of
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import MEASURES
from wardmote.periods import month_name


def unusual(material: Material) -> Table:
    """Each type of incident in the last month against its season."""
    found = [f for f in material.findings("unusual") if f.id.endswith(";unusual")]
    figures = material.release.figures
    found.sort(key=lambda f: f.verdict != "unusually many")
    rows = tuple(
        (Text(f.label.rsplit(", ", 1)[0]), *(figure_cell(figures[name]) for name in f.figures), Text(f.verdict.capitalize()))
        for f in found
    )  # fmt: skip
    month = material.partnership.this.end
    name = f"unusual/{material.area.key}/{material.partnership.this}"
    over_all = material.finding(name)
    return Table(
        id="unusual",
        caption=f"What was unusual in {month_name(month)}",
        columns=headed("Type of incident", "Counted#", "Expected#", "Usual up to#", "Reading"),
        rows=rows,
        note=" ".join(
            [
                "Expected: from the same season of the years before and their trend. All types together are beyond their "
                "bounds by chance in about one month in twenty.",
                *(over_all.reasons if over_all else ()),
            ]
        ),
        source=sources_of(material, public(material)),
        empty=said(material, name),
    )


def said(material: Material, name: str) -> str:
    """What a finding says that has no numbers to table: a refusal with its reason, or that nothing stood out."""
    finding = material.finding(name)
    return finding.sentence if finding else "The records for this were not sent, or hold nothing."


def hot_spots(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        measure, this = MEASURES[slug], material.partnership.this
        found = [
            f for f in material.findings("small-area") if f.id.startswith(f"{slug}/") and f.id.endswith(";hot-spot")
        ]
        rows = []
        for finding in sorted(found, key=lambda f: (f.verdict, -(material.release.figures[f.figures[0]].value or 0))):
            figure = material.release.figures[finding.figures[0]]
            rated = material.figure(f"{slug}-per-1000", figure.area, this)
            rows.append(
                (
                    Text(figure.area.name),
                    Text(ward_of(material, figure.area.code)),
                    figure_cell(figure),
                    figure_cell(rated),
                    Text(finding.verdict.capitalize()),
                )
            )
        return Table(
            id=f"{short(slug)}-hot-spots",
            caption=f"Where {measure.noun} lie together, {this.label}",
            columns=headed("Small area", "Ward (best fit)", "Number#", f"Per 1,000 {measure.per}#", "Pattern"),
            rows=tuple(rows),
            note="High among high: with its neighbours it holds more than chance would put side by side (Getis and Ord's "
            "Gi*, false discoveries held to one in twenty). Small areas not named show no clear pattern.",
            source=source_of(material, measure),
            empty=said(material, f"{slug}/{material.area.key}/{this};hot-spots"),
        )

    return build


def small_areas(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        measure, this = MEASURES[slug], material.partnership.this
        found = [f for f in material.findings("small-area") if f.id.startswith(f"{slug}-per-1000/") and "@" in f.id]
        rows = [_small_area_row(material, slug, finding) for finding in _by_place(material, slug, found)]
        return Table(
            id=f"{short(slug)}-funnel",
            caption=f"Small areas that lie apart, {measure.label.lower()}, {this.label}",
            columns=headed(
                "Small area", "Ward (best fit)", "Rate#", "Drawn to the mean#", "Place could be#", "Reading"
            ),
            rows=tuple(rows),
            note=f"Rate: per 1,000 {measure.per}. Drawn to the mean: what the rate is likely to be once luck is allowed for. "
            "Place: 1 is the highest rate. Limits are those of the funnel at 99.8%, widened by how areas differ.",
            source=source_of(material, measure),
            empty=said(material, f"{slug}/{material.area.key}/{this};funnel"),
        )

    return build


def _by_place(material: Material, slug: str, found: list[Finding]) -> list[Finding]:
    this = material.partnership.this

    def smoothed(finding: Finding) -> float:
        area = material.release.figures[finding.figures[0]].area
        figure = material.figure(f"{slug}-smoothed-per-1000", area, this)
        return -(figure.value or 0) if figure else 0.0

    return sorted(found, key=smoothed)


def _small_area_row(material: Material, slug: str, finding: Finding) -> tuple[Cell, ...]:
    rated, this = material.release.figures[finding.figures[0]], material.partnership.this
    return (
        Text(rated.area.name),
        Text(ward_of(material, rated.area.code)),
        figure_cell(rated),
        figure_cell(material.figure(f"{slug}-smoothed-per-1000", rated.area, this)),
        range_cell(material.figure(f"{slug}-place", rated.area, this)),
        Text(finding.verdict.capitalize()),
    )


def ward_of(material: Material, lsoa: str) -> str:
    """The name of the ward a small area belongs to by best fit."""
    code = material.small_areas.get(lsoa, {}).get("ward", "")
    return next((ward.name for ward in material.wards if ward.code == code), "[x]")


def short(slug: str) -> str:
    return {"asb-incidents": "asb", "recorded-crime": "crime", "council-asb": "council"}[slug]
