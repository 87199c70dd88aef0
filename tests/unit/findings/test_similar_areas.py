"""Similar areas: chosen by nearness or by name, their coverage said, and ours beside them."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import evidence as built
from evidence import BEFORE, THIS, months_of
from wardmote.errors import WrongUse
from wardmote.findings.beside_similar import beside_similar, level_id, similar_change_id
from wardmote.findings.change import changes
from wardmote.findings.finding import Finding
from wardmote.findings.levels import OWN_FORCE, Evidence
from wardmote.findings.similar_areas import COVERED, choose
from wardmote.findings.tested_causes import weigh
from wardmote.measures.authority_counts import authority_counts
from wardmote.measures.catalogue import ASB
from wardmote.partnership import SimilarAreas, SourceSettings
from wardmote.places.authorities import Authority

MONTHS = (*BEFORE.months, *THIS.months)
OURS = "E06999901"
FILE = "f" * 16
POLICE = SourceSettings.model_validate({"files": "*.zip", "owner": "Invented Police", "class": "already-public"})
STEADY = months_of({BEFORE: [60] * 12, THIS: [60] * 12})


def authority(number: int, people: int, force: str = "north") -> Authority:
    """The higher the number the less like the first, which is ours, in every trait but how many live there."""
    return Authority(
        code=f"E069999{number:02d}", name=f"Town {number}", force=force, people=people, deprivation=50 + number / 10,
        aged_15_29=round(people * (0.2 + number / 1000)), aged_65_and_over=round(people * (0.15 + number / 1000)),
        hectares=people / (20 + number), households=people // 2, rows={FILE: number},
    )  # fmt: skip


FORCES = {1: "ours", 3: "silent"}
PEOPLE = (3_000, 3_100, 3_300, 3_500, 2_700, 2_500, 3_900, 2_200, 60_000)
TOWNS = tuple(authority(n, people, FORCES.get(n, "north")) for n, people in enumerate(PEOPLE, start=1))


def evidence(
    rates: Mapping[int, float],
    growth: Mapping[int, float] | None = None,
    ours: dict[str, int] | None = None,
    **settings: Any,
) -> Evidence:
    """Monthly incidents per thousand in each town but ours; `growth` multiplies the later period."""
    rows = [
        {"lad_code": town.code, "force": force, "category": "asb-incidents", "month": month, "file_id": FILE, "rows": 1,
         "incidents": round(rates.get(number, 20) * town.people / 1000 * ((growth or {}).get(number, 1) if month in THIS else 1))}
        for number, town in enumerate(TOWNS, start=1) for month in MONTHS for force in (town.force,) if number > 1
    ]  # fmt: skip
    stray = {**rows[0], "force": "transport", "incidents": 1_000_000}
    sent = [
        {"force": town.force, "month": m} for town in TOWNS for m in MONTHS if town.force != "silent" or m != "2025-06"
    ]
    made = built.evidence(STEADY if ours is None else ours)
    partnership = replace(
        made.partnership, sources={"police_uk_street": POLICE}, similar_areas=SimilarAreas(number=6, **settings)
    )
    return replace(
        made, partnership=partnership, authorities=TOWNS, authority_counts=authority_counts([*rows, stray], sent)
    )


RATES = dict(zip(range(2, 10), (18, 21, 19, 22, 20, 17, 23, 40), strict=True))


def test_the_nearest_with_records_are_chosen_and_the_silent_one_is_named() -> None:
    similar = choose(evidence(RATES))
    assert similar is not None
    assert [town.name for town in similar.peers][:2] == ["Town 2", "Town 4"]
    assert {town.name for town in similar.peers} == {f"Town {n}" for n in (2, 4, 5, 6, 7, 8)}
    assert [town.name for town in similar.left_out] == ["Town 3"], "a month of its force is missing"
    assert len(similar.covered) == 7 and similar.distances[OURS] == 0


def test_a_weight_of_nothing_leaves_a_trait_out() -> None:
    only_age = {"population": 0, "density": 0, "deprivation": 0, "aged_15_29": 1, "aged_65_and_over": 0}
    similar, shares = choose(evidence(RATES, **only_age)), [town.aged_15_29 / town.people for town in TOWNS]
    assert similar is not None
    expected = abs(shares[1] - shares[0]) / np.std(shares, ddof=1)
    assert similar.distances[TOWNS[1].code] == pytest.approx(expected)


def test_the_register_names_areas_instead_and_a_slip_in_a_code_is_said() -> None:
    named = [{"area": TOWNS[n - 1].code} for n in (9, 2, 3, 4, 5, 6)]
    similar = choose(evidence(RATES), named)
    assert similar is not None and similar.named
    assert [town.name for town in similar.peers] == ["Town 9", "Town 2", "Town 4", "Town 5", "Town 6"]
    assert [town.name for town in similar.left_out] == ["Town 3"]
    for wrong in ("E06000000", OURS):
        with pytest.raises(WrongUse, match=r"row 2: .* is not the code of another English authority"):
            choose(evidence(RATES), [named[0], {"area": wrong}])


def told(made: Evidence) -> dict[str, Finding]:
    return {finding.id: finding for finding in beside_similar(made)[1]}


def test_ours_beside_them_is_the_single_case_test_on_the_rates() -> None:
    made = evidence(RATES)
    figures, findings = beside_similar(made)
    by_id = {figure.id: figure for figure in figures}
    level = next(finding for finding in findings if finding.id == level_id(made, ASB))
    assert level.verdict == "no clear difference" and level.effect is not None
    rates = [by_id[name].value for name in level.figures[1:7]]
    assert level.effect.ratio == pytest.approx(60 * 12 / 3 / math.exp(np.mean(np.log(rates))))
    covered = by_id[f"asb-incidents/{COVERED}/{THIS}"]
    assert covered.numerator == 12 * sum(round(RATES[n] * PEOPLE[n - 1] / 1000) for n in (2, 4, 5, 6, 7, 8, 9))
    assert covered.assignment == OWN_FORCE and covered.lineage[0].rows == 7 * 12, (
        "the stray force's row is not among them"
    )


def test_one_far_above_its_peers_is_said_to_be_higher() -> None:
    made = evidence(RATES, ours=months_of({BEFORE: [200] * 12, THIS: [200] * 12}))
    level, change = told(made)[level_id(made, ASB)], told(made)[similar_change_id(made, ASB)]
    assert level.verdict == "higher than similar areas" and "above their average" in level.sentence
    assert change.verdict == "cannot say" and "alike" in change.reasons[0], (
        "nobody changed at all: nothing says what chance is"
    )


def test_a_rise_that_similar_areas_shared_weighs_against_a_local_cause() -> None:
    grew = dict(zip(range(2, 10), (1.30, 1.25, 1.35, 1.28, 1.33, 1.27, 1.31, 1.3), strict=True))
    alike = evidence(RATES, grew, ours=months_of({BEFORE: [60] * 12, THIS: [78] * 12}))
    alone = evidence(RATES, {n: 1 + n / 200 for n in grew}, ours=months_of({BEFORE: [60] * 12, THIS: [90] * 12}))
    assert told(alike)[similar_change_id(alike, ASB)].verdict == "no clear difference"
    assert told(alone)[similar_change_id(alone, ASB)].verdict == "more than similar areas"
    for made, judged in ((alike, "Not ruled out"), (alone, "something of our own remains")):
        found = weigh(made, [*changes(made, [], [], {}), *beside_similar(made)[1]], [ASB], [])
        (cause,) = [c for f in found for c in f.causes if c.explanation == "The same happened in similar areas"]
        assert judged in cause.judgement


def test_too_few_areas_and_no_table_say_nothing_of_ours() -> None:
    few = evidence(RATES)
    figures, (chosen,) = beside_similar(few, [{"area": TOWNS[1].code}])
    assert chosen.verdict == "cannot say" and "Too few" in chosen.sentence
    assert {figure.measure for figure in figures}.isdisjoint({"asb-incidents", "asb-incidents-per-1000"})
    assert beside_similar(built.evidence(STEADY)) == ([], [])


def test_a_partner_s_own_records_are_not_put_beside_exact_ones() -> None:
    made = evidence(RATES)
    closed = POLICE.model_copy(update={"source_class": "partner"})
    partnership = replace(made.partnership, sources={"police_uk_street": closed})
    assert beside_similar(replace(made, partnership=partnership)) == ([], [])


def test_a_table_that_disagrees_with_our_own_files_is_not_compared_with() -> None:
    made = evidence(RATES)
    rows = [
        {"lad_code": OURS, "force": "ours", "category": "asb-incidents", "month": m, "file_id": FILE, "rows": 1, "incidents": 90}
        for m in MONTHS
    ]  # fmt: skip
    assert made.authority_counts is not None
    index = {**made.authority_counts.index, **authority_counts(rows, []).index}
    found = told(replace(made, authority_counts=replace(made.authority_counts, index=index)))
    assert found[level_id(made, ASB)].verdict == "cannot say"
    assert "holds 1,080" in found[level_id(made, ASB)].reasons[0]
