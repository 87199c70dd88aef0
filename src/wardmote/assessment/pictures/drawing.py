"""What every chart and map shares: palette, theme, scales and layers of a Vega-Lite specification.

Specifications are plain dictionaries, 600 pixels wide. Texts are placed in pixels from the font's own widths, because
Vega-Lite cuts a label that is too long or lets it grow out of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, Literal

from wardmote.assessment.formats.fonts import FAMILY

Spec = dict[str, Any]
Better = Literal["lower", "higher", "neither"]

WIDTH = 600
TEXT = 16
SMALL = 14
LINE = 19
GAP = 14

BLUE = "#12436D"
ORANGE = "#F46A25"
GREY = "#484949"
CONTEXT = "#767676"
INK = "#0B0C0C"
GRID = "#D6D6D6"
BAND = "#EDEDED"
WHITE = "#FFFFFF"

CONFIG: Spec = {
    "background": WHITE,
    "font": FAMILY,
    "aria": False,
    "view": {"stroke": None},
    "text": {"font": FAMILY, "fontSize": TEXT, "color": INK},
}


def side_colour(side: Literal["up", "down", "none"], better: Better) -> str:
    """Orange for the worse side, blue for the better one, grey where neither is better or nothing is clear."""
    if side == "none" or better == "neither":
        return GREY
    return ORANGE if (side == "up") == (better == "lower") else BLUE


def nice_ticks(lowest: float, highest: float, most: int = 6) -> list[float]:
    """Round, evenly spaced values covering the span, at most `most` and never fewer than two."""
    span = max(highest - lowest, 1e-9)
    power = 10 ** floor(log10(span / most))
    for step in (power, 2 * power, 2.5 * power, 5 * power, 10 * power, 20 * power):
        first, last = floor(lowest / step + 1e-9), ceil(highest / step - 1e-9)
        if last - first < most:
            break
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


@dataclass(frozen=True)
class Scale:
    """A linear scale from values to pixels, for Vega-Lite and for our own placing of labels."""

    domain: tuple[float, float]
    range: tuple[float, float]

    def at(self, value: float) -> float:
        low, high = self.domain
        start, end = self.range
        return start + (value - low) / (high - low) * (end - start)

    @property
    def spec(self) -> Spec:
        return {"domain": list(self.domain), "range": list(self.range), "nice": False, "zero": False}


def position(name: str, scale: Scale | None) -> Spec:
    """A position from the data: through a scale, or in pixels already where there is none."""
    return {"field": name, "type": "quantitative", "scale": scale.spec if scale else None, "axis": None}


def layer(mark: Spec, values: Iterable[Spec], **encoding: Spec) -> Spec:
    """One layer with its own data; an encoding named colour reads the field of that name."""
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def own_colour() -> Spec:
    return {"field": "colour", "type": "nominal", "scale": None, "legend": None}


def texts(
    values: Iterable[Spec],
    align: str = "left",
    size: int = TEXT,
    weight: int = 400,
    baseline: str = "middle",
    **mark: Any,
) -> Spec:
    """Texts at pixel positions x and y; each text is a list of lines."""
    style = {
        "type": "text",
        "align": align,
        "baseline": baseline,
        "fontSize": size,
        "fontWeight": weight,
        "lineHeight": LINE,
        **mark,
    }
    return layer(style, values, x=position("x", None), y=position("y", None), text={"field": "text", "type": "nominal"})


def rules(values: Iterable[Spec], scale: Scale, width: float, dash: Sequence[int] = ()) -> Spec:
    """Horizontal lines from `low` to `high` on the scale, at pixel y."""
    mark = {"type": "rule", "strokeWidth": width, "strokeDash": list(dash)}
    return layer(
        mark, values, x=position("low", scale), x2={"field": "high"}, y=position("y", None), color=own_colour()
    )


def dots(values: Iterable[Spec], scale: Scale, size: int = 170) -> Spec:
    mark = {"type": "point", "filled": True, "opacity": 1, "size": size}
    shape = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
    return layer(mark, values, x=position("value", scale), y=position("y", None), shape=shape, color=own_colour())


def bottom_axis(scale: Scale, ticks: Sequence[tuple[float, str]], top: float, bottom: float) -> list[Spec]:
    """Gridlines from `top` to `bottom`, each with its number below."""
    grid = [{"x": scale.at(value), "top": top, "bottom": bottom} for value, _ in ticks]
    numbers = [{"x": scale.at(value), "y": bottom + LINE, "text": [label]} for value, label in ticks]
    lines = layer(
        {"type": "rule", "color": GRID}, grid, x=position("x", None), y=position("top", None), y2={"field": "bottom"}
    )
    return [lines, texts(numbers, align="center")]


def upright(
    scale: Scale, value: float, top: float, bottom: float, colour: str = INK, width: float = 2, dash: Sequence[int] = ()
) -> Spec:
    mark = {"type": "rule", "strokeWidth": width, "strokeDash": list(dash), "color": colour}
    values = [{"value": value, "top": top, "bottom": bottom}]
    return layer(mark, values, x=position("value", scale), y=position("top", None), y2={"field": "bottom"})


def picture(height: float, layers: Sequence[Spec]) -> Spec:
    return {
        "width": WIDTH,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "autosize": {"type": "pad"},
        "config": CONFIG,
        "layer": list(layers),
    }


def empty_chart(words: str = "No figures to show") -> Spec:
    """A picture that says in words that there is nothing to draw."""
    return picture(2 * LINE, [texts([{"x": 0, "y": LINE, "text": [words]}])])


def plain_number(value: float) -> str:
    """A number for a label: thousands separated, one decimal under 100 where it has one."""
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:,.1f}"
