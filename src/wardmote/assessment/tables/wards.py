"""Ward by ward, and whether the order of wards survives their boundaries."""

from collections.abc import Callable

from wardmote.assessment.document import Cell, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import SHORTHAND, figure_cell, headed, range_cell, source_of, verdict_words
from wardmote.findings.finding import BoundaryTest
from wardmote.findings.rank import rank_id
from wardmote.measures.catalogue import MEASURES


def ward_table(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        measure, this, before = MEASURES[slug], material.partnership.this, material.partnership.before
        public = measure.source == "police_uk_street"
        rows = []
        for ward in material.wards:
            polygon = material.figure(slug, ward, this, "polygon")
            cells: list[Cell] = [Text(ward.name), figure_cell(material.figure(slug, ward, before, "polygon"))]
            cells.append(figure_cell(polygon))
            if public:
                rate = material.figure(f"{slug}-per-1000", ward, this, "best-fit")
                cells += [figure_cell(material.figure(slug, ward, this, "best-fit")), figure_cell(rate)]
                cells.append(range_cell(rate))
            cells.append(Text(verdict_words(material.change(measure, ward, "polygon"))))
            rows.append((-((polygon and polygon.value) or 0), tuple(cells)))
        rows.sort(key=lambda row: row[0])
        headings = ["Ward", f"{before.label}#", f"{this.label}#"]
        headings += ["By best fit#", "Rate#", "Rate, likely range#"] if public else []
        return Table(
            id=f"{'council' if slug == 'council-asb' else slug.split('-')[0].replace('recorded', 'crime')}-wards",
            caption=f"{measure.label} by ward, {material.partnership.ward_vintage} boundaries",
            columns=headed(*headings, "Verdict on change"),
            rows=tuple(cells for _, cells in rows),
            note=f"Counts by the ward the map point lies in, unless headed best fit. {SHORTHAND} {_rounding(material, slug)}",
            source=source_of(material, measure),
        )

    return build


def _rounding(material: Material, slug: str) -> str:
    shown = [f.disclosure for f in material.release.figures.values() if f.measure == slug]
    if any(disclosure.state == "rounded" for disclosure in shown):
        return f"Counts are rounded to the nearest {material.partnership.disclosure.round_to}."
    public = all(disclosure.source_class == "already-public" for disclosure in shown)
    return "Counts are exact: they are already public." if public else "Counts are exact, for the board only."


def asb_boundary(material: Material) -> Table:
    """The boundary test for the ward with the most anti-social behaviour, in both periods."""
    vintage, rows = material.partnership.ward_vintage, []
    for period in (material.partnership.before, material.partnership.this):
        finding = material.finding(rank_id(MEASURES["asb-incidents"], material.area, vintage, str(period)))
        if finding:
            rows += [_boundary_row(test, finding.id, period.label) for test in _telling(finding.boundary_tests)]
    return Table(
        id="asb-boundary",
        caption="Does the order of wards survive their shared boundary?",
        columns=headed("Wards", "First#", "Second#", "Within metres#", "Incidents near the boundary#", "The order"),
        rows=tuple(rows),
        note="Incidents near a shared boundary may be booked to either ward.",
        source=source_of(material, MEASURES["asb-incidents"]),
    )


def _telling(tests: tuple[BoundaryTest, ...]) -> list[BoundaryTest]:
    """Every ward that could come out on top, at the first distance where it could and at the widest; else the nearest."""
    shown = []
    for ward in dict.fromkeys(test.second for test in tests if not test.stable):
        unsafe = [test for test in tests if test.second == ward and not test.stable]
        shown += [unsafe[0], *(test for test in unsafe[1:] if test.metres == 100)]
    widest = [test for test in tests if test.metres == 100]
    return shown or sorted(widest, key=lambda test: -test.second_count)[:1]


def _boundary_row(test: BoundaryTest, finding_id: str, period: str) -> tuple[Cell, ...]:
    near = test.first_near + test.second_near
    return (
        Text(f"{test.first} and {test.second}, {period}"),
        Number(f"{test.first_count:,}", finding_id),
        Number(f"{test.second_count:,}", finding_id),
        Text(str(test.metres)),
        Number(f"{near:,}", finding_id),
        Text("Holds" if test.stable else f"Changes if {test.flip_share:.0%} are booked the other way"),
    )
