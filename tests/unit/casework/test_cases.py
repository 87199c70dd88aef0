"""A case from referral to closure and back, by the verbs: what is kept, what is refused, what is logged."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import (
    NOW,
    SHARING,
    TODAY,
    case_at,
    granted,
    partnership,
    person,
    referred,
    setting_up,
    where,
)
from wardmote.casework import access, agreements, closure, looks, people, referrals, triage, work
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, NotPermitted, PurposeNeeded, WrongEntry
from wardmote.casework.nouns import TrailQuery, Wanted
from wardmote.casework.transitions import STATUSES


def deeds(ours, reference=""):
    return [r.event.deed for r in ours.store._records if r.event.object_id.startswith(reference)]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", ["location", "victim", "offender"])
@pytest.mark.parametrize("tier", ["open", "sealed"])
def test_a_case_reaches_every_status_by_real_verbs(status, kind, tier):
    by = {"location": "council-R2", "victim": "council-R5", "offender": "council-R4"}[kind]
    case = case_at(status, partnership(), kind=kind, tier=tier, by=by)
    assert (case.status, case.kind, case.tier) == (status, kind, tier)


def test_one_agency_refers_another_works_and_closes_and_every_step_is_in_the_trail():
    ours = partnership()
    case = case_at("reopened", ours)
    assert case.reference == "CSP-26-0001"
    assert case.reopenings == 1
    assert [d for d in deeds(ours, case.reference) if not d.startswith("action-read")] == [
        "case-added",
        "case-referred",
        "referral-answered",
        "case-accepted",
        "action-added",
        "case-begun",
        "action-completed",
        "case-next-date",
        "case-reviews-read",  # none may be owed when a case is closed
        "closure-decided",
        "outcome-recorded",
        "case-closed",
        "reopening-decided",
        "case-reopened",
    ]
    shared = next(r.event for r in ours.store._records if r.event.deed == "case-referred")
    assert (shared.action, shared.recipients, shared.gateway, shared.agreement) == (
        "disclosure",
        ("housing",),
        "cda-1998-s115",
        "isa-1",
    )


def test_referring_inside_one_agency_is_no_disclosure_and_needs_no_agreement():
    ours = partnership()
    ours.lapse()
    referred(ours, to="council")
    assert [r.event.action for r in ours.store._records[-2:]] == ["collection", "collection"]


def test_the_purpose_is_asked_once_per_case_and_session():
    ours = partnership()
    reference = case_at("working", ours).reference
    by = ours.by("police-R2")
    with pytest.raises(PurposeNeeded):
        looks.open_case(ours.store, by, reference)
    assert "daily-call" in looks.purposes_offered(ours.store, by, reference)
    looks.open_case(ours.store, by, reference, "daily-call")
    again = looks.open_case(ours.store, by, reference)
    assert again.case.place == "12 Invented Street"
    last = ours.store.last_record().event
    assert (last.action, last.purpose, last.gateway, last.agreement) == (
        "consultation",
        "daily-call",
        "cda-1998-s115",
        "isa-1",
    )
    with pytest.raises(PurposeNeeded):
        looks.open_case(ours.store, ours.by("police-R2", session="another"), reference)
    with pytest.raises(NotPermitted, match="purposes offered"):
        looks.open_case(ours.store, by, reference, "subject-request")


def test_seeing_a_case_in_a_list_gives_no_purpose_for_it():
    ours = partnership()
    reference = case_at("working", ours).reference
    by = ours.by("police-R2")
    looks.list_cases(ours.store, by, Wanted())
    with pytest.raises(PurposeNeeded):
        looks.open_case(ours.store, by, reference)


@pytest.mark.parametrize("reference", ["hidden", "CSP-26-0999", "Mary of 12 Invented Street"])
def test_hidden_and_missing_cases_answer_the_same_and_are_logged_as_refused(reference):
    ours = partnership()
    hidden = referred(ours, tier="named").reference
    asked = hidden if reference == "hidden" else reference
    by = ours.by("police-R2")
    for attempt in (
        lambda: looks.open_case(ours.store, by, asked, "case-work"),
        lambda: looks.open_case(ours.store, by, asked),
        lambda: looks.purposes_offered(ours.store, by, asked),
        lambda: work.add_note(ours.store, by, asked, text="Hello", purpose="case-work"),
        lambda: closure.reopen(ours.store, by, asked, why="It came back"),
    ):
        with pytest.raises(NotFound, match=r"^There is no case with this reference\. Check the reference") as told:
            attempt()
        assert asked not in str(told.value)
        refusal = ours.store.last_record().event
        assert (refusal.action, refusal.outcome) == ("permission", "deny")
        assert refusal.object_id == (asked if asked.startswith("CSP") else "")


def test_a_failing_audit_insert_shows_and_keeps_nothing():
    ours = partnership()
    reference = case_at("working", ours).reference
    by = ours.by("housing-R3")

    def full(event):
        raise OSError("disk full")

    notes = len(looks.open_case(ours.store, by, reference, "case-work").notes)
    real, ours.store.append = ours.store.append, full
    for verb in (
        lambda: looks.open_case(ours.store, by, reference, "case-work"),
        lambda: looks.list_cases(ours.store, by, Wanted()),
        lambda: work.add_note(ours.store, by, reference, text="Hello"),
        lambda: referred(ours),
    ):
        with pytest.raises(OSError, match="disk full"):
            verb()
    ours.store.append = real
    assert len(looks.open_case(ours.store, by, reference).notes) == notes
    assert looks.list_cases(ours.store, by, Wanted()).total == 1


def test_a_protected_entry_is_masked_until_opened_and_the_opening_is_logged():
    ours = partnership()
    reference = case_at("working", ours, kind="victim", by="council-R5").reference
    lead = ours.by("housing-R3")
    note = work.add_note(
        ours.store, lead, reference, text="Safe at 4 Hidden Lane", protection="P3", data_category="contact"
    )
    shown = looks.open_case(ours.store, lead, reference).notes
    assert [(n.masked, n.text) for n in shown] == [(True, "")]
    assert looks.open_note(ours.store, lead, reference, note.id).text == "Safe at 4 Hidden Lane"
    assert ours.store.last_record().event.deed == "note-opened"
    worker = ours.by("housing-R2")
    assert looks.open_case(ours.store, worker, reference, "case-work").notes == ()
    with pytest.raises(NotFound):
        looks.open_note(ours.store, worker, reference, note.id)
    with pytest.raises(NotPermitted, match="do not reach"):
        work.add_note(ours.store, worker, reference, text="5 Hidden Lane", protection="P3")


def test_intelligence_is_read_only_by_roles_that_read_it():
    ours = partnership()
    reference = case_at("working", ours, kind="victim", by="council-R5").reference
    work.add_note(ours.store, ours.by("housing-R2"), reference, text="Heard", kind="intelligence", purpose="case-work")
    assert len(looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work").notes) == 1
    assert looks.open_case(ours.store, ours.by("police-R5"), reference, "case-work").notes == ()


def test_facts_of_an_agency_that_leaves_the_agreement_are_hidden_from_the_others():
    ours = partnership()
    reference = case_at("working", ours).reference
    work.add_note(ours.store, ours.by("police-R2"), reference, text="Three calls", purpose="case-work")
    lead = ours.by("housing-R3")
    assert len(looks.open_case(ours.store, lead, reference).notes) == 1
    ours.save(replace(ours.store.agreements()[0], parties=frozenset({"council", "housing"})))
    assert looks.open_case(ours.store, lead, reference).notes == ()


@pytest.mark.parametrize("change", ["disabled", "role ended", "agreement lapsed"])
def test_what_ends_is_effective_at_the_next_request(change):
    ours = partnership()
    reference = case_at("working", ours).reference
    looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work")
    if change == "disabled":
        ours.disable("police-R2")
    elif change == "role ended":
        user = ours.user("police-R2")
        ended = tuple(replace(g, until=TODAY - timedelta(days=1)) for g in user.role_grants)
        ours.save(replace(user, role_grants=ended))
    else:
        ours.lapse()
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("police-R2"), reference)
    assert looks.open_case(ours.store, ours.by("housing-R3"), reference).case.status == "working"


def test_an_open_high_risk_case_outlives_its_agreement_by_14_days():
    ours = partnership()
    high = case_at("working", ours, risk="high").reference
    standard = case_at("working", ours).reference
    by = ours.by("police-R2")
    ours.lapse(TODAY - timedelta(days=14))
    assert looks.open_case(ours.store, by, high, "case-work").case.risk == "high"
    with pytest.raises(NotFound):
        looks.open_case(ours.store, by, standard, "case-work")
    ours.lapse(TODAY - timedelta(days=15))
    with pytest.raises(NotFound):
        looks.open_case(ours.store, by, high)


def test_the_list_counts_pages_sorts_and_filters_only_what_is_seen():
    ours = partnership()
    for number in range(3):
        case_at("working", ours, place=f"{number} Quay Road")
    referred(ours, tier="named", place="9 Quay Road")
    by = ours.by("police-R2")
    page = looks.list_cases(ours.store, by, Wanted(words="quay", sort="-reference", size=2))
    assert page.total == 3
    assert [line.case.reference for line in page.lines] == ["CSP-26-0003", "CSP-26-0002"]
    assert page.lines[0].next_action.what == "Visit the shops"
    assert ours.store.last_record().event.shown == ("CSP-26-0003", "CSP-26-0002")
    assert looks.list_cases(ours.store, by, Wanted(statuses=frozenset({"closed"}))).total == 0
    assert looks.list_cases(ours.store, by, Wanted(kinds=frozenset({"location"}), lead_agency="housing")).total == 3
    assert looks.list_cases(ours.store, by, Wanted(sort="next_date")).total == 3
    for wrong in (Wanted(sort="summary"), Wanted(page=0), Wanted(size=101)):
        with pytest.raises(WrongEntry):
            looks.list_cases(ours.store, by, wrong)
    with pytest.raises(NotPermitted):
        looks.list_cases(ours.store, ours.by("police-R14"), Wanted())


def test_who_saw_is_answered_to_auditors_and_the_lead_agencys_privacy_officer():
    ours = partnership()
    reference = case_at("working", ours).reference
    looks.open_case(ours.store, ours.by("police-R2"), reference, "daily-call")
    looks.list_cases(ours.store, ours.by("council-R2"), Wanted())
    for user in ("outsider-R14", "housing-R11"):
        seen = looks.who_saw(ours.store, ours.by(user), reference)
        whom = {(r.event.actor, r.event.action, r.event.purpose, r.event.recipients) for r in seen}
        assert ("police-R2", "consultation", "daily-call", ()) in whom
        assert ("council-R2", "disclosure", "triage", ("housing",)) in whom
        assert ("council-R2", "consultation", "case-work", ()) in whom
    assert any(r.event.deed == "trail-read" and r.event.action == "review" for r in ours.store._records)
    for user in ("police-R11", "housing-R3", "housing-R15"):
        with pytest.raises(NotFound):
            looks.who_saw(ours.store, ours.by(user), reference)
    with pytest.raises(NotFound):
        looks.who_saw(ours.store, ours.by("housing-R11"), "CSP-26-0999")


def test_two_editors_do_not_overwrite_each_other():
    ours = partnership()
    reference = case_at("working", ours).reference
    stale = where(ours, reference)
    work.hand_over(ours.store, ours.by("housing-R3"), reference, to="police", why="They hold the warrant")
    with pytest.raises(EditedMeanwhile), ours.store.transaction():
        ours.store.save_standing(stale, setting_up("late", reference))
    assert where(ours, reference).lead_agency == "police"


def test_handing_over_is_a_disclosure_under_an_agreement_and_moves_the_lead():
    ours = partnership()
    reference = case_at("working", ours).reference
    lead = ours.by("housing-R3")
    with pytest.raises(NotPermitted, match="No sharing agreement"):
        work.hand_over(ours.store, lead, reference, to="outsider", why="They asked")
    with pytest.raises(NotNow, match="already leads"):
        work.hand_over(ours.store, lead, reference, to="housing", why="They asked")
    work.hand_over(ours.store, lead, reference, to="police", why="They asked", lead_person="police-R3")
    told = ours.store.last_record().event
    assert (told.action, told.recipients) == ("disclosure", ("police",))
    with pytest.raises(NotPermitted, match="agency that leads"):
        closure.close(ours.store, lead, reference, outcome="problem-stopped", why="Quiet")
    with pytest.raises(NotPermitted, match="Choose a case lead"):
        work.hand_over(
            ours.store,
            ours.by("police-R3"),
            reference,
            to="council",
            why="x",
            lead_person="police-R3",
            purpose="case-work",
        )


def test_actions_go_only_to_people_who_see_the_case_and_are_completed_by_their_agency():
    ours = partnership()
    reference = case_at("accepted", ours, tier="named").reference
    lead = ours.by("housing-R3")
    due = TODAY + timedelta(days=3)

    def add(agency, who):
        return work.add_action(
            ours.store,
            lead,
            reference,
            what="Visit",
            owner_agency=agency,
            owner_person=who,
            due=due,
            purpose="case-work",
        )

    for agency, who in (("police", "police-R2"), ("police", "housing-R3"), ("outsider", "")):
        with pytest.raises(NotPermitted):
            add(agency, who)
    with pytest.raises(WrongEntry):
        add("police", "nobody")
    granted(ours, reference, "police-R2")
    action = add("police", "police-R2")
    assert where(ours, reference).status == "working"
    assert action.overdue_on(due + timedelta(days=1)) and not action.overdue_on(due)
    granted(ours, reference, "council-R2")
    with pytest.raises(NotPermitted, match="another agency"):
        work.complete_action(
            ours.store, ours.by("council-R2"), reference, action.id, outcome="Done", purpose="case-work"
        )
    work.complete_action(ours.store, ours.by("police-R2"), reference, action.id, outcome="Done", purpose="case-work")
    with pytest.raises(NotNow, match="was completed on 23 November 2026"):
        work.complete_action(ours.store, lead, reference, action.id, outcome="Done")
    with pytest.raises(NotFound):
        work.complete_action(ours.store, lead, reference, "nothing", outcome="Done")
    with pytest.raises(WrongEntry, match="not in the past"):
        work.add_action(
            ours.store, lead, reference, what="Visit", owner_agency="housing", due=TODAY - timedelta(days=1)
        )


def test_a_case_closes_with_every_action_done_and_an_outcome_that_fits():
    ours = partnership()
    reference = case_at("working", ours).reference
    lead = ours.by("housing-R3")
    with pytest.raises(NotNow, match="1 action is not done"):
        closure.close(ours.store, lead, reference, outcome="problem-stopped", why="Quiet")
    other = case_at("accepted", ours).reference
    with pytest.raises(WrongEntry, match="about a location"):
        closure.close(ours.store, lead, other, outcome="safety-plan-complete", why="Quiet")
    work.record_decision(ours.store, lead, other, what="Watch for a month", why="Quiet since Friday")
    kept = looks.open_case(ours.store, lead, other)
    assert [d.what for d in kept.decisions] == ["Watch for a month"]
    assert kept.referral.answer.answer == "accepted"


def test_nobody_answers_their_own_referral():
    ours = partnership()
    reference = referred(ours, by="housing-R3", to="housing").reference
    with pytest.raises(NotPermitted, match="somebody else must answer"):
        triage.accept(ours.store, ours.by("housing-R3"), reference)
    triage.accept(ours.store, ours.by("housing-R3b"), reference)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": "outsider"}, NotPermitted),
        ({"to": "nowhere"}, WrongEntry),
        ({"kind": "rumour"}, WrongEntry),
        ({"place": "  "}, WrongEntry),
        ({"summary": "a\x00b"}, WrongEntry),
        ({"why": "a" * 10_001}, WrongEntry),
        ({"marking": "SECRET"}, WrongEntry),
        ({"tier": "named", "lead_person": ""}, NotPermitted),
        ({"tier": "named", "lead_person": "police-R3"}, NotPermitted),
        ({"gateway": "cja-2003-s325"}, NotPermitted),
        ({"by": "council-R7"}, NotPermitted),
        ({"by": "council-R1", "kind": "victim"}, NotPermitted),
        ({"by": "outsider-R2"}, NotPermitted),
    ],
)
def test_a_referral_that_may_not_be_is_refused(change, error):
    with pytest.raises(error):
        referred(partnership(), **change)


def test_grants_open_a_tier_only_as_far_as_their_approvals_reach():
    ours = partnership()
    reference = referred(ours, tier="named").reference
    held = granted(ours, reference, "police-R2")
    police = ours.by("police-R2")
    assert looks.open_case(ours.store, police, reference, "case-work").case.tier == "named"
    with pytest.raises(NotPermitted):
        looks.open_case(ours.store, police, reference, "daily-call")

    lead = ours.by("housing-R3")
    access.raise_tier(ours.store, lead, reference, tier="sealed", why="Threat to life", purpose="case-work")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, police, reference)
    with pytest.raises(NotNow, match="stricter"):
        access.raise_tier(ours.store, lead, reference, tier="open", why="Calm again")

    for wrong in ("housing-R3", "police-R2", "police-R3", "housing-R2"):
        with pytest.raises(NotPermitted):
            access.approve(ours.store, ours.by(wrong), held)
    access.approve(ours.store, ours.by("housing-R11"), held)
    with pytest.raises(NotPermitted):
        access.approve(ours.store, ours.by("housing-R11"), held)
    with pytest.raises(NotFound):
        looks.open_case(ours.store, police, reference)
    assert [each.id for each in access.waiting(ours.store, ours.by("council-R13"))] == [held]
    for nothing in ("housing-R11", "outsider-R13", "police-R3"):
        assert access.waiting(ours.store, ours.by(nothing)) == []
    with pytest.raises(NotPermitted):
        access.approve(ours.store, ours.by("outsider-R13"), held)
    access.approve(ours.store, ours.by("council-R13"), held)
    assert looks.open_case(ours.store, police, reference).case.tier == "sealed"
    with pytest.raises(NotNow, match="needs no approval"):
        access.approve(ours.store, ours.by("housing-R3b"), held)

    access.revoke(ours.store, lead, held)
    with pytest.raises(NotFound):
        looks.open_case(ours.store, police, reference)
    with pytest.raises(NotNow, match="already ended"):
        access.revoke(ours.store, lead, held)
    with pytest.raises(NotNow, match="has ended"):
        access.approve(ours.store, ours.by("housing-R3b"), held)
    with pytest.raises(NotFound):
        access.revoke(ours.store, lead, "nothing")


def test_a_restricted_case_opens_only_with_its_named_leads_approval():
    ours = partnership()
    reference = referred(ours, tier="restricted").reference
    by_lead = granted(ours, reference, "housing-R2")
    assert looks.open_case(ours.store, ours.by("housing-R2"), reference, "case-work")
    assert ours.store.grant(by_lead).reaches == "restricted"
    granted(ours, reference, "housing-R3b")
    waiting = granted(ours, reference, "police-R2", by="housing-R3b")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work")
    with pytest.raises(NotPermitted, match="named lead"):
        access.approve(ours.store, ours.by("housing-R11"), waiting)
    access.approve(ours.store, ours.by("housing-R3"), waiting)
    assert looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to_user": "housing-R3"}, NotPermitted),
        ({"to_user": "", "to_role": "R3", "agency": "housing"}, NotPermitted),
        ({"by": "housing-R2"}, NotPermitted),
        ({"by": "police-R3"}, NotPermitted),
        ({"to_user": "outsider-R2"}, NotPermitted),
        ({"gateway": "cja-2003-s325"}, NotPermitted),
        ({"gateway": "magic"}, WrongEntry),
        ({"grant_purpose": "curiosity"}, WrongEntry),
        ({"reason": ""}, WrongEntry),
        ({"to_role": "R2"}, WrongEntry),
        ({"to_user": "", "to_role": "R14", "agency": "police"}, WrongEntry),
        ({"to_user": "", "to_role": "R2", "agency": "nowhere"}, WrongEntry),
        ({"to_user": "police-R2", "agency": "housing"}, WrongEntry),
        ({"start": TODAY - timedelta(days=1)}, WrongEntry),
        ({"until": TODAY - timedelta(days=1)}, WrongEntry),
        ({"until": TODAY + timedelta(days=90)}, WrongEntry),
    ],
)
def test_a_grant_that_may_not_be_is_refused(change, error):
    ours = partnership()
    reference = case_at("working", ours).reference
    with pytest.raises(error):
        granted(ours, reference, **({"to_user": "police-R2"} | change))


def test_a_grant_to_a_role_opens_the_case_to_whoever_holds_it_in_that_agency():
    ours = partnership()
    reference = referred(ours, tier="named").reference
    granted(ours, reference, to_role="R2", agency="police", until=TODAY + timedelta(days=89))
    assert looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work")
    assert looks.open_case(ours.store, ours.by("police-R2", NOW + timedelta(days=89)), reference, "case-work")
    for user, now in (("police-R2", NOW + timedelta(days=90)), ("council-R5", NOW), ("police-R3", NOW)):
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by(user, now), reference, "case-work")


def test_a_declared_conflict_beats_every_grant_and_role():
    ours = partnership()
    reference = case_at("working", ours).reference
    granted(ours, reference, "police-R2")
    lead = ours.by("housing-R3")
    with pytest.raises(NotPermitted):
        access.declare_conflict(ours.store, ours.by("police-R2"), reference, user_id="council-R2", purpose="case-work")
    with pytest.raises(WrongEntry):
        access.declare_conflict(ours.store, lead, reference, user_id="nobody")
    access.declare_conflict(ours.store, lead, reference, user_id="police-R2")
    access.declare_conflict(ours.store, ours.by("council-R2"), reference, user_id="council-R2", purpose="case-work")
    for user in ("police-R2", "council-R2"):
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by(user), reference, "case-work")


def test_roles_are_given_in_ones_own_agency_to_others_and_never_two_that_must_not_meet():
    ours = partnership()
    admin = ours.by("police-R12")
    new = people.add_user(ours.store, admin, name="Ana Invented")
    until = TODAY + timedelta(days=90)

    def give(user, role, start=TODAY, last=until):
        return people.assign_role(ours.store, admin, user, role=role, start=start, until=last)

    give(new.id, "R3")
    assert ours.user(new.id).roles_on(TODAY) == ()
    for wrong in ("police-R12", "council-R11", "police-R2"):
        with pytest.raises(NotPermitted):
            people.approve_role(ours.store, ours.by(wrong), new.id, role="R3")
    people.approve_role(ours.store, ours.by("police-R11"), new.id, role="R3")
    assert [role.code for role in ours.user(new.id).roles_on(TODAY)] == ["R3"]
    with pytest.raises(NotNow):
        people.approve_role(ours.store, ours.by("police-R11"), new.id, role="R3")
    for role in ("R12", "R14", "R15"):
        with pytest.raises(NotPermitted, match="never held with"):
            give(new.id, role)
    give(new.id, "R12", until + timedelta(days=1), until + timedelta(days=2))
    for user in ("police-R12", "council-R2"):
        with pytest.raises(NotPermitted):
            give(user, "R1")
    with pytest.raises(NotFound):
        give("nobody", "R1")
    for wrong in ({"role": "R16"}, {"role": "R1", "last": TODAY - timedelta(days=1)}):
        with pytest.raises(WrongEntry):
            give(new.id, **wrong)
    people.end_role(ours.store, admin, new.id, role="R3")
    assert ours.user(new.id).roles_on(TODAY) == ()
    for wrong in ("police-R12", "council-R2"):
        with pytest.raises(NotPermitted):
            people.disable(ours.store, admin, wrong)
    people.disable(ours.store, admin, "police-R2")
    assert ours.user("police-R2").roles_on(TODAY) == ()


def test_an_agreement_is_in_force_only_when_every_party_has_signed_and_any_party_ends_it():
    ours = partnership()
    manager = ours.by("council-R13")
    wider = replace(SHARING, id="isa-2", parties=frozenset({"council", "outsider"}))
    case = case_at("working", ours, to="council", by="council-R2")
    agreements.propose(ours.store, manager, wider)
    fen = ours.by("outsider-R2")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, fen, case.reference, "case-work")
    for wrong in ("council-R13", "police-R11", "council-R3"):
        with pytest.raises(NotPermitted):
            agreements.sign(ours.store, ours.by(wrong), "isa-2")
    agreements.sign(ours.store, ours.by("council-R11"), "isa-2")
    with pytest.raises(NotPermitted, match="signed it already"):
        agreements.sign(ours.store, ours.by("council-R11"), "isa-2")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, fen, case.reference, "case-work")
    assert agreements.sign(ours.store, ours.by("outsider-R11"), "isa-2").complete
    assert ours.store.drafts() == []
    assert looks.open_case(ours.store, fen, case.reference, "case-work")
    with pytest.raises(NotPermitted, match="not in this agreement"):
        agreements.end(ours.store, ours.by("police-R13"), "isa-2")
    agreements.end(ours.store, ours.by("outsider-R13"), "isa-2")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, fen, case.reference)
    for missing in (agreements.end, agreements.sign):
        with pytest.raises(NotFound):
            missing(ours.store, manager, "nothing")


def test_nobody_signs_for_their_agency_what_they_proposed_themselves():
    ours = partnership()
    ours.save(person("council", "R11", "R13"))
    both = ours.by("council-R11-R13")
    agreements.propose(ours.store, both, SHARING)
    with pytest.raises(NotPermitted, match="somebody else must sign"):
        agreements.sign(ours.store, both, SHARING.id)


def test_a_changed_proposal_needs_every_signature_again():
    ours = partnership()
    manager = ours.by("council-R13")
    agreements.propose(ours.store, manager, replace(SHARING, title="Renewed"))
    agreements.sign(ours.store, ours.by("council-R11"), SHARING.id)
    agreements.propose(ours.store, manager, replace(SHARING, title="Renewed again"))
    assert [draft.signed for draft in ours.store.drafts()] == [frozenset()]
    assert ours.store.agreements() == [SHARING]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"lawful_basis": " "},
        {"gateway": "magic"},
        {"parties": frozenset({"police"})},
        {"parties": frozenset({"police", "nowhere"})},
        {"subject_categories": frozenset()},
        {"data_categories": frozenset({"everything"})},
        {"purposes": frozenset()},
        {"end": SHARING.start - timedelta(days=1)},
        {"review": SHARING.start + timedelta(days=400)},
    ],
)
def test_an_incomplete_agreement_is_not_taken(wrong):
    ours = partnership()
    with pytest.raises(WrongEntry):
        agreements.propose(ours.store, ours.by("council-R13"), replace(SHARING, **wrong))
    assert SHARING.review_overdue_on(SHARING.review + timedelta(days=1))


def test_the_trail_holds_no_word_of_what_was_written():
    ours = partnership()
    secret = "zqx"
    reference = case_at("reopened", ours, place=secret, summary=secret, why=secret).reference
    work.add_note(ours.store, ours.by("housing-R3"), reference, text=secret)
    work.record_decision(ours.store, ours.by("housing-R3"), reference, what=secret, why=secret)
    granted(ours, reference, "police-R2", reason=secret)
    assert not [r for r in ours.store._records if secret in r.line()]


def test_the_trail_is_asked_by_person_action_and_time():
    ours = partnership()
    case_at("working", ours)
    look = looks.Look(ours.by("council-R14"), "audit-review")
    with ours.store.transaction():
        mine = ours.store.trail(look, TrailQuery(actor="council-R2", since=NOW, until=NOW))
        none = ours.store.trail(look, TrailQuery(since=NOW + timedelta(days=1)))
    assert {r.event.actor for r in mine} == {"council-R2"}
    assert none == []
    assert person("police", "R2").name == "R2 of police"
    assert referrals.PURPOSE == "triage"


def test_a_stale_action_or_grant_is_not_saved_over_a_newer_one():
    ours = partnership()
    case = case_at("working", ours)
    lead = ours.by("housing-R3")
    action = looks.open_case(ours.store, lead, case.reference).actions[0]
    held = ours.store.grant(granted(ours, case.reference, "police-R2"))
    access.revoke(ours.store, lead, held.id)
    work.complete_action(ours.store, lead, case.reference, action.id, outcome="Done")
    for save, stale in ((ours.store.save_action, action), (ours.store.save_grant, held)):
        with pytest.raises(EditedMeanwhile), ours.store.transaction():
            save(stale, setting_up("late", case.reference))
    assert {user.agency for user in ours.store.users("police")} == {"police"}


def test_an_action_or_entry_is_found_only_on_its_own_case():
    ours = partnership()
    one, other = case_at("working", ours).reference, case_at("working", ours).reference
    lead = ours.by("housing-R3")
    action = looks.open_case(ours.store, lead, one).actions[0]
    note = work.add_note(ours.store, lead, one, text="Here")
    second = work.add_note(ours.store, lead, one, text="There")
    assert looks.open_note(ours.store, lead, one, second.id).text == "There"
    with pytest.raises(NotFound):
        work.complete_action(ours.store, lead, other, action.id, outcome="Done")
    with pytest.raises(NotFound):
        looks.open_note(ours.store, lead, other, note.id)


def test_an_action_that_changes_no_date_leaves_the_case_alone():
    ours = partnership()
    case = case_at("working", ours)
    work.add_action(
        ours.store,
        ours.by("housing-R3"),
        case.reference,
        what="Later",
        owner_agency="housing",
        due=TODAY + timedelta(days=30),
    )
    assert where(ours, case.reference).version == case.version
    assert where(ours, case.reference).next_date == TODAY + timedelta(days=7)


def test_a_case_that_vanishes_between_the_check_and_the_read_is_not_found(monkeypatch):
    ours = partnership()
    reference = case_at("working", ours).reference
    monkeypatch.setattr(ours.store, "read_file", lambda *asked: None)
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("housing-R3"), reference)


def test_a_closed_case_whose_lead_has_left_is_given_another_by_the_privacy_officer():
    ours = partnership()
    reference = referred(ours, tier="sealed").reference
    officer = ours.by("housing-R11")

    def name(who, by=officer):
        return access.name_lead(ours.store, by, reference, lead_person=who, why="The lead has left")

    with pytest.raises(NotPermitted, match="has a lead"):
        name("housing-R3b")
    ours.disable("housing-R3")
    with pytest.raises(NotPermitted, match="themselves"):
        name("housing-R11")
    with pytest.raises(NotPermitted, match="Choose a case lead"):
        name("police-R3")
    for wrong in ("police-R11", "housing-R3b", "council-R13"):
        with pytest.raises(NotFound):
            name("housing-R3b", ours.by(wrong))
    with pytest.raises(NotPermitted, match="agency's user administrator"):
        name("housing-R3b", ours.by("council-R14"))
    name("housing-R3b")
    assert (
        looks.open_case(ours.store, ours.by("housing-R3b"), reference, "triage").decisions[0].why == "The lead has left"
    )
    with pytest.raises(NotFound):
        looks.open_case(ours.store, officer, reference, "triage")
