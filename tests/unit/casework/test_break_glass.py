"""Opening a case in an emergency: who may, what opens, who is told, who reviews it, and what an unreviewed one costs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from unit.casework.factories import (
    AGENCIES,
    NOW,
    SHARING,
    TODAY,
    broken,
    case_at,
    granted,
    partnership,
    person,
    referred,
    where,
)
from unit.casework.test_no_self_service import HELD, sight, tries_on_a_case
from wardmote.casework import access, break_glass, closure, looks, notices, permissions, policies, triage, work
from wardmote.casework.errors import CaseworkError, NotFound, NotNow, NotPermitted, ProofNeeded, WrongEntry
from wardmote.casework.nouns import LONDON, RoleGrant, Sharing, Wanted
from wardmote.casework.purposes import emergencies
from wardmote.casework.visibility import EVERY_CASE
from wardmote.vocabulary.roles import roles

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CANARIES = ("CANARY-PLACE", "CANARY-SUMMARY", "CANARY-NOTE", "CANARY-REASON-OF-THE-EMERGENCY")


def sealed(ours, **how):
    """A case of housing's about a victim that police knows nothing of, with a protected entry."""
    asked = {"kind": "victim", "tier": "sealed", "by": "council-R5", "place": CANARIES[0], "summary": CANARIES[1]}
    case = case_at("working", ours, **(asked | how))
    lead = ours.by("housing-R3")
    work.add_note(ours.store, lead, case.reference, text=CANARIES[2], protection="P3", data_category="contact")
    return case.reference


def deeds(ours, action):
    return [r.event.deed for r in ours.store._records if r.event.action == action]


# Who, what, how long


@pytest.mark.parametrize("role", roles())
@pytest.mark.parametrize("agency", ["housing", "police", "outsider"])
def test_only_three_roles_open_a_case_in_an_emergency_from_whichever_agency(agency, role):
    ours = partnership()
    reference = sealed(ours)
    if role in ("R3", "R5", "R13") and f"{agency}-{role}" != "housing-R3":
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by(f"{agency}-{role}"), reference, "case-work")
        broken(ours, reference, f"{agency}-{role}")
        assert looks.open_case(ours.store, ours.by(f"{agency}-{role}"), reference).case.place == CANARIES[0]
    elif role not in ("R3", "R5", "R13"):
        with pytest.raises(NotPermitted, match="None of your roles lets you open one case in an emergency"):
            broken(ours, reference, f"{agency}-{role}")
        assert deeds(ours, "break-glass") == []


def test_it_lasts_sixty_minutes_to_the_instant_and_the_look_says_for_what():
    ours = partnership()
    reference = sealed(ours)
    opening = broken(ours, reference)
    assert (opening.until - opening.at, opening.owner_agency, opening.agency) == (60 * MINUTE, "housing", "police")
    looks.open_case(ours.store, ours.by("police-R3", NOW + 60 * MINUTE), reference)
    last = ours.store.last_record().event
    assert (last.action, last.purpose, last.gateway) == ("consultation", "threat-to-life", "vital-interests")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("police-R3", NOW + 60 * MINUTE + timedelta(microseconds=1)), reference)
    shown = looks.who_saw(ours.store, ours.by("housing-R11"), reference)
    assert [(r.event.action, r.event.actor) for r in shown if r.event.deed == "glass-broken"] == [
        ("break-glass", "police-R3")
    ]


def test_within_the_agency_that_leads_no_power_to_share_is_needed():
    ours = partnership()
    reference = sealed(ours)
    assert broken(ours, reference, "housing-R3b").gateway == ""
    case = where(ours, reference)
    by = ours.by("housing-R3b")
    offered = permissions.grounds(by.user, case, ours.store.sharing_of(case), by.today, by.utc)
    assert list(offered) == ["threat-to-life"]
    assert looks.purposes_offered(ours.store, ours.by("housing-R3b", session="another"), reference) == (
        "threat-to-life",
    )


def test_one_case_opens_for_one_person_and_nothing_else_does():
    ours = partnership()
    one, other = sealed(ours), sealed(ours)
    broken(ours, one)
    for user, reference in (("police-R3", other), ("police-R3b", one), ("police-R5", one)):
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by(user), reference, "threat-to-life")
    assert looks.list_cases(ours.store, ours.by("police-R3"), Wanted()).total == 0


def test_a_conflict_shuts_even_an_emergency_in_the_words_of_a_case_that_is_not_there():
    ours = partnership()
    reference = sealed(ours)
    access.declare_conflict(ours.store, ours.by("housing-R3"), reference, user_id="police-R3", purpose="case-work")
    said = []
    for asked in (reference, "CSP-26-0999", "Mary of 12 Invented Street"):
        with pytest.raises(NotFound) as told:
            broken(ours, asked)
        said.append(str(told.value))
    assert len(set(said)) == 1
    refused = [r.event for r in ours.store._records if r.event.deed == "glass-broken"]
    assert [(e.outcome, e.object_id) for e in refused] == [("deny", reference), ("deny", "CSP-26-0999"), ("deny", "")]
    opened_before = sealed(ours)
    broken(ours, opened_before)
    access.declare_conflict(ours.store, ours.by("police-R3"), opened_before, user_id="police-R3")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("police-R3"), opened_before)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "x" * 19},
        {"reason": "   She is in danger   "},
        {"reason": ""},
        {"category": "curiosity"},
        {"category": "case-work"},
    ],
)
def test_a_reason_of_twenty_characters_and_a_listed_emergency_are_asked(wrong):
    ours = partnership()
    with pytest.raises(WrongEntry):
        broken(ours, sealed(ours), **wrong)
    assert ours.store._emergency_openings == {}


def test_a_fresh_proof_is_asked():
    ours = partnership()
    reference = sealed(ours)
    stale = replace(ours.by("police-R3"), proven_at=NOW - timedelta(minutes=10, seconds=1))
    with pytest.raises(ProofNeeded):
        break_glass.break_glass(ours.store, stale, reference, category="child-at-risk", reason="x" * 20)
    assert ours.store._emergency_openings == {}
    assert permissions.can_proven(ours.by("police-R3")) and not permissions.can_proven(stale)


def test_a_form_sent_twice_opens_and_alerts_once():
    ours = partnership()
    reference = sealed(ours)
    first = broken(ours, reference)
    assert broken(ours, reference, now=NOW + 59 * MINUTE) == first
    assert deeds(ours, "break-glass") == ["glass-broken", "emergency-alerted"]
    assert broken(ours, reference, now=NOW + 61 * MINUTE).id != first.id


def test_what_ends_the_role_or_moves_the_person_ends_the_emergency():
    for change in ("disabled", "role", "agency"):
        ours = partnership()
        reference = sealed(ours)
        broken(ours, reference)
        user = ours.user("police-R3")
        ours.save(
            {
                "disabled": replace(user, disabled=True),
                "role": replace(user, role_grants=person("police", "R2").role_grants),
                "agency": replace(user, agency="outsider"),
            }[change]
        )
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by("police-R3"), reference)


# What may be done in it


def test_entries_of_every_agency_are_read_up_to_the_level_of_the_role_the_protected_one_at_a_time():
    ours = partnership()
    reference = sealed(ours)
    broken(ours, reference, "outsider-R5")
    by = ours.by("outsider-R5")
    (masked,) = looks.open_case(ours.store, by, reference).notes
    assert (masked.text, masked.masked) == ("", True)
    assert looks.open_note(ours.store, by, reference, masked.id).text == CANARIES[2]
    broken(ours, reference, "outsider-R13")
    assert looks.open_case(ours.store, ours.by("outsider-R13"), reference).notes == ()
    note = work.add_note(ours.store, by, reference, text="Rang her: she is safe", protection="P2")
    assert note.owner_agency == "outsider"


def test_an_emergency_decides_nothing_about_the_case():
    ours = partnership()
    reference = sealed(ours)
    by = ours.by("housing-R3b")
    broken(ours, reference, "housing-R3b")
    asked = {"agency": "housing", "to_user": "housing-R2", "grant_purpose": "case-work", "start": TODAY, "until": TODAY}
    for deed in (
        lambda: access.grant(ours.store, by, reference, reason="x", **asked),
        lambda: access.raise_tier(ours.store, by, reference, tier="sealed", why="x", lead_person="housing-R3b"),
        lambda: access.declare_conflict(ours.store, by, reference, user_id="housing-R3"),
        lambda: work.hand_over(ours.store, by, reference, to="police", why="x", lead_person="police-R3"),
        lambda: work.add_action(ours.store, by, reference, what="x", owner_agency="housing", due=TODAY),
        lambda: work.complete_action(ours.store, by, reference, "x", outcome="x"),
        lambda: work.record_decision(ours.store, by, reference, what="x", why="x"),
        lambda: closure.close(ours.store, by, reference, outcome="safety-plan-complete", why="x"),
        lambda: closure.reopen(ours.store, by, reference, why="x"),
        lambda: triage.accept(ours.store, by, reference, lead_person="housing-R3b", purpose=""),
    ):
        with pytest.raises(NotPermitted, match="in an emergency only"):
            deed()
    case = where(ours, reference)
    assert not permissions.can_own_right(by.user, case, ours.store.sharing_of(case), TODAY)
    assert permissions.can_own_right(ours.user("housing-R3"), case, ours.store.sharing_of(case), TODAY)


@pytest.mark.parametrize("agency", ["housing", "police", "outsider"])
def test_nobody_keeps_what_an_emergency_showed_them(agency):
    """Every verb that could widen sight, tried inside the hour by every two roles: after it, nothing more is seen."""
    tried = 0
    for held in [each for each in HELD if {"R3", "R5", "R13"} & set(each) and "R3" in each]:
        ours = partnership()
        user = person(agency, *held, user_id="me")
        ours.save(replace(user, role_grants=(*user.role_grants, RoleGrant("R3", TODAY, TODAY, "me"))))
        references = [
            referred(ours, tier=tier, kind="victim", by="council-R5").reference for tier in ("named", "sealed")
        ]
        before = sight(ours, "me")
        for reference in references:
            broken(ours, reference, "me")
        for attempt in [t for each in references for t in tries_on_a_case(ours.store, ours.by("me"), each, agency)]:
            try:
                attempt()
            except CaseworkError:
                tried += 1
        assert sight(ours, "me") <= before, held
        for reference in references:
            with pytest.raises(NotFound):
                looks.open_case(ours.store, ours.by("me", NOW + 61 * MINUTE), reference, "case-work")
    assert tried > 50


# Who is told


@pytest.mark.parametrize("opener", ["police-R3", "police-R5", "police-R13", "outsider-R3", "council-R13"])
@pytest.mark.parametrize("category", list(emergencies()))
def test_the_privacy_officers_of_both_agencies_are_told_nothing_that_identifies_anybody(opener, category):
    ours = partnership()
    reference = sealed(ours)
    broken(ours, reference, opener, category=category, reason=CANARIES[3])
    agency = opener.split("-")[0]
    told = {n.person: n for n in ours.store._notices.values()}
    assert set(told) == {"housing-R11", f"{agency}-R11"}
    for notice in told.values():
        text = " ".join(str(value) for value in vars(notice).values())
        assert not any(canary in text for canary in (*CANARIES, reference, "Marsh Homes"))
        assert emergencies()[category].name in notice.words and "25 November 2026" in notice.words
    alert = next(r.event for r in ours.store._records if r.event.deed == "emergency-alerted")
    assert set(alert.recipients) == set(told) and reference not in str(alert)


def test_within_one_agency_its_officer_is_told_once_and_never_the_opener_or_somebody_in_conflict():
    ours = partnership()
    ours.save(person("housing", "R3", "R11", user_id="both"))
    reference = sealed(ours)
    broken(ours, reference, "both")
    assert {n.person for n in ours.store._notices.values()} == {"housing-R11"}
    other = sealed(ours)
    access.declare_conflict(ours.store, ours.by("housing-R3"), other, user_id="housing-R11", purpose="case-work")
    broken(ours, other, "police-R3")
    assert {n.person for n in ours.store._notices.values()} == {"housing-R11", "both", "police-R11"}


def test_where_an_agency_has_no_privacy_officer_a_partnership_manager_is_told():
    ours = partnership()
    ours.disable("housing-R11")
    broken(ours, sealed(ours))
    assert {n.person for n in ours.store._notices.values()} == {"police-R11", "housing-R13"}
    ours.disable("housing-R13")
    broken(ours, sealed(ours))
    told = {n.person for n in ours.store._notices.values()}
    assert told == {"police-R11"} | {f"{agency.code}-R13" for agency in AGENCIES}


# The review


def reviewed(ours, opening, by="housing-R11", now=NOW, **how):
    found = {"outcome": "justified", "finding": "She was in danger and was moved that evening"}
    return break_glass.review(ours.store, ours.by(by, now), opening.id, **(found | how))


@pytest.mark.parametrize("by", ["housing-R11", "police-R11"])
@pytest.mark.parametrize("outcome", ["justified", "not-justified", "referred"])
def test_a_privacy_officer_of_either_agency_reviews_it_once_and_the_opener_is_told(by, outcome):
    ours = partnership()
    opening = broken(ours, sealed(ours))
    looks.open_case(ours.store, ours.by("police-R3", NOW + 5 * MINUTE), opening.case)
    assert [each.id for each in break_glass.to_review(ours.store, ours.by(by))] == [opening.id]
    same, records = break_glass.looks_under(ours.store, ours.by(by), opening.id)
    assert same == opening and [r.event.deed for r in records] == ["glass-broken", "case-opened"]
    done = reviewed(ours, opening, by, NOW + DAY, outcome=outcome)
    assert (done.outcome, done.reviewed_by, done.reviewed_at, done.version) == (outcome, by, NOW + DAY, 1)
    assert break_glass.to_review(ours.store, ours.by("police-R11")) == []
    told = [n.words for n in notices.unseen(ours.store, ours.by("police-R3"))]
    assert len(told) == 1 and outcome.replace("-", " ") in told[0]
    assert not policies.can_review(done)
    with pytest.raises(NotNow, match="reviewed already"):
        reviewed(ours, opening)
    assert deeds(ours, "review")[-1] == "emergency-review-told"


def test_nobody_else_reviews_it_least_of_all_who_opened_it():
    ours = partnership()
    ours.save(person("police", "R3", "R11", user_id="both"))
    opening = broken(ours, sealed(ours), "both")
    with pytest.raises(NotPermitted, match="Nobody reviews their own"):
        reviewed(ours, opening, "both")
    for by in ("council-R11", "outsider-R11"):
        assert break_glass.to_review(ours.store, ours.by(by)) == []
        with pytest.raises(NotFound):
            reviewed(ours, opening, by)
    for by in ("police-R3", "housing-R3", "housing-R13", "council-R14"):
        for one in (opening, replace(opening, id="no-such")):
            with pytest.raises(NotPermitted):
                reviewed(ours, one, by)
        assert not permissions.can_review(ours.user(by), opening, TODAY)
    assert not permissions.can_review(ours.user("council-R11"), opening, TODAY)
    with pytest.raises(NotFound):
        reviewed(ours, replace(opening, id="no-such"))
    access.declare_conflict(ours.store, ours.by("housing-R3"), opening.case, user_id="housing-R11", purpose="case-work")
    assert break_glass.to_review(ours.store, ours.by("housing-R11")) == []
    with pytest.raises(NotFound):
        reviewed(ours, opening)


@pytest.mark.parametrize("wrong", [{"outcome": "fine"}, {"outcome": ""}, {"finding": "  "}])
def test_a_review_says_what_was_found(wrong):
    ours = partnership()
    opening = broken(ours, sealed(ours))
    with pytest.raises(WrongEntry):
        reviewed(ours, opening, **wrong)


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("opened", "due", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 28)),
        (date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 2)),
        (date(2026, 12, 24), date(2026, 12, 30), date(2026, 12, 30)),
        (date(2027, 3, 25), date(2027, 3, 31), date(2027, 3, 31)),
        (date(2027, 3, 23), date(2027, 3, 25), date(2027, 3, 28)),
    ],
)
def test_unreviewed_for_five_days_takes_the_emergency_way_until_it_is_reviewed(opened, due, last):
    """Over Christmas and Easter five days end before two working days do: nobody is suspended before a review is due."""
    ours = partnership()
    for user in ours.store.users():
        ours.save(replace(user, role_grants=tuple(replace(g, until=date(2028, 1, 1)) for g in user.role_grants)))
    ours.save(replace(SHARING, end=date(2028, 1, 1)))
    one, other = sealed(ours), sealed(ours)
    opening = broken(ours, one, now=at(opened))
    assert (opening.review_due, opening.suspends_after) == (due, last)
    assert broken(ours, other, now=at(last, 23)).id != opening.id
    with pytest.raises(NotPermitted, match="until your last one is reviewed"):
        broken(ours, other, now=at(last + DAY, 0))
    by = ours.user("police-R3")
    assert not permissions.can_break_glass(by, [opening], last + DAY) and permissions.can_break_glass(
        by, [opening], last
    )
    managers = [f"{agency.code}-R13" for agency in AGENCIES]
    for manager in managers:
        assert notices.unseen(ours.store, ours.by(manager, at(last, 23))) == []
        (told,) = notices.unseen(ours.store, ours.by(manager, at(last + DAY, 0)))
        assert told.about == "emergency-suspended" and one not in told.words and "R3 of police" in told.words
    broken(ours, other, "police-R3b", now=at(last + DAY))
    reviewed(ours, opening, now=at(last + DAY))
    assert notices.unseen(ours.store, ours.by(managers[0], at(last + DAY))) == []
    broken(ours, other, now=at(last + DAY))


def test_the_day_of_an_emergency_is_the_day_in_london():
    ours = partnership()
    late = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)
    for agency in ("police", "housing"):
        assert ours.user(f"{agency}-R3")
    opening = broken(ours, sealed(ours), now=late)
    assert opening.review_due == date(2026, 7, 7)
    assert opening.suspends_after == date(2026, 7, 8)
    assert any("3 July 2026 at 12:30am" in notice.words for notice in ours.store._notices.values())


def test_who_is_not_a_privacy_officer_has_nothing_to_review():
    ours = partnership()
    broken(ours, sealed(ours))
    assert break_glass.to_review(ours.store, ours.by("police-R3")) == []


def test_the_banner_knows_the_emergency_that_lasts():
    ours = partnership()
    reference = sealed(ours)
    opening = broken(ours, reference)
    sharing = ours.store.sharing_of(ours.store.standing(reference, EVERY_CASE))
    assert break_glass.live_opening(ours.by("police-R3"), sharing) == opening
    assert break_glass.live_opening(ours.by("police-R3b"), sharing) is None
    assert break_glass.live_opening(ours.by("police-R3"), Sharing()) is None
    assert break_glass.live_opening(ours.by("police-R3", NOW + 61 * MINUTE), sharing) is None


# Proofs


def test_a_protected_entry_asks_a_fresh_proof_and_on_a_sealed_case_one_for_each_view():
    ours = partnership()
    reference = sealed(ours)
    lead = ours.by("housing-R3")
    looks.open_case(ours.store, lead, reference, "case-work")
    (note,) = looks.open_case(ours.store, lead, reference).notes
    with pytest.raises(ProofNeeded):
        looks.open_note(ours.store, replace(lead, proven_at=None), reference, note.id)
    assert ours.store.last_record().event.deed == "case-opened"
    looks.open_note(ours.store, lead, reference, note.id)
    assert not permissions.can_proven_since(lead, NOW) and permissions.can_proven_since(lead, NOW - MINUTE)
    later = replace(ours.by("housing-R3", NOW + MINUTE), proven_at=NOW)
    with pytest.raises(ProofNeeded):
        looks.open_note(ours.store, later, reference, note.id)
    again = replace(later, proven_at=NOW + timedelta(seconds=30))
    assert looks.open_note(ours.store, again, reference, note.id).text == CANARIES[2]
    other = replace(later, session="another session")
    looks.open_case(ours.store, other, reference, "case-work")
    assert looks.open_note(ours.store, other, reference, note.id)


def test_on_a_case_that_is_not_sealed_one_proof_serves_ten_minutes():
    ours = partnership()
    reference = sealed(ours, tier="named")
    lead = ours.by("housing-R3")
    (note,) = looks.open_case(ours.store, lead, reference, "case-work").notes
    for minutes in (0, 5, 10):
        by = replace(ours.by("housing-R3", NOW + minutes * MINUTE), proven_at=NOW)
        assert looks.open_note(ours.store, by, reference, note.id)


def test_giving_and_approving_access_ask_a_fresh_proof():
    ours = partnership()
    reference = referred(ours, tier="restricted").reference
    stale = {"proven_at": NOW - timedelta(minutes=11)}
    asked = {"agency": "housing", "to_user": "housing-R2", "grant_purpose": "case-work", "start": TODAY, "until": TODAY}
    with pytest.raises(ProofNeeded):
        access.grant(
            ours.store, replace(ours.by("housing-R3"), **stale), reference, reason="x", purpose="case-work", **asked
        )
    ours.save(replace(ours.user("housing-R3b"), id="housing-R3b"))
    waiting = granted(ours, reference, "housing-R2")
    grant = ours.store.grant(waiting)
    ours.store._grants[waiting] = replace(grant, by="somebody", reaches="named", approvals=())
    with pytest.raises(ProofNeeded):
        access.approve(ours.store, replace(ours.by("housing-R3"), **stale), waiting)
    assert access.approve(ours.store, ours.by("housing-R3"), waiting).reaches == "restricted"
