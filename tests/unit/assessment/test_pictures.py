"""Drawn pictures: deterministic, clean, kept."""

from unit.assessment import sample
from wardmote.assessment.document import Picture
from wardmote.assessment.formats import fonts
from wardmote.assessment.formats.picture_cache import PictureCache, spec_digest
from wardmote.assessment.numbering import blocks
from wardmote.assessment.pictures import charts


def spec():
    return charts.change_chart(sample.change_rows())


def test_two_empty_caches_give_the_same_bytes(tmp_path):
    first, second = PictureCache(tmp_path / "one"), PictureCache(tmp_path / "two")
    assert first.svg(spec()) == second.svg(spec())
    assert first.png(spec()) == second.png(spec())
    assert first.png(spec()).startswith(b"\x89PNG")


def test_a_kept_picture_is_not_drawn_again(tmp_path):
    cache = PictureCache(tmp_path)
    (tmp_path / f"{spec_digest(spec())}.svg").write_text("<svg/>")
    assert cache.svg(spec()) == "<svg/>"


def test_the_drawing_names_no_field_and_asks_nobody(pictures):
    svg = pictures.svg(spec())
    assert "aria-" not in svg and "role=" not in svg and "href=" not in svg.replace("xmlns:xlink", "")
    assert "NaN" not in svg and "undefined" not in svg and "1e+" not in svg
    assert {part.split('"')[0] for part in svg.split('font-family="')[1:]} == {fonts.FAMILY}


def test_no_picture_points_at_a_place(document):
    """Eight addresses behind each point is the rule for points on a map; no map or chart here draws one on the ground."""
    drawn = [block for block in blocks(document) if isinstance(block, Picture)]
    specs = [picture.spec for picture in (*drawn, document.briefing.picture) if picture]
    layers = [layer for spec in specs for layer in _layers(spec)]
    assert len(specs) >= 3
    assert {"geoshape", "point"} <= {
        _mark(layer) for layer in layers
    }  # points in charts stand on scales, not on ground
    for layer in layers:
        assert not {"longitude", "latitude", "longitude2", "latitude2"} & set(layer.get("encoding", {}))
        if _mark(layer) in ("geoshape", "point", "circle", "square", "trail", "image", "arc"):
            shapes = [value["geometry"]["type"] for value in layer["data"]["values"] if "geometry" in value]
            assert (_mark(layer) == "geoshape") == bool(shapes)
            assert set(shapes) <= {"Polygon", "MultiPolygon", "LineString", "MultiLineString"}
    for spec in specs:
        marks = {_mark(layer) for layer in _layers(spec)}
        assert not ("geoshape" in marks and marks & {"point", "circle", "square", "image"})  # no point on a map


def _layers(spec):
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for inner in spec.get(key, ()):
            yield from _layers(inner)
    if "mark" in spec:
        yield spec


def _mark(layer):
    return layer["mark"]["type"] if isinstance(layer["mark"], dict) else layer["mark"]


def test_a_changed_number_is_another_picture():
    changed = charts.change_chart(sample.change_rows()[:2])
    assert spec_digest(spec()) != spec_digest(changed)


def test_the_embedded_font_is_the_same_every_time_and_has_our_characters(tmp_path):
    first = fonts.woff_base64(400, tmp_path / "one")
    assert fonts.woff_base64(400, tmp_path / "two") == first
    assert fonts.woff_base64(400, tmp_path / "one") == first
    assert fonts.printable("“Llanfŵr” – £5 café → ▲") == "“Llanfŵr” – £5 café → ▲"
    assert fonts.printable("snow ☃") == "snow ?"
