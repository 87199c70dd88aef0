"""Small invented figures and findings for unit tests; every name here is made up."""

from wardmote.findings.figure import Disclosure, Figure, Limits, SourceRows, Span, figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.measures.catalogue import MEASURES
from wardmote.partnership import Board, DisclosurePolicy, Partnership, People, SourceClass
from wardmote.periods import Period
from wardmote.places.area import Area

TOWN = Area(code="E06999901", name="Marlbridge")
THIS, BEFORE = Period.parse("2025-04..2026-03"), Period.parse("2024-04..2025-03")
POLICY = DisclosurePolicy()


def ward(number: int) -> Area:
    return Area(code=f"E059999{number:02d}", name=f"Ward {number}", vintage="2024")


def figure(
    value: int,
    area: Area = TOWN,
    measure: str = "asb-incidents",
    period: Period = THIS,
    by: str | None = None,
    source_class: SourceClass = "already-public",
) -> Figure:
    return Figure(
        id=figure_id(measure, area, period, by),
        measure=measure,
        label=MEASURES[measure].label,
        area=area,
        period=Span(start=period.start, end=period.end),
        value=value,
        unit="incidents",
        numerator=value,
        interval=Limits(lower=value * 0.9, upper=value * 1.1, method="byar"),
        assignment=by or "lsoa-code",
        disclosure=Disclosure(source_class=source_class),
        lineage=(SourceRows(source="police_uk_street", file="a.csv", sha256="0" * 64, rows=value),),
    )


def change(before: Figure, after: Figure, verdict: str = "fell") -> Finding:
    return Finding(
        id=f"{after.measure}/{after.area.key}/{BEFORE}~{THIS}",
        kind="change",
        label=after.label,
        figures=(before.id, after.id),
        effect=Effect(ratio=0.7934567, lower=0.7012345, upper=0.8998765, method="test"),
        p=0.0001234,
        q=0.0012345,
        dispersion=1.2345,
        exact_p=0.00012,
        smallest_detectable=0.0912345,
        family="types of incident",
        verdict=verdict,
        records="records fell",
        sentence=f"It was {{{after.id}}}, {{change:{after.measure}/{after.area.key}/{BEFORE}~{THIS}}} fewer.",
    )


def partnership(root) -> Partnership:  # type: ignore[no-untyped-def]
    return Partnership(
        root=root,
        inbox=root / "inbox",
        name="Marlbridge Community Safety Partnership (invented)",
        area=TOWN.code,
        area_name=TOWN.name,
        ward_vintage="2024",
        lsoa_vintage="2021",
        this=THIS,
        before=BEFORE,
        sources={},
        disclosure=POLICY,
        people=People(approver="Nobody (invented)", contact="community.safety@marlbridge.example"),
        board=Board(),
    )
