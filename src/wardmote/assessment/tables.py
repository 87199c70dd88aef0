"""The named tables a chapter may ask for with {table:name}; each holds released numbers only."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from wardmote.assessment import worked
from wardmote.assessment.document import Cell, Column, Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import BoundaryTest, Finding
from wardmote.findings.rank import rank_id
from wardmote.measures.catalogue import MEASURES, Measure
from wardmote.measures.worked import WORKED
from wardmote.partnership import SourceSettings
from wardmote.periods import missing_between, month_name
from wardmote.places.area import ELSEWHERE
from wardmote.plan.priorities import Indicator
from wardmote.sources.contracts import find_contract

_PUBLICATIONS = {"police_uk_street": "Street-level crime", "council_asb": "Reports to the council"}
SHORTHAND = "[c] withheld to protect individuals; [x] not sent; [b] the series breaks, so no comparison is made."
BLANK = Text("[z]")


def figure_cell(figure: Figure | None) -> Cell:
    return Number(wording.number(figure), figure.id) if figure else Text(wording.NOT_SENT)


def range_cell(figure: Figure | None) -> Cell:
    return Number(wording.interval(figure), figure.id) if figure else Text(wording.NOT_SENT)


def verdict_words(finding: Finding | None) -> str:
    """The verdict as a table prints it, with [b] where a break forbids one."""
    if finding is None:
        return wording.NOT_SENT
    if finding.verdict == "cannot say":
        return "Cannot say [b]"
    if finding.verdict == "withheld":
        return wording.WITHHELD
    return finding.verdict.capitalize()


def _columns(*headings: str) -> tuple[Column, ...]:
    """A heading that ends in # is of numbers."""
    return tuple(Column(heading.rstrip("#"), heading.endswith("#")) for heading in headings)


def at_a_glance(material: Material) -> Table:
    """The headline measures: latest, before, change, range, verdict."""
    headline = [m for m in material.measures() if m.slug in ("asb-incidents", "recorded-crime", "council-asb")]
    return _change_table(material, "at-a-glance", f"{material.area.name} at a glance", headline)


def types(material: Material) -> Table:
    """Every type of incident."""
    return _change_table(material, "types", "Every type of incident", material.measures())


def source_of(material: Material, measure: Measure) -> str:
    """ "Street-level crime from Kent Police"."""
    settings = material.partnership.sources.get(measure.source)
    name = _PUBLICATIONS.get(measure.source, measure.label)
    return f"{name} from {settings.owner}" if settings else name


def sources_of(material: Material, measures: Iterable[Measure]) -> str:
    """The named sources behind several measures, each once."""
    return "; ".join(dict.fromkeys(source_of(material, measure) for measure in measures))


def _change_table(material: Material, name: str, caption: str, measures: list[Measure]) -> Table:
    before, this = material.partnership.before, material.partnership.this
    rows = []
    for measure in measures:
        finding = material.change(measure, material.area)
        rows.append(
            (
                Text(measure.label),
                figure_cell(material.figure(measure.slug, material.area, before)),
                figure_cell(material.figure(measure.slug, material.area, this)),
                figure_cell(material.figure(f"{measure.slug}-per-1000", material.area, this)),
                _change_cell(finding, wording.signed_change),
                _change_cell(finding, wording.signed_range),
                Text(verdict_words(finding)),
            )
        )
    return Table(
        id=name,
        caption=f"{caption}: {this.label} and {before.label}",
        columns=_columns(
            "Measure", f"{before.label}#", f"{this.label}#", "Rate#", "Change#", "Likely range#", "Verdict"
        ),
        rows=tuple(rows),
        note=f"{SHORTHAND} {_rate_note(material)}",
        source=sources_of(material, measures),
    )


def _rate_note(material: Material) -> str:
    labels = {f.denominator_label for f in material.release.figures.values() if f.measure.endswith("-per-1000")}
    people = " or ".join(sorted(label for label in labels if label))
    return f"Rate: per 1,000 ({people}); burglary per 1,000 households." if people else "No denominator was sent."


def _change_cell(finding: Finding | None, words: Callable[[Finding], str]) -> Cell:
    if finding is None or finding.effect is None:
        return Text("[b]" if finding and finding.verdict == "cannot say" else wording.NOT_SENT)
    return Number(words(finding), finding.id)


def _ward_table(slug: str) -> Callable[[Material], Table]:
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
            columns=_columns(*headings, "Verdict on change"),
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
        columns=_columns("Wards", "First#", "Second#", "Within metres#", "Incidents near the boundary#", "The order"),
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


def health(material: Material) -> Table:
    """Published health indicators beside England."""
    rows = []
    for finding in material.release.findings.values():
        if finding.kind == "comparison" and finding.id.endswith("~E92000001"):
            ours, england = (material.release.figures[i] for i in finding.figures)
            cells = (Text(finding.label), Text(ours.period.period.label), figure_cell(ours), range_cell(ours))
            rows.append((*cells, figure_cell(england), Text(finding.verdict.capitalize())))
    return Table(
        id="health",
        caption=f"Health indicators, {material.area.name} and England",
        columns=_columns("Indicator", "Period", f"{material.area.name}#", "Likely range#", "England#", "Verdict"),
        rows=tuple(rows),
        note=SHORTHAND,
        source="Public health profiles, as published",
    )


def indicators(material: Material) -> Table:
    """Indicators against their targets, with owner and review date."""
    rows = []
    for indicator in material.indicators:
        finding = material.finding(f"indicator/{indicator.id}~target")
        bar = "[z]" if indicator.target is None else wording.target(indicator.target, indicator.unit)
        likely = _likely(material, indicator, finding)
        verdict = finding.verdict.capitalize() if finding else wording.NOT_SENT
        latest = _latest(material, indicator)
        cells = (Text(indicator.label), Text(bar), latest, likely, Text(verdict))
        rows.append((*cells, Text(indicator.owner or "[x]"), Text(indicator.review_date or "[x]")))
    return Table(
        id="indicators",
        caption="Indicators against their targets",
        columns=_columns("Indicator", "Target#", "Latest#", "Likely range#", "Verdict", "Owner", "Review"),
        rows=tuple(rows),
        note="[x] not sent; [z] no target was set. Without counts a percentage gets no verdict.",
        source="As reported by each owner; counts of recorded incidents as in this document",
    )


def _likely(material: Material, indicator: Indicator, finding: Finding | None) -> Cell:
    """The interval of a percentage, or of our own figure."""
    if indicator.received:
        effect = finding.effect if finding else None
        return Text(f"{effect.lower:.0f}% to {effect.upper:.0f}%" if effect else wording.NOT_SENT)
    return range_cell(material.figure(indicator.measure, material.area, material.partnership.this))


def _latest(material: Material, indicator: Indicator) -> Cell:
    """The value sent for an indicator, or our own figure where it names a measure."""
    received = material.received.get(indicator.received)
    if received:
        return Number(wording.received(received), f"received:{received.id}")
    return figure_cell(material.figure(indicator.measure, material.area, material.partnership.this))


def _register(name: str, caption: str, headings: str, cells: Callable[[Material], Iterable[tuple[str, ...]]],
              note: str = "") -> Callable[[Material], Table]:  # fmt: skip
    """A table that prints a register as it stands."""

    def build(material: Material) -> Table:
        rows = tuple(tuple(Text(text or "[x]") for text in row) for row in cells(material))
        return Table(name, caption, _columns(*headings.split("|")), rows, note, "The partnership's registers")

    return build


def causes(material: Material) -> Table:
    """Rival explanations, weighed."""
    seen: dict[tuple[str, str], tuple[str, ...]] = {}
    for finding in material.release.findings.values():
        for cause in finding.causes:
            judged = f"{cause.judgement} ({cause.judged_by})" if cause.judged_by else cause.judgement or "Not judged"
            row = (finding.label, cause.explanation, cause.evidence_for, cause.evidence_against, judged)
            seen.setdefault((finding.label, cause.explanation), row)
    rows = tuple(tuple(Text(text or "None recorded") for text in row) for row in seen.values())
    columns = _columns("Measure", "Explanation", "Evidence for", "Evidence against", "Judgement")
    return Table("causes", "Rival explanations and how they were weighed", columns, rows, "", "The register of causes")


def elsewhere(material: Material) -> Table:
    """Each measure here against the rest of the same sender's records."""
    before, this = material.partnership.before, material.partnership.this
    rows: list[tuple[Cell, ...]] = []
    for measure in material.measures():
        finding = material.finding(f"{measure.slug}/{material.area.key}/{before}~{this};against={ELSEWHERE}")
        if finding is None or finding.effect is None:
            continue
        counts = [material.release.figures.get(name) for name in finding.figures[2:]]
        against = (
            Number(wording.signed_change(finding), finding.id),
            Number(wording.signed_range(finding), finding.id),
        )
        reading = Text(finding.verdict.capitalize())
        rows.append((Text(measure.label), *map(figure_cell, counts), *against, reading))
    headings = (
        "Measure",
        f"Elsewhere, {before.label}#",
        f"Elsewhere, {this.label}#",
        "Here against elsewhere#",
        "Likely range#",
    )
    return Table(
        id="elsewhere",
        caption=f"{material.area.name} against the rest of the same records",
        columns=_columns(*headings, "Reading"),
        rows=tuple(rows),
        note=(
            "Here against elsewhere: after over before here, divided by after over before there. A change of recording "
            "that touches both sides cancels. Readings allow for the number of types. Records without a place count as elsewhere."
        ),
        source=sources_of(material, material.measures()),
        empty="No public records of other places were sent for the same months of both periods.",
    )


def gathering(material: Material) -> Table:
    """How far the headline measures gather in few small areas, and how much of them moved."""
    this, rows = material.partnership.this, []
    for measure in material.measures():
        parts = ("top-tenth", "top-tenth-by-chance", "moved", "moved-by-chance")
        shares = [material.figure(f"{measure.slug}-{part}", material.area, this) for part in parts]
        if shares[0]:
            rows.append((Text(measure.label), *map(figure_cell, shares)))
    headings = ("Measure", "In the busiest tenth#", "By chance#", "Would have to move#", "By chance of months#")
    return Table(
        id="gathering",
        caption=f"How far incidents gather in small areas, and how much of the pattern moved, {this.label}",
        columns=_columns(*headings),
        rows=tuple(rows),
        note="Small areas are LSOAs, of about as many residents each. [x] the months of the two periods cannot be paired.",
        source=sources_of(material, material.measures()),
        empty="There are too few small areas, or their records are not public.",
    )


def received(material: Material) -> Table:
    """Numbers partners sent as numbers."""
    rows = []
    for figure in sorted(material.received.values(), key=lambda f: (f.sender, f.id)):
        counts = (
            f"{figure.numerator:,.0f} of {figure.denominator:,.0f}"
            if figure.numerator and figure.denominator
            else "[x]"
        )
        value = Number(wording.received(figure), f"received:{figure.id}")
        unit = "" if figure.unit == "%" else f" ({figure.unit})" if figure.unit else ""
        span = " to ".join(month_name(m) for m in (figure.start, figure.end) if len(m) == 7)
        rows.append((Text(figure.label + unit), value, Text(counts), Text(span or "[x]"), Text(figure.sender)))
    return Table(
        id="received",
        caption="Figures partners reported, not recomputed here",
        columns=_columns("Figure", "Value#", "Counts#", "Period", "Reported by"),
        rows=tuple(rows),
        note="[x] the sender did not say.",
        source="The register of received figures",
    )


def facts(material: Material) -> Table:
    """Published figures cited from elsewhere."""
    rows = tuple(
        (Text(f.label), Number(wording.fact(f), f"fact:{f.id}"), Text(f.unit or "[z]"), Text(f.period), Text(f.source))
        for f in material.facts.values()
    )
    columns = _columns("Fact", "Value", "Unit", "Period", "Source")
    return Table("facts", "Published figures cited", columns, rows, "", "The register of facts")


def sources(material: Material) -> Table:
    """What became of every row of every source."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for report in material.reports:
        total = totals[report.source]
        for place, n in enumerate((1, report.rows_in, report.kept, report.quarantined, report.declared_duplicates)):
            total[place] += n
    rows = []
    for source, total in sorted(totals.items()):
        settings = material.partnership.sources.get(source)
        owner = settings.owner if settings else "[x]"
        dated = (settings and (settings.dated or settings.vintage)) or _span_sent(material, source)
        files, *counts = total
        shown = [_row_count(n, settings, material) for n in counts]
        rows.append((Text(_title(material, source)), Text(owner), Text(dated), Text(str(files)), *map(Text, shown)))
    headings = ("Source", "Sent by", "Dated", "Files#", "Rows in#", "Kept#", "Quarantined#", "Declared duplicates#")
    return Table(
        id="sources",
        caption="Every row accounted for",
        columns=_columns(*headings),
        rows=tuple(rows),
        note="Rows in = kept + quarantined + declared duplicates, checked against an independent count. Row counts of "
        "sources that are not public are rounded here.",
        source="The load reports of this release",
    )


def _row_count(n: int, settings: SourceSettings | None, material: Material) -> str:
    """Exact where the source is public; otherwise rounded like any other count of its rows."""
    if settings and settings.source_class == "already-public":
        return f"{n:,}"
    base = material.partnership.disclosure.round_to
    return "[c]" if 0 < n < base else f"{base * round(n / base):,}"


def _title(material: Material, source: str) -> str:
    """What a source is called in print: its contract's title."""
    settings = material.partnership.sources.get(source)
    return find_contract(settings.contract or source).title if settings else source


def _span_sent(material: Material, source: str) -> str:
    months = material.months_sent.get(source)
    return f"{month_name(months[0])} to {month_name(months[-1])}" if months else "as published"


def gaps(material: Material) -> Table:
    """What the comparisons cannot cross: missing months, months that look incomplete, breaks, rows elsewhere."""
    rows: list[tuple[str, str]] = []
    between = missing_between(material.partnership.before, material.partnership.this)
    for source, months in sorted(material.months_sent.items()):
        name = _title(material, source)
        missing = [m for m in between.months if m not in months] if between else []
        if missing:
            rows.append(
                (
                    f"{month_name(missing[0])} to {month_name(missing[-1])}",
                    f"Nothing was sent ({name}): a gap, not a zero.",
                )
            )
    rows += [(f.label, f"{f.reasons[0]}.") for f in material.release.findings.values() if f.kind == "completeness"]
    for item in material.breaks:
        label = MEASURES[item.measure].label if item.measure in MEASURES else item.measure
        span = (
            month_name(item.start) if item.start == item.end else f"{month_name(item.start)} to {month_name(item.end)}"
        )
        rows.append((f"{label}, {span}", item.reason))
    for source, n in sorted(material.outside_area.items()):
        text = f"{_row_count(n, material.partnership.sources.get(source), material)} rows kept lie outside the area or have no location; they are counted and not used."
        rows.append((_title(material, source), text))
    for source, settings in sorted(material.partnership.sources.items()):
        aside = sum(report.quarantined for report in material.reports if report.source == source)
        if aside:
            count = _row_count(aside, settings, material)
            rows.append(
                (_title(material, source), f"{count} rows did not keep the contract and are in the quarantine.")
            )
    for report in material.reports:
        rows += [(report.file, note) for note in report.notes if report.status == "superseded"]
    for refusal in material.refusals:
        rows.append((refusal.file, refusal.message))
    cells = tuple((Text(what), Text(why)) for what, why in rows)
    columns = _columns("What", "What it means")
    return Table("gaps", "Gaps, breaks and doubts in the data", columns, cells, "", "The load reports and registers")


def statutory(material: Material) -> Table:
    """The law's parts, each with its evidence or missing."""
    rows = tuple(
        (
            Text(part.regulation),
            Text(month_name(part.since)),
            Text(part.asks[0].upper() + part.asks[1:] + ("" if part.verified else " [wording not verified]")),
            Text("Present" if part.present else "Missing"),
            Text(part.evidence or "Nothing was found"),
        )
        for part in material.legal
    )
    return Table(
        id="statutory",
        caption="What the law asks for, and where it stands",
        columns=_columns("Provision", "Law since", "Asks for", "Here", "Evidence"),
        rows=rows,
        note="Regulations: SI 2007/1830; sections: Crime and Disorder Act 1998; as in force at the end of the period. "
        "What the Act asks of the plan is shown, and does not stop an assessment.",
        source="The table of the law",
    )


def revisions(material: Material) -> Table:
    """Figures that an earlier release printed otherwise."""
    rows = tuple(
        (Text(item.label), Text(item.was), Number(item.now, item.figure_id), Text(item.release))
        for item in material.revisions
    )
    columns = _columns("Figure", "Was#", "Now#", "Was in release")
    empty = "No figure printed by an earlier release has changed."
    caption = "Figures revised since the last release"
    return Table("revisions", caption, columns, rows, "", "The earlier releases", empty)


def _priority_rows(material: Material) -> Iterable[tuple[str, ...]]:
    for p in material.priorities:
        yield p.priority, p.theme or "All of it", p.status.capitalize(), p.reason, _evidence(material, p.evidence)


def _evidence(material: Material, name: str) -> str:
    """What a register names as evidence, in words: a measure or a received figure by its label."""
    if name in MEASURES or name in WORKED:
        return (MEASURES.get(name) or WORKED[name]).label
    return material.received[name].label if name in material.received else name


def _action_rows(material: Material) -> Iterable[tuple[str, ...]]:
    named = {p.id: p.theme or p.priority for p in material.priorities}
    for action in material.plan_actions:
        priority = named.get(action.priority, action.priority)
        yield action.action, priority, action.owner, action.status.capitalize(), action.evidence


def _event_rows(material: Material) -> Iterable[tuple[str, ...]]:
    for event in material.events:
        people = f"{event.people:,.0f}" if event.people else ""
        yield f"{event.event}, {event.date}", event.kind.capitalize(), people, event.asked, event.heard, event.led_to


_GLOSSARY = (
    (
        "Anti-social behaviour",
        "Behaviour likely to cause harassment, alarm or distress, as recorded by the police.",
    ),
    ("Best fit", "Giving each small area (LSOA) to the one ward where most of its people live."),
    (
        "Case review",
        "Also the community trigger: a review of how complaints of anti-social behaviour were answered, on the application "
        "of the person harmed or anyone for them.",
    ),
    ("Likely range", "A 95% interval: the values that fit the records once chance is allowed for."),
    ("LSOA", "Lower layer super output area: about 1,500 residents."),
    ("OHID", "The Office for Health Improvement and Disparities."),
    ("ONS", "The Office for National Statistics."),
    ("QOF", "Quality and Outcomes Framework: what general practices report of their patients."),
    ("SI", "Statutory instrument: law made by a minister."),
    ("No clear change", "The records differ by no more than chance explains. It does not mean that nothing changed."),
    ("Cannot say", "Something stops the two periods from being compared; the reason is printed."),
    (
        "Recorded crime",
        "Crimes the police recorded. Not all crime is reported, and not all that is reported is recorded.",
    ),
)

TABLES: dict[str, Callable[[Material], Table]] = {
    "at-a-glance": at_a_glance,
    "types": types,
    "asb-wards": _ward_table("asb-incidents"),
    "crime-wards": _ward_table("recorded-crime"),
    "council-wards": _ward_table("council-asb"),
    "asb-boundary": asb_boundary,
    "health": health,
    "indicators": indicators,
    "priorities": _register("priorities", "Priorities and themes", "Priority|Theme|Status|Why|Evidence", _priority_rows),
    "plan-actions": _register("plan-actions", "The actions of the last plan, and what was done", "Action|Priority|Owner|Done|Evidence", _action_rows),
    "engagement": _register(
        "engagement", "Who was asked, and what they said", "Event|Kind|People#|Asked|Heard|Led to", _event_rows,
        "[x] not recorded. Attendance at an event is not a sample of residents.",
    ),
    "worked": worked.worked,
    "worked-outcomes": worked.outcomes,
    "worked-times": worked.times,
    "causes": causes,
    "elsewhere": elsewhere,
    "gathering": gathering,
    "received": received,
    "facts": facts,
    "sources": sources,
    "gaps": gaps,
    "statutory": statutory,
    "revisions": revisions,
    "glossary": _register("glossary", "Words used", "Word|Meaning", lambda _: _GLOSSARY),
}  # fmt: skip
