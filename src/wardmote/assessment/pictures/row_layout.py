"""Rows of text with a plot between them: what charts with one line for each thing share."""

from collections.abc import Sequence
from dataclasses import dataclass

from wardmote.assessment.formats.fonts import text_width, wrap_text
from wardmote.assessment.pictures.drawing import GAP, LINE, TEXT, WIDTH, Spec, texts


@dataclass(frozen=True)
class Rows:
    """The pixel layout of labelled rows: a text column, a plot, a verdict column."""

    labels: tuple[tuple[str, ...], ...]
    verdicts: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    top: float
    bottom: float
    plot: tuple[float, float]
    verdict_x: float


def _column(words: Sequence[str], widest: float) -> tuple[list[tuple[str, ...]], float]:
    """Texts wrapped to at most `widest` pixels, and the width they then need.

    When one of them does not fit on a line, all break after their colon, so that counts stand under counts.
    """
    whole = all(text_width(text, TEXT) <= widest for text in words)
    wrapped = [wrap_text(text, TEXT, widest) if whole else _broken(text, widest) for text in words]
    return wrapped, max((text_width(line, TEXT) for lines in wrapped for line in lines), default=0.0)


def _broken(text: str, widest: float) -> tuple[str, ...]:
    counts, colon, rest = text.partition(": ")
    if not colon:
        return wrap_text(text, TEXT, widest)
    return wrap_text(f"{counts}:", TEXT, widest) + wrap_text(rest, TEXT, widest)


def lay_rows(
    labels: Sequence[str],
    verdicts: Sequence[str],
    *,
    label_width: float = 180,
    verdict_width: float = 150,
    air: float = 15,
    top: float = 0,
    edge: float = 22,
) -> Rows:
    """Give every row the height its longest text needs; `edge` keeps axis numbers clear of the texts."""
    wrapped, left = _column(labels, label_width)
    words, right = _column(verdicts, verdict_width)
    middles, y = [], top
    for label, verdict in zip(wrapped, words, strict=True):
        height = max(len(label), len(verdict)) * LINE + air
        middles.append(y + height / 2)
        y += height
    plot = (left + GAP + edge / 2, WIDTH - right - GAP - edge)
    return Rows(tuple(wrapped), tuple(words), tuple(middles), top, y, plot, WIDTH - right)


def row_texts(rows: Rows) -> list[Spec]:
    return [texts(_lines(0, rows.middles, rows.labels)), texts(_lines(rows.verdict_x, rows.middles, rows.verdicts))]


def _lines(x: float, middles: Sequence[float], wrapped: Sequence[tuple[str, ...]]) -> list[Spec]:
    """Wrapped texts centred on their rows; Vega anchors a text by its first line."""
    return [
        {"x": x, "y": middle - (len(lines) - 1) * LINE / 2, "text": list(lines)}
        for middle, lines in zip(middles, wrapped, strict=True)
    ]


def axis_title(text: str, rows: Rows) -> Spec:
    lines = wrap_text(text, TEXT, WIDTH - rows.plot[0])
    return texts([{"x": rows.plot[0], "y": rows.bottom + 2.6 * LINE, "text": list(lines)}])
