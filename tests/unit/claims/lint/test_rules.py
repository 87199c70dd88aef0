"""Each rule catches its own examples and passes the others; whole passages bring their remarks and no more."""

import pytest

from unit.claims.lint.invented_passages import PASSAGES
from unit.claims.lint.invented_sentences import LEAVE_ALONE, SPEAK
from wardmote.claims.lint.lint import RULES, lint_document
from wardmote.claims.lint.passages import read_text

CAUGHT = [(rule, text) for rule in RULES for text in rule.CAUGHT]
PASSED = [(rule, text) for rule in RULES for text in rule.PASSED]


@pytest.mark.parametrize(("rule", "text"), CAUGHT, ids=[f"{rule.NAME}: {text[:40]}" for rule, text in CAUGHT])
def test_what_a_rule_is_for_is_caught(rule, text: str) -> None:
    found = list(rule.remarks(read_text(text)))
    assert found
    assert all(remark.why and remark.settle and remark.words for remark in found)


@pytest.mark.parametrize(("rule", "text"), PASSED, ids=[f"{rule.NAME}: {text[:40]}" for rule, text in PASSED])
def test_what_only_looks_like_it_passes(rule, text: str) -> None:
    assert list(rule.remarks(read_text(text))) == []


@pytest.mark.parametrize("name", PASSAGES)
def test_an_invented_passage_brings_its_remarks_and_no_more(name: str) -> None:
    passage = PASSAGES[name]
    found = lint_document(read_text(passage.text))
    missed = [
        expected
        for expected in passage.remarks
        if not any(r.rule == expected[0] and expected[1].lower() in r.words.lower() for r in found)
    ]
    unasked = [
        (remark.rule, remark.words)
        for remark in found
        if not any(remark.rule == rule and words.lower() in remark.words.lower() for rule, words in passage.remarks)
    ]
    assert (missed, unasked) == ([], [])


def test_invented_sentences_bring_the_remark_they_must() -> None:
    missed = [(rule, text) for rule, text in SPEAK if rule not in {r.rule for r in lint_document(read_text(text))}]
    assert missed == []


def test_sentences_a_careful_writer_wrote_bring_none() -> None:
    assert [(text, found) for text in LEAVE_ALONE if (found := lint_document(read_text(text)))] == []
