"""Counts against their usual range: one row for each type, the range a bar, the count a mark on or beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.assessment.pictures.drawing import (
    BLUE,
    CONTEXT,
    GREY,
    ORANGE,
    Scale,
    Spec,
    bottom_axis,
    dots,
    empty_chart,
    nice_ticks,
    picture,
    plain_number,
    rules,
    upright,
)
from wardmote.assessment.pictures.row_layout import axis_title, lay_rows, row_texts


@dataclass(frozen=True)
class UsualRow:
    """One type: what was counted and the most that would be usual, both as a percentage of what was expected."""

    label: str
    counted: float
    most: float
    stands_out: bool
    words: str


def usual_chart(rows: Sequence[UsualRow]) -> Spec:
    """What was counted as a percentage of what the season leads us to expect; a triangle stands beyond the usual."""
    if not rows:
        return empty_chart()
    layout = lay_rows(
        [row.label for row in rows], [row.words for row in rows], label_width=190, verdict_width=190, air=9
    )
    ticks = nice_ticks(0, max(max(row.counted, row.most) for row in rows))
    scale = Scale((0, ticks[-1]), layout.plot)
    placed = list(zip(rows, layout.middles, strict=True))
    bars = [{"low": 0, "high": row.most, "y": y, "colour": "#D6D6D6"} for row, y in placed]
    ends = [upright(scale, row.most, y - 8, y + 8, CONTEXT) for row, y in placed]
    marks = [
        {"value": row.counted, "y": y, "shape": "triangle-up" if row.stands_out else "circle",
         "colour": ORANGE if row.stands_out else BLUE}
        for row, y in placed
    ]  # fmt: skip
    return picture(
        layout.bottom,
        [
            rules(bars, scale, 12),
            *bottom_axis(scale, [(tick, plain_number(tick)) for tick in ticks], layout.top, layout.bottom),
            axis_title("Percent of what was expected (bar: up to the most that is usual)", layout),
            upright(scale, 100, layout.top, layout.bottom, GREY, dash=(5, 4), width=1.5),
            *ends,
            dots(marks, scale, 130),
            *row_texts(layout),
        ],
    )
