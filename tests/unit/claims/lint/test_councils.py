"""Forty paragraphs of invented councils, scored as a whole: the faults found, and the remarks that answer a fault."""

from unit.claims.lint.council_passages import CLEAN, FAULTY
from wardmote.claims.lint.lint import lint_document
from wardmote.claims.lint.passages import read_text

LEAST = 0.9


def rules_on(text: str) -> list[str]:
    return [remark.rule for remark in lint_document(read_text(text))]


def test_nine_in_ten_faults_are_found_and_nine_in_ten_remarks_answer_one() -> None:
    assert (len(FAULTY), len(CLEAN)) == (20, 20)
    wanted = [(text, rule) for text, rules in FAULTY for rule in rules]
    found = {text: rules_on(text) for text, _ in FAULTY}
    hit = sum(rule in found[text] for text, rule in wanted)
    said = [(rule, rules) for text, rules in FAULTY for rule in found[text]] + [
        (rule, ()) for text in CLEAN for rule in rules_on(text)
    ]
    true = sum(rule in rules for rule, rules in said)
    print(f"{hit} of {len(wanted)} faults found; {true} of {len(said)} remarks answer a fault")
    assert hit / len(wanted) >= LEAST
    assert true / len(said) >= LEAST


def test_a_clean_paragraph_brings_no_remark() -> None:
    assert {text: rules for text in CLEAN if (rules := rules_on(text))} == {}
