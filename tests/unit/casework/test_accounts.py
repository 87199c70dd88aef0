"""Accounts: their clocks to the day, invitations, agencies, the first run, and how many cases an hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership, signed_in
from wardmote.casework import agencies, founding, invitations, looks, people, permissions, policies
from wardmote.casework.agreements import warning
from wardmote.casework.audit import verify_chain
from wardmote.casework.errors import (
    EditedMeanwhile,
    NotFound,
    NotNow,
    NotPermitted,
    OverBudget,
    ProofNeeded,
    WrongEntry,
)
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import LONDON, Session, SignedIn, User

# Clocks


def days(text):
    return date.fromisoformat(text)


CLOCKS = [
    # what starts the clock, the last day it is open, the first day it is shut
    ("opened_on", "2027-01-01", "2027-02-14", "2027-02-15", "unused"),
    ("opened_on", "2028-01-16", "2028-02-29", "2028-03-01", "unused"),  # over a leap day
    ("opened_on", "2027-01-16", "2027-03-01", "2027-03-02", "unused"),  # and over none
    ("attested_on", "2027-01-01", "2027-03-31", "2027-04-01", "lapsed"),  # clocks go forward on 28 March
    ("attested_on", "2027-12-02", "2028-02-29", "2028-03-01", "lapsed"),  # over a leap day
    ("attested_on", "2027-08-02", "2027-10-30", "2027-10-31", "lapsed"),  # the day the clocks go back
    ("signed_in", "2027-03-10T23:30:00+00:00", "2027-04-23", "2027-04-24", "unused"),
    ("signed_in", "2027-04-10T22:30:00+00:00", "2027-05-24", "2027-05-25", "unused"),  # half past eleven in summer
    (
        "signed_in",
        "2027-04-10T23:30:00+00:00",
        "2027-05-25",
        "2027-05-26",
        "unused",
    ),  # half past midnight, the next day
    ("signed_in", "2027-10-31T00:30:00+00:00", "2027-12-14", "2027-12-15", "unused"),  # in the hour that comes twice
]


@pytest.mark.parametrize("starts, at, last, first, why", CLOCKS)
def test_an_account_is_shut_on_the_day_and_not_the_day_before(starts, at, last, first, why):
    if starts == "signed_in":
        began = datetime.fromisoformat(at)
        person = User("u", "U", "council", signed_in_at=began, opened_on=days("2026-01-01"), attested_on=days(last))
    else:
        person = replace(User("u", "U", "council", opened_on=days(last), attested_on=days(last)), **{starts: days(at)})
    assert person.shut_on(days(last)) == ""
    assert person.shut_on(days(first)) == why


@pytest.mark.parametrize("starts, at, last, first, why", CLOCKS[3:6])
@pytest.mark.parametrize("moment, open_still", [("23:59:59", True), ("00:00:00", False)])
def test_the_day_begins_at_midnight_in_london(starts, at, last, first, why, moment, open_still):
    """What a request computes: the instant, as London's day, just before and just after."""
    person = User("u", "U", "council", opened_on=days(last), attested_on=days(at))
    day = last if open_still else first
    local = datetime.fromisoformat(f"{day}T{moment}").replace(tzinfo=LONDON)
    by = SignedIn(person, "s", local.astimezone(UTC))
    assert (person.shut_on(by.today) == "") is open_still


@pytest.mark.parametrize("day, due", [("2027-03-17", False), ("2027-03-18", True), ("2027-04-05", True)])
def test_it_is_said_14_days_before(day, due):
    assert User("u", "U", "council", attested_on=days("2027-01-01")).attest_due_on(days(day)) is due


def test_a_shut_account_holds_no_role_and_sees_nothing():
    ours = partnership()
    case = case_at("working", ours)
    for clock in ("opened_on", "attested_on"):
        ours = partnership()
        case = case_at("working", ours)
        ours.save(replace(ours.user("housing-R3"), **{clock: TODAY - timedelta(days=100)}))
        with pytest.raises(NotFound):
            looks.open_case(ours.store, ours.by("housing-R3"), case.reference, "case-work")


def test_every_verb_that_makes_an_account_starts_both_clocks():
    ours = partnership()
    made = [people.add_user(ours.store, ours.by("police-R12"), name="Ana Invented")]
    told = agencies.add_agency(
        ours.store,
        ours.by("council-R13"),
        name="Weir Homes",
        kind="registered-housing",
        contact="x",
        administrator="Una A",
    )
    made.append(ours.user(told.invitation.user))
    empty = MemoryStore()
    for invited in first_run(empty):
        made.append(empty.user(invited.invitation.user))
    assert {(person.opened_on, person.attested_on) for person in made} == {(TODAY, TODAY)}
    assert all(person.username for person in made)


def test_usernames_are_made_from_names_and_are_nobody_elses():
    ours = partnership()
    admin = ours.by("police-R12")
    names = ("Zoë O'Hara", "Zoe OHara", "李明", "李明", "  ")
    made = [people.add_user(ours.store, admin, name=name).username for name in names[:4]]
    assert made == ["zoe.ohara", "zoe.ohara2", "person", "person2"]
    with pytest.raises(WrongEntry):
        people.add_user(ours.store, admin, name=names[4])


# Keeping accounts


def test_attesting_opening_again_and_who_may():
    ours = partnership()
    ours.save(replace(ours.user("police-R3"), attested_on=TODAY - timedelta(days=90), opened_on=TODAY))
    assert ours.user("police-R3").roles_on(TODAY) == ()
    with pytest.raises(WrongEntry):
        people.attest(ours.store, ours.by("police-R12"), [])
    for wrong, about in (("police-R2", "police-R3"), ("council-R12", "police-R3"), ("police-R11", "police-R11")):
        with pytest.raises(NotPermitted):
            people.attest(ours.store, ours.by(wrong), [about])
    people.attest(ours.store, ours.by("police-R11"), ["police-R3"])
    assert [role.code for role in ours.user("police-R3").roles_on(TODAY)] == ["R3"]
    with pytest.raises(NotNow):
        people.open_again(ours.store, ours.by("police-R12"), "police-R3")
    people.disable(ours.store, ours.by("police-R12"), "police-R3")
    people.open_again(ours.store, ours.by("police-R12"), "police-R3")
    assert ours.user("police-R3").roles_on(TODAY) == ()
    assert ours.user("police-R3").role_grants[0].approved_by == ""
    for wrong in ("police-R12", "council-R12"):
        with pytest.raises(NotPermitted):
            people.end_sessions(ours.store, ours.by(wrong), "police-R12")


def test_sessions_are_ended_by_their_owner_or_an_administrator_and_by_disabling():
    ours = partnership()

    def begin():
        for name in ("s1", "s2", "s3"):
            ours.store._sessions[name] = Session(name=name, user="police-R2", started_at=NOW, seen_at=NOW, source="x")

    def left():
        return {session.name for session in ours.store.sessions("police-R2")}

    begin()
    people.end_own_sessions(ours.store, ours.by("police-R3"), ["s1"])
    assert left() == {"s1", "s2", "s3"}
    people.end_own_sessions(ours.store, ours.by("police-R2"), ["s1", "other"])
    assert left() == {"s2", "s3"}
    assert ours.store.last_record().event.fields == ("s1",)
    people.end_sessions(ours.store, ours.by("police-R12"), "police-R2")
    assert left() == set()
    begin()
    people.disable(ours.store, ours.by("police-R12"), "police-R2")
    assert left() == set()


def test_an_identity_is_one_persons():
    ours = partnership()
    admin = ours.by("police-R12")
    people.bind_identity(ours.store, admin, "police-R2", identity=" oid-1 ")
    people.bind_identity(ours.store, admin, "police-R2", identity="oid-1")
    assert (ours.store.identity("police-R2"), ours.store.bound_to("oid-1")) == ("oid-1", "police-R2")
    with pytest.raises(WrongEntry):
        people.bind_identity(ours.store, admin, "police-R3", identity="oid-1")
    with pytest.raises(NotPermitted):
        people.bind_identity(ours.store, admin, "council-R2", identity="oid-2")
    people.bind_identity(ours.store, admin, "police-R2", identity="")
    assert (ours.store.identity("police-R2"), ours.store.bound_to("oid-1")) == ("", "")


def test_nothing_of_this_is_done_without_a_fresh_proof():
    ours = partnership()
    stale = {who: replace(ours.by(who), proven_at=None) for who in ("police-R12", "police-R11", "council-R13")}
    admin, officer, manager, store = stale["police-R12"], stale["police-R11"], stale["council-R13"], ours.store
    invitations.ask_second_factor(store, ours.by("police-R12"), "police-R2")
    until = {"start": TODAY, "until": TODAY}
    tries = [
        lambda: people.add_user(store, admin, name="A"),
        lambda: people.assign_role(store, admin, "police-R2", role="R1", **until),
        lambda: people.end_role(store, admin, "police-R2", role="R2"),
        lambda: people.disable(store, admin, "police-R2"),
        lambda: people.open_again(store, admin, "police-R2"),
        lambda: people.attest(store, officer, ["police-R2"]),
        lambda: people.end_sessions(store, admin, "police-R2"),
        lambda: people.bind_identity(store, admin, "police-R2", identity="x"),
        lambda: invitations.invite(store, admin, "police-R2"),
        lambda: invitations.ask_second_factor(store, admin, "police-R2"),
        lambda: invitations.approve_second_factor(store, officer, "police-R2"),
        lambda: agencies.keep_agency(store, admin, "police", contact="x", letter_contact="", privacy_officer=""),
        lambda: agencies.add_agency(store, manager, name="W", kind="police", contact="x", administrator="A"),
    ]
    for attempt in tries:
        with pytest.raises(ProofNeeded):
            attempt()


# Invitations


def test_an_invitation_is_live_once_for_three_days_and_until_another():
    ours = partnership()
    admin = ours.by("police-R12")
    first = invitations.invite(ours.store, admin, "police-R2")
    second = invitations.invite(ours.store, admin, "police-R2")
    for code in (first.code, "", "made up", second.invitation.digest):
        with pytest.raises(NotFound):
            invitations.opened_by(ours.store, invitations.digest_of(code), NOW)
    made, person = invitations.opened_by(
        ours.store, invitations.digest_of(second.code), NOW + timedelta(days=3) - timedelta(seconds=1)
    )
    assert person.id == "police-R2"
    with pytest.raises(NotFound):
        invitations.opened_by(ours.store, invitations.digest_of(second.code), NOW + timedelta(days=3))
    using = replace(ours.store.last_record().event, deed="used", at=NOW)
    with ours.store.transaction():
        invitations.use(ours.store, made, using)
    with pytest.raises(EditedMeanwhile), ours.store.transaction():
        invitations.use(ours.store, made, using)
    with pytest.raises(NotFound):
        invitations.opened_by(ours.store, invitations.digest_of(second.code), NOW)
    for wrong, about in (("police-R11", "police-R2"), ("council-R12", "police-R2"), ("police-R12", "police-R12")):
        with pytest.raises(NotPermitted):
            invitations.invite(ours.store, ours.by(wrong), about)
    people.disable(ours.store, admin, "police-R2")
    with pytest.raises(NotNow):
        invitations.invite(ours.store, admin, "police-R2")
    assert not policies.can_invite(ours.user("police-R2"))


def test_a_second_factor_is_let_go_by_two():
    ours = partnership()
    admin, officer, store = ours.by("police-R12"), ours.by("police-R11"), ours.store
    with pytest.raises(NotNow):
        invitations.approve_second_factor(store, officer, "police-R2")
    invitations.ask_second_factor(store, admin, "police-R2")
    asked = invitations.ask_second_factor(store, admin, "police-R2")
    assert invitations.factor_asked(store, "police-R2", NOW) == asked
    for wrong in ("police-R12", "council-R11", "police-R2"):
        with pytest.raises(NotPermitted):
            invitations.approve_second_factor(store, ours.by(wrong), "police-R2")
    assert not permissions.can_approve_factor(admin.user, ours.user("police-R2"), asked, TODAY)
    late = replace(officer, now=NOW + timedelta(days=3), proven_at=NOW + timedelta(days=3))
    assert not policies.can_approve_factor(asked, late.now)
    with pytest.raises(NotNow):
        invitations.approve_second_factor(store, late, "police-R2")
    told = invitations.approve_second_factor(store, officer, "police-R2")
    assert invitations.opened_by(store, invitations.digest_of(told.code), NOW)[0].kind == "second-factor"
    with pytest.raises(NotNow):
        invitations.approve_second_factor(store, officer, "police-R2")


# Agencies and the first run


def test_agencies_are_added_by_the_manager_kept_by_their_administrator_and_given_another_when_lost():
    ours = partnership()
    manager, store = ours.by("council-R13"), ours.store
    entry = {"name": "Weir Homes", "kind": "registered-housing", "contact": "data@weir", "administrator": "Una A"}
    for wrong in (
        {"name": ""},
        {"name": "!!"},
        {"name": "x" * 121},
        {"kind": "none"},
        {"contact": ""},
        {"administrator": ""},
    ):
        with pytest.raises(WrongEntry):
            agencies.add_agency(store, manager, **(entry | wrong))
    with pytest.raises(NotPermitted):
        agencies.add_agency(store, ours.by("council-R12"), **entry)
    told = agencies.add_agency(store, manager, **entry)
    with pytest.raises(WrongEntry):
        agencies.add_agency(store, manager, **entry)
    una = signed_in(ours.user(told.invitation.user))
    assert [role.code for role in una.user.roles_on(TODAY)] == ["R12"]
    with pytest.raises(NotPermitted):
        agencies.name_administrator(store, manager, "weir-homes", administrator="Second")
    with pytest.raises(NotFound):
        agencies.name_administrator(store, manager, "nowhere", administrator="Second")
    ours.disable(una.user.id)
    agencies.name_administrator(store, manager, "weir-homes", administrator="Second")
    with pytest.raises(NotPermitted):
        agencies.keep_agency(
            store, ours.by("police-R12"), "council", contact="x", letter_contact="", privacy_officer=""
        )
    with pytest.raises(WrongEntry):
        agencies.keep_agency(
            store, ours.by("police-R12"), "police", contact="x", letter_contact="", privacy_officer="council-R11"
        )
    agencies.keep_agency(
        store, ours.by("police-R12"), "police", contact="new", letter_contact="", privacy_officer="police-R11"
    )
    assert store.last_record().event.fields == ("controller_contact",)


def first_run(store, **changed):
    entry = {"name": "Marlbridge Council", "kind": "council-community-safety", "contact": "data@marlbridge"}
    people_named = {"administrator": "Ada A", "privacy_officer": "Pat P", "manager": "Mo M"}
    return founding.found(store, NOW, **(entry | people_named | changed))


def test_a_new_manager_is_named_from_the_keyboard_only_where_nobody_is_one_any_more():
    store = MemoryStore()
    first_run(store)
    with pytest.raises(NotNow, match="has a partnership manager: Mo M"):
        founding.name_manager(store, NOW, agency="Marlbridge Council", manager="Mia N")
    later = NOW + timedelta(days=100)
    with pytest.raises(WrongEntry):
        founding.name_manager(store, later, agency="Nowhere Council", manager="Mia N")
    invited = founding.name_manager(store, later, agency=" marlbridge council", manager="Mia N")
    mia = store.user(invited.invitation.user)
    assert (mia.name, mia.may("manage-agreements", later.date())) == ("Mia N", True)
    assert store.last_record().event.actor == founding.FOUNDER


def test_the_first_run_makes_three_people_of_whom_none_can_do_alone_what_needs_two():
    store = MemoryStore()
    for wrong in ({"manager": "ada a"}, {"manager": ""}, {"kind": "none"}):
        with pytest.raises(WrongEntry):
            first_run(store, **wrong)
    assert store.last_record() is None
    made = first_run(store)
    ada, pat, mo = (signed_in(store.user(invited.invitation.user)) for invited in made)
    assert [[role.code for role in by.user.roles_on(TODAY)] for by in (ada, pat, mo)] == [["R12"], ["R11"], ["R13"]]
    for invited in made:
        assert invitations.opened_by(store, invitations.digest_of(invited.code), NOW)[1].name == invited.person
    with pytest.raises(NotNow):
        first_run(store)
    worker = people.add_user(store, ada, name="Wyn Worker")
    people.assign_role(store, ada, worker.id, role="R3", start=TODAY, until=TODAY + timedelta(days=30))
    for alone in (ada, mo):
        with pytest.raises(NotPermitted):
            people.approve_role(store, alone, worker.id, role="R3")
    for self_served in (ada, pat, mo):
        with pytest.raises(NotPermitted):
            people.assign_role(store, self_served, self_served.user.id, role="R3", start=TODAY, until=TODAY)
    people.approve_role(store, pat, worker.id, role="R3")
    assert [role.code for role in store.user(worker.id).roles_on(TODAY)] == ["R3"]
    assert verify_chain(store._records).holds
    assert {record.event.actor for record in store._records[:7]} == {"first-run"}


def test_a_button_is_there_when_the_deed_would_pass():
    ours = partnership()
    admin, manager, officer = (ours.user(user) for user in ("police-R12", "council-R13", "police-R11"))
    police, others = ours.store.agency("police"), ours.store.users("police")
    assert permissions.can_add_agency(manager, TODAY)
    assert not permissions.can_add_agency(admin, TODAY)
    assert permissions.can_keep_agency(admin, police, TODAY)
    assert not permissions.can_keep_agency(officer, police, TODAY)
    assert permissions.can_name_administrator(manager, [officer], TODAY)
    assert not permissions.can_name_administrator(manager, others, TODAY)
    assert permissions.can_keep_account(admin, officer, TODAY)
    assert not permissions.can_keep_account(admin, admin, TODAY)
    assert permissions.can_vouch(officer, admin, TODAY)
    assert not permissions.can_vouch(manager, admin, TODAY)
    assert permissions.can_proven(ours.by("police-R12"))
    assert not permissions.can_proven(replace(ours.by("police-R12"), now=NOW + timedelta(minutes=10, seconds=1)))
    assert policies.can_invite(officer)
    assert not policies.can_open_again(officer, TODAY)
    assert policies.can_open_again(replace(officer, disabled=True), TODAY)


# How many cases


def test_a_different_case_too_many_is_refused_shown_nothing_and_written_down_once_all_is_undone():
    ours = partnership()
    references = [case_at("working", ours).reference for _ in range(4)]
    lead = replace(ours.by("housing-R3", NOW + timedelta(hours=2)), cases_an_hour=2)
    for reference in (references[0], references[1], references[0]):
        looks.open_case(ours.store, lead, reference, "case-work")
    with pytest.raises(OverBudget, match="2 different cases within an hour"):
        looks.open_case(ours.store, lead, references[2], "case-work")
    told, alerted = (record.event for record in ours.store._records[-2:])
    assert (alerted.deed, alerted.recipients) == ("budget-alerted", ("housing-R11",))
    assert (told.deed, told.object_id, told.outcome, told.action) == (
        "budget-exceeded",
        references[2],
        "deny",
        "permission",
    )
    with pytest.raises(NotFound):
        looks.open_case(ours.store, lead, "CSP-26-9999", "case-work")
    later = replace(lead, now=lead.now + timedelta(hours=1, seconds=1))
    looks.open_case(ours.store, later, references[2], "case-work")


def test_an_entry_of_a_case_opened_long_ago_counts_as_that_case():
    ours = partnership()
    references = [case_at("working", ours).reference for _ in range(3)]
    early, late = (replace(ours.by("housing-R3", NOW + timedelta(hours=at)), cases_an_hour=2) for at in (2, 4))
    looks.open_case(ours.store, early, references[2], "case-work")
    for reference in references[:2]:
        looks.open_case(ours.store, late, reference, "case-work")
    with pytest.raises(OverBudget):
        looks.open_note(ours.store, late, references[2], "n")
    with pytest.raises(NotFound):
        looks.open_note(ours.store, late, references[1], "n")


@pytest.mark.parametrize(
    "opened, reference, allowed, may",
    [
        ((), "a", 1, True),
        (("a",), "a", 1, True),
        (("a",), "b", 1, False),
        (("a", "b"), "c", 3, True),
        ((), "a", 0, False),
    ],
)
def test_the_budget_counts_different_cases(opened, reference, allowed, may):
    assert policies.can_budget(opened, reference, allowed) is may


@pytest.mark.parametrize(
    "review, end, said",
    [
        (61, 90, None),
        (60, 90, ("review", 60)),
        (31, 90, ("review", 60)),
        (30, 90, ("review", 30)),
        (8, 90, ("review", 30)),
        (7, 90, ("review", 7)),
        (0, 90, ("review", 7)),
        (-1, 90, ("review", 0)),
        (200, 60, ("end", 60)),
        (200, 0, ("end", 7)),
    ],
)
def test_an_agreement_warns_at_60_30_and_7_days(review, end, said):
    ours = partnership()
    agreement = replace(
        ours.store.agreements()[0], review=TODAY + timedelta(days=review), end=TODAY + timedelta(days=end)
    )
    assert warning(agreement, TODAY) == said
