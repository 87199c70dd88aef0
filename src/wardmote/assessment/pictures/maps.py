"""The ward map as a Vega-Lite specification: five shades, printed numbers, hatching for what is withheld.

Shapes arrive in British National Grid metres and are laid out here in pixels, north at the top, so that labels,
hatching, scale bar and key can be placed without guessing what a projection will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10
from typing import Any

import shapely
from shapely.geometry import LineString, box

from wardmote.assessment.formats.fonts import text_width, wrap_text
from wardmote.assessment.pictures.drawing import (
    GREY,
    INK,
    LINE,
    SMALL,
    TEXT,
    WHITE,
    WIDTH,
    Spec,
    empty_chart,
    layer,
    picture,
    plain_number,
    position,
    texts,
)

SHADES = ("#E6EFF8", "#A9CCEC", "#6BACE6", "#2073BC", "#12436D")
MOST_TALL = 520
HATCH = 9.0


@dataclass(frozen=True)
class MapArea:
    """One area: its shape in British National Grid metres, its value or None, and the number printed on it.

    `label` must be the same rounded number as in the table; a withheld area has value None and label "[c]".
    """

    code: str
    name: str
    shape: Any
    value: float | None
    label: str
    withheld: bool = False


def round_breaks(values: Sequence[float], classes: int = 5) -> tuple[float, ...]:
    """Round, evenly spaced upper edges between `classes` classes covering the values: four for five classes.

    Fewer edges come back when the values are too few or too close for five classes. Raises ValueError for none.
    """
    if not values:
        raise ValueError("a map needs at least one value to make classes from")
    choices = [_even_breaks(values, step, classes) for step in _round_steps(max(values) - min(values))]
    return max(choices, key=lambda edges: _evenness(values, edges), default=())


def _round_steps(span: float) -> list[float]:
    """Round steps that could cut the span into a handful of classes."""
    if span <= 0:
        return []
    power = 10 ** floor(log10(span))
    return [round(factor * power, 10) for factor in (0.1, 0.2, 0.25, 0.5, 1, 2)]


def _even_breaks(values: Sequence[float], step: float, classes: int) -> tuple[float, ...]:
    first = (floor(min(values) / step + 1e-9) + 1) * step
    edges = [round(first + step * number, 10) for number in range(classes - 1)]
    return tuple(edge for edge in edges if edge <= max(values))


def _evenness(values: Sequence[float], edges: Sequence[float]) -> tuple[int, int]:
    """Most classes in use, then the smallest crowd in any one of them."""
    held = [class_of(value, edges) for value in values]
    return len(set(held)), -max(held.count(number) for number in set(held))


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Which class a value is in; a value on an edge belongs to the class above it."""
    return sum(value >= edge for edge in breaks)


def choropleth(areas: Sequence[MapArea], classes: Sequence[float], unit: str) -> Spec:
    """A map of rates in the classes between the edges `classes`; `unit` names the key.

    Values must be the released, rounded ones, so that shade, label and table agree. Numbers that find no room are
    left out, smallest area first; the table beside the map has them all.
    """
    if not areas:
        return empty_chart("No areas to show")
    shapes, frame = laid_out([area.shape for area in areas])
    shaded = [(area, shape) for area, shape in zip(areas, shapes, strict=True) if area.value is not None]
    blank = [(area, shape) for area, shape in zip(areas, shapes, strict=True) if area.value is None]
    key, height = _key(
        classes,
        unit,
        frame.height + 34,
        any(area.withheld for area in areas),
        any(not area.withheld for area, _ in blank),
    )
    return picture(
        height,
        [
            polygons(
                [(shape, SHADES[_shade(class_of(area.value or 0, classes), classes)]) for area, shape in shaded]
                + [(shape, WHITE) for _, shape in blank]
            ),
            _strokes([line for area, shape in blank if area.withheld for line in hatching(shape)]),
            *_labels(areas, shapes, classes),
            *scale_bar(frame),
            *key,
        ],
    )


# Shapes into pixels.


@dataclass(frozen=True)
class _Frame:
    """How metres become pixels."""

    west: float
    north: float
    pixels_per_metre: float
    width: float
    height: float


def simplified(shapes: Sequence[Any]) -> list[Any]:
    """Shapes with detail too fine to print removed, neighbours still sharing their borders."""
    west, south, east, north = shapely.total_bounds(shapes)
    tolerance = max(east - west, north - south) / 600
    return list(shapely.coverage_simplify(list(shapes), tolerance))


def laid_out(shapes: Sequence[Any]) -> tuple[list[Any], _Frame]:
    west, south, east, north = shapely.total_bounds(list(shapes))
    ratio = min(WIDTH / max(east - west, 1.0), MOST_TALL / max(north - south, 1.0))
    width = (east - west) * ratio
    frame = _Frame(west - (WIDTH - width) / 2 / ratio, north, ratio, width, (north - south) * ratio)
    return [shapely.transform(shape, lambda points: to_pixels(points, frame)) for shape in simplified(shapes)], frame


def to_pixels(points: Any, frame: _Frame) -> Any:
    moved = (points - [frame.west, frame.north]) * [frame.pixels_per_metre, -frame.pixels_per_metre]
    return moved.round(1)


def hatching(shape: Any, step: float = HATCH) -> list[LineString]:
    """Diagonal lines clipped to the shape, closer where it is too small for any: Vega has no hatching of its own."""
    left, top, right, bottom = shape.bounds
    tall = bottom - top
    first = floor((left - tall) / step) * step
    starts = [first + step * number for number in range(int((right - first) / step) + 2)]
    lines = [LineString([(start, bottom), (start + tall, top)]) for start in starts]
    clipped = [shapely.intersection(line, shape.buffer(-0.8)) for line in lines]
    drawn = [part for line in clipped for part in shapely.get_parts(line) if part.length > 1]
    return drawn if drawn or step < 2 else hatching(shape, step / 2)


# Layers.


def _feature(shape: Any) -> Spec:
    return {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)}


def polygons(shapes: Sequence[tuple[Any, str]]) -> Spec:
    values = [{**_feature(_wound(shape)), "colour": colour} for shape, colour in shapes]
    mark = {"type": "geoshape", "stroke": INK, "strokeWidth": 0.8, "strokeJoin": "round"}
    spec = layer(mark, values, fill={"field": "colour", "type": "nominal", "scale": None, "legend": None})
    return {**spec, "projection": {"type": "identity", "reflectY": False, "scale": 1, "translate": [0, 0]}}


def _wound(shape: Any) -> Any:
    return shapely.orient_polygons(shape)


def _strokes(lines: Sequence[LineString]) -> Spec:
    values = [
        {"x": line.coords[0][0], "y": line.coords[0][1], "x2": line.coords[-1][0], "y2": line.coords[-1][1]}
        for line in lines
    ]
    mark = {"type": "rule", "color": GREY, "strokeWidth": 1.2}
    return layer(mark, values, x=position("x", None), y=position("y", None), x2={"field": "x2"}, y2={"field": "y2"})


def _shade(number: int, classes: Sequence[float]) -> int:
    """Spread fewer than five classes over the shades, palest first."""
    return number if len(classes) >= 4 else round(number * 4 / max(len(classes), 1)) if classes else 2


@dataclass(frozen=True)
class _Printed:
    """A label that found room: its box, the name above the number where that fits, and the number's size.

    `over` is a number wider than its area: it stands on a white edge, readable across the border.
    """

    area: MapArea
    box: Any
    name: str
    size: int
    over: bool = False


def _labels(areas: Sequence[MapArea], shapes: Sequence[Any], classes: Sequence[float]) -> list[Spec]:
    """Numbers, with names where they fit, inside each area; the largest areas first, none on top of another."""
    printed: list[_Printed] = []
    for area, shape in sorted(zip(areas, shapes, strict=True), key=lambda pair: (-pair[1].area, pair[0].code)):
        label = _label_for(area, shape, [other.box for other in printed])
        if label:
            printed.append(label)
    bare = [label for label in printed if label.area.value is None or label.over]
    light = [label for label in printed if label not in bare and _on_dark(label.area, classes)]
    dark = [label for label in printed if label not in light]
    halo = {"stroke": WHITE, "strokeWidth": 5, "strokeJoin": "round"}
    return [*_label_texts(bare, **halo), *_label_texts(dark), *_label_texts(light, color=WHITE)]


def _on_dark(area: MapArea, classes: Sequence[float]) -> bool:
    return area.value is not None and _shade(class_of(area.value, classes), classes) >= 3


def _label_texts(labels: Sequence[_Printed], **mark: Any) -> list[Spec]:
    """The numbers in two sizes and the names above them."""
    numbers = {size: [label for label in labels if label.size == size] for size in (TEXT, SMALL)}
    return [
        texts(
            [_at(label, label.area.label, 8 if label.name else 0) for label in group],
            align="center",
            size=size,
            weight=600,
            **mark,
        )
        for size, group in numbers.items()
        if group
    ] + [texts([_at(label, label.name, -9) for label in labels if label.name], align="center", size=SMALL, **mark)]


def _at(label: _Printed, words: str, lower: float) -> Spec:
    centre = label.box.centroid
    return {"x": centre.x, "y": centre.y + lower, "text": [words]}


def _label_for(area: MapArea, shape: Any, taken: Sequence[Any]) -> _Printed | None:
    """The fullest label that fits: name and number, number, small number, small number half outside; or None."""
    number = text_width(area.label, TEXT, 600)
    choices = (
        (area.name, TEXT, max(text_width(area.name, SMALL), number), 34),
        ("", TEXT, number, 12),
        ("", SMALL, text_width(area.label, SMALL, 600), 11),
    )
    for name, size, wide, tall in choices:
        spot = _free_spot(shape, wide, tall, taken)
        if spot is not None:
            return _Printed(area, spot, name, size)
    spot = _free_spot(shape, text_width(area.label, SMALL, 600), 11, taken, inside=0.5)
    return _Printed(area, spot, "", SMALL, over=True) if spot is not None else None


def _free_spot(shape: Any, wide: float, tall: float, taken: Sequence[Any], inside: float = 0.999) -> Any | None:
    """A box of this size, at least that part of it inside the shape, clear of the others."""
    roomiest = shapely.get_point(shapely.maximum_inscribed_circle(shape, 1.0), 0)
    for point, margin in (
        (shape.centroid, -2.5),
        (roomiest, -2.5),
        (roomiest, 1.0),
        (shape.representative_point(), 1.0),
    ):
        spot = box(point.x - wide / 2, point.y - tall / 2, point.x + wide / 2, point.y + tall / 2)
        held = shapely.intersection(shape.buffer(margin), spot).area / spot.area
        if held >= inside and not any(spot.intersects(other) for other in taken):
            return spot
    return None


def scale_bar(frame: _Frame) -> list[Spec]:
    """A round number of kilometres, or of metres for a small place, at the foot of the map."""
    metres = _round_down(WIDTH / 5 / frame.pixels_per_metre)
    end = metres * frame.pixels_per_metre
    y = frame.height + 16
    words = f"{plain_number(metres / 1000)} km" if metres >= 1000 else f"{plain_number(metres)} metres"
    stops = [LineString([(x, y - 4), (x, y + 4)]) for x in (0.5, end)]
    return [_strokes([LineString([(0, y), (end, y)]), *stops]), texts([{"x": end + 8, "y": y, "text": [words]}])]


def _round_down(value: float) -> float:
    power = 10 ** floor(log10(value))
    return next(step * power for step in (5, 2, 1) if step * power <= value)


# The key.


def key_words(classes: Sequence[float]) -> list[str]:
    """What each class holds, in words: "Under 5", "5 to 9.9", "20 and over"."""
    if not classes:
        return ["All areas"]
    step = 1.0 if all(float(edge).is_integer() for edge in classes) and min(classes) >= 100 else 0.1
    between = [f"{plain_number(low)} to {plain_number(round(high - step, 1))}" for low, high in pairwise(classes)]
    return [f"Under {plain_number(classes[0])}", *between, f"{plain_number(classes[-1])} and over"]


def _key(classes: Sequence[float], unit: str, top: float, withheld: bool, missing: bool) -> tuple[list[Spec], float]:
    """Boxes with words below, one row, and the unit above them; returns the layers and the height of the picture."""
    shaded = [(words, SHADES[_shade(number, classes)]) for number, words in enumerate(key_words(classes))]
    entries = shaded + [("Withheld [c]", WHITE)] * withheld + [("No figure", WHITE)] * missing
    title = wrap_text(unit, TEXT, WIDTH)
    y = top + len(title) * LINE + 6
    wide = (WIDTH - 8 * (len(entries) - 1)) / len(entries)
    boxes = [box(number * (wide + 8), y, number * (wide + 8) + wide, y + 20) for number in range(len(entries))]
    names = [
        {"x": (shape.bounds[0] + shape.bounds[2]) / 2, "y": y + 34, "text": list(wrap_text(words, TEXT, wide))}
        for shape, (words, _) in zip(boxes, entries, strict=True)
    ]
    layers = [
        polygons([(shape, fill) for shape, (_, fill) in zip(boxes, entries, strict=True)]),
        _strokes(hatching(boxes[len(shaded)]) if withheld else []),
        texts([{"x": 0, "y": top + LINE / 2, "text": list(title)}]),
        texts(names, align="center"),
    ]
    return layers, y + 34 + max(len(name["text"]) for name in names) * LINE
