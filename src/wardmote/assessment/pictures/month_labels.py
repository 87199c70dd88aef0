"""Labels inside a picture of months, put where nothing is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wardmote.assessment.formats.fonts import text_width, wrap_text
from wardmote.assessment.pictures.drawing import LINE, TEXT, Spec
from wardmote.assessment.pictures.month_frame import HEIGHT, Frame, MonthGap, MonthPoint, gap_sides, month_span, runs_of
from wardmote.periods import month_number


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
class _Label:
    """Words wanted near a place of the plot, and the widest column they may take."""

    words: str
    x: float
    widths: tuple[float, ...]


def place_labels(
    frame: Frame, points: Sequence[MonthPoint], gaps: Sequence[MonthGap], limits: Sequence[float]
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
    taken += [_Box(x - 3, 0, x + 3, HEIGHT) for x in gap_sides(frame, gaps)]
    for group in _incomplete_groups(points):
        place(_incomplete_label(frame, group))
    return placed


def _gap_label(frame: Frame, gap: MonthGap) -> _Label:
    left, right = frame.x.at(month_number(gap.start) - 0.5), frame.x.at(month_number(gap.end) + 0.5)
    return _Label(gap.words, (left + right) / 2, (max(right - left - 12, 60), 150))


def _incomplete_groups(points: Sequence[MonthPoint]) -> list[tuple[MonthPoint, ...]]:
    hollow = [point for point in points if point.incomplete]
    return list(runs_of(hollow)) if hollow else []


def _incomplete_label(frame: Frame, group: Sequence[MonthPoint]) -> _Label:
    middle = (frame.at(group[0])[0] + frame.at(group[-1])[0]) / 2
    return _Label(f"{month_span(group[0].month, group[-1].month)}: not complete", middle, (150, 110, 80))


def _busy(frame: Frame) -> list[tuple[float, float]]:
    """Places along the drawn lines, close enough together that no label slips between them."""
    places = [frame.at(run[0]) for run in frame.runs]
    for run in frame.runs:
        for before, after in pairwise(run):
            (x1, y1), (x2, y2) = frame.at(before), frame.at(after)
            steps = max(2, int(max(abs(x2 - x1), abs(y2 - y1)) / 6))
            places += [(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps + 1)]
    return places


def _free_box(
    frame: Frame, label: _Label, busy: Sequence[tuple[float, float]], lined: Sequence[float], taken: Sequence[_Box]
) -> tuple[_Box, tuple[str, ...]]:
    """The first place, from the foot upward and nearest first, where the label meets nothing drawn or written."""
    choices = [choice for width in label.widths for choice in _boxes(frame, label, width)]
    for box, lines in choices:
        clear = not any(box.covers(*place) for place in busy) and not any(box.meets(other) for other in taken)
        if clear and not any(box.top - 2 <= y <= box.bottom + 2 for y in lined):
            return box, lines
    return choices[0]


def _boxes(frame: Frame, label: _Label, width: float) -> list[tuple[_Box, tuple[str, ...]]]:
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
