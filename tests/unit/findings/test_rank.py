"""Which ward has most: only said when neither the boundary, the assignment nor chance could change it."""

from typing import Any

from evidence import BEFORE, NORTH, SOUTH, THIS, evidence, months_of
from wardmote.findings.rank import order, rank, rank_change
from wardmote.measures.catalogue import ASB


def near(ward: str, other: str, n: int) -> dict[str, Any]:
    within = {f"within_{metres}": n for metres in (25, 50, 75, 100)}
    return {"category": "asb-incidents", "month": "2025-06", "ward_code": ward, "other_ward": other, **within}


def counts(north: int, south: int) -> tuple[dict[str, int], dict[str, int]]:
    return months_of({THIS: [north] * 12}), months_of({THIS: [south] * 12})


def test_a_clear_lead_is_clear() -> None:
    made = evidence(*counts(100, 20), near=[near(NORTH.code, SOUTH.code, 30)])
    finding, combined = rank(made, ASB, THIS)
    assert finding.verdict == "clear"
    assert combined == []
    assert finding.sentence.startswith("Ward 1 had the most anti-social behaviour incidents of any ward")
    assert all(test.stable for test in finding.boundary_tests)


def test_a_boundary_that_could_turn_the_order_is_not_robust_and_the_wards_are_combined() -> None:
    made = evidence(*counts(65, 58), near=[near(NORTH.code, SOUTH.code, 160)])
    finding, combined = rank(made, ASB, THIS)
    assert finding.verdict == "not robust"
    assert (
        "Booking 26% of the incidents within 25 metres of the boundary between Ward 1 and Ward 2" in finding.reasons[0]
    )
    assert combined[0].value == 12 * (65 + 58)
    assert combined[0].rows == 12 * (65 + 58)
    assert combined[0].area.name == "Ward 1 and Ward 2 together"


def test_another_assignment_with_another_leader_is_not_robust() -> None:
    finding, _ = rank(evidence(*counts(100, 20), swapped_best_fit=True), ASB, THIS)
    assert finding.verdict == "not robust"
    assert "but Ward 2 leads by LSOA best fit" in finding.reasons[0]


def test_a_lead_within_chance_is_not_robust() -> None:
    finding, _ = rank(evidence(*counts(50, 49)), ASB, THIS)
    assert finding.reasons == ("The difference between Ward 1 and Ward 2 can come about by chance.",)


def test_equal_counts_stand_in_code_order() -> None:
    assert order(evidence(*counts(5, 5)), ASB, THIS, "polygon").wards == (NORTH, SOUTH)


def test_a_change_of_leader_is_said_only_when_both_orders_are_robust() -> None:
    north = months_of({BEFORE: [100] * 12, THIS: [20] * 12})
    south = months_of({BEFORE: [20] * 12, THIS: [100] * 12})
    made = evidence(north, south)
    ranks = rank(made, ASB, BEFORE)[0], rank(made, ASB, THIS)[0]
    assert rank_change(made, ASB, ranks).verdict == "changed"
    unsure = evidence(north, south, near=[near(SOUTH.code, NORTH.code, 900)])
    ranks = rank(unsure, ASB, BEFORE)[0], rank(unsure, ASB, THIS)[0]
    finding = rank_change(unsure, ASB, ranks)
    assert finding.verdict == "cannot say"
    assert "we cannot say that incidents moved from one to another" in finding.sentence
