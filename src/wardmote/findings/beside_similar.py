"""Our levels and changes beside those of similar areas: do we differ from them by more than they differ themselves?

Areas of other forces record in their own ways, and changed them at their own times. That is in the scatter between the
areas, which decides here what is chance; so even a change across a break in recording can be put beside theirs. Only of
records that are public at this detail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wardmote.findings.change import LEVEL_OF_FALSE_DISCOVERY, change_id
from wardmote.findings.figure import Coverage, Disclosure, Figure, Span, figure_id
from wardmote.findings.finding import Effect, Finding
from wardmote.findings.levels import OWN_FORCE, Evidence, count, limits, per_thousand, rate
from wardmote.findings.similar_areas import COVERED, Similar, area_of, choice, choose
from wardmote.measures.authority_counts import Counted
from wardmote.measures.catalogue import Measure
from wardmote.methods.among_peers import FEWEST_PEERS, AmongPeers, among_peers
from wardmote.methods.intervals import poisson_phe
from wardmote.methods.multiplicity import benjamini_hochberg
from wardmote.periods import Period, is_like_for_like
from wardmote.places.area import Area
from wardmote.places.authorities import Authority

SIMILAR = "similar"
RECORDS = "police_uk_street"
CAVEATS = ("approximate-points", "force-recording")
AGREES = 0.02  # how far the table's count of our area may lie from our own files' before they are not the same records


@dataclass(frozen=True)
class _Compared:
    """One comparison: the figures it rests on, ours first; what came of it, or in a sentence why nothing did."""

    finding_id: str
    label: str
    measure: Measure
    figures: list[Figure]
    result: AmongPeers | str


def beside_similar(evidence: Evidence, named: Sequence[Mapping[str, Any]] = ()) -> tuple[list[Figure], list[Finding]]:
    """Figures of the similar areas and of all that were covered; the choice, and a finding a measure for level and change."""
    similar = choose(evidence, named)
    if similar is None or evidence.class_of(RECORDS) != "already-public":
        return [], []
    figures, chosen = choice(evidence, similar)
    findings = [chosen]
    if len(similar.peers) < FEWEST_PEERS:
        return figures, findings
    measures = [measure for measure in evidence.measures() if measure.source == RECORDS]
    for compare, tell in ((_levels, _level), (_changes, _change)):
        compared = [found for measure in measures if (found := compare(evidence, similar, measure))]
        figures += [figure for one in compared for figure in one.figures]
        findings += _judged(evidence, similar, compared, tell)
    this = evidence.partnership.this
    figures += [
        figure for m in measures for figure in _with_rate(evidence, similar.covered, m, this, _together(similar))
    ]
    return figures, findings


def level_id(evidence: Evidence, measure: Measure) -> str:
    """The rate's own id, with ;against=similar."""
    return (
        f"{figure_id(f'{measure.slug}-per-1000', evidence.geography.area, evidence.partnership.this)};against={SIMILAR}"
    )


def similar_change_id(evidence: Evidence, measure: Measure) -> str:
    """The change's own id, with ;against=similar."""
    before, after = evidence.partnership.before, evidence.partnership.this
    return f"{change_id(measure, evidence.geography.area, before, after, 'lsoa-code')};against={SIMILAR}"


def _together(similar: Similar) -> Area:
    return Area(code=COVERED, name=f"the {len(similar.covered)} other English areas whose records were sent")


# Counting


def _levels(evidence: Evidence, similar: Similar, measure: Measure) -> _Compared | None:
    this = evidence.partnership.this
    counted = count(evidence, measure, evidence.geography.area, this, "lsoa-code")
    ours = rate(evidence, counted)
    if ours is None or not _complete(counted):
        return None
    theirs = [_with_rate(evidence, (peer,), measure, this, area_of(peer)) for peer in similar.peers]
    rates = [pair[1] for pair in theirs]
    found = _against(evidence, similar, measure, [(this, counted)], ours.value, [r.value for r in rates])
    figures = [ours, *rates, *(pair[0] for pair in theirs)]
    return _Compared(level_id(evidence, measure), f"{measure.label}, beside similar areas", measure, figures, found)


def _changes(evidence: Evidence, similar: Similar, measure: Measure) -> _Compared | None:
    before, this = evidence.partnership.before, evidence.partnership.this
    ours = [count(evidence, measure, evidence.geography.area, period, "lsoa-code") for period in (before, this)]
    if not is_like_for_like(before, this) or not all(map(_complete, ours)):
        return None
    theirs = [[_with_rate(evidence, (peer,), measure, period, area_of(peer))[0] for period in (before, this)]
              for peer in similar.peers]  # fmt: skip
    pairs = list(zip((before, this), ours, strict=True))
    found = _against(evidence, similar, measure, pairs, _ratio(ours), [_ratio(pair) for pair in theirs])
    figures = [*ours, *(figure for pair in theirs for figure in pair)]
    label = f"{measure.label}, change beside similar areas"
    return _Compared(similar_change_id(evidence, measure), label, measure, figures, found)


def _ratio(pair: Sequence[Figure]) -> float:
    before, after = (figure.value or 0.0 for figure in pair)
    return after / before if before else 0.0


def _complete(figure: Figure) -> bool:
    return bool(figure.coverage and figure.coverage.months_present == figure.coverage.months_expected and figure.value)


def _against(
    evidence: Evidence, similar: Similar, measure: Measure, ours: Sequence[tuple[Period, Figure]],
    own: float | None, peers: Sequence[float | None],
) -> AmongPeers | str:  # fmt: skip
    """The comparison, or in a sentence why there is none."""
    for period, figure in ours:
        table = _counted(evidence, (similar.ours,), measure, period).incidents
        if table and abs(table - (figure.value or 0)) > AGREES * table:
            return f"The table of counts holds {table:,} for {period.label} and our files {figure.value:,.0f}: they are not the same records."
    try:
        return among_peers(own or 0.0, [value or 0.0 for value in peers])
    except ValueError as refusal:
        return f"No comparison is made: {refusal}"


def _counted(evidence: Evidence, authorities: Sequence[Authority], measure: Measure, period: Period) -> Counted:
    assert evidence.authority_counts is not None
    found = [evidence.authority_counts.of(measure, a.code, a.force, period) for a in authorities]
    rows: dict[str, int] = {}
    for one in found:
        for file_id, n in one.rows.items():
            rows[file_id] = rows.get(file_id, 0) + n
    return Counted(sum(one.incidents for one in found), rows)


def _with_rate(
    evidence: Evidence, authorities: Sequence[Authority], measure: Measure, period: Period, area: Area
) -> tuple[Figure, Figure]:
    """The count of one or several authorities as one area, and its rate."""
    counted = _counted(evidence, authorities, measure, period)
    people = sum(a.people if measure.per == "residents" else a.households for a in authorities)
    known = evidence.geography.residents if measure.per == "residents" else evidence.geography.households
    figure = Figure(
        id=figure_id(measure.slug, area, period),
        measure=measure.slug,
        label=measure.label,
        area=area,
        period=Span(start=period.start, end=period.end),
        value=counted.incidents,
        unit=measure.unit,
        numerator=counted.incidents,
        interval=limits(poisson_phe(counted.incidents)),
        coverage=Coverage(months_expected=len(period.months), months_present=len(period.months)),
        assignment=OWN_FORCE,
        caveats=CAVEATS,
        disclosure=Disclosure(source_class="already-public"),
        lineage=tuple(
            evidence.files[file_id].model_copy(update={"rows": n}) for file_id, n in sorted(counted.rows.items())
        ),
    )
    return figure, per_thousand(figure, measure, people, known.label if known else measure.per)


# Telling

Tell = Callable[[Evidence, Similar, _Compared, AmongPeers, float], tuple[str, str]]  # the verdict and the sentence


def _judged(evidence: Evidence, similar: Similar, compared: Sequence[_Compared], tell: Tell) -> list[Finding]:
    """A finding for each measure, all of them one family under the false-discovery rate."""
    q_values = iter(benjamini_hochberg([one.result.p for one in compared if isinstance(one.result, AmongPeers)]))
    findings = []
    for one in compared:
        if isinstance(one.result, str):
            findings.append(_unsaid(one, one.result))
            continue
        q = float(next(q_values))
        verdict, sentence = tell(evidence, similar, one, one.result, q)
        findings.append(_told(evidence, one, one.result, q, verdict, sentence))
    return findings


def _level(evidence: Evidence, similar: Similar, one: _Compared, result: AmongPeers, q: float) -> tuple[str, str]:
    ours, *rates = one.figures[: 1 + len(similar.peers)]
    ends = sorted(rates, key=lambda figure: figure.value or 0.0)
    verdict, name = (
        _verdict(result, q, "higher than similar areas", "lower than similar areas"),
        evidence.geography.area.name,
    )
    went = (
        f"{name} had {{{ours.id}}} {one.measure.noun} for every thousand {one.measure.per}; similar areas had from "
        f"{{{ends[0].id}}} to {{{ends[-1].id}}}."
    )
    side = "above" if result.ratio > 1 else "below"
    said = (
        f"{name} does not clearly differ from them."
        if verdict == "no clear difference"
        else f"That is {{change:{one.finding_id}}} {side} their average, by more than they differ from each other."
    )
    return verdict, f"{went} {said}"


def _change(evidence: Evidence, similar: Similar, one: _Compared, result: AmongPeers, q: float) -> tuple[str, str]:
    before, after = one.figures[:2]
    verdict = _verdict(result, q, "more than similar areas", "less than similar areas")
    went = f"In {evidence.geography.area.name} {one.measure.noun} went from {{{before.id}}} to {{{after.id}}}."
    said = (
        "That does not clearly differ from how similar areas moved."
        if verdict == "no clear difference"
        else f"Against similar areas that is {{change:{one.finding_id}}} {'more' if result.ratio > 1 else 'less'}."
    )
    return verdict, f"{went} {said} The likely range of the difference is {{signed-range:{one.finding_id}}}."


def _verdict(result: AmongPeers, q: float, above: str, below: str) -> str:
    if q >= LEVEL_OF_FALSE_DISCOVERY:
        return "no clear difference"
    return above if result.ratio > 1 else below


def _told(evidence: Evidence, one: _Compared, result: AmongPeers, q: float, verdict: str, sentence: str) -> Finding:
    interval = result.interval
    return Finding(
        id=one.finding_id,
        kind="similar",
        label=one.label,
        figures=tuple(figure.id for figure in one.figures),
        effect=Effect(ratio=result.ratio, lower=interval.lower, upper=interval.upper, method=interval.method),
        p=result.p,
        q=q,
        family=f"types of incident beside similar areas, {evidence.geography.area.name}",
        verdict=verdict,
        sentence=sentence,
        caveats=CAVEATS,
    )


def _unsaid(one: _Compared, why: str) -> Finding:
    return Finding(
        id=one.finding_id,
        kind="similar",
        label=one.label,
        figures=tuple(figure.id for figure in one.figures),
        verdict="cannot say",
        sentence=f"{one.measure.label}: {why}",
        reasons=(why,),
        caveats=CAVEATS,
    )
