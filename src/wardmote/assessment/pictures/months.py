"""The control chart of months: true time scale, usual range, signals by shape, gaps that stay gaps."""

from collections.abc import Sequence
from typing import Literal

from wardmote.assessment.pictures.drawing import (
    BAND,
    CONTEXT,
    GREY,
    GRID,
    INK,
    LINE,
    WHITE,
    Better,
    Spec,
    empty_chart,
    layer,
    own_colour,
    picture,
    plain_number,
    position,
    side_colour,
    texts,
)
from wardmote.assessment.pictures.month_frame import (
    HEIGHT,
    Frame,
    Limit,
    MonthAhead,
    MonthGap,
    MonthPoint,
    frame_of,
    gap_sides,
    limit_labels,
    month_label,
)
from wardmote.assessment.pictures.month_labels import place_labels
from wardmote.periods import month_number

_SHAPES = {"above": "triangle-up", "below": "triangle-down", "none": "circle"}


def months_chart(
    points: Sequence[MonthPoint],
    centre: float | None,
    lower: float | None,
    upper: float | None,
    gaps: Sequence[MonthGap],
    unit: str,
    better: Better = "lower",
    ahead: Sequence[MonthAhead] = (),
) -> Spec:
    """Months in time with the usual range. Without limits (None) a plain line; without points, words.

    Months `ahead` follow the points: hollow marks on a bar for the likely range of each.

    `unit` names what is counted and stands above the axis. Raises ValueError for a month that is not one.
    """
    if not points:
        return empty_chart()
    ordered = sorted(points, key=lambda point: point.month)
    limits = limit_labels(centre, lower, upper)
    frame = frame_of(ordered, gaps, [value for value, _ in limits], limits, ahead)
    labels = place_labels(frame, ordered, gaps, [value for value, _ in limits])
    return picture(
        HEIGHT,
        [
            *_band(frame, lower, upper),
            *_axes(frame, unit),
            *_ahead(frame, ahead),
            *_limit_lines(frame, centre, lower, upper),
            *_lines(frame),
            *_points(ordered, better, frame),
            *_gap_edges(frame, gaps),
            texts(_spread(limits, frame)),
            texts(labels, align="center", stroke=WHITE, strokeWidth=5),
            texts(labels, align="center"),
        ],
    )


def _run_edges(frame: Frame) -> list[tuple[float, float]]:
    return [(month_number(run[0].month) - 0.5, month_number(run[-1].month) + 0.5) for run in frame.runs]


def _band(frame: Frame, lower: float | None, upper: float | None) -> list[Spec]:
    if lower is None or upper is None:
        return []
    values = [{"left": left, "right": right, "low": max(lower, 0), "high": upper} for left, right in _run_edges(frame)]
    return [
        layer(
            {"type": "rect", "color": BAND},
            values,
            x=position("left", frame.x),
            x2={"field": "right"},
            y=position("low", frame.y),
            y2={"field": "high"},
        )
    ]


def _ahead(frame: Frame, ahead: Sequence[MonthAhead]) -> list[Spec]:
    """What is expected: a bar for the likely range of each month, and a hollow mark on it."""
    if not ahead:
        return []
    bars = [
        {"x": frame.x.at(month_number(s.month)), "y": frame.y.at(s.lower), "y2": frame.y.at(s.upper)} for s in ahead
    ]
    marks = [{"x": frame.x.at(month_number(s.month)), "y": frame.y.at(s.value)} for s in ahead]
    where = {"x": position("x", None), "y": position("y", None)}
    dot = {"type": "point", "filled": True, "fill": WHITE, "stroke": GREY, "strokeWidth": 2, "opacity": 1, "size": 60}
    return [
        layer({"type": "rule", "color": CONTEXT, "strokeWidth": 3}, bars, **where, y2={"field": "y2"}),
        layer(dot, marks, **where),
    ]


def _limit_lines(frame: Frame, centre: float | None, lower: float | None, upper: float | None) -> list[Spec]:
    dashed = [value for value in (lower, upper) if value is not None]
    solid = [value for value in (centre,) if value is not None]
    return [_across(frame, dashed, CONTEXT, (7, 5)), _across(frame, solid, GREY, ())]


def _across(frame: Frame, heights: Sequence[float], colour: str, dash: tuple[int, ...]) -> Spec:
    values = [{"left": left, "right": right, "y": height} for left, right in _run_edges(frame) for height in heights]
    return layer(
        {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": list(dash)},
        values,
        x=position("left", frame.x),
        x2={"field": "right"},
        y=position("y", frame.y),
    )


def _axes(frame: Frame, unit: str) -> list[Spec]:
    """Gridlines with numbers, months along the foot, and the unit once, above."""
    left, right = frame.x.range
    shown = _month_ticks(frame)
    grid = [{"x": left, "x2": right, "y": frame.y.at(tick)} for tick in frame.ticks[1:]]
    stubs = [{"x": frame.x.at(month), "y": HEIGHT, "y2": HEIGHT + 7} for month in shown]
    numbers = [{"x": left - 10, "y": frame.y.at(tick), "text": [plain_number(tick)]} for tick in frame.ticks]
    names = [{"x": frame.x.at(month), "y": HEIGHT + 22, "text": [month_label(month)]} for month in shown]
    return [
        _level_rules(grid, GRID),
        _level_rules([{"x": left, "x2": right, "y": HEIGHT}], INK),
        layer({"type": "rule", "color": INK}, stubs, x=position("x", None), y=position("y", None), y2={"field": "y2"}),
        texts(numbers, align="right"),
        texts(names, align="center"),
        texts([{"x": 0, "y": 6, "text": [unit]}]),
    ]


def _level_rules(values: Sequence[Spec], colour: str) -> Spec:
    return layer(
        {"type": "rule", "color": colour}, values, x=position("x", None), x2={"field": "x2"}, y=position("y", None)
    )


def _month_ticks(frame: Frame) -> list[int]:
    """Months to name: the first and every January that leaves room, or quarters when the span is short."""
    first, last = round(frame.x.domain[0] + 0.5), round(frame.x.domain[1] - 0.5)
    step = next((step for step in (1, 3, 6, 12, 24, 60) if (last - first) / step <= 5), 120)
    room = frame.x.at(first + 1) - frame.x.at(first)
    chosen = [month for month in range(first, last + 1) if month % step == 0]
    if not chosen or (chosen[0] - first) * room > 80:
        chosen.insert(0, first)
    return chosen


def _lines(frame: Frame) -> list[Spec]:
    """One line per run of neighbouring months; a run of one month is its dot alone."""
    values = [
        {"month": month_number(point.month), "value": point.value, "run": number}
        for number, run in enumerate(frame.runs)
        for point in run
    ]
    return [
        layer(
            {"type": "line", "color": CONTEXT, "strokeWidth": 2},
            values,
            x=position("month", frame.x),
            y=position("value", frame.y),
            detail={"field": "run", "type": "nominal"},
        )
    ]


def _points(points: Sequence[MonthPoint], better: Better, frame: Frame) -> list[Spec]:
    """Dots and triangles; a month that is not complete is hollow."""
    sides: dict[str, Literal["up", "down", "none"]] = {"above": "up", "below": "down", "none": "none"}
    values = [
        {
            "x": frame.at(point)[0],
            "y": frame.at(point)[1],
            "shape": _SHAPES[point.signal],
            "colour": side_colour(sides[point.signal], better),
            "fill": WHITE if point.incomplete else side_colour(sides[point.signal], better),
        }
        for point in points
    ]
    mark = {"type": "point", "opacity": 1, "size": 90 if len(points) <= 40 else 60, "strokeWidth": 2}
    own = {"type": "nominal", "scale": None, "legend": None}
    return [
        layer(
            mark,
            values,
            x=position("x", None),
            y=position("y", None),
            shape={"field": "shape", **own},
            color=own_colour(),
            fill={"field": "fill", **own},
        )
    ]


def _gap_edges(frame: Frame, gaps: Sequence[MonthGap]) -> list[Spec]:
    """Upright dotted lines where the data stop and start again."""
    values = [{"x": x, "top": frame.y.range[1], "bottom": HEIGHT} for x in gap_sides(frame, gaps)]
    return [
        layer(
            {"type": "rule", "color": CONTEXT, "strokeDash": [2, 3]},
            values,
            x=position("x", None),
            y=position("top", None),
            y2={"field": "bottom"},
        )
    ]


def _spread(limits: Sequence[Limit], frame: Frame) -> list[Spec]:
    """Names of the limits at the right, pushed apart where the lines are closer than a line of text."""
    placed: list[Spec] = []
    for value, lines in limits:
        y = frame.y.at(max(value, 0))
        if placed:
            y = max(y, placed[-1]["y"] + LINE)
        placed.append({"x": frame.x.range[1] + 8, "y": y, "text": list(lines)})
    return placed
