"""A claim's words may not go the other way than its finding."""

import pytest

from wardmote.claims.direction import contradiction


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Anti-social behaviour rose sharply.", "fell"),
        ("Burglary has fallen.", "records rose"),
        ("Robbery increased.", "no clear change"),
    ],
)
def test_words_that_go_the_other_way_are_named(sentence: str, says: str) -> None:
    assert contradiction(sentence, says) is not None


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Anti-social behaviour fell.", "fell"),
        ("Records of crime rose, though reporting fell.", "records rose"),
        ("We cannot say whether robbery rose or fell.", "cannot say"),
        ("There was no clear change: it neither rose nor fell beyond chance.", "no clear change"),
        ("The order of wards cannot carry a finding.", "not robust"),
    ],
)
def test_words_that_agree_or_do_not_speak_of_direction_pass(sentence: str, says: str) -> None:
    assert contradiction(sentence, says) is None
