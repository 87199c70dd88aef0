"""The section of each of partners' themes: one table and one picture, made alike for counts of events and for shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wardmote.assessment.document import Cell, Column, Number, Picture, Table, Text
from wardmote.assessment.material import Material
from wardmote.assessment.pictures import charts
from wardmote.claims import wording
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import MEASURES, Better
from wardmote.measures.themes.catalogue import SHARES, THEMES
from wardmote.measures.themes.share import Share
from wardmote.periods import Period
from wardmote.sources.contracts import find_contract

NOTE = (
    "Latest: {spans}; before: {earlier}. In brackets after a count: for every thousand residents; after a share: how many of "
    "how many. Change: in per cent of the earlier figure, of a share too. [c] withheld to protect people; [x] not sent; "
    "[z] not judged, or not a share."
)


@dataclass(frozen=True)
class Line:
    """One measure of a theme: its words, the whole it is a share of, its figures as printed, and its finding on change."""

    label: str
    of: str
    latest: Cell
    before: Cell
    likely: Cell
    finding: Finding
    better: Better
    source: str
    spans: tuple[Period, Period]

    @property
    def said(self) -> str:
        """The verdict as a table prints it."""
        return wording.WITHHELD if self.finding.verdict == "withheld" else self.finding.verdict.capitalize()


def lines(material: Material, theme: str) -> list[Line]:
    """Counts of events first, then shares, of whatever was sent."""
    slugs = [measure.slug for measure in material.themed_measures(theme)]
    slugs += [share.slug for share in SHARES.values() if share.theme == theme]
    return [line for slug in slugs if (line := line_of(material, slug))]


def line_of(material: Material, slug: str) -> Line | None:
    """One measure's line; None where nothing was sent of it."""
    this, before = material.partnership.this, material.partnership.before
    if slug in SHARES:
        share = SHARES[slug]
        this, before = this.earlier(share.lag), before.earlier(share.lag)
        finding = material.finding(f"{slug}-share/{material.area.key}/{before}~{this}")
        cells = (_of(material, share, this), _of(material, share, before))
        latest = material.figure(f"{slug}-share", material.area, this)
        label, of, better, source = share.label, share.whole_noun, share.better, share.source
    else:
        measure = MEASURES[slug]
        finding = material.change(measure, material.area)
        cells = (_count(material, slug, this), _count(material, slug, before))
        latest = material.figure(slug, material.area, this)
        label, of, better, source = measure.label, "", measure.better, measure.source
    return Line(label, of, *cells, _range(latest), finding, better, source, (this, before)) if finding else None


def _count(material: Material, slug: str, period: Period) -> Cell:
    """ "212 (1.9)": the count, and the rate where there is one."""
    figure, rate = (material.figure(name, material.area, period) for name in (slug, f"{slug}-per-1000"))
    if figure is None:
        return Text(wording.NOT_SENT)
    shown = figure.disclosure.state != "suppressed" and rate is not None
    return Number(
        f"{wording.number(figure)} ({wording.number(rate)})" if shown and rate else wording.number(figure), figure.id
    )


def _of(material: Material, share: Share, period: Period) -> Cell:
    """ "38% (149 of 390)"."""
    slugs = (f"{share.slug}-share", share.slug, share.whole_slug)
    figures = [material.figure(slug, material.area, period) for slug in slugs]
    shown = [wording.number(figure) if figure else wording.NOT_SENT for figure in figures]
    words = f"{shown[0]} of {shown[2]}" if shown[0] == wording.WITHHELD else f"{shown[0]} ({shown[1]} of {shown[2]})"
    return Number(words, figures[0].id) if figures[0] else Text(wording.NOT_SENT)


def _range(figure: Figure | None) -> Cell:
    return Number(wording.interval(figure), figure.id) if figure else Text(wording.NOT_SENT)


def _table(theme: str) -> Callable[[Material], Table]:
    def build(material: Material) -> Table:
        found = lines(material, theme)
        headings = ("Before", "Latest", "Likely range", "Change", "Likely range of the change")
        return Table(
            id=f"theme-{theme}",
            caption=THEMES[theme],
            columns=(*map(Column, ("Measure", "Of")), *(Column(h, numeric=True) for h in headings), Column("Verdict")),
            rows=tuple(_row(line) for line in found),
            note=NOTE.format(spans=_spans(found, 0), earlier=_spans(found, 1)),
            source=_sources(material, found),
        )

    return build


def _spans(found: Iterable[Line], which: int) -> str:
    """The periods of the lines, each once: where a theme has two, the shares' lies further back."""
    labels = list(dict.fromkeys(line.spans[which].label for line in found))
    return f"{labels[0]} for counts, {labels[-1]} for shares" if len(labels) > 1 else "".join(labels)


def _row(line: Line) -> tuple[Cell, ...]:
    change = (wording.signed_change, wording.signed_range)
    told = [Number(words(line.finding), line.finding.id) if line.finding.effect else Text("[z]") for words in change]
    return (Text(line.label), Text(line.of or "[z]"), line.before, line.latest, line.likely, *told, Text(line.said))


def _sources(material: Material, found: Iterable[Line]) -> str:
    """ "Fires attended, from the fire service"; each source once."""
    named = {}
    for line in found:
        owners = [s.owner for name, s in material.partnership.sources.items() if (s.contract or name) == line.source]
        named[line.source] = ", ".join([find_contract(line.source).title, *owners[:1]])
    return "; ".join(named.values())


def _picture(theme: str) -> Callable[[Material], Picture | None]:
    def build(material: Material) -> Picture | None:
        found = lines(material, theme)
        if not found:
            return None
        judged = any(line.finding.effect for line in found)
        told = _summary([line.finding.verdict for line in found]) if judged else "each share of its own population"
        title = f"{THEMES[theme]}: {told}"
        against = f", compared with {_spans(found, 1)}" if judged else ""
        return Picture(
            id=f"theme-{theme}",
            title=title,
            subtitle=f"{material.area.name}, {_spans(found, 0)}{against}. Lines: 95% intervals.",
            alt=f"Dot chart of {'change in ' if judged else ''}{_many(len(found))}. {title}. Figures in the table.",
            spec=charts.change_chart([_drawn(line) for line in found])
            if judged
            else charts.target_chart(_levels(material, found)),
            source=_sources(material, found),
            table=_table(theme)(material),
        )

    return build


def _drawn(line: Line) -> charts.ChangeRow:
    effect, verdict = line.finding.effect, line.finding.verdict
    told = charts.CHANGE_VERDICTS.get(verdict, "cannot say")
    return charts.ChangeRow(
        label=line.label,
        ratio=effect.ratio if effect else None,
        lower=effect.lower if effect else None,
        upper=effect.upper if effect else None,
        verdict_text=f"{_first(line.before)} to {_first(line.latest)}: {'withheld' if told != verdict else verdict}",
        verdict=told,
        better=line.better,
    )


def _levels(material: Material, found: Iterable[Line]) -> list[charts.TargetRow]:
    """Where no change can be judged, the latest shares themselves with their intervals."""
    rows = []
    for line in found:
        figure = material.release.figures[line.finding.figures[-1]]
        limits = figure.interval
        rows.append(
            charts.TargetRow(
                label=line.label,
                value=None if figure.value is None else figure.value / 100,
                lower=limits.lower / 100 if limits else None,
                upper=limits.upper / 100 if limits else None,
                target=None,
                verdict_text=f"{wording.number(figure)} of {figure.denominator_label}",
                verdict="cannot say",
            )
        )
    return rows


def _many(number: int) -> str:
    return f"{number} measure" if number == 1 else f"{number} measures"


def _first(cell: Cell) -> str:
    """The count or share without what stands in brackets after it."""
    return cell.text.partition(" (")[0]


def _summary(verdicts: list[str]) -> str:
    """ "3 fell, 2 no clear change", or the one verdict that all share."""
    said = ("rose", "fell", "no clear change", "cannot say", "withheld")
    if len(set(verdicts)) == 1:
        return verdicts[0]
    return ", ".join(f"{verdicts.count(word)} {word}" for word in said if word in verdicts)


TABLES: dict[str, Callable[[Material], Table]] = {f"theme-{theme}": _table(theme) for theme in THEMES}
CHARTS: dict[str, Callable[[Material], Picture | None]] = {f"theme-{theme}": _picture(theme) for theme in THEMES}
