"""Partners' shares: who is counted in each, which months they lie in, the verdict, and the gate over part, rest and whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from evidence import evidence, months_of
from invented import BEFORE, POLICY, THIS, TOWN
from wardmote.disclosure.gate import leaks, release
from wardmote.disclosure.layout import sums_of
from wardmote.findings.figure import SourceRows
from wardmote.findings.levels import Evidence
from wardmote.findings.shares import partner_shares
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.themes import food, mental_health, reoffending, treatment
from wardmote.measures.themes.catalogue import SHARES, THEME_SUMS, THEMES, share_of
from wardmote.partnership import SourceSettings
from wardmote.periods import Period

LATEST, EARLIER = THIS.earlier(6), BEFORE.earlier(6)
FILE = "f" * 16
DONE, LEFT = "Treatment completed - drug free", "Incomplete - dropped out"


def journey(client: str, started: str, ended: str = "", reason: str = DONE, group: str = "Opiate") -> dict[str, Any]:
    end = date.fromisoformat(ended) if ended else None
    row = {"client": client, "substances": group, "started": date.fromisoformat(started), "ended": end}
    return {
        **row,
        "exit_reason": reason if ended else None,
        "file_id": FILE,
        "row_number": int(date.fromisoformat(started).toordinal()),
    }


def sent(source: str, rows: list[dict[str, Any]], kind: str = "health", span: Period | None = None) -> Evidence:
    made = evidence(months_of({BEFORE: [1] * 12, THIS: [1] * 12}))
    settings = SourceSettings.model_validate({"files": "x", "owner": "The service (invented)", "class": kind})
    partnership = replace(made.partnership, sources={source: settings})
    months = Period("2023-01", THIS.end) if span is None else span
    counts = replace(made.counts, months_sent={source: frozenset(months.months)})
    files = {FILE: SourceRows(source=source, file="a.csv", sha256="0" * 64, rows=1)}
    return replace(made, partnership=partnership, counts=counts, files=files, partner_rows={source: tuple(rows)})


def test_completed_is_of_everybody_in_treatment_and_not_of_those_who_came_back() -> None:
    rows = [
        journey("a", "2024-09-01", "2024-12-01"),  # completed, never back
        journey("b", "2024-09-01", "2024-12-01"),  # completed, back within six months
        journey("b", "2025-05-31"),
        journey("c", "2024-09-01", "2024-12-01"),  # completed, back only after six months
        journey("c", "2025-06-02"),
        journey("d", "2024-09-01", "2024-12-01", LEFT),
        journey("e", "2020-01-01"),  # still there
        journey("f", "2020-01-01", "2024-09-30"),  # left before the period began
    ]
    share = SHARES["treatment-completed-opiate"]
    assert share.counted(rows, LATEST) == (2, 5)
    assert SHARES["re-presented-opiate"].counted(rows, LATEST) == (1, 3)


def test_a_person_with_two_journeys_is_one_person() -> None:
    rows = [journey("a", "2024-10-05", "2024-11-01", LEFT), journey("a", "2025-01-05", "2025-03-01")]
    assert SHARES["treatment-completed-opiate"].counted(rows, LATEST) == (1, 1)


def test_six_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert treatment.six_months_after(date(2024, 8, 31)) == date(2025, 2, 28)
    assert treatment.six_months_after(date(2024, 12, 1)) == date(2025, 6, 1)


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Opiate", "opiate"),
        ("Non-opiate only", "non-opiate"),
        ("Non-opiate and alcohol", "non-opiate"),
        ("Alcohol only", "alcohol"),
    ],
)
def test_groups_are_the_national_ones(words: str, group: str) -> None:
    assert treatment.group_of(words) == group


def quarters(shares: list[int], of: int = 60) -> list[dict[str, Any]]:
    """Journeys of one quarter each, so many of them completed."""
    rows = []
    starts = [m for period in (EARLIER, LATEST) for m in period.months[::3]]
    for start, done in zip(starts, shares, strict=True):
        month = Period(start, start).earlier(-2).start
        rows += [journey(f"{start}-{n}", f"{start}-02", f"{month}-20", DONE if n < done else LEFT) for n in range(of)]
    return [{**row, "row_number": n} for n, row in enumerate(rows)]


def test_a_share_that_rose_by_more_than_its_quarters_vary_rose_and_lies_six_months_back() -> None:
    made = sent("treatment_journeys", quarters([12, 14, 11, 13, 26, 29, 27, 25]))
    figures, findings = partner_shares(made, [])
    (finding,) = [f for f in findings if f.id.startswith("treatment-completed-opiate")]
    assert finding.id == f"treatment-completed-opiate-share/{TOWN.code}/{EARLIER}~{LATEST}"
    assert finding.verdict == "rose"
    assert f"{{in-treatment-opiate/{TOWN.code}/{LATEST}}}" in finding.sentence
    by_id = {figure.id: figure for figure in figures}
    share = by_id[finding.figures[1]]
    assert (share.numerator, share.denominator, share.denominator_label) == (107, 240, "people in treatment (opiates)")
    assert share.interval is not None


def test_the_same_difference_in_uneven_quarters_is_no_clear_change() -> None:
    made = sent("treatment_journeys", quarters([2, 38, 3, 7, 51, 4, 46, 6]))
    (finding,) = [f for f in partner_shares(made, [])[1] if f.id.startswith("treatment-completed-opiate")]
    assert finding.dispersion is not None and finding.dispersion > 10
    assert finding.verdict == "no clear change"


def test_a_break_and_a_gap_forbid_a_verdict() -> None:
    rows = quarters([12, 14, 11, 13, 26, 29, 27, 25])
    rule = SeriesBreak("treatment-completed-opiate", "*", "2025-01", "2025-01", "A new service took over.", "")
    (broken,) = [f for f in partner_shares(sent("treatment_journeys", rows), [rule])[1] if "completed-opiate" in f.id]
    assert (broken.verdict, broken.effect) == ("cannot say", None)
    assert "A new service took over." in broken.sentence
    short = sent("treatment_journeys", rows, span=Period("2023-10", "2025-07"))
    (gap,) = [f for f in partner_shares(short, [])[1] if "completed-opiate" in f.id]
    assert gap.verdict == "cannot say"
    assert "Nothing was sent for August 2025, September 2025" in gap.reasons[0]
    # Those who completed in September must be followed until March: an extract that ends in February cannot say.
    unfollowed = sent("treatment_journeys", rows, span=Period("2023-10", "2026-02"))
    (early,) = [f for f in partner_shares(unfollowed, [])[1] if "completed-opiate" in f.id]
    assert (early.verdict, early.reasons) == ("cannot say", ("Nothing was sent for March 2026; a gap is not a zero.",))


def test_small_health_counts_are_withheld_with_what_gives_them_away() -> None:
    made = sent("treatment_journeys", quarters([15, 15, 15, 15, 2, 1, 2, 1], of=30))
    figures, findings = partner_shares(made, [])
    shown = release(figures, findings, {}, POLICY)
    assert leaks(shown, POLICY) == []
    small = shown.figures[f"treatment-completed-opiate/{TOWN.code}/{LATEST}"]
    share = shown.figures[f"treatment-completed-opiate-share/{TOWN.code}/{LATEST}"]
    assert (small.value, share.value, share.denominator) == (None, None, None) or share.value is None
    (finding,) = [f for f in shown.findings.values() if f.id.startswith("treatment-completed-opiate")]
    assert finding.verdict == "withheld"
    others = [f.numerator for f in shown.figures.values() if f.numerator is not None]
    assert all(number % POLICY.round_to == 0 for number in others)


def test_the_gate_knows_that_a_part_and_its_rest_make_the_whole() -> None:
    made = partner_shares(sent("treatment_journeys", quarters([15, 15, 15, 15, 1, 1, 1, 1], of=30)), [])[0]
    place = f"{TOWN.code}/{LATEST}"
    sums = {total.total: total.parts for total in sums_of(made)}
    assert sums[f"in-treatment-opiate/{place}"] == (
        f"treatment-completed-opiate/{place}",
        f"treatment-not-completed-opiate/{place}",
    )
    assert sums[f"treatment-exits-opiate/{place}"][1] == f"treatment-completed-opiate/{place}"


def business(number: int, rating: str, rated: str, extracted: str) -> dict[str, Any]:
    return {"reference": str(number), "rating": rating, "rated": date.fromisoformat(rated) if rated else None,
            "extracted": date.fromisoformat(extracted), "file_id": FILE, "row_number": number}  # fmt: skip


def test_a_download_speaks_for_the_end_of_a_period_it_was_made_near() -> None:
    early = [business(1, "2", "2024-06-01", "2025-04-06"), business(2, "AwaitingInspection", "", "2025-04-06")]
    late = [business(1, "5", "2025-06-01", "2026-04-06"), business(3, "3", "2023-01-01", "2026-04-06")]
    level, flow = SHARES["food-compliant"], SHARES["food-inspected-compliant"]
    for period, whole, inspected in ((BEFORE, (0, 1), (0, 1)), (THIS, (2, 2), (1, 1))):
        spoken = food.nearest_download([*early, *late], period)
        assert level.counted(spoken, period) == whole
        assert flow.counted(spoken, period) == inspected
    assert food.nearest_download(late, BEFORE) == []


def test_one_count_a_period_gets_no_verdict_however_large_the_difference() -> None:
    rows = [business(n, "5" if n < 850 else "1", "2024-06-01", "2025-04-06") for n in range(1_000)]
    rows += [business(n, "5" if n < 970 else "1", "2025-06-01", "2026-04-06") for n in range(1_000)]
    (level,) = [
        f
        for f in partner_shares(sent("food_hygiene", rows, "already-public"), [])[1]
        if f.id.startswith("food-compliant")
    ]
    assert (level.verdict, level.records) == ("cannot say", "records rose")
    assert "one count for each period" in level.sentence


def cohort(start: str, end: str, offenders: int, reoffenders: int, group: str = "Adult") -> dict[str, Any]:
    return {"age_group": group, "cohort_start": start, "cohort_end": end, "offenders": offenders, "reoffenders": reoffenders,
            "file_id": FILE, "row_number": 1}  # fmt: skip


def test_three_month_cohorts_are_not_added_to_the_annual_ones_that_hold_them() -> None:
    period = Period("2023-10", "2024-09")
    rows = [cohort("2023-10", "2024-09", 500, 150)] + [
        cohort(m, Period(m, m).earlier(-2).end, 120, 30) for m in period.months[::3]
    ]
    assert SHARES["reoffended"].counted(rows, period) == (120, 480)
    assert SHARES["reoffended"].counted(rows[:1], period) == (150, 500)
    assert reoffending.cohorts(rows, Period("2024-10", "2025-09")) == []


def indicator(value: float, count: float | None, denominator: float | None, **other: Any) -> dict[str, Any]:
    row = {"indicator_id": "848", "sex": "Persons", "category": None, "period": "2024/25", "start_year": 2024, "end_year": 2025,
           "value": value, "count": count, "denominator": denominator, "file_id": FILE, "row_number": 1}  # fmt: skip
    return {**row, **other}


def test_mental_health_is_counted_only_where_value_count_and_base_agree() -> None:
    year = Period("2024-04", "2025-03")
    choose = mental_health.published("848")
    assert len(choose([indicator(15.47, 14_480, 93_610)], year)) == 1
    assert len(choose([indicator(15.47, 14_480, 93_610)] * 2, year)) == 1  # the same area in two tiers
    assert choose([indicator(8.9, 14_480, 93_610)], year) == []  # the value is of another base
    assert choose([indicator(15.47, None, None)], year) == []
    assert choose([indicator(15.47, 14_480, 93_610, sex="Male")], year) == []
    assert choose([indicator(15.47, 14_480, 93_610)], Period("2023-04", "2024-03")) == []


def test_every_share_has_one_whole_and_every_theme_a_title() -> None:
    for share in SHARES.values():
        assert THEME_SUMS[share.whole_slug] == (share.slug, share.rest_slug)
        assert share.theme in THEMES
        for slug in (share.slug, f"{share.slug}-share", share.whole_slug):
            assert share_of(slug) is not None


def test_a_partner_who_sent_the_latest_period_only_is_counted_and_not_compared() -> None:
    rows = [business(n, "5" if n < 90 else "1", "2025-06-01", "2026-04-06") for n in range(100)]
    figures, findings = partner_shares(sent("food_hygiene", rows, "already-public"), [])
    (level,) = [f for f in findings if f.id.startswith("food-compliant")]
    assert (level.verdict, level.records, len(level.figures)) == ("cannot say", None, 1)
    assert "Nothing was counted in the year ending March 2025." in level.sentence
    assert {f.value for f in figures if f.measure == "food-compliant-share"} == {90.0}
