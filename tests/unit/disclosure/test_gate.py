"""The gate: exact what is public, withhold and round what is a partner's, and give nothing away beside it."""

from hypothesis import given
from hypothesis import strategies as st

from invented import BEFORE, POLICY, THIS, TOWN, change, figure, ward
from wardmote.disclosure.gate import WITHHELD, Release, leaks, release
from wardmote.findings.received import ReceivedFigure


def council(value: int, area=TOWN, **more):  # type: ignore[no-untyped-def]
    return figure(value, area, measure="council-asb", source_class="partner", **more)


def test_what_is_already_public_passes_unchanged() -> None:
    exact = figure(3)
    assert release([exact], [], {}, POLICY).figures[exact.id] == exact


def test_a_partners_small_count_is_withheld_with_everything_that_shows_it() -> None:
    small, other = council(3, ward(1), by="polygon"), council(40, ward(2), by="polygon")
    shown = release([small, other], [], {}, POLICY).figures[small.id]
    assert (shown.value, shown.numerator, shown.interval) == (None, None, None)
    assert [entry.rows for entry in shown.lineage] == [None]
    assert shown.disclosure.state == "suppressed"


def test_a_second_ward_is_withheld_where_one_alone_could_be_subtracted() -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40, 55))]
    shown = release([council(110), *wards], [], {}, POLICY).figures
    assert [shown[w.id].disclosure.state for w in wards] == ["suppressed", "suppressed", "rounded", "rounded"]


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=3, max_size=24))
def test_no_ward_is_ever_withheld_alone_and_no_small_count_is_shown(counts: list[int]) -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate(counts)]
    shown = release([council(sum(counts)), *wards], [], {}, POLICY).figures
    hidden = [w for w in wards if shown[w.id].disclosure.state == "suppressed"]
    positive = [n for n in counts if n]
    assert len(hidden) != 1 or len(positive) == 1
    for w in wards:
        value = shown[w.id].value
        assert value is None or value == 0 or (value >= 5 and value % 5 == 0)


def test_counts_are_rounded_and_their_intervals_follow_the_rounded_count() -> None:
    shown = release([council(42)], [], {}, POLICY).figures[council(42).id]
    assert shown.value == 40
    assert shown.interval is not None
    assert shown.interval.lower < 40 < shown.interval.upper
    assert shown.disclosure.state == "rounded"


def test_a_second_assignment_of_a_partners_counts_is_not_shown() -> None:
    by_fit = council(42, ward(1), by="best-fit")
    assert release([by_fit], [], {}, POLICY).figures[by_fit.id].value is None


def test_sensitive_sources_are_withheld_below_ten() -> None:
    nine = figure(9, source_class="sensitive")
    assert release([nine], [], {}, POLICY).figures[nine.id].value is None


def test_a_finding_on_a_withheld_figure_says_only_that() -> None:
    before, after = council(3, period=BEFORE), council(60)
    finding = release([before, after], [change(before, after)], {}, POLICY).findings[
        f"council-asb/{TOWN.code}/{BEFORE}~{THIS}"
    ]
    assert (finding.verdict, finding.sentence, finding.effect, finding.p) == ("withheld", WITHHELD, None, None)


def test_a_finding_on_rounded_figures_keeps_no_digit_that_gives_the_count_away() -> None:
    before, after = council(905, period=BEFORE), council(718)
    finding = release([before, after], [change(before, after)], {}, POLICY).findings[
        f"council-asb/{TOWN.code}/{BEFORE}~{THIS}"
    ]
    assert finding.effect is not None
    assert finding.effect.ratio == 720 / 905  # of the rounded counts
    assert finding.exact_p is None
    assert finding.dispersion is None


def test_a_received_count_of_few_people_is_withheld_whichever_side_is_small() -> None:
    def received(numerator: float | None, denominator: float | None, value: float, unit: str = "%") -> ReceivedFigure:
        return ReceivedFigure(
            id="r", label="x", sender="y", start="", end="", value=value, unit=unit, numerator=numerator,
            denominator=denominator, received="", evidence_file="", source_class="partner", note="named",
        )  # fmt: skip

    for few in (received(3, 40, 7.5), received(38, 40, 95.0), received(None, None, 2, "people")):
        shown = release([], [], {"r": few}, POLICY).received["r"]
        assert (shown.value, shown.numerator, shown.denominator, shown.note) == (None, None, None, "")
    kept = received(30, 40, 75.0)
    assert release([], [], {"r": kept}, POLICY).received["r"] == kept


def test_the_release_is_looked_at_again_before_it_is_published() -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40, 57))]
    passed = release([council(112), *wards], [], {}, POLICY)
    assert leaks(passed, POLICY) == []
    unpassed = Release({w.id: w for w in wards}, {}, {})
    assert leaks(unpassed, POLICY) == [w.id for w in wards]
