"""Figures as cells: which count each figure shows, and which counts add up because of how the document is laid out.

A rate shows the same cell as its count, since its denominator is printed. Wards add up to the area, months to the
period, kinds and outcomes to what was worked, and a share's part and its rest to its whole. Incidents that lie in no ward, if there are any, are a part of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from wardmote.disclosure.cells import Said, Sum, exactly, rounded, withheld
from wardmote.findings.figure import Figure
from wardmote.measures.themes.catalogue import SHARES, THEME_SUMS
from wardmote.measures.times import TIME_SUMS
from wardmote.measures.worked import SUMS, WORKED
from wardmote.partnership import DisclosurePolicy

PUBLIC = "already-public"
BY_WARD = ("polygon", "recorded")
_PARTS = SUMS | THEME_SUMS


def cell_of(figure: Figure) -> str:
    """The name of the count a figure shows: measure, area, period and, where there are two, the assignment."""
    by = "" if figure.assignment in (None, "lsoa-code") else f";by={figure.assignment}"
    return f"{_counted(figure)}/{figure.area.key}/{figure.period.period}{by}"


def _counted(figure: Figure) -> str:
    share = figure.measure.removesuffix("-share")
    return share if share in WORKED or share in SHARES else figure.measure.removesuffix("-per-1000")


def whole_of(figure: Figure) -> str | None:
    """The cell of the whole that a share is a share of, where the whole is itself a count to guard."""
    counted = _counted(figure)
    whole = WORKED[counted].of if counted in WORKED else SHARES[counted].whole_slug if counted in SHARES else ""
    if not whole or figure.denominator is None:
        return None
    return f"{whole}/{figure.area.key}/{figure.period.period}"


def by_cell(figures: Iterable[Figure]) -> dict[str, Figure]:
    """One figure for each cell: the count itself where there is one, else a rate or share of it."""
    figures = sorted(figures, key=lambda figure: figure.denominator is None)
    return {cell_of(figure): figure for figure in figures}


def table_of(figure: Figure, release: str) -> str:
    """The table a figure stands in, as a message names it: "council-asb by ward, 2025-04..2026-03 (release)"."""
    by = " by ward" if figure.area.vintage else ""
    return f"{_counted(figure)}{by}, {figure.period.period} ({release})"


def guarded(figures: Iterable[Figure], policy: DisclosurePolicy) -> list[Figure]:
    """Figures that these readers may not be shown as they are: those the gate has to guard."""
    return [figure for figure in figures if least(figure.disclosure.source_class, policy)]


def least(source_class: str, policy: DisclosurePolicy) -> int:
    """Counts from 1 to one less than this are withheld; 0 for what these readers may be shown as it is."""
    if source_class == PUBLIC:
        return 0
    return policy.suppress_below if source_class == "partner" else policy.suppress_below_sensitive


def true_counts(figures: Iterable[Figure]) -> dict[str, float]:
    """Each cell with its count, before the gate."""
    return {cell_of(figure): figure.numerator for figure in figures if figure.numerator is not None}


def said_by(figures: Iterable[Figure], policy: DisclosurePolicy, release: str) -> list[Said]:
    """What released figures tell a reader of their cells; of what is already public nothing has to be said."""
    said = []
    for figure in figures:
        if figure.disclosure.source_class == PUBLIC:
            continue
        table = table_of(figure, release)
        if figure.disclosure.state == "suppressed":
            zero = policy.zeros != "shown" or figure.assignment == "best-fit"  # withheld whole, zeros and all
            said.append(withheld(cell_of(figure), table, least=0 if zero else 1))
        elif figure.numerator is not None:
            said.append(as_printed(figure, figure.numerator, policy, release))
    return said


def as_printed(figure: Figure, count: float, policy: DisclosurePolicy, release: str) -> Said:
    """What a figure tells when it is not withheld."""
    cell, table, fewest = cell_of(figure), table_of(figure, release), least(figure.disclosure.source_class, policy)
    return rounded(cell, count, policy.round_to, table, fewest) if fewest else exactly(cell, count, table)


def sums_of(figures: Iterable[Figure], counts: Mapping[str, float] | None = None) -> list[Sum]:
    """The sums among the cells of figures. With the true `counts`, what lies outside the wards is a cell of its own.

    Without them (a reader's view) wards are taken to add up.
    """
    figures = list(by_cell(figures).values())
    return [*_wards(figures, counts), *_months(figures), *_parts(figures, counts)]


def _parts(figures: Sequence[Figure], counts: Mapping[str, float] | None) -> list[Sum]:
    """What the partnership worked, and what partners sent of their own work, adds up as the measures say, if every part is a figure and the true counts do so."""
    cells = {cell_of(figure) for figure in figures}
    found = []
    for figure in figures:
        place = f"{figure.area.key}/{figure.period.period}"
        for slugs in _divisions(figure.measure):
            parts = tuple(f"{slug}/{place}" for slug in slugs)
            if not cells.issuperset(parts):
                continue
            if counts is None or sum(counts[part] for part in parts) == counts[cell_of(figure)]:
                found.append(Sum(cell_of(figure), parts, f"{figure.measure} by kind, {figure.period.period}"))
    return found


def _divisions(measure: str) -> list[tuple[str, ...]]:
    """The sets of parts that a count is printed as the sum of: its kinds, its days of the week, its hours."""
    return [*([_PARTS[measure]] if measure in _PARTS else []), *TIME_SUMS.get(measure, ())]


def outside_cell(area: str) -> str:
    return f"{area};outside-wards"


def _wards(figures: Sequence[Figure], counts: Mapping[str, float] | None) -> list[Sum]:
    areas = {(f.measure, str(f.period.period)): f for f in figures if not f.area.vintage and f.denominator is None}
    wards: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.area.vintage and figure.assignment in BY_WARD and figure.denominator is None:
            wards[figure.measure, str(figure.period.period)].append(figure)
    found = []
    for key, members in wards.items():
        if key not in areas:
            continue
        area, parts = cell_of(areas[key]), tuple(cell_of(ward) for ward in members)
        outside = 0.0 if counts is None else counts.get(area, 0) - sum(counts.get(part, 0) for part in parts)
        more = (outside_cell(area),)
        if outside >= 0:
            found.append(Sum(area, parts + (more if outside else ()), f"{key[0]} by ward, {key[1]}"))
        else:  # some incidents in the wards are booked elsewhere by their code
            together = f"{area};wards-together"
            found += [
                Sum(together, parts, f"{key[0]} by ward, {key[1]}"),
                Sum(together, (area, *more), f"{key[0]}, {key[1]}"),
            ]
    return found


def _months(figures: Sequence[Figure]) -> list[Sum]:
    """A period and its months, where each month is a figure too."""
    by_place: dict[tuple[str, str, str | None], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.denominator is None:
            by_place[figure.measure, figure.area.key, figure.assignment][str(figure.period.period)] = figure
    found = []
    for spans in by_place.values():
        for figure in spans.values():
            months = figure.period.period.months
            parts = [spans.get(f"{month}..{month}") or spans.get(month) for month in months]
            if len(months) > 1 and all(parts):
                table = f"{figure.measure}, month by month"
                found.append(Sum(cell_of(figure), tuple(cell_of(part) for part in parts if part), table))
    return found
