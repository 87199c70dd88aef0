"""The control chart of months: true time scale, usual range, signals by shape, gaps that stay gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from wardmote.assessment.formats.fonts import text_width, wrap_text
from wardmote.assessment.pictures.drawing import (
    BAND,
    CONTEXT,
    GREY,
    GRID,
    INK,
    LINE,
    TEXT,
    WHITE,
    WIDTH,
    Better,
    Scale,
    Spec,
    empty_chart,
    layer,
    nice_ticks,
    own_colour,
    picture,
    plain_number,
    position,
    side_colour,
    texts,
)
from wardmote.periods import month_number

HEIGHT = 340
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_Limit = tuple[float, tuple[str, ...]]
_SHAPES = {"above": "triangle-up", "below": "triangle-down", "none": "circle"}


@dataclass(frozen=True)
class MonthPoint:
    """One month's value. `signal` says on which side of usual variation it lies, if it signals at all."""

    month: str
    value: float
    signal: Literal["above", "below", "none"] = "none"
    incomplete: bool = False


@dataclass(frozen=True)
class MonthGap:
    """Months without data, first and last included, and the words that say so."""

    start: str
    end: str
    words: str


@dataclass(frozen=True)
class MonthAhead:
    """A month not yet counted: what is expected, and the range it is likely to lie in."""

    month: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class _Box:
    """A rectangle in pixels that a label would fill."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, x: float, y: float, room: float = 9) -> bool:
        return self.left - room <= x <= self.right + room and self.top - room <= y <= self.bottom + room

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class _Frame:
    """The plot: its scales and the runs of neighbouring months, each drawn as one line."""

    x: Scale
    y: Scale
    runs: tuple[tuple[MonthPoint, ...], ...]
    ticks: tuple[float, ...]

    def at(self, point: MonthPoint) -> tuple[float, float]:
        return self.x.at(month_number(point.month)), self.y.at(point.value)


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
    limits = _limit_labels(centre, lower, upper)
    frame = _frame(ordered, gaps, [value for value, _ in limits], limits, ahead)
    labels = _place_labels(frame, ordered, gaps, [value for value, _ in limits])
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


def _limit_labels(centre: float | None, lower: float | None, upper: float | None) -> list[_Limit]:
    """The height of each limit line and what is written at its end, from the top down."""
    named = ((upper, "Upper limit"), (centre, "Average"), (lower, "Lower limit"))
    return [(value, (f"{name} {plain_number(round(value))}",)) for value, name in named if value is not None]


def _frame(
    points: Sequence[MonthPoint],
    gaps: Sequence[MonthGap],
    limits: Sequence[float],
    labels: Sequence[_Limit],
    ahead: Sequence[MonthAhead] = (),
) -> _Frame:
    highest = max([point.value for point in points] + list(limits) + [step.upper for step in ahead] + [1.0])
    ticks = nice_ticks(0, highest * 1.08)
    left = max(text_width(plain_number(tick), TEXT) for tick in ticks) + 12
    column = max((text_width(line, TEXT) for _, lines in labels for line in lines), default=0.0)
    months = [
        month_number(text)
        for text in [point.month for point in points]
        + [edge for gap in gaps for edge in (gap.start, gap.end)]
        + [step.month for step in ahead]
    ]
    first, last = min(months), max(months)
    x = Scale((first - 0.5, max(last, first + 1) + 0.5), (left, WIDTH - column - (14 if column else 20)))
    return _Frame(x, Scale((0, ticks[-1]), (HEIGHT, 1.6 * LINE)), _runs(points), tuple(ticks))


def _runs(points: Sequence[MonthPoint]) -> tuple[tuple[MonthPoint, ...], ...]:
    """Split where a month is missing, so that no line is drawn across what is not known."""
    runs: list[list[MonthPoint]] = [[points[0]]]
    for before, point in pairwise(points):
        if month_number(point.month) - month_number(before.month) > 1:
            runs.append([])
        runs[-1].append(point)
    return tuple(tuple(run) for run in runs)


def _run_edges(frame: _Frame) -> list[tuple[float, float]]:
    return [(month_number(run[0].month) - 0.5, month_number(run[-1].month) + 0.5) for run in frame.runs]


def _band(frame: _Frame, lower: float | None, upper: float | None) -> list[Spec]:
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


def _ahead(frame: _Frame, ahead: Sequence[MonthAhead]) -> list[Spec]:
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


def _limit_lines(frame: _Frame, centre: float | None, lower: float | None, upper: float | None) -> list[Spec]:
    dashed = [value for value in (lower, upper) if value is not None]
    solid = [value for value in (centre,) if value is not None]
    return [_across(frame, dashed, CONTEXT, (7, 5)), _across(frame, solid, GREY, ())]


def _across(frame: _Frame, heights: Sequence[float], colour: str, dash: tuple[int, ...]) -> Spec:
    values = [{"left": left, "right": right, "y": height} for left, right in _run_edges(frame) for height in heights]
    return layer(
        {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": list(dash)},
        values,
        x=position("left", frame.x),
        x2={"field": "right"},
        y=position("y", frame.y),
    )


def _axes(frame: _Frame, unit: str) -> list[Spec]:
    """Gridlines with numbers, months along the foot, and the unit once, above."""
    left, right = frame.x.range
    shown = _month_ticks(frame)
    grid = [{"x": left, "x2": right, "y": frame.y.at(tick)} for tick in frame.ticks[1:]]
    stubs = [{"x": frame.x.at(month), "y": HEIGHT, "y2": HEIGHT + 7} for month in shown]
    numbers = [{"x": left - 10, "y": frame.y.at(tick), "text": [plain_number(tick)]} for tick in frame.ticks]
    names = [{"x": frame.x.at(month), "y": HEIGHT + 22, "text": [_month_label(month)]} for month in shown]
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


def _month_ticks(frame: _Frame) -> list[int]:
    """Months to name: the first and every January that leaves room, or quarters when the span is short."""
    first, last = round(frame.x.domain[0] + 0.5), round(frame.x.domain[1] - 0.5)
    step = next((step for step in (1, 3, 6, 12, 24, 60) if (last - first) / step <= 5), 120)
    room = frame.x.at(first + 1) - frame.x.at(first)
    chosen = [month for month in range(first, last + 1) if month % step == 0]
    if not chosen or (chosen[0] - first) * room > 80:
        chosen.insert(0, first)
    return chosen


def _month_label(month: int) -> str:
    return f"{_SHORT[month % 12]} {month // 12}"


def _lines(frame: _Frame) -> list[Spec]:
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


def _points(points: Sequence[MonthPoint], better: Better, frame: _Frame) -> list[Spec]:
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


def _gap_edges(frame: _Frame, gaps: Sequence[MonthGap]) -> list[Spec]:
    """Upright dotted lines where the data stop and start again."""
    values = [{"x": x, "top": frame.y.range[1], "bottom": HEIGHT} for x in _gap_sides(frame, gaps)]
    return [
        layer(
            {"type": "rule", "color": CONTEXT, "strokeDash": [2, 3]},
            values,
            x=position("x", None),
            y=position("top", None),
            y2={"field": "bottom"},
        )
    ]


def _gap_sides(frame: _Frame, gaps: Sequence[MonthGap]) -> list[float]:
    edges = [edge for gap in gaps for edge in (month_number(gap.start) - 0.5, month_number(gap.end) + 0.5)]
    return [frame.x.at(edge) for edge in edges]


def _spread(limits: Sequence[_Limit], frame: _Frame) -> list[Spec]:
    """Names of the limits at the right, pushed apart where the lines are closer than a line of text."""
    placed: list[Spec] = []
    for value, lines in limits:
        y = frame.y.at(max(value, 0))
        if placed:
            y = max(y, placed[-1]["y"] + LINE)
        placed.append({"x": frame.x.range[1] + 8, "y": y, "text": list(lines)})
    return placed


# Labels inside the plot, put where nothing is drawn.


@dataclass(frozen=True)
class _Label:
    """Words wanted near a place of the plot, and the widest column they may take."""

    words: str
    x: float
    widths: tuple[float, ...]


def _place_labels(
    frame: _Frame, points: Sequence[MonthPoint], gaps: Sequence[MonthGap], limits: Sequence[float]
) -> list[Spec]:
    busy = _busy(frame)
    lined = [frame.y.at(value) for value in limits]
    taken: list[_Box] = []
    placed: list[Spec] = []

    def place(label: _Label) -> None:
        box, lines = _free_box(frame, label, busy, lined, taken)
        taken.append(box)
        placed.append({"x": (box.left + box.right) / 2, "y": box.top + LINE / 2, "text": list(lines)})

    for gap in gaps:
        place(_gap_label(frame, gap))
    taken += [_Box(x - 3, 0, x + 3, HEIGHT) for x in _gap_sides(frame, gaps)]
    for group in _incomplete_groups(points):
        place(_incomplete_label(frame, group))
    return placed


def _gap_label(frame: _Frame, gap: MonthGap) -> _Label:
    left, right = frame.x.at(month_number(gap.start) - 0.5), frame.x.at(month_number(gap.end) + 0.5)
    return _Label(gap.words, (left + right) / 2, (max(right - left - 12, 60), 150))


def _incomplete_groups(points: Sequence[MonthPoint]) -> list[tuple[MonthPoint, ...]]:
    hollow = [point for point in points if point.incomplete]
    return list(_runs(hollow)) if hollow else []


def _incomplete_label(frame: _Frame, group: Sequence[MonthPoint]) -> _Label:
    middle = (frame.at(group[0])[0] + frame.at(group[-1])[0]) / 2
    return _Label(f"{month_span(group[0].month, group[-1].month)}: not complete", middle, (150, 110, 80))


def _busy(frame: _Frame) -> list[tuple[float, float]]:
    """Places along the drawn lines, close enough together that no label slips between them."""
    places = [frame.at(run[0]) for run in frame.runs]
    for run in frame.runs:
        for before, after in pairwise(run):
            (x1, y1), (x2, y2) = frame.at(before), frame.at(after)
            steps = max(2, int(max(abs(x2 - x1), abs(y2 - y1)) / 6))
            places += [(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps + 1)]
    return places


def _free_box(
    frame: _Frame, label: _Label, busy: Sequence[tuple[float, float]], lined: Sequence[float], taken: Sequence[_Box]
) -> tuple[_Box, tuple[str, ...]]:
    """The first place, from the foot upward and nearest first, where the label meets nothing drawn or written."""
    choices = [choice for width in label.widths for choice in _boxes(frame, label, width)]
    for box, lines in choices:
        clear = not any(box.covers(*place) for place in busy) and not any(box.meets(other) for other in taken)
        if clear and not any(box.top - 2 <= y <= box.bottom + 2 for y in lined):
            return box, lines
    return choices[0]


def _boxes(frame: _Frame, label: _Label, width: float) -> list[tuple[_Box, tuple[str, ...]]]:
    lines = wrap_text(label.words, TEXT, width)
    half = max(text_width(line, TEXT) for line in lines) / 2
    tall = len(lines) * LINE
    tops = range(HEIGHT - 10 - tall, int(frame.y.range[1]), -6)
    middles = [
        min(max(label.x + shift, frame.x.range[0] + half + 4), frame.x.range[1] - half)
        for shift in (0, -40, 40, -90, 90)
    ]
    boxes = [_Box(middle - half, top, middle + half, top + tall) for middle in middles for top in tops]
    return [(box, lines) for box in boxes]


def month_span(start: str, end: str) -> str:
    """Months as a picture names them: "Nov 2016", "Nov to Dec 2016", "Dec 2014 to Feb 2015"."""
    first, last = (_month_label(month_number(text)) for text in (start, end))
    if first == last:
        return first
    return f"{first[:3]} to {last}" if first[4:] == last[4:] else f"{first} to {last}"
