"""The season, the months ahead and the years: what the series of months says beyond two periods."""

from collections.abc import Callable

from wardmote.assessment.document import Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import figure_cell, headed, public, range_cell, source_of, sources_of
from wardmote.assessment.tables.standing_out import said, short
from wardmote.claims import wording
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import MEASURES
from wardmote.periods import Period, month_name


def of_measure(material: Material, kind: str, slug: str) -> Finding | None:
    """The finding of one kind on one measure, unless it was refused."""
    found = material.finding(pattern_id(material, kind, slug))
    return found if found and found.kind == kind else None


def pattern_id(material: Material, kind: str, slug: str) -> str:
    return f"{slug}/{material.area.key}/{material.partnership.this};{kind}"


def season(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        finding = of_measure(material, "season", slug)
        figures = [material.release.figures[name] for name in finding.figures] if finding else []
        figures.sort(key=lambda figure: figure.measure)
        span = figures[0].period.period.label if figures else ""
        return Table(
            id=f"{short(slug)}-season",
            caption=f"{MEASURES[slug].label}: each month of the year against an average month, {span}",
            columns=headed("Month", "Of an average month#", "Likely range#"),
            rows=tuple((Text(_calendar(f.measure)), figure_cell(f), range_cell(f)) for f in figures),
            note="A step between years is not taken for a season; months differ in their days as well.",
            source=source_of(material, MEASURES[slug]),
            empty=said(material, pattern_id(material, "season", slug)),
        )

    return build


def _calendar(measure: str) -> str:
    return month_name(f"2001-{measure[-2:]}").split()[0]


def control(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        finding = of_measure(material, "control", slug)
        signalling = set(finding.figures[3:]) if finding else set()
        months = [m for m in material.months_sent.get(MEASURES[slug].source, []) if m in material.partnership.this]
        rows = []
        for month in months if finding else []:
            counted, adjusted = (
                material.figure(name, material.area, Period(month, month)) for name in (slug, f"{slug}-adjusted")
            )
            reading = "Signals" if adjusted and adjusted.id in signalling else "Within the usual"
            rows.append((Text(month_name(month)), figure_cell(counted), figure_cell(adjusted), Text(reading)))
        return Table(
            id=f"{short(slug)}-control",
            caption=f"{MEASURES[slug].label} with the season taken out, {material.partnership.this.label}",
            columns=headed("Month", "Counted#", "In an average month#", "Reading"),
            rows=tuple(rows),
            note="Limits come from the months before. A month signals outside them, or as one of seven running on one side.",
            source=source_of(material, MEASURES[slug]),
            empty=said(material, pattern_id(material, "control", slug)),
        )

    return build


def forecast(slug: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        finding = of_measure(material, "forecast", slug)
        figures = [material.release.figures[name] for name in finding.figures] if finding else []
        return Table(
            id=f"{short(slug)}-forecast",
            caption=f"{MEASURES[slug].label}: what is to be expected if things go on as they have",
            columns=headed("Month", "Expected#", "Likely range#"),
            rows=tuple((Text(month_name(f.period.start)), figure_cell(f), range_cell(f)) for f in figures),
            note="Shown because, put to the test on the last year, it came closer than saying “as last year”.",
            source=source_of(material, MEASURES[slug]),
            empty=said(material, pattern_id(material, "forecast", slug)),
        )

    return build


def trends(material: Material) -> Table:
    """How each type went over the years."""
    rows = tuple(
        (
            Text(f.label.removesuffix(": the years")),
            Number(wording.signed_change(f), f.id),
            Number(wording.signed_range(f), f.id),
            Text(f.verdict.capitalize()),
        )
        for f in material.findings("trend")
    )
    return Table(
        id="trends",
        caption="How the years went: change a year, the season taken out",
        columns=headed("Type of incident", "Change a year#", "Likely range#", "Reading"),
        rows=rows,
        note="Not steady: one number a year would mislead. Readings allow for the number of types. Each goes back to the "
        "last change of recording, or to the first month sent.",
        source=sources_of(material, public(material)),
        empty=said(material, f"trends/{material.area.key}/{material.partnership.this}"),
    )
