"""The map: round classes, one rounded number for shade and label, hatching for what is withheld."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from unit.assessment import sample
from wardmote.assessment.pictures import maps


def texts_of(spec):
    return [
        value["text"][0]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "stroke" not in layer["mark"]
        for value in layer["data"]["values"]
    ]


def breaks():
    return maps.round_breaks([area.value for area in sample.map_areas() if area.value is not None])


def test_five_round_classes_in_words():
    assert breaks() == (5.0, 10.0, 15.0, 20.0)
    assert maps.key_words(breaks()) == ["Under 5", "5 to 9.9", "10 to 14.9", "15 to 19.9", "20 and over"]


def test_a_value_on_an_edge_is_in_the_class_its_words_say():
    assert [maps.class_of(value, breaks()) for value in (4.9, 5.0, 9.9, 20.0)] == [0, 1, 1, 4]


@given(st.lists(st.floats(0, 500).map(lambda value: round(value, 1)), min_size=1, max_size=40))
def test_breaks_rise_and_are_at_most_four(values):
    edges = maps.round_breaks(values)
    assert list(edges) == sorted(set(edges)) and len(edges) <= 4
    assert all(min(values) < edge <= max(values) for edge in edges)


def test_no_values_no_classes():
    with pytest.raises(ValueError, match="at least one value"):
        maps.round_breaks([])


def test_labels_and_withheld_areas():
    spec = maps.choropleth(sample.map_areas(), breaks(), "Incidents per 1,000 residents")
    shown = texts_of(spec)
    assert "31.6" in shown and "Market" in shown and shown.count("[c]") >= 2
    assert "Withheld [c]" in shown and "1 km" in shown and "Incidents per 1,000 residents" in shown


def test_a_withheld_area_is_never_shaded():
    spec = maps.choropleth(sample.map_areas(), breaks(), "Rate")
    shapes = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "geoshape")["data"]["values"]
    assert [shape["colour"] for shape in shapes].count("#FFFFFF") == len(sample.WITHHELD)


def test_hatching_stays_inside():
    shape = box(0, 0, 60, 40)
    lines = maps.hatching(shape)
    assert len(lines) > 5 and all(shape.contains(line) for line in lines)


@given(st.floats(5, 60), st.floats(5, 60), st.floats(0, 20))
def test_every_withheld_area_is_hatched_however_small(wide, tall, start):
    assert maps.hatching(box(start, start, start + wide, start + tall))


def test_a_map_draws_areas_and_never_a_point():
    """No address, and no middle of one, is on any map: there is nothing to point with."""
    spec = maps.choropleth(sample.map_areas(), breaks(), "Rate")
    assert {layer["mark"]["type"] for layer in spec["layer"]} == {"geoshape", "rule", "text"}
    shapes = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == "geoshape"]
    assert {shape["geometry"]["type"] for values in shapes for shape in values} <= {"Polygon", "MultiPolygon"}


def test_a_number_without_room_is_left_out_and_the_larger_area_keeps_its_own():
    areas = [
        maps.MapArea("big", "Big", box(0, 0, 9000, 9000), 5.0, "5.0"),
        maps.MapArea("tiny", "Tiny", box(9000, 0, 9010, 10), 7.0, "7.0"),
    ]
    shown = texts_of(maps.choropleth(areas, (6.0,), "Rate"))
    assert "5.0" in shown and "7.0" not in shown


def test_a_map_of_nothing_says_so():
    assert texts_of(maps.choropleth([], (), "Rate")) == ["No areas to show"]
    single = maps.choropleth(sample.map_areas()[:1], (), "Rate")
    assert "All areas" in texts_of(single)
