"""Who sees what: every cell of the matrix on the function, the in-memory filter and the same filter as SQL.

What is expected is written here in plain words a practitioner can check, apart from the rule itself.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from unit.casework.factories import (
    AGENCIES,
    NOW,
    SHARING,
    TODAY,
    granted,
    partnership,
    person,
    referred,
    setting_up,
    where,
)
from unit.casework.sql_filter import database, references
from wardmote.casework import access, break_glass, triage, work
from wardmote.casework.conditions import AnyOf, Exists, Not, Of, Value
from wardmote.casework.errors import CaseworkError, NotFound
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import Case, CaseGrant, Conflict, EmergencyOpening, Note, Sharing
from wardmote.casework.visibility import (
    EVERY_CASE,
    cases_seen_by,
    check_visible,
    note_visible,
    notes_seen_by,
    trail_visible,
    trails_seen_by,
    visible,
)

# What the partnership expects, in its own words

ALL = {"location", "victim", "offender"}
SEES_ROUTINELY = {"R1": {"location"}, "R2": ALL, "R3": ALL, "R4": {"offender", "victim"}, "R5": {"victim"}, "R13": ALL}
SEES_WHEN_GRANTED = {
    "R2": ALL,
    "R3": ALL,
    "R4": {"offender", "victim"},
    "R5": {"victim", "offender"},
    "R10": ALL,
    "R13": ALL,
}
LEADS_CASES = {"R3": ALL, "R4": {"offender", "victim"}}
REFERS = {"R1": {"location"}, "R2": ALL, "R3": ALL, "R4": {"offender", "victim"}, "R5": {"victim"}}

ROLES = [f"R{number}" for number in range(1, 16)]
RELATIONS = {"lead": "housing", "partner": "police", "outsider": "outsider"}
PEOPLE = ("active", "disabled", "role ended")
AGREEMENTS = {
    "live": SHARING,
    "lapsed 14 days": replace(SHARING, end=TODAY - timedelta(days=14)),
    "lapsed 15 days": replace(SHARING, end=TODAY - timedelta(days=15)),
    "starts tomorrow": replace(SHARING, start=TODAY + timedelta(days=1)),
    "about offenders only": replace(SHARING, subject_categories=frozenset({"offender"})),
}
WITHOUT_THE_LEAD = replace(SHARING, id="isa-2", parties=frozenset({"council", "police", "outsider"}))
"""Live beside each of them: an agreement the lead agency is not in must open nothing of its cases."""
TIES = (
    "nothing",
    "live grant",
    "grant to the role",
    "waiting grant",
    "expired grant",
    "revoked grant",
    "future grant",
    "lead person",
    "own referral",
    "own referral, accepted",
    "live grant and a conflict",
    "live grant, case closed",
    "grant in an earlier agency",
    "role grant in an earlier agency",
    "own referral in an earlier agency",
    "emergency",
    "emergency about to end",
    "emergency just over",
    "emergency still to come",
    "emergency of somebody else",
    "emergency in an earlier agency",
    "emergency and a conflict",
)
BREAKS_GLASS = {"R3", "R5", "R13"}
KINDS, TIERS, RISKS = sorted(ALL), ("open", "named", "restricted", "sealed"), ("standard", "high")


def expected(role, relation, state, agreement, kind, tier, risk, tie):
    if state != "active" or "conflict" in tie:
        return False
    if tie in ("emergency", "emergency about to end") and role in BREAKS_GLASS:
        return True
    if tie == "own referral" and kind in REFERS.get(role, ()):
        return True
    if tie == "lead person" and relation == "lead" and kind in LEADS_CASES.get(role, ()):
        return True
    covered = (
        agreement == "live"
        or (agreement == "lapsed 14 days" and risk == "high" and "closed" not in tie)
        or (agreement == "about offenders only" and kind == "offender")
    )
    if not (relation == "lead" or (relation == "partner" and covered)):
        return False
    if tier == "open" and kind in SEES_ROUTINELY.get(role, ()):
        return True
    if kind not in SEES_WHEN_GRANTED.get(role, ()):
        return False
    return tie in ("live grant", "live grant, case closed", "grant to the role") or (
        tie == "waiting grant" and tier in ("open", "named")
    )


def user_for(role, relation, state):
    user = person(RELATIONS[relation], role)
    if state == "disabled":
        return replace(user, disabled=True)
    if state == "role ended":
        return replace(user, role_grants=tuple(replace(g, until=TODAY - timedelta(days=1)) for g in user.role_grants))
    return user


def cells_for(user, role):
    """One case for every kind, tier, risk and tie to this person, with the grants and conflicts that make the tie."""
    cases, grants, conflicts, openings = {}, [], [], []
    for number, (kind, tier, risk, tie) in enumerate(product(KINDS, TIERS, RISKS, TIES)):
        mine, elsewhere = "own referral" in tie, "earlier agency" in tie
        case = Case(
            reference=f"CSP-26-{number:04d}",
            kind=kind,
            tier=tier,
            risk=risk,
            marking="OFFICIAL-SENSITIVE",
            status="closed" if "closed" in tie else "referred" if mine and "accepted" not in tie else "working",
            lead_agency="housing",
            lead_person=user.id if tie == "lead person" else "somebody",
            referred_by=user.id if mine else "somebody",
            referring_agency=user.agency if mine and not elsewhere else "council",
            opened_on=TODAY,
            place="12 Invented Street",
            summary="Noise",
        )
        cases[case.reference] = (case, (kind, tier, risk, tie))
        if "grant" in tie:
            grants.append(grant_for(case, user, role, tie))
        if "conflict" in tie:
            conflicts.append(Conflict(case=case.reference, user=user.id, declared_by="somebody", on=TODAY))
        if "emergency" in tie:
            openings.append(opening_for(case, user, tie))
    return cases, grants, conflicts, openings


def opening_for(case, user, tie):
    """An hour from when the tie says: the last instant still counts, the next does not."""
    begun = {"emergency about to end": -60, "emergency just over": -61, "emergency still to come": 1}
    at = NOW + timedelta(minutes=begun.get(tie, -30))
    return EmergencyOpening(
        id=f"e-{case.reference}",
        case=case.reference,
        user="somebody" if "somebody" in tie else user.id,
        agency="council" if "earlier agency" in tie else user.agency,
        owner_agency="housing",
        category="threat-to-life",
        gateway="",
        reason="Somebody is being hurt now",
        at=at,
        until=at + timedelta(minutes=60),
        review_due=TODAY,
    )


def grant_for(case, user, role, tie):
    start = TODAY + timedelta(days=1 if tie == "future grant" else -20)
    return CaseGrant(
        id=f"g-{case.reference}",
        case=case.reference,
        agency="council" if "earlier agency" in tie else user.agency,
        to_user="" if "role" in tie else user.id,
        to_role=role if "role" in tie else "",
        purpose="case-work",
        gateway="",
        start=start,
        until=TODAY - timedelta(days=1) if "expired" in tie else TODAY + timedelta(days=5),
        by="somebody",
        reason="Needed",
        reaches="named" if "waiting" in tie else "sealed",
        revoked="revoked" in tie,
    )


def store_of(cases, agreements, grants, conflicts, openings=()):
    store = MemoryStore()
    store._emergency_openings = {each.id: each for each in openings}
    store._cases = {case.reference: case for case in cases}
    store._agreements = {agreement.id: agreement for agreement in agreements}
    store._grants = {each.id: each for each in grants}
    store._conflicts = list(conflicts)
    return store


def check_cells(relation, agreements_of):
    """How many cells of one relation were checked, and how many open; `agreements_of` the number of the role and state."""
    checked = seen = 0
    for number, (role, state) in enumerate(product(ROLES, PEOPLE)):
        user = user_for(role, relation, state)
        cells, grants, conflicts, openings = cells_for(user, role)
        cases = [case for case, _ in cells.values()]
        for agreement, terms in agreements_of(number):
            agreed = [terms, WITHOUT_THE_LEAD]
            around = (cases, agreed, grants, conflicts, openings)
            store, db = store_of(*around), database(*around)
            sees = cases_seen_by(user, TODAY, NOW)
            by_filter, by_sql = {case.reference for case in store._seen(sees)}, references(db, sees)
            for reference, (case, cell) in cells.items():
                want = expected(role, relation, state, agreement, *cell)
                got = visible(user, case, store.sharing_of(case), TODAY, NOW)
                assert (got, reference in by_filter, reference in by_sql) == (want,) * 3, (role, state, agreement, cell)
                checked, seen = checked + 1, seen + want
    return checked, seen


@pytest.mark.parametrize("relation", RELATIONS)
def test_cells_are_as_written_on_the_function_and_on_both_filters(relation):
    """Each role in each state under one agreement, in turn."""
    terms = list(AGREEMENTS.items())
    checked, seen = check_cells(relation, lambda number: [terms[number % len(terms)]])
    assert checked >= 10_000 and (seen > 30 or relation == "outsider")


@pytest.mark.prove
@pytest.mark.parametrize("relation", RELATIONS)
def test_every_cell_is_as_written_on_the_function_and_on_both_filters(relation):
    checked, seen = check_cells(relation, lambda _: AGREEMENTS.items())
    assert checked >= 70_000 and (seen > 100 or relation == "outsider")


NOTE_CELLS = list(
    product(
        ("P0", "P1", "P2", "P3"),
        ("fact", "intelligence"),
        ("housing", "police", "council", "outsider"),
        ("incident", "health"),
    )
)
READS_UP_TO = {"R1": 1, "R2": 2, "R3": 3, "R4": 2, "R5": 3, "R10": 2, "R13": 1}


ONE_CASE = Case(
    reference="CSP-26-0000",
    kind="location",
    tier="open",
    risk="standard",
    marking="OFFICIAL-SENSITIVE",
    status="working",
    lead_agency="housing",
    referred_by="somebody",
    referring_agency="council",
    opened_on=TODAY,
    place="12 Invented Street",
    summary="Noise",
)


@pytest.mark.parametrize("relation", RELATIONS)
def test_notes_are_read_up_to_the_clearance_and_only_while_their_owner_shares_them(relation):
    """The agreement here covers incidents and not health; the outsider agency is not in it."""
    for role, state, agreement, risk, status in product(ROLES, PEOPLE, AGREEMENTS, RISKS, ("working", "closed")):
        user = user_for(role, relation, state)
        case = replace(ONE_CASE, risk=risk, status=status)
        agreed = replace(AGREEMENTS[agreement], data_categories=frozenset({"incident"}))
        store = store_of([case], [agreed], [], [])
        for number, (level, kind, owner, category) in enumerate(NOTE_CELLS):
            note = Note(
                id=f"n{number}",
                case=case.reference,
                owner_agency=owner,
                by="somebody",
                at=setting_up("x", "y").at,
                kind=kind,
                protection=level,
                data_category=category,
                text="x",
            )
            store._notes[note.id] = note
            shared = agreement == "live" or (agreement, risk, status) == ("lapsed 14 days", "high", "working")
            want = (
                state == "active"
                and int(level[1]) <= READS_UP_TO.get(role, -1)
                and (kind == "fact" or role in ("R2", "R3", "R4"))
                and (
                    owner == user.agency
                    or (shared and category == "incident" and "outsider" not in (owner, user.agency))
                )
            )
            assert note_visible(user, case, note, Sharing((agreed,)), TODAY) == want
            by_filter = store._seen_notes(case, notes_seen_by(user, TODAY))
            assert (note in by_filter) == want


@pytest.mark.parametrize(("role", "relation", "state"), list(product(ROLES, RELATIONS, PEOPLE)))
def test_the_log_is_read_by_auditors_and_by_the_lead_agencys_privacy_officer(role, relation, state):
    user = user_for(role, relation, state)
    case = cells_for(user, role)[0]["CSP-26-0000"][0]
    want = state == "active" and (role == "R14" or (role == "R11" and relation == "lead"))
    assert trail_visible(user, case, TODAY) == want
    assert bool(store_of([case], [], [], [])._seen(trails_seen_by(user, TODAY))) == want


def test_a_filter_has_no_viewer_left_in_it_and_nobody_without_a_role_has_one():
    def nouns(condition):
        parts = getattr(condition, "parts", ())
        inner = (
            [condition.part]
            if isinstance(condition, Not)
            else [condition.where]
            if isinstance(condition, Exists)
            else parts
        )
        terms = [t for t in vars(condition).values() if isinstance(t, Of)]
        return {t.noun for t in terms}.union(*(nouns(part) for part in inner))

    around = {"case", "agreement", "grant", "conflict"}
    assert nouns(cases_seen_by(person("police", "R3"), TODAY)) == around
    assert nouns(cases_seen_by(person("police", "R3"), TODAY, NOW)) == around | {"emergency_opening"}
    assert nouns(cases_seen_by(person("police", "R2"), TODAY, NOW)) == around
    assert cases_seen_by(person("police"), TODAY) == AnyOf()
    assert cases_seen_by(person("police", "R15"), TODAY) == AnyOf()
    assert Value(1) != Of("case", "tier")


def test_a_case_the_filter_let_through_by_mistake_is_still_not_found():
    case = cells_for(person("outsider", "R2"), "R2")[0]["CSP-26-0000"][0]
    with pytest.raises(NotFound):
        check_visible(person("outsider", "R2"), case, Sharing((SHARING,)), TODAY)
    check_visible(person("housing", "R2"), case, Sharing(), TODAY)


USERS = tuple(f"{agency.code}-{role}" for agency in AGENCIES for role in ("R1", "R2", "R3", "R4", "R5", "R10", "R13"))


class Casework(RuleBasedStateMachine):
    """Anything that can happen to who sees what, in any order; after each step function, filter and SQL must agree."""

    @initialize()
    def begin(self):
        self.ours = partnership()
        self.now = setting_up("x", "y").at
        self.known = []
        self.grants = []
        self.opened = []

    def attempt(self, verb):
        """Do what the rules allow; what they refuse is no step backwards."""
        try:
            return verb()
        except CaseworkError:
            return None

    def by(self, user_id):
        return self.ours.by(user_id, self.now)

    def lead_of(self, reference):
        case = where(self.ours, reference)
        return case.lead_person or f"{case.lead_agency}-R3"

    @rule(by=st.sampled_from(USERS), to=st.sampled_from(("council", "police", "housing")), kind=st.sampled_from(KINDS),
          tier=st.sampled_from(TIERS), risk=st.sampled_from(RISKS))  # fmt: skip
    def refer(self, by, to, kind, tier, risk):
        case = self.attempt(lambda: referred(self.ours, by=by, to=to, kind=kind, tier=tier, risk=risk))
        if case:
            self.known.append(case.reference)

    @rule(data=st.data(), answer=st.sampled_from(("accept", "refuse")))
    def answer(self, data, answer):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            lead = self.by(self.lead_of(reference))
            if answer == "accept":
                self.attempt(lambda: triage.accept(self.ours.store, lead, reference))
            else:
                self.attempt(lambda: triage.refuse(self.ours.store, lead, reference, why="No"))

    @rule(data=st.data(), to=st.sampled_from(USERS), days=st.integers(0, 95), role=st.booleans())
    def give_access(self, data, to, days, role):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            today = self.by(to).today
            agency, code = to.split("-")
            receiver = {"to_role": code, "agency": agency} if role else {"to_user": to}
            until = today + timedelta(days=days)
            held = self.attempt(lambda: granted(self.ours, reference, start=today, until=until, **receiver))
            self.grants += [held] if held else []

    @rule(data=st.data(), by=st.sampled_from(("housing-R3b", "housing-R11", "council-R13", "police-R3", "council-R3")))
    def approve(self, data, by):
        if self.grants:
            held = data.draw(st.sampled_from(self.grants))
            self.attempt(lambda: access.approve(self.ours.store, self.by(by), held))

    @rule(data=st.data())
    def revoke(self, data):
        if self.grants:
            held = data.draw(st.sampled_from(self.grants))
            lead = self.by(self.lead_of(self.ours.store.grant(held).case))
            self.attempt(lambda: access.revoke(self.ours.store, lead, held))

    @rule(data=st.data(), tier=st.sampled_from(TIERS))
    def raise_tier(self, data, tier):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            lead = self.by(self.lead_of(reference))
            self.attempt(
                lambda: access.raise_tier(self.ours.store, lead, reference, tier=tier, why="Risk", purpose="case-work")
            )

    @rule(data=st.data(), to=st.sampled_from(("council", "police", "housing")))
    def hand_over(self, data, to):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            lead = self.by(self.lead_of(reference))
            self.attempt(
                lambda: work.hand_over(
                    self.ours.store, lead, reference, to=to, why="Theirs", lead_person=f"{to}-R3", purpose="case-work"
                )
            )

    @rule(data=st.data(), user=st.sampled_from(USERS))
    def conflict(self, data, user):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            lead = self.by(self.lead_of(reference))
            self.attempt(
                lambda: access.declare_conflict(self.ours.store, lead, reference, user_id=user, purpose="case-work")
            )

    @rule(data=st.data(), by=st.sampled_from([user for user in USERS if user.split("-")[1] in BREAKS_GLASS]))
    def break_glass(self, data, by):
        if self.known:
            reference = data.draw(st.sampled_from(self.known))
            how = {"category": "child-at-risk", "reason": "A child is in the house with him now"}
            opened = self.attempt(lambda: break_glass.break_glass(self.ours.store, self.by(by), reference, **how))
            self.opened += [opened.id] if opened else []

    @rule(data=st.data(), by=st.sampled_from([f"{agency.code}-R11" for agency in AGENCIES]))
    def review(self, data, by):
        if self.opened:
            opening = data.draw(st.sampled_from(self.opened))
            how = {"outcome": "justified", "finding": "There was danger"}
            self.attempt(lambda: break_glass.review(self.ours.store, self.by(by), opening, **how))

    @rule(user=st.sampled_from(USERS), disabled=st.booleans())
    def disable(self, user, disabled):
        self.ours.save(replace(self.ours.user(user), disabled=disabled))

    @rule(
        user=st.sampled_from(USERS),
        roles=st.lists(st.sampled_from(ROLES), max_size=2),
        agency=st.sampled_from(AGENCIES),
    )
    def move(self, user, roles, agency):
        held = person(agency.code, *roles).role_grants
        self.ours.save(replace(self.ours.user(user), role_grants=held, agency=agency.code))

    @rule(days=st.integers(-30, 30), parties=st.sets(st.sampled_from([a.code for a in AGENCIES]), min_size=2),
          kinds=st.sets(st.sampled_from(KINDS), min_size=1), which=st.sampled_from(("isa-1", "isa-2")))  # fmt: skip
    def agree(self, days, parties, kinds, which):
        today = self.by(USERS[0]).today
        self.ours.save(
            replace(
                SHARING,
                id=which,
                end=today + timedelta(days=days),
                parties=frozenset(parties),
                subject_categories=frozenset(kinds),
            )
        )

    @rule(days=st.integers(0, 40), minutes=st.integers(0, 90))
    def time_passes(self, days, minutes):
        self.now += timedelta(days=days, minutes=minutes)

    steps, seen, by_grant, by_emergency = 0, 0, 0, 0

    @invariant()
    def function_and_filters_agree(self):
        if not hasattr(self, "ours"):
            return
        store = self.ours.store
        cases = store._seen(EVERY_CASE)
        openings = list(store._emergency_openings.values())
        db = database(cases, store.agreements(), list(store._grants.values()), store._conflicts, openings)
        around = [(case, store.sharing_of(case)) for case in cases]
        for user_id in USERS if cases else ():
            by = self.by(user_id)
            sees = cases_seen_by(by.user, by.today, by.utc)
            by_function = {c.reference for c, sharing in around if visible(by.user, c, sharing, by.today, by.utc)}
            by_filter = {case.reference for case in store._seen(sees)}
            assert by_function == by_filter == references(db, sees), user_id
            Casework.seen += len(by_function)
            if self.opened and by.user.may("break-glass", by.today):
                lasting = {c.reference for c, sharing in around if visible(by.user, c, sharing, by.today)}
                assert lasting <= by_function
                Casework.by_emergency += len(by_function - lasting)
            Casework.by_grant += sum(case.tier != "open" for case in cases if case.reference in by_function)
        Casework.steps += 1


@pytest.mark.parametrize("runs", [55, pytest.param(275, marks=pytest.mark.prove)])
def test_function_and_filter_never_disagree_in_any_order_of_events(runs):
    """At least 2,000 steps in make test and 10,000 in make prove. The counts show that the test is live."""
    Casework.steps = Casework.seen = Casework.by_grant = Casework.by_emergency = 0
    run_state_machine_as_test(
        Casework, settings=settings(max_examples=runs, stateful_step_count=50, deadline=None, derandomize=True)
    )
    print(Casework.steps, Casework.seen, Casework.by_grant, Casework.by_emergency)
    assert Casework.steps >= runs * 36 and Casework.by_grant > Casework.steps
    assert Casework.by_emergency > runs // 2
