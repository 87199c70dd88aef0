"""The lint on a real document: every remark judged, nine in ten true, no known defect missed, none of its words in ours."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared_data import require_shared_data
from wardmote.claims.lint.lint import lint
from wardmote.claims.lint.remark import Remark
from wardmote.cli.main import app
from wardmote.errors import WrongUse

ROOT = Path(__file__).resolve().parents[2]
JUDGED = ROOT / "docs" / "explanation" / "lint-on-medway.md"
LEAST_TRUE = 0.9
Row = tuple[int, str, str]
# What `domain` F and `field` section 2 name, each with a rule and words that must stand in a remark.
KNOWN = {
    "base of common disorders": ("implied-base", "31,053", "196,538 (195,918 to 197,162"),
    "base of depression": ("implied-base", "20,424", "229,483 (228,201 to 230,780"),
    "base of severe illness": ("implied-base", "1,984", "296,119 (293,926 to 298,346"),
    "base of children": ("implied-base", "3,928", "40,917 (40,705 to 41,131"),
    "four bases": ("several-denominators", "31,053", "4 different bases"),
    "in line with no number": ("no-figure", "in line", ""),
    "suicide": ("margin-of-chance", "11.7 against 10.1", "9.32 to 14.50"),
    "suicide rose": ("no-figure", "increased", "suicide"),
    "a cut that cannot be shown": ("margin-of-chance", "10% reduction", "83"),
    "thin margin": ("margin-of-chance", "75.5% against 75%", "28,8"),
    "orders without n": ("target-without-count", "78.5% against 65%", "48"),
    "payback without n": ("target-without-count", "94% against 90%", "217"),
    "trigger without n": ("target-without-count", "100% against 95%", "73"),
    "significantly": ("significant-untested", "significantly, around 21%", ""),
    "compliance without n": ("percent-without-count", "85%, 97%", ""),
    "fewer incidents, no counts": ("percent-without-count", "21%", ""),
    "caseload": ("several-denominators", "15%, 25%, 35%", ""),
    "share by per cent": ("points-or-percent", "caseload", ""),
    "knives": ("small-count", "2 young people", ""),
    "two deaths": ("small-count", "two men", ""),
    "wards": ("no-figure", "migrated", ""),
    "wards, why": ("cause-unproved", "due to", "ward boundary"),
    "empty fortnight": ("cause-unproved", "resulted in", "two week"),
    "coincidence": ("cause-unproved", "coincidence", ""),
    "media coverage": ("cause-unproved", "as a result of", ""),
    "gangs": ("cause-unproved", "due to", "gang"),
    "theme": ("naming-drift", "theme", "227"),
    "connective": ("contradicting-connective", "exception", ""),
    "consultation": ("against-the-law-table", "Consultation Event", "Regulation 12"),
    "police custody": ("against-the-law-table", "April 2017", "2017-12"),
    "activity": ("activity-without-effect", "180", "43,000"),
    "CSU": ("undefined-abbreviation", "CSU", ""),
    "S136": ("undefined-abbreviation", "S136", ""),
    "COPD": ("undefined-abbreviation", "COPD", ""),
}
UNFIGURED = (
    "violence against", "sexual offences", "domestic abuse", "growing trend", "rubbish fires", "Road Traffic", "clients",
    "comparator", "prescribing", "high levels", "acute", "unsafe", "bikes", "illegal imports", "gang related", "suicide",
    "repeat offenders", "Home safety",
)  # fmt: skip


@pytest.fixture(scope="module")
def remarks() -> list[Remark]:
    return lint(require_shared_data().parent / "reference" / "medway_strategic_assessment_2017.txt")


def judged() -> dict[Row, bool]:
    rows = re.findall(
        r"^\| (\d+) \| ([\w-]+) \| (.+?) \| (true|false) \|", JUDGED.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {(int(line), rule, words): verdict == "true" for line, rule, words, verdict in rows}


def test_every_remark_is_judged_and_nine_in_ten_are_true(remarks: list[Remark]) -> None:
    verdicts = judged()
    assert {(r.line, r.rule, r.words) for r in remarks} == set(verdicts)
    said = [verdicts[r.line, r.rule, r.words] for r in remarks]
    share = sum(said) / len(said)
    print(f"{len(said)} remarks, {share:.1%} true")
    assert share >= LEAST_TRUE


@pytest.mark.parametrize("defect", KNOWN)
def test_no_known_defect_is_missed(remarks: list[Remark], defect: str) -> None:
    rule, words, why = KNOWN[defect]
    assert [r for r in remarks if r.rule == rule and words in r.words and why in f"{r.line} {r.why}"], defect


@pytest.mark.parametrize("about", UNFIGURED)
def test_the_trends_without_figures_are_named(remarks: list[Remark], about: str) -> None:
    text = (require_shared_data().parent / "reference" / "medway_strategic_assessment_2017.txt").read_text(
        encoding="utf-8"
    )
    lines = text.splitlines()
    assert any(r.rule == "no-figure" and about.lower() in lines[r.line - 1].lower() for r in remarks)


def test_the_rules_hold_no_word_of_the_document() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/wardmote/claims/lint").rglob("*.py"))
    for own in ("Medway", "Gillingham", "Chatham", "31,053", "20,424", "1,984", "3,928", "CSU", "S136", "COPD", "KFRS", "PredPol", "Homelessness"):  # fmt: skip
        assert own not in source, own


def test_our_own_document_trips_no_rule_but_where_a_register_was_typed_without_figures(medway: Path) -> None:
    found = lint(medway / "assessment.docx")
    assert all(
        (remark.rule == "no-figure" and "rose" in remark.words + remark.why) or "fall" in remark.words
        for remark in found
    )
    assert len(found) <= 3


@pytest.mark.parametrize("folder", ["src/wardmote/assessment/chapters", "examples/medway/text"])
def test_our_chapters_trip_no_rule(folder: str) -> None:
    remarks = [(path.name, remark) for path in sorted((ROOT / folder).glob("*.md")) for remark in lint(path)]
    # "SI" is explained in the document's own list of words.
    assert [(name, str(remark)) for name, remark in remarks if remark.words != "SI"] == []


def test_the_command_says_line_rule_why_and_what_would_settle_it(tmp_path: Path) -> None:
    path = tmp_path / "words.md"
    path.write_text("# Harbour Cross\n\nAll is well.\n\nBurglary fell significantly.\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", str(path)])
    assert result.exit_code == 1
    assert "words.md:5: significant-untested" in result.output
    assert "Why:" in result.output
    assert "What would settle it:" in result.output
    listed = json.loads(CliRunner().invoke(app, ["lint", str(path), "--json"]).output)
    assert {remark["rule"] for remark in listed} == {"no-figure", "significant-untested"}


def test_a_text_without_remarks_and_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("All is well.\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["lint", str(path)]).exit_code == 0
    for name, content in (("no.pdf", b"%PDF"), ("bad.docx", b"not a zip"), ("latin.txt", b"caf\xe9")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(WrongUse, match=name):
            lint(tmp_path / name)


def test_word_and_text_bring_the_same_remarks(tmp_path: Path) -> None:
    from docx import Document

    sentences = ["Burglary fell significantly.", "Four teenagers were arrested.", "The ZQX met."]
    document = Document()
    for sentence in sentences:
        document.add_paragraph(sentence)
    document.save(str(tmp_path / "words.docx"))
    (tmp_path / "words.txt").write_text("\n\n".join(sentences), encoding="utf-8")
    word, text = lint(tmp_path / "words.docx"), lint(tmp_path / "words.txt")
    assert [(r.rule, r.words) for r in word] == [(r.rule, r.words) for r in text]
    assert [r.line for r in word] == [1, 1, 2, 3]
