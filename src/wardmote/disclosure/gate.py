"""The gate: what leaves is rendered from a Release and from nothing else.

By the class of the strictest source behind a number (`domain` C8, thresholds configurable): what is already public at
that detail is shown exact; a partner's count of 1 to 4 (1 to 9 where sensitive) is withheld, a second one with it
where a total would give the first away, and every other count is rounded to 5 with its interval and rate recomputed
from the rounded count. Zeros are shown. This is the simple gate: it does not yet attack itself across tables and
earlier releases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wardmote.findings.figure import Disclosure, DisclosureState, Figure
from wardmote.findings.finding import Finding
from wardmote.findings.levels import recounted
from wardmote.findings.received import ReceivedFigure
from wardmote.partnership import DisclosurePolicy

PUBLIC = "already-public"
WITHHELD = "Withheld to protect individuals [c]."


@dataclass(frozen=True)
class Release:
    """Figures and findings as they may be shown, by id."""

    figures: Mapping[str, Figure] = field(hash=False)
    findings: Mapping[str, Finding] = field(hash=False)
    received: Mapping[str, ReceivedFigure] = field(hash=False)


def release(
    figures: Iterable[Figure],
    findings: Iterable[Finding],
    received: Mapping[str, ReceivedFigure],
    policy: DisclosurePolicy,
) -> Release:
    """Pass every figure, finding and received figure through the gate."""
    figures = list(figures)
    withheld = _withheld(figures, policy)
    shown = {figure.id: _shown(figure, figure.id in withheld, policy) for figure in figures}
    small = {f"received:{name}" for name, figure in received.items() if _names_few(figure, policy)}
    return Release(
        shown,
        {finding.id: _finding(finding, shown, small) for finding in findings},
        {name: _received(figure, f"received:{name}" in small) for name, figure in received.items()},
    )


def _names_few(figure: ReceivedFigure, policy: DisclosurePolicy) -> bool:
    """Whether a partner's number, the people it counts, or the rest of its base, is small enough to point at people."""
    least = _least(figure.source_class, policy)
    counts = [figure.numerator]
    if figure.denominator is not None:
        counts.append(figure.denominator - (figure.numerator or 0))
    elif figure.unit != "%":
        counts.append(figure.value)
    return any(count is not None and 0 < count < least for count in counts)


def _received(figure: ReceivedFigure, hide: bool) -> ReceivedFigure:
    if not hide:
        return figure
    return figure.model_copy(update={"value": None, "numerator": None, "denominator": None, "note": ""})


def _least(source_class: str, policy: DisclosurePolicy) -> int:
    """Counts from 1 to one less than this are withheld; 0 for what is already public."""
    if source_class == PUBLIC:
        return 0
    return policy.suppress_below if source_class == "partner" else policy.suppress_below_sensitive


def _withheld(figures: list[Figure], policy: DisclosurePolicy) -> set[str]:
    """Ids withheld first (small), with their rates, and second (to protect the first)."""
    first = {f.id for f in figures if f.numerator and 0 < f.numerator < _least(f.disclosure.source_class, policy)}
    # A second assignment of the same incidents would give small differences away.
    first |= {f.id for f in figures if f.disclosure.source_class != PUBLIC and f.assignment == "best-fit"}
    margins: dict[tuple[str, str, str | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.disclosure.source_class != PUBLIC and figure.area.vintage and figure.denominator is None:
            margins[figure.measure, str(figure.period), figure.assignment].append(figure)
    for members in margins.values():
        hidden = [f for f in members if f.id in first]
        visible = sorted((f for f in members if f.id not in first and f.numerator), key=lambda f: f.numerator or 0)
        if len(hidden) == 1 and visible:
            first.add(visible[0].id)
    return first


def _shown(figure: Figure, hide: bool, policy: DisclosurePolicy) -> Figure:
    if figure.disclosure.source_class == PUBLIC:
        return figure
    lineage = tuple(entry.model_copy(update={"rows": None}) for entry in figure.lineage)
    if hide:
        blank = {"value": None, "numerator": None, "interval": None, "lineage": lineage}
        return figure.model_copy(update={**blank, "disclosure": _state(figure, "suppressed")})
    if figure.numerator is None:
        return figure.model_copy(update={"lineage": lineage})
    rounded = recounted(figure, _to_base(figure.numerator, policy.round_to))
    return rounded.model_copy(update={"lineage": lineage, "disclosure": _state(figure, "rounded")})


def _state(figure: Figure, state: DisclosureState) -> Disclosure:
    return figure.disclosure.model_copy(update={"state": state})


def _to_base(number: float, base: int) -> int:
    return int(base * ((number + base / 2) // base))


def _finding(finding: Finding, shown: Mapping[str, Figure], small: set[str]) -> Finding:
    figures = [shown[figure_id] for figure_id in finding.figures if figure_id in shown]
    states = {figure.disclosure.state for figure in figures}
    if "suppressed" in states or small.intersection(finding.figures):
        return finding.model_copy(
            update={
                "verdict": "withheld", "sentence": WITHHELD, "records": None, "effect": None, "p": None, "q": None,
                "exact_p": None, "dispersion": None, "smallest_detectable": None, "reasons": (), "boundary_tests": (),
            }
        )  # fmt: skip
    return _coarsened(finding, figures) if "rounded" in states else finding


def _coarsened(finding: Finding, figures: list[Figure]) -> Finding:
    """An exact ratio beside a rounded count would give the exact count away: the ratio is that of the rounded counts.

    The interval keeps its relative width to the nearest twentieth; p and q keep one digit.
    """
    effect = finding.effect
    if effect and len(figures) == 2 and figures[0].value and figures[1].value:
        ratio = figures[1].value / figures[0].value
        lower, upper = (ratio * round(20 * limit / effect.ratio) / 20 for limit in (effect.lower, effect.upper))
        effect = effect.model_copy(update={"ratio": ratio, "lower": lower, "upper": upper})
    coarse = {name: _one_digit(getattr(finding, name)) for name in ("p", "q", "smallest_detectable")}
    return finding.model_copy(
        update={**coarse, "effect": effect, "exact_p": None, "dispersion": None, "boundary_tests": ()}
    )


def _one_digit(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.1g}")


def leaks(release: Release, policy: DisclosurePolicy) -> list[str]:
    """Ids of what must not leave, found by looking at the release alone; publishing refuses while there is any."""
    found = []
    for figure in release.figures.values():
        least = _least(figure.disclosure.source_class, policy)
        if not least:
            continue
        exact = figure.numerator is not None and figure.numerator % policy.round_to
        small = figure.numerator is not None and 0 < figure.numerator < min(least, policy.round_to)
        if exact or small or any(entry.rows is not None for entry in figure.lineage):
            found.append(figure.id)
    return found
