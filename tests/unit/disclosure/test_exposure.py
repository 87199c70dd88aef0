"""The board edition: partners' counts as they are, and what a leaked copy tells of counts withheld from the public."""

import json
import math
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from invented import POLICY, TOWN, figure, ward
from wardmote.disclosure.earlier import said_before
from wardmote.disclosure.exposure import exposure
from wardmote.disclosure.gate import Release, leaks, release
from wardmote.disclosure.layout import cell_of, said_by
from wardmote.findings.figure import Figure

BOARD = POLICY.for_board()


def wards(*counts: int, source_class: str = "partner", town: bool = True) -> list[Figure]:
    def counted(value: int, *area, **by):  # type: ignore[no-untyped-def]
        return figure(value, *area, measure="council-asb", source_class=source_class, **by)

    parts = [counted(count, ward(number), by="polygon") for number, count in enumerate(counts)]
    return [counted(sum(counts), TOWN), *parts] if town else parts


def both(figures: list[Figure]) -> tuple[Release, Release]:
    """The public edition, and the board's, whose readers have the public one too."""
    public = release(figures, [], {}, POLICY)
    board = release(figures, [], {}, BOARD, said_by(public.figures.values(), POLICY, "the public edition"))
    return public, board


def test_the_board_sees_a_partners_small_count_and_the_public_does_not() -> None:
    town, small, *_ = figures = wards(3, 12, 40)
    public, board = both(figures)
    assert public.figures[small.id].value is None
    assert board.figures[small.id] == small
    assert board.figures[town.id].value == 55
    assert leaks(public, POLICY) == leaks(board, BOARD) == []


def test_a_leaked_copy_tells_every_count_withheld_from_the_public_and_the_report_says_so() -> None:
    _, small, *_ = figures = wards(3, 12, 40)
    (found,) = exposure(*both(figures), POLICY, BOARD)
    assert found.cell == cell_of(small)
    assert found.leaked == (3, 3)
    assert found.is_known
    lower, upper = found.public
    assert lower <= 3 <= upper
    assert upper - lower >= POLICY.narrowest


def test_what_is_sensitive_is_guarded_from_the_board_as_well_and_a_leak_tells_nothing_more() -> None:
    figures = wards(4, 30, 61, 47, source_class="sensitive")
    public, board = both(figures)
    assert leaks(board, BOARD) == []
    found = exposure(public, board, POLICY, BOARD)
    assert found
    for exposed in found:
        assert exposed.leaked == exposed.public
        assert not exposed.is_narrow(POLICY)


def test_a_count_with_no_upper_end_is_listed_as_such() -> None:
    figures = wards(4, source_class="sensitive", town=False)
    (found,) = exposure(*both(figures), POLICY, BOARD)
    assert found.public == found.leaked == (1, math.inf)


def test_a_second_assignment_is_withheld_whole_so_that_nobody_knows_it_is_not_zero() -> None:
    none = figure(0, ward(1), by="best-fit", measure="council-asb", source_class="partner")
    public = release([none], [], {}, POLICY)
    assert public.figures[none.id].value is None
    (found,) = exposure(*both([none]), POLICY, BOARD)
    assert found.public == (0, math.inf)
    assert found.leaked == (0, 0)


def test_where_wards_do_not_add_up_what_is_printed_alone_is_reported() -> None:
    """Ten incidents lie outside every ward, so that the exact sums contradict a reader who adds wards up."""
    town, *parts = wards(3, 12, 40)
    town = town.model_copy(update={"value": 65, "numerator": 65})
    found = exposure(*both([town, *parts]), POLICY, BOARD)
    assert [exposed.leaked for exposed in found] == [(3, 3)]


def test_the_public_is_taken_to_have_read_public_editions_only(tmp_path: Path) -> None:
    figures = wards(3, 12, 40)
    public, board = both(figures)
    for name, edition, state, told in (
        ("one", "public", "published", public), ("one-board", "board", "published", board), ("two", "public", "draft", board),
    ):  # fmt: skip
        folder = tmp_path / name
        folder.mkdir()
        (folder / "release.json").write_text(json.dumps({"state": state, "edition": edition}))
        listed = [figure.model_dump(mode="json", by_alias=True) for figure in told.figures.values()]
        (folder / "figures.json").write_text(json.dumps(listed))
    to_public, to_board = said_before(tmp_path, POLICY), said_before(tmp_path, BOARD, "board")
    assert {word.lower for word in to_public if word.cell == cell_of(figures[1])} == {1}
    assert [(w.lower, w.upper) for w in to_board if w.cell == cell_of(figures[1])] == [(3, 3)]
    assert leaks(release(figures, [], {}, POLICY, to_public), POLICY) == []
    assert leaks(release(figures, [], {}, POLICY, to_board), POLICY)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=200), min_size=3, max_size=14))
def test_every_true_count_lies_in_both_ranges_and_the_leaked_one_is_within_the_public_one(counts: list[int]) -> None:
    figures = wards(*counts)
    true = {cell_of(f): f.numerator or 0 for f in figures}
    for exposed in exposure(*both(figures), POLICY, BOARD):
        assert exposed.public[0] <= exposed.leaked[0] <= true[exposed.cell] <= exposed.leaked[1] <= exposed.public[1]
