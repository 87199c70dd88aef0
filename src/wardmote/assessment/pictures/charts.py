"""Charts as Vega-Lite specifications: plain dictionaries, 600 pixels wide, every label beside its mark.

Titles, subtitles and sources are text of the document, never of the picture. A verdict is told three times: by shape,
by word and by colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from wardmote.assessment.formats.fonts import text_width
from wardmote.assessment.pictures.drawing import (
    BLUE,
    CONTEXT,
    GREY,
    LINE,
    ORANGE,
    SMALL,
    TEXT,
    WHITE,
    WIDTH,
    Better,
    Scale,
    Spec,
    bottom_axis,
    dots,
    empty_chart,
    nice_ticks,
    picture,
    plain_number,
    rules,
    side_colour,
    texts,
    upright,
)
from wardmote.assessment.pictures.month_frame import MonthAhead, MonthGap, MonthPoint
from wardmote.assessment.pictures.months import months_chart
from wardmote.assessment.pictures.row_layout import Rows, axis_title, lay_rows, row_texts

__all__ = [
    "ChangeRow",
    "MonthAhead",
    "MonthGap",
    "MonthPoint",
    "RankedRow",
    "TargetRow",
    "change_chart",
    "empty_chart",
    "months_chart",
    "ranked_chart",
    "target_chart",
]


BELOW = 11  # pixels


ChangeVerdict = Literal["rose", "fell", "no clear change", "cannot say"]
CHANGE_VERDICTS: dict[str, ChangeVerdict] = {verdict: verdict for verdict in get_args(ChangeVerdict)}
"""What a mark of change can say, by its words: anything else a finding says is drawn as none."""


@dataclass(frozen=True)
class ChangeRow:
    """One change between two periods. `ratio` and its limits are later over earlier (1 is no change).

    Of one place beside others the ratio is to their average, and `others` are theirs: small dots behind the mark.
    """

    label: str
    ratio: float | None
    lower: float | None
    upper: float | None
    verdict_text: str
    verdict: ChangeVerdict
    better: Better = "lower"
    others: tuple[float, ...] = ()


@dataclass(frozen=True)
class RankedRow:
    """One area's rate. `value` None is a withheld or missing one: it keeps its row and loses its dot."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    verdict: Literal["higher", "similar", "lower", "withheld", "cannot say"]
    verdict_text: str = ""
    better: Better = "lower"


@dataclass(frozen=True)
class TargetRow:
    """One proportion (0 to 1) with its interval, against a target (0 to 1)."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    target: float | None
    verdict_text: str
    verdict: Literal["met", "missed", "cannot be told from chance", "cannot say"]


def _change_mark(row: ChangeRow) -> tuple[str, str]:
    if row.verdict == "rose":
        return "triangle-right", side_colour("up", row.better)
    if row.verdict == "fell":
        return "triangle-left", side_colour("down", row.better)
    return "circle", GREY


def _ranked_mark(row: RankedRow) -> tuple[str, str]:
    if row.verdict == "higher":
        return "triangle-up", side_colour("up", row.better)
    if row.verdict == "lower":
        return "triangle-down", side_colour("down", row.better)
    return "circle", GREY


def _target_mark(row: TargetRow) -> tuple[str, str]:
    if row.verdict == "met":
        return "triangle-up", BLUE
    if row.verdict == "missed":
        return "triangle-down", ORANGE
    return "circle", GREY


# The charts.


def change_chart(rows: Sequence[ChangeRow], title: str = "Change, %") -> Spec:
    """Change of each measure in percent with its interval; a row that cannot be told has words and no dot.

    `title` names the axis where what is drawn is another ratio, less one, in percent.
    """
    if not rows:
        return empty_chart()
    layout = lay_rows(
        [row.label for row in rows],
        [row.verdict_text for row in rows],
        label_width=165,
        verdict_width=215,
        air=9 if len(rows) > 10 else 15,
    )
    drawn = [(row, middle) for row, middle in zip(rows, layout.middles, strict=True) if _can_draw(row)]
    if not drawn:
        return picture(layout.bottom, row_texts(layout))
    edge, clipped = _clip_edge([row for row, _ in drawn])
    lowest = min(0.0, *(_percent(least) for row, _ in drawn for least in (row.lower, *row.others)))
    ticks = nice_ticks(lowest, edge)
    scale = Scale((ticks[0], max(ticks[-1], edge)), layout.plot)
    named = [(tick, _signed(tick)) for tick in ticks]
    title += " (an arrow: the range goes further)" if clipped else ""
    return picture(
        layout.bottom,
        [
            *bottom_axis(scale, named, layout.top, layout.bottom),
            axis_title(title, layout),
            upright(scale, 0, layout.top, layout.bottom),
            *_other_marks(drawn, scale),
            *_change_marks(drawn, scale),
            *row_texts(layout),
        ],
    )


def _signed(percent: float) -> str:
    """ "+20", "0", and a true minus sign."""
    return f"{percent:+,.0f}".replace("-", "−") if percent else "0"


def _can_draw(row: ChangeRow) -> bool:
    return row.verdict != "cannot say" and None not in (row.ratio, row.lower, row.upper)


def _percent(ratio: float | None) -> float:
    return ((ratio or 0.0) - 1) * 100


def _clip_edge(rows: Sequence[ChangeRow]) -> tuple[float, bool]:
    """Where the axis ends: one very wide interval must not squeeze every other row into a smudge."""
    others = [_percent(other) for row in rows for other in row.others]
    reach = max(0.0, *(_percent(row.upper) for row in rows), *others)
    edge = max(100.0, *(1.5 * _percent(row.ratio) for row in rows), *others)
    return (edge, True) if reach > edge else (reach, False)


def _other_marks(drawn: Sequence[tuple[ChangeRow, float]], scale: Scale) -> list[Spec]:
    """Just below the line, which would hide them."""
    marks = [
        {"value": _percent(other), "y": y + BELOW, "shape": "circle", "colour": CONTEXT}
        for row, y in drawn
        for other in row.others
    ]
    return [dots(marks, scale, 28)] if marks else []


def _change_marks(drawn: Sequence[tuple[ChangeRow, float]], scale: Scale) -> list[Spec]:
    edge = scale.domain[1]
    intervals, marks, arrows = [], [], []
    for row, y in drawn:
        shape, colour = _change_mark(row)
        intervals.append({"low": _percent(row.lower), "high": min(_percent(row.upper), edge), "y": y, "colour": colour})
        marks.append({"value": _percent(row.ratio), "y": y, "shape": shape, "colour": colour})
        if _percent(row.upper) > edge:
            arrows.append({"x": scale.range[1], "y": y, "text": ["→"]})
    return [rules(intervals, scale, 3), dots(marks, scale), texts(arrows, weight=700)]


VERDICTS_RANKED = {
    "higher": "Higher than average",
    "similar": "Similar to average",
    "lower": "Lower than average",
    "withheld": "Withheld [c]",
    "cannot say": "Cannot say",
}


def ranked_chart(rows: Sequence[RankedRow], average: float, unit: str) -> Spec:
    """Areas in order of their rate with intervals and the average; withheld areas last. `unit` names the axis."""
    if not rows:
        return empty_chart()
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0.0), row.label))
    layout = lay_rows(
        [row.label for row in ordered],
        [row.verdict_text or VERDICTS_RANKED[row.verdict] for row in ordered],
        label_width=190,
        verdict_width=165,
        top=LINE + 8,
        air=9 if len(rows) > 12 else 15,
    )
    drawn = [(row, middle) for row, middle in zip(ordered, layout.middles, strict=True) if row.value is not None]
    reach = max([average, *(row.upper or row.value or 0.0 for row, _ in drawn)])
    ticks = nice_ticks(0, reach, most=5)
    scale = Scale((0, max(ticks[-1], reach)), layout.plot)
    return picture(
        layout.bottom,
        [
            *bottom_axis(scale, [(tick, plain_number(tick)) for tick in ticks], layout.top, layout.bottom),
            axis_title(unit, layout),
            upright(scale, average, layout.top - 4, layout.bottom, dash=(5, 4), width=1.5),
            _average_label(scale, average, layout),
            *_ranked_marks(drawn, scale),
            *row_texts(layout),
        ],
    )


def _average_label(scale: Scale, average: float, layout: Rows) -> Spec:
    words = f"Average {plain_number(average)}"
    half = text_width(words, TEXT) / 2
    x = min(max(scale.at(average), half), WIDTH - half)
    return texts([{"x": x, "y": layout.top - LINE / 2 - 6, "text": [words]}], align="center")


def _ranked_marks(drawn: Sequence[tuple[RankedRow, float]], scale: Scale) -> list[Spec]:
    intervals, marks = [], []
    for row, y in drawn:
        shape, colour = _ranked_mark(row)
        if row.lower is not None and row.upper is not None:
            intervals.append({"low": row.lower, "high": row.upper, "y": y, "colour": colour})
        marks.append({"value": row.value, "y": y, "shape": shape, "colour": colour})
    return [rules(intervals, scale, 3), dots(marks, scale, 130)]


def target_chart(rows: Sequence[TargetRow]) -> Spec:
    """Proportions with intervals, each against its target: an upright stroke with its number above."""
    if not rows:
        return empty_chart()
    layout = lay_rows([row.label for row in rows], [row.verdict_text for row in rows], air=32)
    placed = list(zip(rows, layout.middles, strict=True))
    scale = Scale((0, 100), layout.plot)
    strokes = [upright(scale, row.target * 100, y - 13, y + 13, width=4) for row, y in placed if row.target is not None]
    names = [
        {"x": scale.at(row.target * 100), "y": y - 22, "text": [f"Target {plain_number(row.target * 100)}%"]}
        for row, y in placed
        if row.target is not None
    ]
    return picture(
        layout.bottom,
        [
            *bottom_axis(scale, [(value, f"{value}%") for value in (0, 25, 50, 75, 100)], layout.top, layout.bottom),
            *strokes,
            texts(names, align="center", size=SMALL, stroke=WHITE, strokeWidth=4),
            texts(names, align="center", size=SMALL),
            *_target_marks([pair for pair in placed if pair[0].value is not None], scale),
            *row_texts(layout),
        ],
    )


def _target_marks(drawn: Sequence[tuple[TargetRow, float]], scale: Scale) -> list[Spec]:
    intervals, marks = [], []
    for row, y in drawn:
        shape, colour = _target_mark(row)
        if row.lower is not None and row.upper is not None:
            intervals.append({"low": row.lower * 100, "high": row.upper * 100, "y": y, "colour": colour})
        marks.append({"value": (row.value or 0) * 100, "y": y, "shape": shape, "colour": colour})
    return [rules(intervals, scale, 3), dots(marks, scale)]
