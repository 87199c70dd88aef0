"""Completeness follows the table of the law at the date of the assessment."""

from dataclasses import replace

from wardmote.assessment.statutory import Contents, legal_parts
from wardmote.consultation.events import EngagementEvent
from wardmote.disclosure.gate import Release
from wardmote.plan.priorities import PlanAction, Priority
from wardmote.vocabulary.law import asked_of

NOTHING = Contents(Release({}, {}, {}), [], [], [])


def priority(theme: str, status: str = "kept") -> Priority:
    return Priority("P1", "Safer streets", theme, status, "", "", "")


def test_an_empty_assessment_lacks_every_part_and_says_which_wording_is_unverified() -> None:
    parts = legal_parts(NOTHING, "2026-03")
    assert not any(part.present for part in parts)
    assert [part.regulation for part in parts if part.stops] == [
        "Regulation 5", "Regulation 6(a)", "Regulation 6(b)", "Regulation 6(c)", "Regulation 6(d)", "Regulation 6(e)",
        "Regulation 6(f)", "Regulation 12",
    ]  # fmt: skip
    assert len({part.regulation for part in parts}) == len(parts)
    assert not next(part for part in parts if part.regulation == "Regulation 6(a)").verified


def test_assessment_plan_and_engagement_are_each_covered_by_provision_with_its_date() -> None:
    """Whatever the table of the law asks of the three in a month is listed, and nothing is passed over in silence."""
    for month in ("2008-01", "2016-10", "2026-03"):
        asked = [p for subject in ("assessment", "engagement", "plan") for p in asked_of(subject, month)]
        parts = legal_parts(NOTHING, month)
        assert [(part.asks, part.since, part.verified) for part in parts] == [
            (p.says, p.in_force, p.verified) for p in asked
        ]
        assert all(part.since <= month for part in parts)
    assert {p.subject for p in asked} == {"assessment", "engagement", "plan"}
    assert [p.regulation for p in parts if not p.verified] == [
        "Regulation 5", *(f"Regulation 6({letter})" for letter in "abcdef"), "Regulations 10 and 11",
    ]  # fmt: skip


def test_what_the_law_asks_of_the_plan_is_shown_by_steps_with_owners_and_by_reasons() -> None:
    step = PlanAction("A1", "Safer streets", "Light the underpass", "The council", "done", "")
    reason = replace(priority("Burglary"), reason="The police and crime plan names it.")
    parts = {p.regulation: p for p in legal_parts(Contents(Release({}, {}, {}), [reason], [step], []), "2026-03")}
    assert parts["Regulations 10 and 11"].evidence == "priorities: 1; steps with an owner: 1"
    assert parts["Section 6(1A)"].evidence == "Burglary"
    unowned = Contents(Release({}, {}, {}), [reason], [replace(step, owner="")], [])
    assert not {p.regulation: p for p in legal_parts(unowned, "2026-03")}["Regulations 10 and 11"].present


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
