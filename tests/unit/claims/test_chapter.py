"""A chapter binds its numbers, checks its claims, and always reads."""

from pathlib import Path

import pytest

from invented import BEFORE, POLICY, THIS, change, figure, partnership
from wardmote.claims.bindings import Bindings
from wardmote.claims.chapter import Chapter, read_chapter
from wardmote.claims.prose import BulletList, ClaimText, Insert, Number, Paragraph, plain_text
from wardmote.disclosure.gate import release
from wardmote.findings.received import Fact, ReceivedFigure

RECEIVED = ReceivedFigure(
    id="orders", label="Orders completed", sender="Probation (invented)", start="2025-04", end="2026-03", value=75.5,
    unit="%", numerator=151, denominator=200, received="2026-04-14", evidence_file="", source_class="partner", note="",
)  # fmt: skip
FACT = Fact(id="F01", label="Crimes", value="23125", unit="crimes", area="X", period="2016", source="a", note="")


@pytest.fixture
def bindings(tmp_path: Path) -> Bindings:
    before, after = figure(905, period=BEFORE), figure(718)
    released = release([before, after], [change(before, after)], {"orders": RECEIVED}, POLICY)
    return Bindings(partnership(tmp_path), released, released.received, {"F01": FACT}, {"I1": (75.0, "%")})


def read(tmp_path: Path, bindings: Bindings, text: str) -> Chapter:
    path = tmp_path / "04-crime.md"
    path.write_text(text, encoding="utf-8")
    return read_chapter(path, bindings)


def words(chapter: Chapter) -> str:
    block = chapter.blocks[0]
    assert isinstance(block, Paragraph)
    return plain_text(block.children)


@pytest.mark.parametrize(
    ("token", "printed", "traces_to"),
    [
        ("{asb-incidents/area/this}", "718", f"asb-incidents/E06999901/{THIS}"),
        ("{asb-incidents/E06999901/2024-04..2025-03}", "905", f"asb-incidents/E06999901/{BEFORE}"),
        ("{asb-incidents/area/this:interval}", "646 to 790", f"asb-incidents/E06999901/{THIS}"),
        ("{change:asb-incidents/area/before~this}", "21%", f"asb-incidents/E06999901/{BEFORE}~{THIS}"),
        ("{range:asb-incidents/area/before~this}", "10% to 30%", f"asb-incidents/E06999901/{BEFORE}~{THIS}"),
        ("{received:orders}", "75.5%", "received:orders"),
        ("{target:I1}", "75%", "indicator/I1~target"),
        ("{fact:F01}", "23,125", "fact:F01"),
    ],
)
def test_tokens_print_and_trace(tmp_path: Path, bindings: Bindings, token: str, printed: str, traces_to: str) -> None:
    chapter = read(tmp_path, bindings, f"It was {token} here.")
    assert words(chapter) == f"It was {printed} here."
    assert not chapter.problems
    block = chapter.blocks[0]
    assert isinstance(block, Paragraph)
    assert [child.figure_id for child in block.children if isinstance(child, Number)] == [traces_to]


def test_labels_stand_for_the_partnership(tmp_path: Path, bindings: Bindings) -> None:
    chapter = read(tmp_path, bindings, "# Crime in {area}\n\nIn {this}, compared with {before}.")
    assert chapter.title == "Crime in Marlbridge"
    assert words(chapter) == "In the year ending March 2026, compared with the year ending March 2025."


@pytest.mark.parametrize("says", ["fell", "records fell"])
def test_a_claim_holds_when_it_says_the_verdict_or_the_arithmetic(
    tmp_path: Path, bindings: Bindings, says: str
) -> None:
    text = f'[Incidents fell.]{{.claim finding=asb-incidents/area/before~this says="{says}"}}'
    chapter = read(tmp_path, bindings, text)
    assert [claim.holds for claim in chapter.claims] == [True]
    assert not chapter.problems


def test_a_claim_that_fails_is_marked_with_what_the_data_supports(tmp_path: Path, bindings: Bindings) -> None:
    text = 'Before. [They rose.]{.claim finding=asb-incidents/area/before~this says="rose"} After.'
    chapter = read(tmp_path, bindings, text)
    block = chapter.blocks[0]
    assert isinstance(block, Paragraph)
    (claim,) = (child for child in block.children if isinstance(child, ClaimText))
    assert not claim.holds
    assert claim.note == "The data now supports: fell (records fell)."
    assert chapter.problems[0].where == "text/04-crime.md, line 1"
    assert words(chapter) == "Before. They rose. After."


def test_what_does_not_bind_is_printed_and_listed(tmp_path: Path, bindings: Bindings) -> None:
    chapter = read(tmp_path, bindings, "There were {burglary/area/this} and 300 others.")
    assert "[not found: burglary/area/this]" in words(chapter)
    messages = " ".join(problem.message for problem in chapter.problems)
    assert "there is no figure 'burglary/E06999901/2025-04..2026-03'" in messages
    assert "the number '300' is typed into the text" in messages


def test_a_findings_own_sentence_is_bound_throughout(tmp_path: Path, bindings: Bindings) -> None:
    chapter = read(tmp_path, bindings, "- {says:asb-incidents/area/before~this}\n- Second.\n\n{table:gaps}")
    items, insert = chapter.blocks
    assert isinstance(items, BulletList)
    assert isinstance(insert, Insert)
    assert plain_text(items.items[0]) == "It was 718, 21% fewer."
    assert (insert.kind, insert.name) == ("table", "gaps")
    assert not chapter.problems


def test_a_block_that_is_not_of_a_chapter_is_said(tmp_path: Path, bindings: Bindings) -> None:
    chapter = read(tmp_path, bindings, "```\ncode\n```\n")
    assert "is not part of a chapter" in chapter.problems[0].message
