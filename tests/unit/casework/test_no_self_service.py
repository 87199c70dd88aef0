"""Nobody widens what they see alone: every verb, tried by everybody, on everything, in every order of two roles.

Whatever one person does with the roles they hold, the set of cases they see does not grow.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from unit.casework.factories import SHARING, TODAY, YEAR_END, granted, partnership, person, referred, where
from wardmote.casework import access, agreements, people, triage, work
from wardmote.casework.errors import CaseworkError
from wardmote.casework.nouns import RoleGrant
from wardmote.casework.visibility import EVERY_CASE, cases_seen_by
from wardmote.vocabulary.roles import roles

HELD = [(code,) for code in roles()] + [
    pair for pair in combinations(roles(), 2) if pair[1] not in roles()[pair[0]].never_with
]
TIERS = ("open", "named", "restricted", "sealed")


def sight(ours, user_id):
    by = ours.by(user_id)
    return {case.reference for case in ours.store._seen(cases_seen_by(by.user, by.today))}


def tries_on_a_case(store, by, reference, agency):
    """Every verb that could change who sees one case, aimed at oneself."""
    me = by.user.id
    days = {"start": TODAY, "until": TODAY + timedelta(days=1), "reason": "x", "grant_purpose": "case-work"}
    common = {"purpose": "case-work"}
    yield lambda: access.grant(store, by, reference, agency=agency, to_user=me, **days, **common)
    for role in by.user.roles_on(TODAY):
        yield lambda code=role.code: access.grant(store, by, reference, agency=agency, to_role=code, **days, **common)
    for held in store.grants_on(TODAY):
        yield lambda held=held: access.approve(store, by, held.id)
    for tier in TIERS:
        yield lambda tier=tier: access.raise_tier(store, by, reference, tier=tier, why="x", lead_person=me, **common)
    yield lambda: access.name_lead(store, by, reference, lead_person=me, why="x")
    yield lambda: triage.accept(store, by, reference, lead_person=me)
    yield lambda: work.hand_over(store, by, reference, to=agency, why="x", lead_person=me, **common)
    yield lambda: access.declare_conflict(store, by, reference, user_id=me, **common)


def tries_on_people(store, by, agency):
    """Every verb that could change one's own roles or one's agency's agreements."""
    me = by.user.id
    for code in roles():
        yield lambda code=code: people.assign_role(store, by, me, role=code, start=TODAY, until=YEAR_END)
        yield lambda code=code: people.approve_role(store, by, me, role=code)
    mine = {"parties": SHARING.parties | {agency}, "id": "isa-mine"}
    yield lambda: agreements.propose(store, by, SHARING.__class__(**(vars(SHARING) | mine)))
    yield lambda: agreements.sign(store, by, "isa-mine")


@pytest.mark.parametrize("agency", ["housing", "police", "outsider"])
def test_nobody_widens_what_they_see_alone(agency):
    done = refused = 0
    for held in HELD:
        ours = partnership()
        user = person(agency, *held, user_id="me")
        waiting = RoleGrant("R3", TODAY, YEAR_END, "me")
        ours.save(replace(user, role_grants=(*user.role_grants, waiting)))
        for tier in TIERS:
            reference = referred(ours, tier=tier, kind="victim", by="council-R5").reference
            if tier != "open":
                granted(ours, reference, "me", by="housing-R3", agency=agency) if agency != "outsider" else None
        before = sight(ours, "me")
        everything = [case.reference for case in ours.store._seen(EVERY_CASE)]
        tries = [t for ref in everything for t in tries_on_a_case(ours.store, ours.by("me"), ref, agency)]
        for attempt in [*tries, *tries_on_people(ours.store, ours.by("me"), agency)]:
            try:
                attempt()
                done += 1
            except CaseworkError:
                refused += 1
            assert sight(ours, "me") <= before, held
        assert where(ours, everything[0])
    assert refused > 1000 and (done > 50 or agency == "outsider")
