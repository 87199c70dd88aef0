"""Any text can be read: nothing crashes, and no text keeps a rule busy for long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wardmote.claims.lint.lint import lint_document
from wardmote.claims.lint.passages import LONGEST_SENTENCE, read_text

HARD = {
    "one sentence without end": "an increase in crime " * 2000,
    "numbers without end": "from 1 to 2 of 400 (3%) " * 600,
    "brackets": "(" * 3000,
    "digits": "1" * 20_000,
    "one word": "a" * 50_000,
    "a row of many cells": "a\t" * 800,
    "nothing": "",
    "nulls": "\x00" * 500,
    "capitals": "ABC " * 1500,
}
PIECES = st.sampled_from(
    ["12%", "from 300 to 330", "rose by", "fell", "(CSB)", "target", "per 1,000", "due to", "2016/17", "national", "three people",
     "significantly", "\n\n", "\t", "| ", "# ", "- ", ". ", ", ", "of the", "population", "theme of", "regulation 12", "{x}", "£2m", "’s"]
)  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_a_hard_text_is_read_to_its_end(name: str) -> None:
    document = read_text(HARD[name])
    lint_document(document)
    assert all(len(sentence.text) <= LONGEST_SENTENCE for sentence in document.sentences)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    for remark in lint_document(read_text(text)):
        assert 1 <= remark.line <= text.count("\n") + text.count("\r") + text.count("\f") + 1


@settings(deadline=None, max_examples=80)
@given(st.lists(PIECES, max_size=25))
def test_words_the_rules_look_for_in_any_order_are_read(pieces: list[str]) -> None:
    lint_document(read_text(" ".join(pieces)))
