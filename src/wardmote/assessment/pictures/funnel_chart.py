"""The funnel: each area against what its people lead us to expect, with limits that narrow as areas grow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wardmote.assessment.pictures.drawing import (
    BLUE,
    CONTEXT,
    GREY,
    GRID,
    LINE,
    ORANGE,
    SMALL,
    WHITE,
    WIDTH,
    Scale,
    Spec,
    bottom_axis,
    empty_chart,
    layer,
    nice_ticks,
    own_colour,
    picture,
    plain_number,
    position,
    texts,
)

HEIGHT, LEFT, STEPS = 360, 46, 60
_DEVIATES = ((1.959964, (6, 4)), (3.090232, ()))  # of 95 % (dashed) and 99.8 %
_SHAPES = {"above": ("triangle-up", ORANGE), "below": ("triangle-down", BLUE), "within": ("circle", CONTEXT)}


@dataclass(frozen=True)
class FunnelPoint:
    """One area: the number expected, observed over expected, and on which side of the outer limits it lies."""

    name: str
    expected: float
    ratio: float
    side: str


def funnel_chart(points: Sequence[FunnelPoint], between_variance: float) -> Spec:
    """Observed over expected by expected, limits at 95 and 99.8 % allowing for `between_variance`; names beyond them."""
    if not points:
        return empty_chart()
    widest = max(point.expected for point in points)
    along = np.linspace(min(point.expected for point in points), widest, STEPS)
    curves = [(upper_limit(along, between_variance, z), dash) for z, dash in _DEVIATES]
    highest = max(*(point.ratio for point in points), float(curves[-1][0].max()))
    up, across = nice_ticks(0, highest), nice_ticks(0, widest, most=5)
    x, y = Scale((0, max(across[-1], widest)), (LEFT, WIDTH - 16)), Scale((0, up[-1]), (HEIGHT, 1.6 * LINE))
    grid = [{"x": LEFT, "x2": WIDTH - 16, "y": y.at(tick)} for tick in up]
    numbers = [{"x": LEFT - 10, "y": y.at(tick), "text": [plain_number(tick)]} for tick in up]
    return picture(
        HEIGHT + 2.2 * LINE,
        [
            *bottom_axis(x, [(tick, plain_number(tick)) for tick in across], y.range[1], HEIGHT),
            layer(
                {"type": "rule", "color": GRID}, grid, x=position("x", None), x2={"field": "x2"}, y=position("y", None)
            ),
            texts(numbers, align="right"),
            texts([{"x": 0, "y": 6, "text": ["Times what its people lead us to expect"]}]),
            texts([{"x": LEFT, "y": HEIGHT + 2.2 * LINE, "text": ["Number expected"]}]),
            _line([(x.at(0), y.at(1)), (x.range[1], y.at(1))], GREY, ()),
            *(
                _line([(x.at(e), y.at(v)) for e, v in zip(along, side, strict=True)], GREY, dash)
                for upper, dash in curves
                for side in (1 / upper, upper)
            ),
            _marks(points, x, y),
            *_names(points, x, y),
        ],
    )


def upper_limit(expected: np.ndarray, between_variance: float, deviate: float) -> np.ndarray:
    """Where the line is drawn, the lower one being its inverse; areas were judged by the method of the same formula."""
    drawn: np.ndarray = np.exp(deviate * np.sqrt(1 / expected + between_variance))
    return drawn


def _line(points: Sequence[tuple[float, float]], colour: str, dash: Sequence[int]) -> Spec:
    values = [{"x": round(px, 1), "y": round(py, 1)} for px, py in points]
    mark = {"type": "line", "color": colour, "strokeWidth": 1.5, "strokeDash": list(dash)}
    return layer(mark, values, x=position("x", None), y=position("y", None))


def _marks(points: Sequence[FunnelPoint], x: Scale, y: Scale) -> Spec:
    values = [
        {"x": x.at(p.expected), "y": y.at(p.ratio), "shape": _SHAPES[p.side][0], "colour": _SHAPES[p.side][1]}
        for p in sorted(points, key=lambda p: p.side != "within")
    ]
    shape = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
    mark = {"type": "point", "filled": True, "opacity": 0.9, "size": 60}
    return layer(mark, values, x=position("x", None), y=position("y", None), shape=shape, color=own_colour())


def _names(points: Sequence[FunnelPoint], x: Scale, y: Scale) -> list[Spec]:
    """Areas above the limits by name, from the top down, as far as there is room between them; the table names the rest."""
    values: list[Spec] = []
    for point in sorted((p for p in points if p.side == "above"), key=lambda p: -p.ratio):
        at_x, at_y = x.at(point.expected), y.at(point.ratio)
        if all(abs(at_y - other["y"]) >= LINE for other in values):
            values.append({"x": at_x + 10 if at_x < WIDTH / 2 else at_x - 10, "y": at_y, "text": [point.name]})
    sides = (
        ("left", [v for v in values if v["x"] < WIDTH / 2 + 10]),
        ("right", [v for v in values if v["x"] >= WIDTH / 2 + 10]),
    )
    return [
        spec
        for align, placed in sides
        for spec in (texts(placed, align=align, size=SMALL, stroke=WHITE, strokeWidth=4), texts(placed, align=align, size=SMALL))
    ]  # fmt: skip
