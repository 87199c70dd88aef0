"""What stands out in time and place, whether operations worked, what harm lies behind it: planted effects and refusals."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

import evidence as built
from evidence import BEFORE, THIS
from wardmote.findings.completeness import Alarm
from wardmote.findings.control import control
from wardmote.findings.harm import harm, parts_of_change
from wardmote.findings.levels import Evidence
from wardmote.findings.operations import operations
from wardmote.findings.seasons import seasons
from wardmote.findings.small_areas import small_areas
from wardmote.findings.unusual import unusual
from wardmote.incidents.series_breaks import SeriesBreak
from wardmote.measures.catalogue import ASB
from wardmote.partnership import SourceSettings
from wardmote.periods import Period
from wardmote.places.geography import Denominator
from wardmote.places.placing import Polygons

PUBLIC = SourceSettings.model_validate({"files": "*.zip", "owner": "Invented Police", "class": "already-public"})
MONTHS = Period("2022-04", THIS.end).months
SEASON = [round(100 * (1 + 0.3 * np.sin(2 * np.pi * (i % 12) / 12))) + (i * 7) % 5 for i in range(48)]
HERE = f"asb-incidents/{built.TOWN.code}/{THIS}"


def public(made: Evidence) -> Evidence:
    return replace(made, partnership=replace(made.partnership, sources={"police_uk_street": PUBLIC}))


def monthly(counts: list[int], months: list[str] = MONTHS) -> Evidence:
    return public(built.evidence(dict(zip(months, counts, strict=True))))


def by_id(found: tuple[Any, Any]) -> dict[str, Any]:
    return {finding.id: finding for finding in found[1]}


def test_a_month_far_above_its_season_is_unusual_and_one_of_its_season_is_not() -> None:
    usual = by_id(unusual(monthly(SEASON), [], []))
    high = by_id(unusual(monthly([*SEASON[:-1], 180]), [], []))
    month = f"asb-incidents/{built.TOWN.code}/2026-03..2026-03;unusual"
    assert usual[month].verdict == "within the usual range"
    assert high[month].verdict == "unusually many"
    assert "{asb-incidents" in high[f"unusual/{built.TOWN.code}/{THIS}"].sentence
    assert "No type of incident stood out" in usual[f"unusual/{built.TOWN.code}/{THIS}"].sentence


@pytest.mark.parametrize(
    ("breaks", "alarms", "counts"),
    [
        ([SeriesBreak("*", "*", "2024-01", "2024-01", "Recording changed.", "")], [], SEASON),
        ([], [], SEASON[12:]),
        ([], [Alarm("police_uk_street", "x", "asb-incidents", THIS.end, 40, 100.0, 0.4)], SEASON),
    ],
)
def test_a_short_broken_or_doubtful_series_is_not_judged_and_says_why(breaks: Any, alarms: Any, counts: Any) -> None:
    _, (only,) = unusual(monthly(counts, MONTHS[-len(counts) :]), breaks, alarms)
    assert only.kind == "refused" and only.verdict == "cannot say" and only.reasons[0]


def test_only_public_counts_are_judged_month_by_month() -> None:
    partners = built.evidence(dict(zip(MONTHS, SEASON, strict=True)))
    figures, (only,) = unusual(partners, [], [])
    assert figures == [] and only.kind == "refused"


def test_the_season_names_its_months_and_a_short_series_has_none() -> None:
    found = by_id(seasons(monthly(SEASON), [], []))
    assert found[f"{HERE};season"].verdict == "seasonal"
    assert "July usually stands highest" in found[f"{HERE};season"].sentence
    short = by_id(seasons(monthly(SEASON[24:], MONTHS[24:]), [], []))
    assert {short[f"{HERE};{kind}"].kind for kind in ("season", "forecast")} == {"refused"}
    assert short[f"trends/{built.TOWN.code}/{THIS}"].kind == "refused"
    assert "needs 36 months" in short[f"{HERE};season"].sentence


def test_a_summer_is_no_signal_and_a_lasting_fall_is_one() -> None:
    usual = by_id(control(monthly(SEASON), [], []))[f"{HERE};control"]
    assert usual.verdict == "no signal"
    fell = control(monthly([*SEASON[:36], *(round(0.7 * n) for n in SEASON[36:])]), [], [])
    found = by_id(fell)[f"{HERE};control"]
    assert found.verdict == "signals" and "one side" in found.sentence
    assert set(found.figures) <= {figure.id for figure in fell[0]}
    short = by_id(control(monthly(SEASON[24:], MONTHS[24:]), [], []))[f"{HERE};control"]
    assert short.kind == "refused"


def test_a_forecast_no_better_than_last_year_is_withheld_and_says_so() -> None:
    every_year_alike = SEASON[:12] * 4
    found = by_id(seasons(monthly(every_year_alike), [], []))[f"{HERE};forecast"]
    assert found.kind == "refused" and "as in the same month last year" in found.sentence


def square(counts: np.ndarray) -> Evidence:
    """Small areas on a square, each a kilometre wide, with so many incidents in each month of the period."""
    side = len(counts)
    lsoas = [f"E0199{i:04d}" for i in range(side * side)]
    areas = {
        lsoa: {m: int(counts[i // side, i % side]) for m in (*BEFORE.months, *THIS.months)}
        for i, lsoa in enumerate(lsoas)
    }
    total = dict.fromkeys((*BEFORE.months, *THIS.months), int(counts.sum()))
    made = public(built.evidence(total, small_areas=areas))
    shapes = np.array([shapely.box(i % side, i // side, i % side + 1, i // side + 1) for i in range(side * side)])
    geography = replace(
        made.geography,
        lsoa_polygons=Polygons(np.array(lsoas), shapely.transform(shapes, lambda p: 1000 * p)),
        residents=Denominator("residents, mid-2024", dict.fromkeys(lsoas, 1500.0)),
    )
    return replace(made, geography=geography)


def uneven(side: int = 8) -> np.ndarray:
    return np.random.default_rng(5).poisson(3, (side, side)) + 1


def test_a_planted_hot_spot_is_found_and_even_ground_has_none() -> None:
    counts = uneven()
    counts[1:4, 1:4] += 12
    figures, findings = small_areas(square(counts), ASB)
    hot = {f.id.split("/")[1].split("@")[0] for f in findings if f.verdict == "high among high"}
    planted = {f"E0199{row * 8 + column:04d}" for row in (1, 2, 3) for column in (1, 2, 3)}
    assert "E01990018" in hot and hot <= planted | {f"E0199{i:04d}" for i in range(40)}
    assert {f.id: f.verdict for f in findings}[f"{HERE};hot-spots"] == "hot spots"
    assert all(figure.id in {f.id for f in figures} for finding in findings for figure in () or [])
    even = {f.id: f for f in small_areas(square(uneven()), ASB)[1]}
    assert even[f"{HERE};hot-spots"].verdict == "no clear pattern"


def test_an_area_beyond_the_funnel_is_named_with_a_rate_drawn_to_the_mean_and_a_range_of_places() -> None:
    counts = uneven() + 10
    counts[4, 4] = 120
    figures, findings = small_areas(square(counts), ASB)
    lsoa = "E01990036@2021"
    found = {f.id: f for f in findings}
    assert found[f"asb-incidents-per-1000/{lsoa}/{THIS};funnel"].verdict == "above the limits"
    values = {figure.id: figure for figure in figures}
    crude, drawn = (values[f"asb-incidents{part}/{lsoa}/{THIS}"] for part in ("-per-1000", "-smoothed-per-1000"))
    assert 0 < (drawn.value or 0) < (crude.value or 0)
    place = values[f"asb-incidents-place/{lsoa}/{THIS}"]
    assert place.value == 1 and place.interval and place.interval.lower == place.interval.upper == 1
    assert sum(figure.value or 0 for figure in figures if figure.measure == "asb-incidents") > 0


def test_an_area_where_few_are_expected_may_have_none_without_lying_apart() -> None:
    counts = np.zeros((8, 8), dtype=int)
    counts[::2, ::2] = 1  # one a month in every fourth area, so three a year expected of each
    verdicts = {f.verdict for f in small_areas(square(counts), ASB)[1] if f.id.endswith(";funnel")}
    assert "below the limits" not in verdicts


def test_without_boundaries_small_areas_are_refused() -> None:
    small = {f"E0199{i:04d}": dict.fromkeys((*BEFORE.months, *THIS.months), 5) for i in range(30)}
    figures, (only,) = small_areas(public(built.evidence(dict.fromkeys(THIS.months, 150), small_areas=small)), ASB)
    assert figures == [] and only.kind == "refused" and "boundaries" in only.sentence


ROW = {
    "id": "lamp", "operation": "Operation Lamp", "measure": "asb-incidents", "started": THIS.start, "ended": None,
    "chosen_in": None, "treated": "E01990000", "compared_with": "E01990007 E01990056", "empty_days": None, "note": None,
}  # fmt: skip


def treated(left: float, beside: float = 1.0) -> Evidence:
    """Forty incidents a month in every small area; in the treated one, and in those beside it, less from the start."""
    made = square(np.full((8, 8), 40))
    for (category, assignment, code), months in list(made.counts.index.items()):
        if assignment == "lsoa-code" and code.startswith("E01"):
            share = {"E01990000": left, "E01990001": beside, "E01990008": beside, "E01990009": beside}.get(code, 1.0)
            made.counts.index[category, assignment, code] = {
                m: {f: round(n * (share if m in THIS else 1)) + (int(m[5:]) % 3) for f, n in files.items()}
                for m, files in months.items()
            }
    return made


def test_an_operation_that_worked_is_told_from_one_that_did_not() -> None:
    figures, findings = operations(treated(0.6), [ROW])
    found = {f.id: f for f in findings}
    assert found["operation/lamp"].verdict == "fell further than in the comparison areas"
    assert found["operation/lamp"].effect and found["operation/lamp"].effect.ratio == pytest.approx(0.6, abs=0.03)
    assert set(found["operation/lamp"].figures) <= {figure.id for figure in figures}
    assert all(figure.lineage for figure in figures)
    assert by_id(operations(treated(1.0), [ROW]))["operation/lamp"].verdict == "no clear change"
    assert by_id(operations(treated(1.6), [ROW]))["operation/lamp"].verdict == "rose against the comparison areas"


def test_what_turned_up_next_door_is_said() -> None:
    moved = by_id(operations(treated(0.4, beside=1.3), [ROW]))["operation/lamp;moved"]
    assert moved.verdict == "some of it moved next door"
    stayed = by_id(operations(treated(0.4, beside=0.8), [ROW]))["operation/lamp;moved"]
    assert stayed.verdict == "no sign that any of it moved next door"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"started": None}, "month it began was not given"),
        ({"treated": None}, "were not given, or are not ours"),
        ({"treated": "E01999999"}, "were not given, or are not ours"),
        ({"compared_with": "E01999999"}, "compared with is not ours"),
        ({"measure": "council-asb"}, "no public monthly counts"),
        ({"started": "2026-05"}, "began after the period"),
        ({"started": "2024-05", "ended": "2024-07"}, "Nothing was sent"),
    ],
)
def test_an_operation_without_dates_places_or_counts_gets_no_verdict(wrong: dict[str, Any], reason: str) -> None:
    figures, (only,) = operations(treated(0.6), [{**ROW, **wrong}])
    assert figures == [] and only.verdict == "cannot say" and reason in " ".join(only.reasons)


def test_the_month_that_led_to_an_operation_takes_no_part() -> None:
    first, last = THIS.months[0], THIS.months[-1]
    with_it = by_id(operations(treated(0.6), [{**ROW, "chosen_in": None}]))["operation/lamp"]
    without = by_id(operations(treated(0.6), [{**ROW, "chosen_in": first}]))["operation/lamp"]
    assert without.effect != with_it.effect
    assert by_id(operations(treated(0.6), [{**ROW, "chosen_in": "2030-01"}]))["operation/lamp"].effect == with_it.effect
    assert last in THIS


def test_a_quiet_fortnight_is_worth_what_chance_leaves_of_it() -> None:
    rare = treated(1.0)
    for code in ("E01990000",):
        index = rare.counts.index["asb-incidents", "lsoa-code", code]
        rare.counts.index["asb-incidents", "lsoa-code", code] = {
            m: dict.fromkeys(files, 1) for m, files in index.items()
        }
    busy = by_id(operations(treated(1.0), [{**ROW, "empty_days": 14}]))["operation/lamp;quiet"]
    assert busy.verdict == "unusual"
    assert by_id(operations(rare, [{**ROW, "empty_days": 14}]))["operation/lamp;quiet"].verdict == "expected by chance"


def weight(measure: str, value: float) -> dict[str, Any]:
    return {"scale": "days", "measure": measure, "weight": value, "unit": "days", "source": "An invented table"}


def test_harm_is_weighed_only_with_weights_supplied() -> None:
    made = monthly(SEASON)
    _, (none,) = harm(made, [])
    assert none.kind == "refused" and "none is invented" in none.sentence
    figures, (found,) = harm(made, [weight("asb-incidents", 3)])
    values = {figure.id: figure.value for figure in figures}
    assert values[f"harm-days/{built.TOWN.code}/{THIS}"] == 3 * values[HERE]
    assert "Burglary" not in values and "burglary" in found.reasons[0].lower()


def test_the_parts_of_a_change_add_up_to_it() -> None:
    crime = built.evidence(dict(zip(MONTHS, SEASON, strict=True)), category="burglary")
    figures, (found,) = parts_of_change(public(crime))
    before, after = (sum(SEASON[at : at + 12]) for at in (24, 36))
    assert sum(f.value or 0 for f in figures) == pytest.approx(100 * (after / before - 1))
    assert found.verdict == "arithmetic"
