"""What became of what was sent: every row, the gaps, and figures revised since."""

from collections import defaultdict

from wardmote.assessment.document import Number, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.tables.cells import headed
from wardmote.measures.catalogue import MEASURES
from wardmote.partnership import SourceSettings
from wardmote.periods import missing_between, month_name
from wardmote.sources.contracts import find_contract


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
        columns=headed(*headings),
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
    columns = headed("What", "What it means")
    return Table("gaps", "Gaps, breaks and doubts in the data", columns, cells, "", "The load reports and registers")


def revisions(material: Material) -> Table:
    """Figures that an earlier release printed otherwise."""
    rows = tuple(
        (Text(item.label), Text(item.was), Number(item.now, item.figure_id), Text(item.release))
        for item in material.revisions
    )
    columns = headed("Figure", "Was#", "Now#", "Was in release")
    empty = "No figure printed by an earlier release has changed."
    caption = "Figures revised since the last release"
    return Table("revisions", caption, columns, rows, "", "The earlier releases", empty)
