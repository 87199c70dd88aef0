"""Charts: what is drawn, what is not, and that every text has room."""

import itertools
import json

import pytest

from unit.assessment import sample
from wardmote.assessment.formats.fonts import text_width, wrap_text
from wardmote.assessment.pictures import charts
from wardmote.assessment.pictures.drawing import BLUE, GREY, ORANGE, WIDTH, nice_ticks, side_colour


def text_marks(spec):
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]


def words(spec):
    return [" ".join(value["text"]) for layer in text_marks(spec) for value in layer["data"]["values"]]


def points(spec):
    return [value for layer in spec["layer"] if layer["mark"]["type"] == "point" for value in layer["data"]["values"]]


def overflowing(spec):
    """Texts that would leave the picture on either side."""
    found = []
    for layer in text_marks(spec):
        mark = layer["mark"]
        for value in layer["data"]["values"]:
            wide = max(text_width(line, mark["fontSize"], mark["fontWeight"]) for line in value["text"])
            left = value["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
            if left < -1 or left + wide > WIDTH + 1:
                found.append(value["text"])
    return found


def long_rows():
    text = "7,915 to 7,386: no clear change"
    return [
        charts.ChangeRow(
            "Domestic abuse offences reported by somebody else than the victim", 0.9, 0.8, 1.1, text, "no clear change"
        )
    ]


def among_others():
    row = charts.ChangeRow(
        "Robbery", 1.2, 0.7, 2.0, "1.2 per 1,000: no clear difference", "no clear change", others=(0.2, 1.0, 4.5)
    )
    return charts.change_chart([row], title="Difference from similar areas, %")


ALL = {
    "change among others": among_others,
    "change": lambda: charts.change_chart(sample.change_rows()),
    "change long": lambda: charts.change_chart(long_rows()),
    "change none": lambda: charts.change_chart([]),
    "change untold": lambda: charts.change_chart(sample.change_rows()[-1:]),
    "ranked": lambda: charts.ranked_chart(sample.ranked_rows(), 12.8, "Incidents per 1,000 residents"),
    "ranked one": lambda: charts.ranked_chart(sample.ranked_rows()[19:20], 12.8, "Incidents per 1,000 residents"),
    "ranked none": lambda: charts.ranked_chart([], 12.8, "Incidents"),
    "ranked withheld": lambda: charts.ranked_chart(sample.ranked_rows()[-1:], 12.8, "Incidents"),
    "months": lambda: charts.months_chart(sample.month_points(), 318, 280, 356, [], "Incidents a month"),
    "months plain": lambda: charts.months_chart(sample.month_points(), None, None, None, [], "Incidents a month"),
    "months one": lambda: charts.months_chart(sample.month_points()[:1], None, None, None, [], "Incidents"),
    "months none": lambda: charts.months_chart([], None, None, None, [], "Incidents"),
    "target none": lambda: charts.target_chart([]),
}


@pytest.mark.parametrize("name", ALL)
def test_every_text_has_room_and_the_same_data_give_the_same_chart(name):
    assert overflowing(ALL[name]()) == []
    assert json.dumps(ALL[name]()) == json.dumps(ALL[name]())


def test_a_row_that_cannot_be_told_has_words_and_no_dot():
    spec = charts.change_chart(sample.change_rows())
    assert len(points(spec)) == 3
    assert "Cannot say [b]" in words(spec)


def test_counts_stand_under_counts_when_a_verdict_is_too_long_for_a_line():
    rows = [
        *long_rows(),
        charts.ChangeRow("Long", None, None, None, "1,007,915 to 1,007,386: no clear change at all", "cannot say"),
    ]
    lines = [value["text"] for layer in text_marks(charts.change_chart(rows)) for value in layer["data"]["values"]]
    assert ["7,915 to 7,386:", "no clear change"] in lines


def test_a_very_wide_interval_ends_in_an_arrow_that_is_explained():
    rows = [charts.ChangeRow("Rare", 1.5, 0.4, 6.0, "2 to 3: no clear change", "no clear change")]
    spec = charts.change_chart(rows)
    assert "→" in words(spec)
    assert "Change, % (an arrow: the range goes further)" in words(spec)


@pytest.mark.parametrize(
    ("side", "better", "colour"),
    [
        ("up", "lower", ORANGE),
        ("down", "lower", BLUE),
        ("up", "higher", BLUE),
        ("down", "higher", ORANGE),
        ("up", "neither", GREY),
        ("none", "lower", GREY),
    ],
)
def test_colour_follows_what_is_better(side, better, colour):
    assert side_colour(side, better) == colour


def test_a_rise_that_is_neither_good_nor_bad_keeps_its_triangle_in_grey():
    rows = [charts.ChangeRow("Stop and search", 1.3, 1.1, 1.5, "100 to 130: rose", "rose", "neither")]
    assert [(point["shape"], point["colour"]) for point in points(charts.change_chart(rows))] == [
        ("triangle-right", GREY)
    ]


def test_wards_stand_in_order_of_rate_with_withheld_ones_last():
    shown = words(charts.ranked_chart(sample.ranked_rows(), 12.8, "Incidents"))
    places = [shown.index(ward) for ward in ("Market", "Castle", "Bridge Street", "Orchard")]
    assert places == sorted(places)
    assert shown.count("Withheld [c]") == 2


def test_a_ranked_chart_can_say_whatever_the_finding_says():
    rows = [charts.RankedRow("Market", 3.0, 2.0, 4.0, "similar", "3 of 1,000: similar")]
    assert "3 of 1,000: similar" in words(charts.ranked_chart(rows, 2.5, "Rate"))


def test_no_line_is_drawn_across_missing_months():
    gap = charts.MonthGap("2025-01", "2025-03", "No data, January to March 2025")
    spec = charts.months_chart(sample.month_points(), 318, 280, 356, [gap], "Incidents")
    runs = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")["data"]["values"]
    assert len({value["run"] for value in runs}) == 2
    assert "No data, January to March 2025" in words(spec)


def test_an_incomplete_month_is_hollow_and_named():
    spec = charts.months_chart(sample.month_points(), None, None, None, [], "Incidents")
    assert [point["fill"] for point in points(spec)].count("#FFFFFF") == 1
    assert "Dec 2025: not complete" in words(spec)


def test_limit_names_never_stand_on_each_other():
    spec = charts.months_chart(sample.month_points(), 300, 299, 301, [], "Incidents")
    heights = [
        value["y"]
        for layer in text_marks(spec)
        for value in layer["data"]["values"]
        if value["text"][0].startswith(("Upper", "Average", "Lower"))
    ]
    assert all(later - earlier >= 19 for earlier, later in itertools.pairwise(heights))


def test_a_bad_month_is_refused():
    with pytest.raises(ValueError, match="is not a month"):
        charts.months_chart([charts.MonthPoint("2025-13", 1)], None, None, None, [], "Incidents")


def test_a_target_without_a_measurement_keeps_its_stroke_and_words():
    rows = [charts.TargetRow("Not measured", None, None, None, 0.5, "Cannot say", "cannot say")]
    spec = charts.target_chart(rows)
    assert points(spec) == []
    assert "Target 50%" in words(spec) and "Cannot say" in words(spec)


@pytest.mark.parametrize(
    ("lowest", "highest", "ticks"),
    [
        (0, 31.6, [0, 10, 20, 30, 40]),
        (-20, 60, [-20, 0, 20, 40, 60]),
        (0, 0, [0, 0.0000000002]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_ticks_are_round_and_cover_the_span(lowest, highest, ticks):
    made = nice_ticks(lowest, highest)
    assert made[0] <= lowest and made[-1] >= highest and len(made) <= 7
    assert made == ticks or highest == 0


def test_wrapping_breaks_at_spaces_and_keeps_a_long_word_whole():
    assert wrap_text("Strood South and Cuxton Rural Parish", 16, 120) == ("Strood South and", "Cuxton Rural", "Parish")
    assert wrap_text("Llanfairpwllgwyngyll", 16, 20) == ("Llanfairpwllgwyngyll",)
    assert wrap_text("", 16, 20) == ("",)


def test_other_places_are_small_dots_below_the_line_and_none_is_cut_off():
    spec = among_others()
    ours, theirs = (
        [value for value in points(spec) if (value["colour"] == charts.CONTEXT) == other] for other in (False, True)
    )
    assert [value["value"] for value in theirs] == pytest.approx([-80, 0, 350]) and len(ours) == 1
    assert {value["y"] - ours[0]["y"] for value in theirs} == {charts.BELOW}
    (scale,) = {
        tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"] if layer["mark"]["type"] == "point"
    }
    assert scale[0] <= -80 and scale[1] >= 350
    assert "Difference from similar areas, %" in words(spec)
