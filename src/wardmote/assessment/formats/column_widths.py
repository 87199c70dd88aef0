"""How wide each column of a printed table should be, so that short words stay whole and long texts share the rest."""

from wardmote.assessment.document import Table
from wardmote.assessment.formats.fonts import text_width

PADDING = 9.0  # points, both sides together


def column_widths(table: Table, room: float, size: float) -> list[float]:
    """Widths in points that add up to `room` at most, for text of `size` points.

    A column whose longest text fits a fair share gets what it needs; the others share what is left in proportion to
    how much they hold, and none is narrower than its longest word.
    """
    needs = [_needs(table, number, size) for number in range(len(table.columns))]
    widths = [0.0] * len(needs)
    open_columns = list(range(len(needs)))
    while open_columns:
        fair = room / len(open_columns)
        modest = [number for number in open_columns if needs[number][1] <= fair]
        if not modest:
            break
        for number in modest:
            widths[number] = needs[number][1]
            room -= needs[number][1]
        open_columns = [number for number in open_columns if number not in modest]
    _share(needs, widths, open_columns, room)
    return widths


def _share(needs: list[tuple[float, float, float]], widths: list[float], columns: list[int], room: float) -> None:
    least = sum(needs[number][0] for number in columns)
    held = sum(needs[number][2] for number in columns) or 1.0
    for number in columns:
        widths[number] = needs[number][0] + max(room - least, 0.0) * needs[number][2] / held


def _needs(table: Table, number: int, size: float) -> tuple[float, float, float]:
    """Points: the longest word, the longest text, and how much the column holds in all."""
    texts = [row[number].text for row in table.rows]
    heading = table.columns[number].heading
    words = [text_width(word, size) for text in texts for word in text.split()]
    least = max([text_width(word, size, 700) for word in heading.split()] + words + [1.0]) + PADDING
    lengths = [text_width(text, size) for text in texts]
    # A heading may break over two lines before it widens its column.
    longest = max([*lengths, text_width(heading, size, 700) / 1.8]) + PADDING
    return least, max(longest, least), sum(lengths)
