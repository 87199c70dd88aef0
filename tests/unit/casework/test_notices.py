"""What people are told by the casebook: from a date, from a deed, once, and never about whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from unit.casework.factories import (
    NOW,
    SHARING,
    TODAY,
    YEAR_END,
    broken,
    case_at,
    granted,
    partnership,
    person,
    referred,
    where,
)
from wardmote.casework import access, looks, notices, policies
from wardmote.casework.errors import NotFound, NotPermitted, WrongEntry
from wardmote.casework.visibility import cases_not_shut_to

DAY = timedelta(days=1)


def told(ours, user_id, now=NOW):
    return [(notice.about, notice.words) for notice in notices.unseen(ours.store, ours.by(user_id, now))]


@pytest.mark.parametrize(
    ("days", "warned"), [(61, False), (60, True), (31, True), (30, True), (8, True), (7, True), (0, True), (-1, False)]
)
def test_an_agreement_about_to_end_is_told_to_managers_and_privacy_officers_of_its_parties(days, warned):
    ours = partnership()
    ours.save(replace(SHARING, end=TODAY + days * DAY))
    for user in ("council-R13", "police-R13", "housing-R11"):
        assert bool(told(ours, user)) == warned
    for user in ("outsider-R13", "outsider-R11", "police-R3", "housing-R12", "council-R14"):
        assert told(ours, user) == []


def test_each_of_the_three_warnings_is_read_by_itself():
    ours = partnership()
    ours.save(replace(SHARING, end=TODAY + 60 * DAY))
    seen = []
    for days in range(61):
        by = ours.by("council-R13", NOW + days * DAY)
        for notice in notices.unseen(ours.store, by):
            assert "Saltmarsh information sharing agreement" in notice.words and "22 January 2027" in notice.words
            seen.append((60 - days, notice.since.date()))
            notices.mark_seen(ours.store, by, notice.id)
    assert seen == [(60, TODAY), (30, TODAY + 30 * DAY), (7, TODAY + 53 * DAY)]
    assert len(notices.notices(ours.store, ours.by("council-R13", NOW + 60 * DAY))) == 1
    ours.save(replace(SHARING, end=TODAY + 425 * DAY))
    assert told(ours, "council-R13", NOW + 60 * DAY) == []


def test_an_open_high_risk_case_seen_in_the_14_days_alerts_both_privacy_officers_once():
    ours = partnership()
    reference = case_at("working", ours, risk="high").reference
    calm = case_at("working", ours).reference
    ours.lapse(TODAY - 3 * DAY)
    looks.open_case(ours.store, ours.by("housing-R2"), reference, "case-work")
    assert told(ours, "housing-R11") == []
    for _ in range(3):
        looks.open_case(ours.store, ours.by("police-R2"), reference, "case-work")
    with pytest.raises(NotFound):
        looks.open_case(ours.store, ours.by("police-R2"), calm, "case-work")
    for officer in ("police-R11", "housing-R11"):
        ((about, words),) = told(ours, officer)
        assert about == "agreement-grace" and reference not in words and "Noise" not in words
        assert "ended on 20 November 2026" in words and "until 4 December 2026" in words
    assert told(ours, "council-R11") == []
    alerts = [r.event for r in ours.store._records if r.event.deed == "grace-alerted"]
    assert [set(alert.recipients) for alert in alerts] == [{"police-R11", "housing-R11"}]
    ours.disable("police-R11")
    looks.open_case(ours.store, ours.by("council-R2"), reference, "case-work")
    assert told(ours, "council-R11") and len(told(ours, "housing-R11")) == 2


def test_a_notice_is_read_by_the_person_it_is_for_and_the_reading_is_in_the_trail():
    ours = partnership()
    broken(ours, case_at("working", ours).reference)
    (mine,) = notices.unseen(ours.store, ours.by("police-R11"))
    with pytest.raises(NotFound):
        notices.mark_seen(ours.store, ours.by("housing-R11"), mine.id)
    notices.mark_seen(ours.store, ours.by("police-R11", NOW + DAY), mine.id)
    assert ours.store.last_record().event.deed == "notice-read"
    before = ours.store.last_record().seq
    notices.mark_seen(ours.store, ours.by("police-R11", NOW + 2 * DAY), mine.id)
    assert ours.store.last_record().seq == before
    (read,) = notices.notices(ours.store, ours.by("police-R11"))
    assert read.seen_at == NOW + DAY and told(ours, "police-R11") == []
    assert told(ours, "housing-R11") != []


def test_somebody_without_a_role_is_told_nothing():
    ours = partnership()
    broken(ours, case_at("working", ours).reference)
    ours.disable("police-R11")
    assert told(ours, "police-R11") == []
    ours.save(replace(ours.user("police-R3"), role_grants=()))
    ours.save(person("outsider", "R13", user_id="late"))
    assert [about for about, _ in told(ours, "late", NOW + 30 * DAY)] == ["emergency-suspended"]


@pytest.mark.parametrize("address", ["nobody", "@x.example", "a@", "a b@x.example", "a@b@x.example", "a@localhost"])
def test_an_address_is_one(address):
    ours = partnership()
    with pytest.raises(WrongEntry, match="Enter an e-mail address, like"):
        notices.send_to(ours.store, ours.by("police-R11"), address)


def test_an_address_is_kept_and_taken_away_and_is_not_in_the_trail():
    ours = partnership()
    by = ours.by("police-R11")
    notices.send_to(ours.store, by, " officer@police.example ")
    assert ours.store.notice_address("police-R11") == "officer@police.example"
    assert "police.example" not in "".join(record.line() for record in ours.store._records)
    notices.send_to(ours.store, by, "")
    assert ours.store.notice_address("police-R11") == ""


def test_access_for_another_agency_goes_through_the_power_of_the_agreement_even_where_none_was_named():
    ours = partnership()
    reference = referred(ours, tier="named").reference
    across, within = (granted(ours, reference, user, gateway="") for user in ("police-R2", "housing-R2"))
    assert ours.store.grant(across).gateway == "cda-1998-s115" and ours.store.grant(within).gateway == ""
    with pytest.raises(NotPermitted, match="No sharing agreement in force"):
        granted(ours, reference, "outsider-R2", gateway="")


# Refusing access


def test_a_refused_request_opens_nothing_keeps_its_reason_and_tells_who_asked():
    ours = partnership()
    reference = referred(ours, tier="sealed").reference
    waiting = granted(ours, reference, "housing-R2")
    assert [grant.id for grant in access.waiting(ours.store, ours.by("housing-R11"))] == [waiting]
    assert access.waiting(ours.store, ours.by("housing-R2")) == []
    refused = access.refuse(ours.store, ours.by("housing-R11"), waiting, why="Not needed for the visit")
    assert refused.revoked and access.waiting(ours.store, ours.by("housing-R3b")) == []
    logged = [r.event for r in ours.store._records if r.event.deed == "access-refused"]
    assert [(e.outcome, e.action, e.object_id) for e in logged] == [("deny", "permission", f"{reference}/{waiting}")]
    kept = looks.open_case(ours.store, ours.by("housing-R3"), reference, "case-work").decisions
    assert [(d.what, d.why, d.by) for d in kept] == [("Refuse access", "Not needed for the visit", "housing-R11")]
    ((about, words),) = told(ours, "housing-R3")
    assert about == "access-refused" and reference not in words and "visit" not in words
    case = where(ours, reference)
    assert policies.waits_for_approval(refused, case)


def test_a_conflict_is_told_once_to_who_answers_for_data_in_both_agencies_and_never_to_who_has_it():
    ours = partnership()
    reference = referred(ours).reference
    for user in ("police-R3", "housing-R11"):
        for _ in range(2):
            access.declare_conflict(ours.store, ours.by("housing-R3"), reference, user_id=user, purpose="case-work")
    about = {
        user.id: [words for kind, words in told(ours, user.id) if kind == "conflict-declared"]
        for user in ours.store.users()
    }
    assert len(about["housing-R11"]) == 1
    assert not any(reference in words for words in about["housing-R11"])
    assert {who for who, words in about.items() if words} <= {"housing-R11", "housing-R13", "police-R11"}
    assert about["police-R3"] == []


def test_only_who_may_approve_may_refuse_with_a_reason_and_nobody_in_conflict_does_either():
    ours = partnership()
    reference = referred(ours, tier="sealed").reference
    waiting = granted(ours, reference, "housing-R2")
    for by in ("housing-R3", "police-R3", "outsider-R13"):
        with pytest.raises(NotPermitted):
            access.refuse(ours.store, ours.by(by), waiting, why="No")
    with pytest.raises(WrongEntry):
        access.refuse(ours.store, ours.by("housing-R11"), waiting, why=" ")
    access.declare_conflict(ours.store, ours.by("housing-R3"), reference, user_id="housing-R11", purpose="case-work")
    assert access.waiting(ours.store, ours.by("housing-R11")) == []
    for verb in (
        lambda b: access.approve(ours.store, b, waiting),
        lambda b: access.refuse(ours.store, b, waiting, why="x"),
    ):
        with pytest.raises(NotFound):
            verb(ours.by("housing-R11"))
    council = ours.user("council-R13")
    assert cases_not_shut_to(council, YEAR_END + DAY) != cases_not_shut_to(council, TODAY)
