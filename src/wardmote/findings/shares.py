"""Partners' shares: so many of a named whole, in both periods, and whether the share changed by the one rule of change.

The verdict is that of `findings.change`: *cannot say* for a break, a gap, or too little to tell how much the share varies by
itself; *rose* or *fell* if the theme's false-discovery q is below 0.05; else *no clear change*.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.findings.change import LEVEL_OF_FALSE_DISCOVERY
from wardmote.findings.figure import Coverage, Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import Evidence, limits
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.themes.catalogue import SHARES
from wardmote.measures.themes.share import Row, Share, total
from wardmote.methods.change_of_share import METHOD, ShareChange, change_of_share
from wardmote.methods.intervals import poisson_phe, wilson
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.periods import Period, month_name

PART = 3  # months: the parts of a period whose scatter decides what is chance
ONE_COUNT = "There is one count for each period, so nothing says how much the share varies by itself."


@dataclass(frozen=True)
class ShareCompared:
    """One share over its two periods, before any verdict; figures are part, whole, rest and share of each, none for a period of nobody."""

    share: Share
    before: Period
    after: Period
    figures: tuple[dict[str, Figure], dict[str, Figure]]
    change: ShareChange | None
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        place = self.figures[1]["share"].area.key
        return f"{self.share.slug}-share/{place}/{self.before}~{self.after}"


def partner_shares(evidence: Evidence, breaks: Sequence[SeriesBreak]) -> tuple[list[Figure], list[Finding]]:
    """Figures and one finding for each share that rows were sent for; each theme is a family."""
    compared = [found for share in SHARES.values() if (found := _compare(evidence, share, breaks))]
    findings: list[Finding] = []
    for theme in dict.fromkeys(one.share.theme for one in compared):
        findings += _judge([one for one in compared if one.share.theme == theme], evidence.geography.area.name)
    made = [figure for one in compared for side in one.figures for figure in side.values()]
    return list({figure.id: figure for figure in made}.values()), findings


def _compare(evidence: Evidence, share: Share, breaks: Sequence[SeriesBreak]) -> ShareCompared | None:
    rows = evidence.partner_rows.get(share.source, ())
    before, after = (p.earlier(share.lag) for p in (evidence.partnership.before, evidence.partnership.this))
    sides = [_figures(evidence, share, rows, period) for period in (before, after)]
    if not sides[1]:
        return None
    reasons = [doubt for name in ("*", *sorted(_sources(evidence, rows))) for doubt in evidence.doubts.get(name, ())]
    reasons += [b.reason for b in breaks if b.touches(share.slug, evidence.partnership.area, before, after)]
    reasons += _not_sent(evidence, share, rows, before, after)
    change = None
    if not sides[0]:
        reasons.append(f"Nothing was counted in {before.prose}.")
    elif not share.judged:
        reasons.append(ONE_COUNT)
    else:
        try:
            change = _change(share, rows, before, after)
        except ValueError as error:
            reasons.append(str(error))
    return ShareCompared(share, before, after, (sides[0], sides[1]), change, tuple(dict.fromkeys(reasons)))


def _change(share: Share, rows: Sequence[Row], before: Period, after: Period) -> ShareChange:
    parts, totals = [], []
    for period in (before, after):
        spoken = share.speaking(rows, period)
        counted = [share.counted(spoken, part) for part in period.parts(PART)]
        parts.append(([x for x, _ in counted], [n for _, n in counted]))
        totals.append(share.counted(spoken, period))
    return change_of_share(parts[0], parts[1], (totals[0], totals[1]))


def _not_sent(evidence: Evidence, share: Share, rows: Sequence[Row], before: Period, after: Period) -> list[str]:
    """Months that the source's files do not span, up to the end of what must have passed since."""
    sent = _months(evidence, rows)
    followed = Period(after.start, after.earlier(-share.lag).end)
    missing = [m for m in (*before.months, *followed.months) if sent and m not in sent]
    return [f"Nothing was sent for {', '.join(map(month_name, missing))}; a gap is not a zero."] if missing else []


def _months(evidence: Evidence, rows: Sequence[Row]) -> set[str]:
    """Months the rows' files span; none for a picture of one day, or where the publisher names other spans."""
    return {month for name in _sources(evidence, rows) for month in evidence.counts.months_sent.get(name, ())}


def _sources(evidence: Evidence, rows: Sequence[Row]) -> set[str]:
    return {evidence.files[file_id].source for file_id in {row["file_id"] for row in rows}}


def _figures(evidence: Evidence, share: Share, rows: Sequence[Row], period: Period) -> dict[str, Figure]:
    """The part, the whole, the rest and the share of a period; nothing where nobody is in the whole."""
    spoken = share.speaking(rows, period)
    part, whole = share.part(spoken, period), share.whole(spoken, period)
    x, n = total(part, share.part_of), total(whole, share.whole_of)
    if not n:
        return {}
    made = {
        "part": _count(evidence, share.slug, share.label, x, period, part),
        "whole": _count(evidence, share.whole_slug, share.whole_label, n, period, whole),
        "rest": _count(evidence, share.rest_slug, share.rest_label, n - x, period, whole),
    }
    slug = f"{share.slug}-share"
    return made | {
        "share": made["part"].model_copy(
            update={
                "id": figure_id(slug, evidence.geography.area, period), "measure": slug, "label": f"{share.label}, of {share.whole_noun}",
                "value": 100 * x / n, "unit": "%", "denominator": n, "denominator_label": share.whole_noun,
                "interval": limits(wilson(x, n).scaled(100)),
            }
        )
    }  # fmt: skip


def _count(evidence: Evidence, slug: str, label: str, n: int, period: Period, rows: Sequence[Row]) -> Figure:
    counted = Counter(row["file_id"] for row in rows)
    lineage = tuple(evidence.files[file].model_copy(update={"rows": k}) for file, k in sorted(counted.items()))
    source_class = evidence.class_of(lineage[0].source) if lineage else "health"
    sent = _months(evidence, rows)
    return Figure(
        id=figure_id(slug, evidence.geography.area, period), measure=slug, label=label, area=evidence.geography.area,
        period=Span(start=period.start, end=period.end), value=n, unit="records", numerator=n, interval=limits(poisson_phe(n)),
        coverage=Coverage(months_expected=len(period.months), months_present=sum(m in sent for m in period.months)) if sent else None,
        caveats=("partner-share",), disclosure=Disclosure(source_class=source_class), lineage=lineage,
    )  # fmt: skip


def _judge(family: Sequence[ShareCompared], area: str) -> list[Finding]:
    judged = [one for one in family if one.change and not one.reasons]
    q_values = benjamini_hochberg([one.change.p for one in judged if one.change])
    by_id = {one.id: float(q) for one, q in zip(judged, q_values, strict=True)}
    return [_finding(one, by_id.get(one.id), area) for one in family]


def _finding(one: ShareCompared, q: float | None, area: str) -> Finding:
    change = one.change if q is not None else None
    verdict = "cannot say"
    if change and q is not None:
        clear = q < LEVEL_OF_FALSE_DISCOVERY
        verdict = ("rose" if change.ratio > 1 else "fell") if clear else "no clear change"
    told = [side["share"] for side in one.figures if side]
    b, a = told[0].value or 0, told[-1].value or 0
    interval = change.interval if change else None
    return Finding(
        id=one.id, kind="change", label=one.share.label, figures=tuple(figure.id for figure in told),
        effect=Effect(ratio=change.ratio, lower=interval.lower, upper=interval.upper, method=METHOD) if change and interval else None,
        p=change.p if change else None, q=q, dispersion=change.dispersion if change else None,
        exact_p=change.exact_p if change else None,
        smallest_detectable=(change.smallest_detectable_rise if change.ratio > 1 else change.smallest_detectable) if change else None,
        family=f"{one.share.theme.replace('-', ' ')}, {area}", verdict=verdict,
        records=None if len(told) < 2 else "records rose" if a > b else "records fell" if a < b else "records are level",
        sentence=_sentence(one, verdict), reasons=one.reasons,
    )  # fmt: skip


def _sentence(one: ShareCompared, verdict: str) -> str:
    before, after = one.figures
    said = (
        f"Of {{{after['whole'].id}}} {one.share.whole_noun} in {one.after.prose}, {{{after['part'].id}}} {one.share.does} "
        f"({{{after['share'].id}}}; likely range {{{after['share'].id}:interval}})."
    )
    said += f" In {one.before.prose} it was {{{before['share'].id}}}." if before else ""
    told = {
        "rose": "The share rose, by more than chance explains.",
        "fell": "The share fell, by more than chance explains.",
        "no clear change": "A difference this size can come about by chance.",
    }
    return f"{said} {told.get(verdict) or 'We cannot say whether the share changed. ' + ' '.join(one.reasons)}"
