"""The map of small areas by the pattern they are part of: shade and letter for each kind, wards drawn over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from wardmote.assessment.pictures.drawing import (
    CONTEXT,
    INK,
    LINE,
    SMALL,
    WHITE,
    WIDTH,
    Spec,
    empty_chart,
    layer,
    picture,
    texts,
)
from wardmote.assessment.pictures.maps import SHADES, laid_out, polygons, scale_bar, to_pixels

LETTER = 12
KINDS = {"high among high": ("H", SHADES[4], WHITE), "low among low": ("L", SHADES[1], INK)}


@dataclass(frozen=True)
class PatternArea:
    """A small area and its kind, or "" where it is part of no pattern; shape in British National Grid metres."""

    shape: Any
    kind: str


def pattern_map(areas: Sequence[PatternArea], wards: Sequence[Any]) -> Spec:
    """Small areas shaded and lettered by kind, ward outlines over them, a key in words."""
    if not areas:
        return empty_chart("No areas to show")
    shapes, frame = laid_out([area.shape for area in areas])
    over = [shapely.transform(shape, lambda at: to_pixels(at, frame)) for shape in wards]
    fills = [KINDS[area.kind][1] if area.kind in KINDS else WHITE for area in areas]
    letters = [
        ({"x": spot.x, "y": spot.y, "text": [KINDS[area.kind][0]]}, KINDS[area.kind][2])
        for area, shape in zip(areas, shapes, strict=True)
        if area.kind in KINDS
        for spot in (shape.representative_point(),)
    ]
    top = frame.height + 34
    return picture(
        top + 3 * LINE,
        [
            _areas(shapes, fills),
            _outlines(over),
            *(texts([v for v, c in letters if c == ink], align="center", size=LETTER, weight=600, color=ink) for ink in (WHITE, INK)),
            *scale_bar(frame),
            *_key(top),
        ],
    )  # fmt: skip


def _areas(shapes: Sequence[Any], fills: Sequence[str]) -> Spec:
    """Small areas with thin borders, so that many of them in a town do not turn it black."""
    made: Spec = polygons(list(zip(shapes, fills, strict=True)))
    return {**made, "mark": {**made["mark"], "stroke": CONTEXT, "strokeWidth": 0.4}}


def _outlines(shapes: Sequence[Any]) -> Spec:
    """Ward borders as thick lines without a fill."""
    values = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape.boundary)} for shape in shapes
    ]
    mark = {"type": "geoshape", "stroke": INK, "strokeWidth": 1.4, "filled": False}
    return {
        **layer(mark, values),
        "projection": {"type": "identity", "reflectY": False, "scale": 1, "translate": [0, 0]},
    }


def _key(top: float) -> list[Spec]:
    boxes = [
        ("H: many, among others with many", KINDS["high among high"][1]),
        ("L: few, among others with few", KINDS["low among low"][1]),
        ("No clear pattern", WHITE),
    ]
    wide = WIDTH / len(boxes)
    squares = [(shapely.box(i * wide, top, i * wide + 26, top + 18), fill) for i, (_, fill) in enumerate(boxes)]
    words = [{"x": i * wide + 32, "y": top + 9, "text": _two_lines(text)} for i, (text, _) in enumerate(boxes)]
    note = {"x": 0, "y": top + 2.6 * LINE, "text": ["Thick lines: ward boundaries"]}
    return [polygons(squares), texts(words, size=SMALL), texts([note], size=SMALL)]


def _two_lines(text: str) -> list[str]:
    first, comma, rest = text.partition(", ")
    return [first + comma.strip(), rest] if rest else [text]
