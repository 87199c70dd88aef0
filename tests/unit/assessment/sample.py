"""A whole invented assessment, of Marlbridge: every kind of block, a failing claim, withheld cells, awkward text."""

from shapely.geometry import box

from wardmote.assessment.document import (
    Briefing,
    BulletList,
    Callout,
    ClaimText,
    Column,
    Document,
    Heading,
    Link,
    Number,
    Paragraph,
    Picture,
    Section,
    Strong,
    Table,
    Text,
    Trace,
    TraceStep,
)
from wardmote.assessment.pictures import charts, maps

WARDS = (
    "Market",
    "Riverside",
    "Westbrook",
    "Kings Park",
    "Harbour",
    "Abbey",
    "Northgate",
    "St Mary’s",
    "Dunstan",
    "Quayside",
    "Southgate",
    "Gaol Hill",
    "Upper Town",
    "Temple",
    "Llanfŵr and Café Row",
    "Priory",
    "Fenside",
    "Castle",
    "Eastfield",
    "Strood South and Cuxton Rural Parish",
    "Bridge Street",
    "Orchard",
)
WITHHELD = ("Bridge Street", "Orchard")


def rate_of(ward: str) -> float | None:
    """An invented rate, or None where it is withheld."""
    return None if ward in WITHHELD else round(31.6 * 0.9 ** WARDS.index(ward), 1)


def change_rows() -> list[charts.ChangeRow]:
    return [
        charts.ChangeRow("Anti-social behaviour", 0.88, 0.81, 0.94, "3,580 to 3,135: fell", "fell"),
        charts.ChangeRow("Robbery", 1.17, 0.86, 1.59, "90 to 105: no clear change", "no clear change"),
        charts.ChangeRow("Shoplifting", 1.24, 1.11, 1.38, "905 to 1,120: rose", "rose"),
        charts.ChangeRow("Stalking and harassment", None, None, None, "Cannot say [b]", "cannot say"),
    ]


def ranked_rows() -> list[charts.RankedRow]:
    return [_ranked(ward) for ward in WARDS]


def _ranked(ward: str) -> charts.RankedRow:
    rate = rate_of(ward)
    if rate is None:
        return charts.RankedRow(ward, None, None, None, "withheld")
    lower, upper = rate * 0.85, rate * 1.15
    verdict = "higher" if lower > 12.8 else "lower" if upper < 12.8 else "similar"
    return charts.RankedRow(ward, rate, lower, upper, verdict)


def month_points() -> list[charts.MonthPoint]:
    early = [charts.MonthPoint(f"2024-{month:02d}", 300 + (month * 37) % 41) for month in range(4, 13)]
    late = [charts.MonthPoint(f"2025-{month:02d}", 255 + (month * 23) % 19, "below") for month in range(4, 12)]
    return [*early, *late, charts.MonthPoint("2025-12", 120, incomplete=True)]


def map_areas() -> list[maps.MapArea]:
    """Squares in a grid, in metres of the British National Grid."""
    return [_square(number, ward) for number, ward in enumerate(WARDS)]


def _square(number: int, ward: str) -> maps.MapArea:
    west, south = 575_000 + number % 6 * 1500, 168_000 - number // 6 * 1200
    rate = rate_of(ward)
    shape = box(west, south, west + 1500, south + 1200)
    label = "[c]" if rate is None else f"{rate:.1f}"
    return maps.MapArea(f"E05{number:06d}", ward, shape, rate, label, withheld=rate is None)


def glance_table() -> Table:
    columns = (
        Column("Measure"),
        Column("Latest year", True),
        Column("Year before", True),
        Column("Change", True),
        Column("Likely range"),
        Column("Verdict"),
    )
    rows = (
        (
            Text("Anti-social behaviour"),
            Number("3,135", "asb-2026"),
            Number("3,580", "asb-2025"),
            Number("−12%", "asb-change"),
            Text("−19% to −6%"),
            Text("Fell"),
        ),
        (
            Text("Robbery"),
            Number("105", "robbery-2026"),
            Number("90", "robbery-2025"),
            Number("+17%", "robbery-change"),
            Text("−14% to +59%"),
            Text("No clear change"),
        ),
        (
            Text("Shoplifting"),
            Number("1,120", "shop-2026"),
            Number("905", "shop-2025"),
            Number("+24%", "shop-change"),
            Text("+11% to +38%"),
            Text("Rose"),
        ),
        (
            Text("Stalking and harassment"),
            Number("[x]", "stalking-2026"),
            Text("[b]"),
            Text("[z]"),
            Text("[z]"),
            Text("Cannot say"),
        ),
    )
    return Table(
        "glance",
        "Recorded crime and incidents, Marlbridge, year ending March 2026",
        columns,
        rows,
        note="[b]: recording rules changed in May 2025. [x]: not sent. [z]: not applicable.",
        source="Crime tables from the police",
    )


def ward_table() -> Table:
    columns = (
        Column("Ward"),
        Column("Incidents", True),
        Column("Rate per 1,000 residents", True),
        Column("Lower limit", True),
        Column("Upper limit", True),
        Column("Compared with the average"),
    )
    return Table(
        "wards",
        "Anti-social behaviour by ward, year ending March 2026",
        columns,
        tuple(_ward_row(ward) for ward in WARDS),
        note="[c]: withheld to protect individuals.",
        source="Incident extract from the police; residents from the 2024 estimates",
    )


def _ward_row(ward: str) -> tuple[Text | Number, ...]:
    rate = rate_of(ward)
    if rate is None:
        return (Text(ward), *(Text("[c]") for _ in range(4)), Text("Withheld [c]"))
    return (
        Text(ward),
        Number(f"{rate * 9:,.0f}", f"asb-count-{ward}"),
        Number(f"{rate:.1f}", f"asb-rate-{ward}"),
        Text(f"{rate * 0.85:.1f}"),
        Text(f"{rate * 1.15:.1f}"),
        Text("Similar to average"),
    )


def months_table() -> Table:
    rows = tuple((Text(point.month), Number(f"{point.value:,.0f}", f"asb-{point.month}")) for point in month_points())
    return Table("months", "Incidents each month", (Column("Month"), Column("Incidents", True)), rows)


def failing_claim() -> ClaimText:
    return ClaimText(
        (Text("Robbery rose by "), Number("17%", "robbery-change"), Text(".")),
        "robbery-rose",
        "robbery",
        holds=False,
        note="The data support: there was no clear change in robbery.",
    )


def holding_claim() -> ClaimText:
    words = (
        Text("Police recorded "),
        Number("3,135", "asb-2026"),
        Text(" anti-social behaviour incidents, "),
        Number("12%", "asb-change"),
        Text(" fewer than the year before ("),
        Number("3,580", "asb-2025"),
        Text(")."),
    )
    return ClaimText(words, "asb-fell", "asb", holds=True)


def sections() -> tuple[Section, ...]:
    return (_main_points(), _glance(), _wards(), _theme(), _method())


def _main_points() -> Section:
    points = (
        (holding_claim(),),
        (failing_claim(),),
        (Text("Market and Riverside have the highest rates; we cannot say which is higher."),),
    )
    return Section(
        "main-points",
        "Main points",
        (
            BulletList(points),
            Paragraph(
                (
                    Text("“Recorded” is not all crime – a café’s £20 theft in Llanfŵr may go unreported. "),
                    Strong((Text("Read the ranges, not only the percentages."),)),
                    Text(" <b>not markup</b> #let typst = 1 $x$ *stars* _lines_ @ref \\ / [c]"),
                )
            ),
            Callout(
                "missing",
                "Domestic abuse",
                (
                    Text("The law asks for this chapter and nothing was sent. See "),
                    Link("the guidance", "https://example.org/guidance"),
                    Text("."),
                ),
            ),
        ),
    )


def _glance() -> Section:
    return Section(
        "at-a-glance",
        "At a glance",
        (
            Paragraph((Text("Four measures, each with its likely range."),)),
            glance_table(),
            Picture(
                "change",
                "Anti-social behaviour fell and shoplifting rose",
                "Change in recorded offences, Marlbridge, year ending March 2026. Lines: 95% intervals.",
                "Dot chart of change in four measures. Anti-social behaviour fell, shoplifting rose.",
                charts.change_chart(change_rows()),
                "Crime tables from the police",
                glance_table(),
            ),
        ),
    )


def _wards() -> Section:
    areas = map_areas()
    breaks = maps.round_breaks([area.value for area in areas if area.value is not None])
    return Section(
        "wards",
        "Where it was recorded",
        (
            Heading(3, "Town-centre wards have the highest rates", "wards-rates"),
            Paragraph((Text("Visitors are in the incidents but not in the population."),)),
            Picture(
                "map",
                "Market and Riverside have the highest rates of anti-social behaviour",
                "Incidents per 1,000 residents by ward. [c]: withheld to protect individuals.",
                "Map of 22 wards. Rates are highest in Market (31.6) and Riverside (28.4).",
                maps.choropleth(areas, breaks, "Incidents per 1,000 residents"),
                "Ward boundaries of 2023",
                ward_table(),
            ),
            Picture(
                "ranked",
                "Eight wards are above the average, and two are withheld",
                "Incidents per 1,000 residents. Lines: 95% intervals.",
                "Dot chart of 22 wards in order of rate.",
                charts.ranked_chart(ranked_rows(), 12.8, "Incidents per 1,000 residents"),
                "Incident extract",
            ),
            Heading(3, "The full table", "wards-table"),
            ward_table(),
        ),
    )


def _theme() -> Section:
    gap = charts.MonthGap("2025-01", "2025-03", "No data, January to March 2025")
    return Section(
        "asb",
        "Anti-social behaviour has been below its average since April 2025",
        (
            Paragraph((Text("The fall began when patrols started. We have not tested whether one led to the other."),)),
            Picture(
                "months",
                "Incidents have been below their earlier average in every month since April 2025",
                "Incidents recorded each month, Marlbridge, April 2024 to December 2025.",
                "Control chart of 18 months. The last eight complete months are below the average.",
                charts.months_chart(month_points(), 318, 280, 356, [gap], "Incidents a month"),
                "Incident extract",
                months_table(),
            ),
            Heading(3, "What we did", "asb-did"),
            Heading(4, "Patrols", "asb-patrols"),
            BulletList(
                ((Text("Ask which streets were patrolled."),), (Text("Compare with similar streets."),)), ordered=True
            ),
            Picture(
                "targets",
                "One target was met and one missed",
                "Share of cases. Lines: 95% intervals.",
                "Dot chart of two targets.",
                charts.target_chart(
                    [
                        charts.TargetRow(
                            "Cases closed within 28 days", 0.81, 0.7, 0.89, 0.9, "45 of 56: missed", "missed"
                        ),
                        charts.TargetRow("Victims contacted", 0.97, 0.95, 0.98, 0.9, "970 of 1,000: met", "met"),
                    ]
                ),
            ),
        ),
    )


def _method() -> Section:
    return Section(
        "method",
        "Method and limits",
        (
            Callout("note", "About these figures", (Text("Counts are exact where they were already public."),)),
            Callout("warning", "Late file", (Text("The fire service’s file came after the date."),)),
            Paragraph(
                (
                    Text("Questions: "),
                    Link("csp@marlbridge.example", "mailto:csp@marlbridge.example"),
                    Text(", never "),
                    Link("this", "javascript:alert(1)"),
                    Text("."),
                )
            ),
        ),
    )


def briefing() -> Briefing:
    rows = tuple(row[:4] + row[5:] for row in glance_table().rows)
    columns = glance_table().columns[:4] + glance_table().columns[5:]
    table = Table("briefing-table", "Recorded crime and incidents", columns, rows, note="[b]: recording rules changed.")
    picture = Picture(
        "briefing-change",
        "Anti-social behaviour fell and shoplifting rose",
        "Change, with 95% intervals.",
        "Dot chart of change in four measures.",
        charts.change_chart(change_rows()),
        "Crime tables from the police",
    )
    return Briefing(
        "Marlbridge: one page for councillors",
        ((holding_claim(),), (failing_claim(),)),
        table,
        picture,
        (Strong((Text("Ask: "),)), Text("what would we need to know to say why it fell?")),
    )


def traces() -> tuple[Trace, ...]:
    used = dict.fromkeys(_used_ids())
    return tuple(
        Trace(
            figure_id,
            f"Figure {figure_id}",
            (
                TraceStep("Value", "as printed"),
                TraceStep("Method", "count of incidents by month recorded"),
                TraceStep("Files", "police_asb_incidents_2026.csv (sha256 0f3a…), 3,135 rows"),
            ),
        )
        for figure_id in used
    )


def _used_ids() -> list[str]:
    wards = [f"asb-{kind}-{ward}" for ward in WARDS if ward not in WITHHELD for kind in ("count", "rate")]
    measures = [f"{name}-{what}" for name in ("asb", "robbery", "shop") for what in ("2026", "2025", "change")]
    return [*measures, "stalking-2026", *wards, *(f"asb-{point.month}" for point in month_points())]


def sample_document(draft: bool = True) -> Document:
    """The whole document; the same on every call."""
    return Document(
        title="Strategic assessment 2026",
        subtitle="What was recorded in Marlbridge, and what we can say about it",
        partnership="Marlbridge Community Safety Partnership",
        period_label="Year ending March 2026",
        dated="2026-06-30",
        approver="Marlbridge Community Safety Partnership Board",
        contact="csp@marlbridge.example",
        release="2026.1",
        draft=draft,
        sections=sections(),
        briefing=briefing(),
        traces=traces(),
    )
