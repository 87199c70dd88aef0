"""The gate: what leaves is rendered from a Release and from nothing else.

By the class of the strictest source behind a number (`domain` C8, thresholds configurable): what is already public at
that detail, and in the board edition what partners share with the board, is shown exact; a partner's count of 1 to 4 (1 to 9 where sensitive) is withheld, others with it where the
attacker could otherwise narrow it down, and every other count is rounded with its interval and rate recomputed from the
rounded count. The attacker is then let loose on the release, on all that was published before, and on the sums among
them; what it finds refuses publication.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from wardmote.disclosure.attacker import Contradiction, attack
from wardmote.disclosure.cells import Exposed, Said, exactly, to_base
from wardmote.disclosure.layout import (
    as_printed,
    by_cell,
    cell_of,
    guarded,
    least,
    said_by,
    sums_of,
    true_counts,
    whole_of,
)
from wardmote.disclosure.suppression import Choice, Table, choose, small_cells
from wardmote.findings.figure import Disclosure, DisclosureState, Figure
from wardmote.findings.finding import Finding
from wardmote.findings.levels import recounted
from wardmote.findings.received import ReceivedFigure
from wardmote.partnership import DisclosurePolicy

WITHHELD = "Withheld to protect individuals [c]."
HERE = "this release"
WIDER = 3  # how often a wider range is tried where whole numbers leave less than the program promised


@dataclass(frozen=True)
class Release:
    """Figures and findings as they may be shown, by id; what was published before, and what the gate could not hide."""

    figures: Mapping[str, Figure] = field(hash=False)
    findings: Mapping[str, Finding] = field(hash=False)
    received: Mapping[str, ReceivedFigure] = field(hash=False)
    statutory: frozenset[str] = frozenset()  # received figures shown however small they are
    earlier: tuple[Said, ...] = field(default=(), hash=False, repr=False)
    exposed: tuple[Exposed, ...] = ()


def release(
    figures: Iterable[Figure],
    findings: Iterable[Finding],
    received: Mapping[str, ReceivedFigure],
    policy: DisclosurePolicy,
    earlier: Iterable[Said] = (),
    statutory: Collection[str] = (),
) -> Release:
    """Pass every figure, finding and received figure through the gate; `earlier` is what earlier releases said.

    `statutory` names received figures that the law has published however small (`assessment.statutory_counts`).
    """
    figures = list(figures)
    earlier = _still_true(earlier, true_counts(figures))
    withheld, exposed = _withheld(figures, policy, earlier)
    shown = {
        figure.id: _shown(figure, bool(withheld & {cell_of(figure), whole_of(figure)}), policy) for figure in figures
    }
    small = {
        f"received:{name}" for name, figure in received.items() if name not in statutory and names_few(figure, policy)
    }
    return Release(
        shown,
        {finding.id: _finding(finding, shown, small) for finding in findings},
        {name: _received(figure, f"received:{name}" in small) for name, figure in received.items()},
        frozenset(statutory),
        earlier,
        exposed,
    )


def _still_true(earlier: Iterable[Said], counts: Mapping[str, float]) -> tuple[Said, ...]:
    """What was said of counts that have been revised since tells a reader nothing of the new count."""
    return tuple(word for word in earlier if word.lower <= counts.get(word.cell, word.lower) <= word.upper)


def names_few(figure: ReceivedFigure, policy: DisclosurePolicy) -> bool:
    """Whether a partner's number, the people it counts, or the rest of its base, is small enough to point at people."""
    fewest = least(figure.source_class, policy)
    counts = [figure.numerator]
    if figure.denominator is not None:
        counts.append(figure.denominator - (figure.numerator or 0))
    elif figure.unit != "%":
        counts.append(figure.value)
    return any(count is not None and 0 < count < fewest for count in counts)


def _received(figure: ReceivedFigure, hide: bool) -> ReceivedFigure:
    if not hide:
        return figure
    return figure.model_copy(update={"value": None, "numerator": None, "denominator": None, "note": ""})


def _withheld(
    figures: list[Figure], policy: DisclosurePolicy, earlier: tuple[Said, ...]
) -> tuple[frozenset[str], tuple[Exposed, ...]]:
    """Cells to withhold (small, and what protects them), and those that the attacker still finds."""
    mine = guarded(figures, policy)
    # A second assignment of the same incidents would give small differences away.
    second = frozenset(cell_of(figure) for figure in mine if figure.assignment == "best-fit")
    cells = by_cell(figure for figure in mine if cell_of(figure) not in second)
    table, known = _table(list(cells.values()))
    known += earlier

    def publish(cell: str, count: float) -> Said:
        return as_printed(cells[cell], count, policy, HERE)

    small = small_cells(table, lambda cell: least(cells[cell].disclosure.source_class, policy))
    if not small:
        return second, ()
    found: list[Exposed] = []
    for width in range(policy.narrowest, policy.narrowest + WIDER):
        choice = choose(table, small, publish, known, width, zeros_stay=policy.zeros == "shown")
        found = _found(table, choice, cells, policy, known, small)
        if not found:
            break
    return choice.withheld | second, tuple(found)


def _table(figures: list[Figure]) -> tuple[Table, tuple[Said, ...]]:
    """The cells with their counts and sums, and how many lie outside the wards, which a reader is taken to know."""
    counts = true_counts(figures)
    sums = tuple(sums_of([figure for figure in figures if figure.numerator is not None], counts))
    printed, known = frozenset(counts), []
    for row in sums:
        wards = sum(counts[part] for part in row.parts if part in counts)
        if row.total not in counts:
            counts[row.total] = max(wards, counts.get(row.total, 0))
        for part in row.parts:
            if part not in counts:
                counts[part] = counts[row.total] - wards
                known.append(exactly(part, counts[part], "incidents outside the wards"))
    return Table(counts, sums, printed), tuple(known)


def _found(
    table: Table,
    choice: Choice,
    cells: Mapping[str, Figure],
    policy: DisclosurePolicy,
    known: tuple[Said, ...],
    small: set[str],
) -> list[Exposed]:
    said = said_by(
        (
            figure.model_copy(update={"disclosure": _state(figure, "suppressed")})
            if cell in choice.withheld
            else figure
            for cell, figure in cells.items()
        ),
        policy,
        HERE,
    )
    return attack([*said, *known], table.sums, small, policy.narrowest)


def _shown(figure: Figure, hide: bool, policy: DisclosurePolicy) -> Figure:
    if not least(figure.disclosure.source_class, policy):
        return figure
    lineage = tuple(entry.model_copy(update={"rows": None}) for entry in figure.lineage)
    if hide:
        blank = {"value": None, "numerator": None, "interval": None, "lineage": lineage}
        if whole_of(figure):
            blank["denominator"] = None
        return figure.model_copy(update={**blank, "disclosure": _state(figure, "suppressed")})
    if figure.numerator is None:
        return figure.model_copy(update={"lineage": lineage})
    whole = to_base(figure.denominator, policy.round_to) if whole_of(figure) and figure.denominator else None
    rounded = recounted(figure, to_base(figure.numerator, policy.round_to), whole)
    return rounded.model_copy(update={"lineage": lineage, "disclosure": _state(figure, "rounded")})


def _state(figure: Figure, state: DisclosureState) -> Disclosure:
    return figure.disclosure.model_copy(update={"state": state})


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
    """What must not leave, in words: found by looking at the release alone, and by attacking it with what came before.

    Publishing refuses while there is any.
    """
    found = [str(exposed) for exposed in release.exposed]
    for figure in release.figures.values():
        fewest = least(figure.disclosure.source_class, policy)
        if not fewest:
            continue
        exact = figure.numerator is not None and figure.numerator % policy.round_to
        small = figure.numerator is not None and 0 < figure.numerator < min(fewest, policy.round_to)
        if exact or small or any(entry.rows is not None for entry in figure.lineage):
            found.append(figure.id)
    for name, received in release.received.items():
        if name not in release.statutory and names_few(received, policy):
            found.append(f"received:{name}")
    return found or [str(exposed) for exposed in attacked(release.figures.values(), policy, release.earlier)]


def attacked(figures: Iterable[Figure], policy: DisclosurePolicy, earlier: Iterable[Said] = ()) -> list[Exposed]:
    """What a reader can find out about withheld counts from released figures alone, with what was said before.

    A withheld count whose range is narrow but wholly above the policy's least is no disclosure. Where what was said
    does not fit together (figures were revised), only this release is attacked.
    """
    figures = guarded(figures, policy)
    hidden = hidden_cells(figures)
    said, sums = said_by(figures, policy, HERE), sums_of(figures)
    try:
        found = attack([*said, *earlier], sums, hidden, policy.narrowest)
    except Contradiction:
        try:
            found = attack(said, sums, hidden, policy.narrowest)
        except Contradiction:
            found = []  # wards do not add up to the area, so a reader cannot subtract
    return [cell for cell in found if cell.lower < least(hidden[cell.cell].disclosure.source_class, policy)]


def hidden_cells(figures: Collection[Figure]) -> dict[str, Figure]:
    """The withheld cells of a release, each with a figure of it.

    A count that is shown is no secret, though its share of a withheld whole be withheld.
    """
    hidden = {cell_of(figure): figure for figure in figures if figure.disclosure.state == "suppressed"}
    for figure in figures:
        if figure.disclosure.state != "suppressed" and figure.denominator is None and figure.unit != "%":
            hidden.pop(cell_of(figure), None)
    return hidden
