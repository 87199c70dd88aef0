"""Short words stay whole, long texts share what is left."""

from wardmote.assessment.document import Column, Table, Text
from wardmote.assessment.formats.column_widths import column_widths
from wardmote.assessment.formats.fonts import text_width


def table(*columns: tuple[str, str]) -> Table:
    return Table(
        "t", "T", tuple(Column(heading) for heading, _ in columns), (tuple(Text(text) for _, text in columns),)
    )


def test_a_short_verdict_is_not_broken_by_a_long_neighbour() -> None:
    widths = column_widths(
        table(("Why", "word " * 60), ("Verdict", "No clear change"), ("More", "text " * 30)), 465, 10
    )
    assert widths[1] >= text_width("No clear change", 10)
    assert widths[0] > widths[2] > widths[1]
    assert sum(widths) <= 465.001


def test_a_small_table_takes_only_what_it_needs() -> None:
    widths = column_widths(table(("A", "one"), ("B", "two")), 465, 10)
    assert sum(widths) < 100


def test_no_column_is_narrower_than_its_longest_word() -> None:
    long_word = "Llanfairpwllgwyngyll"
    widths = column_widths(table(("Place", long_word), ("Text", "word " * 400)), 200, 10)
    assert widths[0] >= text_width(long_word, 10)
