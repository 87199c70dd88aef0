"""Drawn pictures: deterministic, clean, kept."""

from unit.assessment import sample
from wardmote.assessment import charts, fonts
from wardmote.assessment.pictures import PictureCache, spec_digest


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


def test_a_changed_number_is_another_picture():
    changed = charts.change_chart(sample.change_rows()[:2])
    assert spec_digest(spec()) != spec_digest(changed)


def test_the_embedded_font_is_the_same_every_time_and_has_our_characters(tmp_path):
    first = fonts.woff_base64(400, tmp_path / "one")
    assert fonts.woff_base64(400, tmp_path / "two") == first
    assert fonts.woff_base64(400, tmp_path / "one") == first
    assert fonts.printable("“Llanfŵr” – £5 café → ▲") == "“Llanfŵr” – £5 café → ▲"
    assert fonts.printable("snow ☃") == "snow ?"
