"""The verdict of a change: its rule, in its order, and the sentences it allows."""

import pytest

from evidence import BEFORE, NORTH, THIS, evidence, months_of
from invented import TOWN
from wardmote.findings.change import changes, compare, judge
from wardmote.findings.completeness import Alarm
from wardmote.findings.finding import Finding
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import ASB, MEASURES

STEADY = [60, 55, 62, 58, 61, 59, 63, 57, 60, 62, 58, 61]
LOWER = [n * 2 // 3 for n in STEADY]
FAMILY = "types of incident"


def verdict(before: list[int | None], after: list[int | None], breaks=(), alarms=()) -> Finding:  # type: ignore[no-untyped-def]
    made = evidence(months_of({BEFORE: before, THIS: after}))
    (finding,) = judge([compare(made, ASB, TOWN, "lsoa-code", FAMILY, breaks, alarms)], {})
    return finding


def test_a_fall_beyond_chance_fell() -> None:
    finding = verdict(STEADY, LOWER)
    assert finding.verdict == "fell"
    assert finding.effect is not None
    assert finding.effect.upper < 1
    assert finding.sentence.startswith("Police recorded {asb-incidents/E06999901/2025-04..2026-03} anti-social")
    assert "fewer than in the year ending March 2025" in finding.sentence


def test_a_rise_beyond_chance_rose() -> None:
    assert verdict(LOWER, STEADY).verdict == "rose"


def test_a_difference_chance_explains_is_no_clear_change_and_says_what_it_could_have_shown() -> None:
    finding = verdict(STEADY, STEADY[::-1])
    assert finding.verdict == "no clear change"
    assert "{detectable:" in finding.sentence
    assert finding.smallest_detectable is not None


def test_uneven_months_widen_what_chance_explains() -> None:
    uneven_before = [30, 95, 20, 100, 25, 90, 35, 85, 30, 95, 28, 83]
    uneven_after = [70, 25, 80, 30, 75, 35, 65, 28, 72, 30, 66, 24]
    finding = verdict(uneven_before, uneven_after)
    assert finding.dispersion is not None
    assert finding.dispersion > 10
    assert finding.exact_p is not None
    assert finding.exact_p < 0.01
    assert finding.verdict == "no clear change"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (SeriesBreak("asb-incidents", TOWN.code, "2025-01", "2025-01", "Rules changed.", ""), "Rules changed."),
        (SeriesBreak("*", "*", "2025-04", "2025-04", "All rules changed.", ""), "All rules changed."),
    ],
)
def test_a_series_break_forbids_a_verdict_and_keeps_the_arithmetic(change: SeriesBreak, says: str) -> None:
    finding = verdict(STEADY, LOWER, breaks=[change])
    assert (finding.verdict, finding.records) == ("cannot say", "records fell")
    assert says in finding.sentence
    assert (finding.effect, finding.p, finding.q) == (None, None, None)


@pytest.mark.parametrize("month", ["2024-04", "2026-04", "2020-01"])
def test_a_break_at_the_first_month_or_outside_does_not_touch(month: str) -> None:
    outside = SeriesBreak("asb-incidents", TOWN.code, month, month, "Rules changed.", "")
    assert verdict(STEADY, LOWER, breaks=[outside]).verdict == "fell"


def test_a_break_of_the_authority_reaches_its_wards() -> None:
    made = evidence(months_of({BEFORE: list(STEADY), THIS: list(LOWER)}))
    rule = SeriesBreak("asb-incidents", TOWN.code, "2025-01", "2025-01", "Rules changed.", "")
    assert compare(made, ASB, NORTH, "polygon", FAMILY, [rule], []).reasons == ("Rules changed.",)


def test_a_missing_month_is_a_gap_not_a_zero() -> None:
    finding = verdict(STEADY, [*LOWER[:5], None, *LOWER[6:]])
    assert finding.verdict == "cannot say"
    assert "Nothing was sent for September 2025; a gap is not a zero." in finding.reasons


def test_an_alarm_in_either_period_forbids_a_verdict() -> None:
    alarm = Alarm("police_uk_street", "The force", "asb-incidents", "2024-11", 20, 60.0, 0.33)
    finding = verdict(STEADY, LOWER, alarms=[alarm])
    assert finding.verdict == "cannot say"
    assert "November 2024 looks incomplete" in finding.sentence
    earlier = Alarm("police_uk_street", "The force", "asb-incidents", "2023-11", 20, 60.0, 0.33)
    assert verdict(STEADY, LOWER, alarms=[earlier]).verdict == "fell"


def test_periods_of_other_months_are_not_compared() -> None:
    made = evidence(months_of({BEFORE: list(STEADY), THIS: list(LOWER)}))
    shorter = made.partnership.__class__(**{**vars(made.partnership), "this": THIS.parse("2025-04..2026-02")})
    made = made.__class__(shorter, made.geography, made.counts, made.files)
    comparison = compare(made, ASB, TOWN, "lsoa-code", FAMILY, [], [])
    assert "The two periods do not hold the same calendar months." in comparison.reasons


def test_a_family_is_judged_together_and_leaves_out_what_cannot_be_judged() -> None:
    made = evidence(months_of({BEFORE: list(STEADY), THIS: list(LOWER)}))
    rule = SeriesBreak("burglary", "*", "2025-01", "2025-01", "Rules changed.", "")
    found = {finding.id.split("/")[0]: finding for finding in changes(made, [rule], [], {})}
    assert found["burglary"].q is None
    assert (
        found["asb-incidents"].family == "wards, anti-social behaviour incidents"
        or found["asb-incidents"].q is not None
    )
    assert set(MEASURES) >= set(found)


def test_a_ward_that_changed_only_by_how_its_boundary_was_booked_cannot_be_said_to_have_changed() -> None:
    north = months_of({BEFORE: [80] * 12, THIS: [20] * 12})
    made = evidence(north, months_of({BEFORE: [20] * 12, THIS: [80] * 12}))
    found = {finding.id: finding for finding in changes(made, [], [], {})}
    fell = f"asb-incidents/{NORTH.key}/{BEFORE}~{THIS};by=polygon"
    assert found[fell].verdict == "fell"
    swapped = evidence(north, months_of({BEFORE: [20] * 12, THIS: [80] * 12}), swapped_best_fit=True)
    withdrawn = {finding.id: finding for finding in changes(swapped, [], [], {})}[fell]
    assert (withdrawn.verdict, withdrawn.records, withdrawn.effect) == ("cannot say", "records fell", None)
    assert "by LSOA best fit the verdict is rose" in withdrawn.reasons[-1]
    assert withdrawn.sentence.startswith(
        "We cannot say whether anti-social behaviour incidents in Ward 1 rose or fell."
    )


def test_what_is_in_doubt_is_not_compared() -> None:
    made = evidence(months_of({BEFORE: list(STEADY), THIS: list(LOWER)}))
    doubted = made.__class__(
        made.partnership, made.geography, made.counts, made.files, {"*": ("Nobody could read it.",)}
    )
    assert compare(doubted, ASB, TOWN, "lsoa-code", FAMILY, [], []).reasons == ("Nobody could read it.",)


def test_a_partners_alarm_gives_no_number_away() -> None:
    alarm = Alarm("council_asb", "", "recorded-crime", "2025-07", 3, 144.0, 0.02, public=False)
    assert not any(character.isdigit() for character in alarm.sentence.replace("July 2025", ""))
