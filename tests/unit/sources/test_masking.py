"""What a message shows of a value: its shape."""

import pytest

from wardmote.sources.masking import masked


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("04/13/2016", "\u201c99/99/9999\u201d (10 characters)"),
        ("N\u00e9e", "\u201caaa\u201d (3 characters)"),
        ("x", "\u201ca\u201d (1 character)"),
        ("=cmd|'", "\u201c?aaa??\u201d (6 characters)"),
        ("a" * 30, "\u201c" + "a" * 24 + "\u2026\u201d (30 characters)"),
        ("", "nothing"),
        (None, "nothing"),
    ],
)
def test_shape(value: str | None, shape: str) -> None:
    assert masked(value) == shape


def test_a_personal_value_shows_not_even_its_length() -> None:
    assert masked("1 Example Street", personal=True) == masked("x", personal=True)
