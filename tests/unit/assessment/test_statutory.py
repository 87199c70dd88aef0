"""Completeness follows the table of the law at the date of the assessment."""

from wardmote.assessment.statutory import Contents, legal_parts
from wardmote.consultation.events import EngagementEvent
from wardmote.disclosure.gate import Release
from wardmote.plan.priorities import Priority

NOTHING = Contents(Release({}, {}, {}), [], [], [])


def priority(theme: str, status: str = "kept") -> Priority:
    return Priority("P1", "Safer streets", theme, status, "", "", "")


def test_an_empty_assessment_lacks_every_part_and_says_which_wording_is_unverified() -> None:
    parts = legal_parts(NOTHING, "2026-03")
    assert not any(part.present for part in parts)
    assert [part.regulation for part in parts if part.stops] == [
        "Regulation 6(a)", "Regulation 6(b)", "Regulation 6(c)", "Regulation 6(d)", "Regulation 6(e)", "Regulation 6(f)",
        "Regulation 12",
    ]  # fmt: skip
    assert len({part.regulation for part in parts}) == len(parts)
    assert not next(part for part in parts if part.regulation == "Regulation 6(a)").verified


def test_the_serious_violence_limb_is_asked_from_2023_only() -> None:
    before, after = ({p.regulation for p in legal_parts(NOTHING, month)} for month in ("2016-10", "2023-06"))
    assert after - before == {"Section 6(1)(d)"}


def test_a_limb_of_the_plan_is_shown_by_a_priority_that_was_not_dropped() -> None:
    contents = Contents(
        Release({}, {}, {}), [priority("Alcohol and drugs"), priority("Reoffending", "dropped")], [], []
    )
    parts = {part.regulation: part for part in legal_parts(contents, "2026-03")}
    assert parts["Section 6(1)(b)"].evidence == "Alcohol and drugs"
    assert not parts["Section 6(1)(c)"].present
    assert not parts["Section 6(1)(c)"].stops


def test_an_event_for_organisations_is_no_public_meeting() -> None:
    event = EngagementEvent("2026-05-01", "Forum", "public meeting", False, True, 40, "Priorities", "Litter", "A theme")
    parts = {p.regulation: p for p in legal_parts(Contents(Release({}, {}, {}), [], [], [event]), "2026-03")}
    assert parts["Regulation 12"].stops
    assert not parts["Regulation 12, views"].present
