"""Levels with their intervals, indicators against targets, the area beside England, wards beside the average."""

from typing import Any

import pytest

from evidence import BEFORE, NORTH, SOUTH, THIS, evidence, months_of
from invented import TOWN
from wardmote.findings.comparison import _dated, comparisons
from wardmote.findings.levels import count, levels, rate, recounted, share
from wardmote.findings.received import ReceivedFigure
from wardmote.findings.target import measured_targets, targets
from wardmote.findings.wards import wards_against_average
from wardmote.measures.catalogue import ASB, MEASURES


def steady(north: int, south: int):  # type: ignore[no-untyped-def]
    both = {BEFORE: [north] * 12, THIS: [north] * 12}
    return evidence(months_of(both), months_of({BEFORE: [south] * 12, THIS: [south] * 12}))


def test_a_count_carries_interval_coverage_and_lineage() -> None:
    figure = count(steady(10, 5), ASB, TOWN, THIS, "lsoa-code")
    assert (figure.value, figure.rows) == (180, 180)
    assert figure.interval is not None
    assert figure.interval.method == "byar"
    assert figure.coverage is not None
    assert figure.coverage.months_present == 12
    assert figure.lineage[0].file == "a.csv"


def test_a_period_of_which_nothing_was_sent_has_no_value() -> None:
    made = evidence(months_of({THIS: [1] * 12}))
    figure = count(made, ASB, TOWN, BEFORE, "lsoa-code")
    assert (figure.value, figure.interval) == (None, None)
    assert "months-missing" in figure.caveats


def test_a_rate_takes_best_fit_on_both_sides() -> None:
    figure = rate(steady(10, 5), count(steady(10, 5), ASB, SOUTH, THIS, "best-fit"))
    assert figure is not None
    assert figure.value == pytest.approx(1000 * 60 / 1000)
    assert figure.denominator_label == "residents, mid-2024"
    assert figure.id == f"asb-incidents-per-1000/{SOUTH.code}@2024/{THIS};by=best-fit"


def test_ids_are_unique_and_recounting_keeps_the_scale() -> None:
    figures = levels(steady(10, 5))
    assert len({figure.id for figure in figures}) == len(figures)
    original = rate(steady(10, 5), count(steady(10, 5), ASB, NORTH, THIS, "best-fit"))
    assert original is not None
    again = recounted(original, 60)
    assert again.value == pytest.approx(1000 * 60 / 2000)


def test_a_share_is_of_recorded_crime() -> None:
    made = evidence(months_of({THIS: [10] * 12}), category="burglary")
    burglary = count(made, MEASURES["burglary"], TOWN, THIS, "lsoa-code")
    whole = count(made, MEASURES["recorded-crime"], TOWN, THIS, "lsoa-code")
    part = share(burglary, whole)
    assert part is not None
    assert (part.value, part.unit) == (100.0, "%")


def received(value: float, numerator: float | None, denominator: float | None) -> ReceivedFigure:
    return ReceivedFigure(
        id="orders", label="Orders completed", sender="Probation (invented)", start="", end="", value=value, unit="%",
        numerator=numerator, denominator=denominator, received="", evidence_file="", source_class="partner", note="",
    )  # fmt: skip


def indicator(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "I1",
        "label": "Orders completed",
        "received": "orders",
        "target": 75.0,
        "better": "higher",
        "measure": "",
    }
    return {**row, **changes}


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "verdict"),
    [
        (75.5, 151, 200, "cannot be told from chance"),
        (96.4, 212, 220, "met"),
        (50.0, 165, 330, "missed"),
        (78.5, None, None, "cannot say"),
    ],
)
def test_a_proportion_is_held_against_its_target(
    value: float, numerator: float | None, denominator: float | None, verdict: str
) -> None:
    (finding,) = targets((indicator(),), {"orders": received(value, numerator, denominator)})
    assert finding.verdict == verdict


def test_without_counts_it_says_how_many_would_tell() -> None:
    (finding,) = targets((indicator(),), {"orders": received(75.5, None, None)})
    assert "at least 28,811 to tell" in finding.sentence


@pytest.mark.parametrize(
    ("target", "verdict"), [(300.0, "met"), (120.0, "missed"), (181.0, "cannot be told from chance")]
)
def test_a_count_of_ours_is_held_against_its_target(target: float, verdict: str) -> None:
    figure = count(steady(10, 5), ASB, TOWN, THIS, "lsoa-code")
    row = indicator(received="", measure="asb-incidents", target=target, better="lower")
    (finding,) = measured_targets((row,), {"asb-incidents": figure}, {})
    assert finding.verdict == verdict


def published(area: str, value: float, **more: Any) -> dict[str, Any]:
    row = {"indicator": "Depression: QOF prevalence", "area_code": area, "period": "2024/25", "unit": "Percentage"}
    row |= {"start_year": 2024, "end_year": 2025, "value": value, "lower": None, "upper": None, "count": None}
    return _dated({**row, "denominator": None, "file_id": "f" * 16, "sex": "Persons", "category": None, **more})


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "cannot say"),
        ({"lower": 15.0, "upper": 16.0}, "higher"),
        ({"lower": 13.0, "upper": 18.0}, "no clear difference"),
        ({"count": 15500.0, "denominator": 100000.0}, "higher"),
    ],
)
def test_the_area_beside_england(more: dict[str, Any], verdict: str) -> None:
    rows = [published(TOWN.code, 15.5, **more), published("E92000001", 13.9)]
    figures, findings = comparisons(steady(1, 1), rows)
    assert [figure.value for figure in figures] == [15.5, 13.9]
    assert findings[0].verdict == verdict
    assert findings[0].id == f"depression-qof-prevalence/{TOWN.code}/2024-04..2025-03~E92000001"


def test_a_download_without_a_unit_is_read_from_its_counts() -> None:
    assert published(TOWN.code, 15.5, unit=None, count=155.0, denominator=1000.0)["unit"] == "%"
    assert published(TOWN.code, 11.7, unit=None, count=83.0, denominator=709402.0)["unit"] == "per 100,000"


def test_an_indicator_after_the_period_is_not_used() -> None:
    later = [published(TOWN.code, 15.5, start_year=2026, end_year=2027), published("E92000001", 13.9)]
    assert comparisons(steady(1, 1), later) == ([], [])


def test_wards_are_held_against_the_average() -> None:
    high, low = wards_against_average(steady(10, 40), ASB)
    assert {high.verdict, low.verdict} == {"lower", "higher"}
    assert {f.verdict for f in wards_against_average(steady(20, 10), ASB)} == {"no clear difference"}
