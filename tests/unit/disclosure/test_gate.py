"""The gate: exact what is public, withhold and round what is a partner's, and give nothing away beside it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from invented import BEFORE, POLICY, THIS, TOWN, change, figure, ward
from wardmote.disclosure.cells import exactly
from wardmote.disclosure.gate import WITHHELD, Release, leaks, release
from wardmote.disclosure.layout import cell_of
from wardmote.findings.received import ReceivedFigure
from wardmote.periods import Period


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
    """Rounded to 3, town and wards leave a range of 3 around the small one: too narrow, so a second goes with it."""
    fine = POLICY.model_copy(update={"round_to": 3})
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 60))]
    shown = release([council(63), *wards], [], {}, fine)
    assert [shown.figures[w.id].disclosure.state for w in wards] == ["suppressed", "suppressed"]
    assert leaks(shown, fine) == []


def test_rounding_alone_hides_a_ward_where_it_leaves_enough() -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40, 55))]
    shown = release([council(110), *wards], [], {}, POLICY)
    assert [shown.figures[w.id].disclosure.state for w in wards] == ["suppressed", "rounded", "rounded", "rounded"]
    assert leaks(shown, POLICY) == []


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(min_value=0, max_value=400), min_size=3, max_size=24))
def test_no_small_count_is_shown_and_the_attacker_finds_none(counts: list[int]) -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate(counts)]
    shown = release([council(sum(counts)), *wards], [], {}, POLICY)
    assert leaks(shown, POLICY) == []
    for w in wards:
        value = shown.figures[w.id].value
        assert value is None or value == 0 or (value >= 5 and value % 5 == 0)


def test_what_was_published_before_is_known_and_a_leak_through_it_is_named() -> None:
    """Last year's report gave every other ward and the town exactly, so the last ward cannot be hidden now."""
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40))]
    town = council(55)
    before = [exactly(cell_of(f), f.numerator or 0, "the report of 2024") for f in (town, *wards[1:])]
    shown = release([town, *wards], [], {}, POLICY, before)
    (leak,) = leaks(shown, POLICY)
    assert "the report of 2024" in leak
    assert cell_of(wards[0]) in leak
    assert "is 3" in leak


def test_a_count_revised_since_it_was_published_gives_nothing_away() -> None:
    wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40))]
    before = [exactly(cell_of(wards[1]), 14, "the report of 2024")]
    shown = release([council(55), *wards], [], {}, POLICY, before)
    assert shown.earlier == ()
    assert leaks(shown, POLICY) == []


def test_months_are_subtracted_from_their_year_and_hidden_too() -> None:
    months = [council(2 if month == "2025-04" else 40, period=Period(month, month)) for month in THIS.months]
    shown = release([council(442), *months], [], {}, POLICY)
    assert shown.figures[months[0].id].value is None
    assert leaks(shown, POLICY) == []


def test_incidents_outside_every_ward_are_a_part_of_their_own() -> None:
    for town in (60, 50):  # more, and fewer, than the wards hold together
        wards = [council(n, ward(i), by="polygon") for i, n in enumerate((3, 12, 40))]
        shown = release([council(town), *wards], [], {}, POLICY)
        assert shown.figures[wards[0].id].value is None
        assert shown.exposed == ()


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
