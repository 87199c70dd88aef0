"""Pictures of what stands out: every text has room, kinds are told by shape and letter as well as by colour."""

import json

import numpy as np
import pytest
from shapely.geometry import box

from unit.assessment.test_charts import overflowing, points, words
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.pictures.charts import MonthAhead, MonthPoint, months_chart
from wardmote.assessment.pictures.funnel_chart import FunnelPoint, funnel_chart, upper_limit
from wardmote.assessment.pictures.pattern_map import PatternArea, pattern_map
from wardmote.assessment.pictures.usual_chart import UsualRow, usual_chart
from wardmote.methods.funnel import overdispersed_limits

USUAL = [
    UsualRow("Shoplifting", 178, 140, True, "171, expected 96"),
    UsualRow("Anti-social behaviour reported to the council", 95, 250, False, "1,299, expected 1,324"),
]
FUNNEL = [FunnelPoint(f"Marlbridge 0{i:02d}A", 30 + i, 0.6 + (i % 9) / 10, "within") for i in range(30)]
APART = [
    *FUNNEL,
    FunnelPoint("Marlbridge 099Z and its Quays", 62, 6.2, "above"),
    FunnelPoint("Quiet", 31, 0.05, "below"),
]
KINDS = ("high among high", "high among high", "low among low", "")
AREAS = [PatternArea(box(1000 * i, 0, 1000 * (i + 1), 1000), kind) for i, kind in enumerate(KINDS)]
AHEAD = [MonthAhead("2026-04", 120, 90, 150), MonthAhead("2026-05", 130, 95, 170)]

ALL = {
    "usual": lambda: usual_chart(USUAL),
    "usual none": lambda: usual_chart([]),
    "funnel": lambda: funnel_chart(APART, 0.2),
    "funnel none": lambda: funnel_chart([], 0.2),
    "pattern": lambda: pattern_map(AREAS, [box(0, 0, 2000, 1000), box(2000, 0, 4000, 1000)]),
    "pattern none": lambda: pattern_map([], []),
    "ahead": lambda: months_chart([MonthPoint("2026-03", 110)], None, None, None, (), "incidents", "lower", AHEAD),
}


@pytest.mark.parametrize("name", ALL)
def test_every_text_has_room_and_the_picture_can_be_drawn(name, tmp_path):
    spec = ALL[name]()
    assert overflowing(spec) == []
    assert PictureCache(tmp_path).svg(json.loads(json.dumps(spec))).startswith("<svg")


def test_what_stands_out_has_a_shape_of_its_own():
    assert [point["shape"] for point in points(usual_chart(USUAL))] == ["triangle-up", "circle"]
    shapes = [point["shape"] for point in points(funnel_chart(APART, 0.2))]
    assert shapes.count("triangle-up") == shapes.count("triangle-down") == 1


def test_an_area_above_the_funnel_is_named_and_others_are_not():
    shown = words(funnel_chart(APART, 0.2))
    assert "Marlbridge 099Z and its Quays" in shown
    assert not any(name.startswith("Marlbridge 00") for name in shown)


def test_the_lines_drawn_are_the_limits_areas_were_judged_by():
    expected = np.array([5.0, 30.0, 200.0])
    judged = overdispersed_limits(expected, 0.2, 0.998)
    assert upper_limit(expected, 0.2, 3.090232) == pytest.approx(judged.upper, rel=1e-5)
    assert 1 / upper_limit(expected, 0.2, 3.090232) == pytest.approx(judged.lower, rel=1e-5)


def test_each_pattern_has_its_letter_on_the_map():
    shown = words(pattern_map(AREAS, []))
    assert (shown.count("H"), shown.count("L")) == (2, 1)


def test_months_ahead_lie_after_those_counted_and_keep_their_ranges_on_the_picture():
    spec = ALL["ahead"]()
    hollow = [layer for layer in spec["layer"] if layer["mark"].get("fill") == "#FFFFFF"]
    (ahead,) = [layer["data"]["values"] for layer in hollow]
    (counted,) = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert len(ahead) == 2 and len(counted) == 1
    bars = [v for layer in spec["layer"] if layer["mark"].get("strokeWidth") == 3 for v in layer["data"]["values"]]
    assert all(bar["y2"] < bar["y"] and bar["y2"] >= 0 for bar in bars)
